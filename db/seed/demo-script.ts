/** Calls of the demo that are told one by one: those that a review for production looks at. */
import { agreementId, type DemoCall } from "./demo-history";
import { randomFrom } from "./random";
import { REQUESTS as on, type DemoCaller, type DemoRequest } from "./demo-traffic";

const MINUTE_MS = 60_000;

/** A call so many minutes before now. @param agreement which of the agreements that the program works with */
export type ScriptedCall = {
  readonly minutesAgo: number;
  readonly request: DemoRequest;
  readonly agreement?: number;
};

/** Calls that all count: agreements are sent, and each is read once. */
export function countingCalls(count: number, firstMinutesAgo: number, everyMinutes: number): ScriptedCall[] {
  return Array.from({ length: count }, (_, nth) => ({
    minutesAgo: firstMinutesAgo - nth * everyMinutes,
    request: nth % 2 === 0 ? on.sendAgreement : on.readAgreement,
    agreement: firstMinutesAgo + nth,
  }));
}

/** A first try that reads the same agreement again after seven minutes, and a second one that is 14 of 20 calls far. */
export const FOURTEEN_OF_TWENTY: readonly ScriptedCall[] = [
  { minutesAgo: 540, request: on.listAgreements },
  { minutesAgo: 537, request: on.sendAgreement },
  { minutesAgo: 534, request: on.sendAgreement },
  { minutesAgo: 531, request: on.readAgreement, agreement: 1 },
  { minutesAgo: 527, request: on.sendAgreement },
  { minutesAgo: 524, request: on.readAgreement, agreement: 1 },
  ...countingCalls(14, 290, 20),
];

/** The calls of a script, oldest first, as they are recorded: all let through. */
export function playScript(script: readonly ScriptedCall[], caller: DemoCaller, now: Date): DemoCall[] {
  return script.map(({ minutesAgo, request, agreement = 0 }) => ({
    at: new Date(now.getTime() - minutesAgo * MINUTE_MS),
    method: request.method,
    path: request.path.replace("{id}", agreementId(randomFrom(agreement))),
    scopes: request.scopes,
    code: "allowed",
    ...caller,
  }));
}
