/**
 * What an app's transfers have to do by the pure rules alone: the reducer, the rule of standing in, and who is what of which
 * side. Beside the database it is the other opinion on every event (I9).
 */
import { standInFaults } from "../../lib/domain/transfers/stand-in";
import {
  isUnderWay,
  stepTransfer,
  transferState,
  type CredentialsAfter,
  type Transfer,
  type TransferEvent,
  type TransferSide,
} from "../../lib/domain/transfers/transfer";

export const SIDES = ["source", "destination"] as const;
/** Of the source Gus and Gil, of the destination Ada and Abe, of both Bea; Olga of the organization; Eve of another account. */
export const PEOPLE = ["gus", "gil", "bea", "ada", "abe", "meg", "olga", "eve"] as const;
export type Person = (typeof PEOPLE)[number];
/** Whose right ends and comes back in these histories. */
export const RIGHTFUL = ["gus", "gil", "bea", "ada", "abe", "olga"] as const;
export type Rightful = (typeof RIGHTFUL)[number];
export const ENDS = ["demoted", "deactivated", "shared", "deactivated everywhere"] as const;
export type End = (typeof ENDS)[number];

export type Happening =
  | { readonly type: "open"; readonly who: Person | "sam" }
  | {
      readonly type: "confirm";
      readonly who: Person | "sam";
      readonly side: TransferSide;
      /** What the statement said that this person has read. */
      readonly read: CredentialsAfter;
    }
  | { readonly type: "decline"; readonly who: Person }
  | { readonly type: "withdraw"; readonly who: Person | "sam" }
  | { readonly type: "change"; readonly who: Person; readonly credentials: CredentialsAfter }
  | { readonly type: "carry out" }
  | { readonly type: "undo" }
  | { readonly type: "end"; readonly who: Rightful; readonly end: End }
  | { readonly type: "return"; readonly who: Rightful }
  | { readonly type: "the source loses its admins" }
  | { readonly type: "the claim lapses" }
  | { readonly type: "the domain is proven" }
  | { readonly type: "time passes"; readonly hours: number }
  | { readonly type: "jobs run" };

type Opened = {
  transfer: Transfer;
  readonly openedFor: TransferSide | "support";
  /** Whether a row of Olga's is there, void or not: with it she still sees the transfer. */
  isStoodInFor: boolean;
};

const ADMIN_OF: Record<Person, readonly TransferSide[]> = {
  gus: ["source"],
  gil: ["source"],
  bea: ["source", "destination"],
  ada: ["destination"],
  abe: ["destination"],
  meg: [],
  olga: [],
  eve: [],
};

const T0 = Date.parse("2026-11-01T09:00:00.000Z");

/** An app of the source, and the histories of its transfers. Each act answers with "done", or the code of its refusal. */
export class TransferModel {
  readonly opened: Opened[] = [];
  manager: TransferSide = "source";
  private ms = T0;
  private isClaimed = true;
  private readonly ended = new Map<Rightful, Set<End>>();

  get now(): Date {
    return new Date(this.ms);
  }

  get last(): Opened | undefined {
    return this.opened.at(-1);
  }

  /** Whether who acts for the source is an admin of its organization now, since it has none of its own. */
  get activeAdmins(): number {
    return (["gus", "gil", "bea"] as const).filter((who) => this.isAdmin(who, "source")).length;
  }

  sees(who: Person): boolean {
    return this.sidesOf(who).length > 0 || this.isOfOrganization(who);
  }

  apply(happening: Happening): string {
    switch (happening.type) {
      case "open":
        return this.open(happening.who);
      case "confirm":
        return this.last ? this.confirm(this.last, happening) : "not_found";
      case "decline":
      case "withdraw":
        return this.last ? this.finish(this.last, happening) : "not_found";
      case "change":
        return this.last ? this.change(this.last, happening) : "not_found";
      case "carry out":
        return this.last ? this.carryOut(this.last) : "not_found";
      case "undo":
        return this.last ? this.undo(this.last) : "not_found";
      case "end":
        this.end(happening.who, happening.end);
        return "done";
      case "return":
        this.ended.delete(happening.who);
        this.voidWhatRestedOn();
        return "done";
      case "the source loses its admins":
        for (const who of ["gus", "gil", "bea"] as const) this.end(who, "deactivated");
        return "done";
      case "the claim lapses":
        this.isClaimed = false;
        this.voidWhatRestedOn();
        return "done";
      case "the domain is proven":
        this.isClaimed = true;
        return "done";
      case "time passes":
        this.ms += happening.hours * 3_600_000;
        return "done";
      case "jobs run":
        this.clean();
        return "done";
    }
  }

  private has(who: Person, ...ends: readonly End[]): boolean {
    const mine = RIGHTFUL.find((each) => each === who);
    return mine !== undefined && ends.some((end) => this.ended.get(mine)?.has(end));
  }

  private isAdmin(who: Person, side: TransferSide): boolean {
    return ADMIN_OF[who].includes(side) && !this.has(who, "demoted", "deactivated", "deactivated everywhere");
  }

