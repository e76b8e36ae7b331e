import type { Scope } from "../../lib/domain/keys/scopes";

/** Hours of a day (UTC) in which a caller works, and how much of the day's calls fall into each. */
export type Rhythm = "office" | "steady" | "nightly";

export type DemoRequest = {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** `{id}` stands for one of the ids that the caller works with. */
  readonly path: string;
  readonly scopes: readonly Scope[];
};

export type Traffic = {
  readonly rhythm: Rhythm;
  /** Calls of a working day. */
  readonly callsPerDay: number;
  readonly callers: readonly [DemoCaller, ...DemoCaller[]];
  /** The requests, each as likely as it is often in the list. */
  readonly requests: readonly [DemoRequest, ...DemoRequest[]];
  /** Calls within half a minute, on one day; what is beyond the limit is refused. */
  readonly burst?: { readonly daysAgo: number; readonly calls: number };
  /** Calls from an address that is rarely seen. */
  readonly stray?: DemoCaller;
  /** How many days ago the calls stopped; they go on to this day unless set. */
  readonly untilDaysAgo?: number;
};

export type DemoCaller = { readonly address: string; readonly userAgent: string };

const get = (path: string, ...scopes: Scope[]): DemoRequest => ({ method: "GET", path, scopes });
const post = (path: string, ...scopes: Scope[]): DemoRequest => ({ method: "POST", path, scopes });
const put = (path: string, ...scopes: Scope[]): DemoRequest => ({ method: "PUT", path, scopes });

/** Requests as the platform's API has them. */
export const REQUESTS = {
  listAgreements: get("/api/rest/v6/agreements", "agreements:read"),
  readAgreement: get("/api/rest/v6/agreements/{id}", "agreements:read"),
  readDocument: get("/api/rest/v6/agreements/{id}/combinedDocument", "agreements:read"),
  readAuditTrail: get("/api/rest/v6/agreements/{id}/auditTrail", "agreements:read"),
  sendAgreement: post("/api/rest/v6/agreements", "agreements:write", "agreements:send"),
  changeAgreement: put("/api/rest/v6/agreements/{id}", "agreements:write"),
  signingUrls: get("/api/rest/v6/agreements/{id}/signingUrls", "agreements:sign"),
  listUsers: get("/api/rest/v6/users", "users:read"),
  readUser: get("/api/rest/v6/users/{id}", "users:read"),
  addUser: post("/api/rest/v6/users", "users:write"),
  listTemplates: get("/api/rest/v6/libraryDocuments", "library:read"),
  readTemplate: get("/api/rest/v6/libraryDocuments/{id}", "library:read"),
  listWorkflows: get("/api/rest/v6/workflows", "workflows:read"),
  listWebhooks: get("/api/rest/v6/webhooks", "webhooks:read"),
  readForm: get("/api/rest/v6/widgets/{id}", "widgets:read"),
  listFolders: get("/api/v1/folders", "folders:read"),
  listTeammates: get("/api/v1/teammates", "teammates:read"),
} as const;

const OFFICE = [0, 0, 0, 0, 0, 0, 1, 4, 9, 11, 12, 10, 6, 10, 12, 11, 8, 4, 1, 1, 0, 0, 0, 0];
const HOURS: Record<Rhythm, readonly number[]> = {
  office: OFFICE,
  steady: OFFICE.map((share) => 4 + share / 3),
  nightly: OFFICE.map((_, hour) => (hour === 2 ? 9 : Number(hour === 3))),
};
const WEEKEND_SHARE: Record<Rhythm, number> = { office: 0.04, steady: 0.45, nightly: 1 };

/** Calls that are to be expected in the clock hour that starts at `hour`. */
export function expectedCalls(traffic: Traffic, hour: Date): number {
  const shares = HOURS[traffic.rhythm];
  const total = shares.reduce((sum, share) => sum + share, 0);
  const isWeekend = hour.getUTCDay() % 6 === 0;
  const ofDay = traffic.callsPerDay * (isWeekend ? WEEKEND_SHARE[traffic.rhythm] : 1);
  return (ofDay * (shares[hour.getUTCHours()] ?? 0)) / total;
}
