/** The way of a key to production in words: its steps with what is known of each, and what comes next. */
import type { StepState } from "@/components/ui/marks/step-mark";
import type { GoLive, GoLiveLine } from "@/lib/contracts/go-live/go-live";
import { exactDay, exactMinute } from "@/lib/domain/format/dates";
import { count, number } from "@/lib/domain/format/numbers";

/** What the words are made of, which a whole board and a line of the list both have. */
export type Way = Omit<GoLiveLine, "key" | "areCallsCut"> &
  Partial<Pick<GoLiveLine, "areCallsCut">> &
  Partial<Pick<GoLive, "productionKey" | "canOpenProductionKey">>;

export const STEP_LABELS = ["Set up", "Test calls", "Review", "Migration", "Live"] as const;
export type Step = {
  readonly label: (typeof STEP_LABELS)[number];
  readonly state: StepState;
  readonly text: string;
};

/** "14 of 20 calls": how much of what is asked for the best window has; what is beyond it counts no more. */
export function windowText({ count: found, needed }: GoLive["window"]): string {
  return `${number(Math.min(found, needed))} of ${number(needed)} calls`;
}

/** A review that is good, or was used. */
function isReviewed({ state }: Way): boolean {
  return ["review_passed", "migration_requested", "declined", "withdrawn", "live"].includes(state);
}

/** The steps of the way, in their order. */
export function stepsOf(way: Way): Step[] {
  const texts = [setUp(way), testCalls(way), review(way), migration(way), live(way)];
  return STEP_LABELS.map((label, index) => ({ label, ...(texts[index] ?? ahead("")) }));
}

type Told = Omit<Step, "label">;
const ahead = (text: string): Told => ({ state: "ahead", text });

function setUp(way: Way): Told {
  const missing = way.prerequisites.filter(({ isMet }) => !isMet).length;
  if (way.state === "live" || missing === 0) return { state: "done", text: "Nothing is missing" };
  return { state: "stopped", text: `${count(missing, "thing")} missing` };
}

function testCalls(way: Way): Told {
  if (way.policy === "entitlement") return { state: "done", text: "None are asked for" };
  const { window } = way;
  if (window === null || isReviewed(way) || way.state === "review_pending") {
    return { state: "done", text: "Reviewed" };
  }
  const text = way.areCallsCut ? `At least ${windowText(window)}` : windowText(window);
  return { state: window.count >= window.needed ? "done" : "now", text };
}

function review(way: Way): Told {
  const { state, review: last } = way;
  switch (state) {
    case "demo":
      return { state: isReady(way) ? "now" : "ahead", text: "Not requested yet" };
    case "review_pending":
      return {
        state: "now",
        text: last?.expectedBy ? `With support, until ${exactDay(last.expectedBy)}` : "With support",
      };
    case "review_failed":
      return { state: "stopped", text: last ? `Not passed on ${exactDay(last.at)}` : "Not passed" };
    case "review_expired":
      return {
        state: "stopped",
        text: last?.expiresAt ? `Expired on ${exactDay(last.expiresAt)}` : "Expired",
      };
    case "review_passed":
    case "declined":
    case "withdrawn":
      return {
        state: "done",
        text: last?.expiresAt ? `Passed, until ${exactDay(last.expiresAt)}` : "Passed",
      };
    case "migration_requested":
    case "live":
      return { state: "done", text: last ? `Passed on ${exactDay(last.at)}` : "Passed" };
  }
}

function migration({ state }: Way): Told {
  switch (state) {
    case "review_passed":
      return { state: "now", text: "Not requested yet" };
    case "migration_requested":
      return { state: "now", text: "With support" };
    case "declined":
      return { state: "stopped", text: "Declined" };
    case "withdrawn":
      return { state: "stopped", text: "Withdrawn" };
    case "live":
      return { state: "done", text: "Granted" };
    case "demo":
    case "review_pending":
    case "review_failed":
    case "review_expired":
      return ahead("After the review");
  }
}