  private sidesOf(who: Person): TransferSide[] {
    return SIDES.filter((side) => this.isAdmin(who, side));
  }

  private isOfOrganization(who: Person): boolean {
    if (who !== "olga" || this.has(who, "deactivated everywhere")) return false;
    return this.activeAdmins === 0 || this.last?.isStoodInFor === true;
  }

  private open(who: Person | "sam"): string {
    if (who === "meg") return "forbidden";
    if (who === "eve" || who === "olga") return "validation_failed";
    const side = who === "sam" ? "support" : (ADMIN_OF[who][0] ?? "source");
    if (side !== "support" && who !== "sam") {
      if (this.has(who, "deactivated", "deactivated everywhere")) return "not_found";
      if (this.has(who, "demoted")) return "forbidden";
    }
    if (this.manager !== "source") return "not_found";
    if (this.last && isUnderWay(transferState(this.last.transfer, this.now))) return "transfer_already_open";
    this.opened.push({
      openedFor: side,
      isStoodInFor: false,
      transfer: {
        state: "open",
        statementHash: "keep",
        openedAt: this.now,
        confirmations: [],
        carriedOutAt: null,
      },
    });
    return "done";
  }

  private confirm(opened: Opened, happening: Extract<Happening, { type: "confirm" }>): string {
    const { who, side, read } = happening;
    if (who === "sam") return "forbidden";
    if (!this.sees(who)) return "not_found";
    const isOwn = this.isAdmin(who, side);
    if (!isOwn && !(this.isOfOrganization(who) && side === "source")) return "forbidden";
    const step = stepTransfer(opened.transfer, {
      type: "confirm",
      side,
      userId: who,
      statementHash: read,
      isShared: isOwn && this.has(who, "shared"),
      at: this.now,
    });
    if (!step.ok) return step.refusal;
    if (!isOwn && step.isChanged) {
      if (this.standInFaults().length > 0) return "stand_in_refused";
      if (this.has(who, "shared")) return "shared_user";
    }
    this.clean();
    opened.transfer = step.transfer;
    if (!isOwn) opened.isStoodInFor = true;
    return "done";
  }

  private standInFaults() {
    return standInFaults({
      sourceName: "The source",
      activeAdmins: this.activeAdmins,
      organization: {
        name: "The organization",
        domains: this.isClaimed ? ["proven.example"] : [],
        admins: 1,
      },
      reviewDomain: "proven.example",
    });
  }

  private finish(
    opened: Opened,
    { type, who }: Extract<Happening, { type: "decline" | "withdraw" }>,
  ): string {
    if (who !== "sam") {
      if (!this.sees(who)) return "not_found";
      const { openedFor } = opened;
      const allowed = SIDES.filter((side) => (type === "withdraw" ? openedFor === side : openedFor !== side));
      if (!allowed.some((side) => this.isAdmin(who, side))) return "forbidden";
    }
    return this.step(opened, { type, at: this.now });
  }

  private change(opened: Opened, { who, credentials }: Extract<Happening, { type: "change" }>): string {
    if (!this.sees(who)) return "not_found";
    const side = opened.openedFor === "support" ? "source" : opened.openedFor;
    if (!this.isAdmin(who, side)) return "forbidden";
    const before = opened.transfer;
    const answer = this.step(opened, { type: "change", statementHash: credentials, at: this.now });
    if (answer === "done") this.clean();
    if (opened.transfer !== before) opened.isStoodInFor = false;
    return answer;
  }

  private carryOut(opened: Opened): string {
    this.clean();
    const answer = this.step(opened, { type: "carry_out", at: this.now });
    if (answer === "done") this.manager = "destination";
    return answer;
  }

  private undo(opened: Opened): string {
    const answer = this.step(opened, { type: "undo", at: this.now });
    if (answer === "done") this.manager = "source";
    return answer;
  }

  private step(opened: Opened, event: TransferEvent): string {
    const step = stepTransfer(opened.transfer, event);
    if (!step.ok) return step.refusal;
    opened.transfer = step.transfer;
    return "done";
  }

  private end(who: Rightful, end: End): void {
    this.ended.set(who, (this.ended.get(who) ?? new Set()).add(end));
    this.voidWhatRestedOn();
  }

  /** Whoever may not give a confirmation at this moment has not given it, for good. */
  private voidWhatRestedOn(): void {
    const { last } = this;
    if (!last) return;
    for (const { side, userId } of last.transfer.confirmations) {
      const who = PEOPLE.find((each) => each === userId);
      if (!who) continue;
      const isRight =
        who === "olga"
          ? !this.has(who, "shared", "deactivated everywhere") && this.standInFaults().length === 0
          : this.isAdmin(who, side) && !this.has(who, "shared");
      if (!isRight) this.step(last, { type: "void", side, at: this.now });
    }
  }

  /** What is void goes where somebody takes a step, or the job does, while the transfer waits. */
  private clean(): void {
    const { last } = this;
    if (!last || !isUnderWay(transferState(last.transfer, this.now))) return;
    last.isStoodInFor = last.transfer.confirmations.some(({ userId }) => userId === "olga");
  }
}