function live({ state }: Way): Told {
  return state === "live" ? { state: "done", text: "In production" } : ahead("The same GUID");
}

/** True where a review that is asked for now would find nothing missing. */
export function isReady({ policy, window, prerequisites }: Way): boolean {
  const hasCalls = policy === "entitlement" || (window !== null && window.count >= window.needed);
  return hasCalls && prerequisites.every(({ isMet }) => isMet);
}

/** What comes next, and by when; with what is said of it only once, where one key is looked at. */
export function nextText(way: Way): string {
  return `${nextInShort(way)}${alsoText(way)}`;
}

/** What comes next, for a line of the list. */
export function nextInShort(way: Way): string {
  const { state, review: last, migration: asked } = way;
  switch (state) {
    case "demo":
    case "review_failed":
    case "review_expired":
      return nextToReview(way);
    case "review_pending":
      return last?.expectedBy
        ? `Support looks at the review, and answers by ${exactMinute(last.expectedBy)}.`
        : "Support looks at the review.";
    case "review_passed":
      return last?.expiresAt
        ? `The review is passed. Request the migration to production before ${exactMinute(last.expiresAt)}.`
        : "The review is passed. Request the migration to production.";
    case "migration_requested":
      return "Support grants or declines the migration.";
    case "declined":
      return asked?.reason
        ? `Support declined: ${asked.reason} Change what it says, and request the migration again.`
        : "Support declined the migration. It can be requested again.";
    case "withdrawn":
      return "The request was withdrawn. The review is still good: request the migration when you are ready.";
    case "live":
      return liveText(way);
  }
}

function liveText({ productionKey, canOpenProductionKey }: Way): string {
  const plan = "Its copy in production has a carry-over plan of what is left to set there.";
  if (!productionKey || canOpenProductionKey !== false) return plan;
  const account = productionKey.accountName ?? "another account";
  return `${plan} The copy is in ${account}, whose admins see it; you are not among them.`;
}

function alsoText(way: Way): string {
  switch (way.state) {
    case "review_pending":
    case "migration_requested":
      return " You are told under Notices and by mail.";
    case "demo":
    case "review_failed":
    case "review_expired":
      return isReady(way) ? ` ${WHEN_ANSWERED}` : "";
    default:
      return "";
  }
}

const WHEN_ANSWERED =
  "For a private or third-party integration it answers at once, for a public or embedded one within three days.";

function nextToReview(way: Way): string {
  const { window, openRun, prerequisites } = way;
  const missing = prerequisites.find(({ isMet }) => !isMet);
  if (missing) return missing.detail;
  if (isReady(way)) return "Nothing is missing: request the review.";
  if (window === null) return "Request the review.";
  if (way.areCallsCut) return "Many calls, of which few count. The board looks further back and says why.";
  if (openRun === null || openRun.to === null) {
    return `${count(window.needed, "call")} that count, within 24 hours. The first one starts the clock.`;
  }
  return `${count(window.needed - openRun.count, "more call")} that ${window.needed - openRun.count === 1 ? "counts" : "count"}, before ${exactMinute(openRun.to)}.`;
}

/** What a review that is asked for now would not pass by, each in a sentence; empty where nothing is missing. */
export function missingTexts({ policy, window, prerequisites }: Way): string[] {
  const isShort = policy === "calls" && window !== null && window.count < window.needed;
  return [
    ...prerequisites.filter(({ isMet }) => !isMet).map(({ detail }) => detail),
    ...(isShort ? [`${windowText(window)} count in one window of 24 hours.`] : []),
  ];
}

/** The rule in force, in one sentence. */
export function policyText(policy: GoLive["policy"], needed: number): string {
  return policy === "calls"
    ? `The rule here: ${count(needed, "call")} that succeed within 24 hours, with no rule broken between them: no GET of the same path again within 15 minutes, and none refused by the hourly or the burst limit.`
    : "The rule here: no test calls are asked for. The plan, the classification and the set-up of the app decide.";
}
