import { sql } from "drizzle-orm";

import { passwordLinks } from "@/db/schema/mailed-links";

import { mailNotSetUp, passwordSignInClosed } from "../../domain/errors";
import { knownEmail } from "../../domain/people/mailed-links";
import type { RequestInfo } from "../../kernel/context";
import { DUE_NOW } from "../../kernel/people/mail-queue";
import { personOf } from "../../kernel/people/tried-person";
import { unrecorded } from "../../kernel/unrecorded";
import { isPasswordSignInOpen } from "../../platform/settings/env";
import { mailPolicy } from "../../platform/settings/mail-policy";
import { notingRefusals } from "../note-refusal";
import { countTry, linkSubjects } from "../throttle";

/**
 * Takes down that somebody at an address wants to choose another password. Looks for nobody: it does the same, and takes
 * as long, whether or not somebody has the address; the job that mails finds out.
 * @throws DomainError too_many_attempts | password_sign_in_closed | mail_not_set_up
 */
export async function askForPasswordLink(typed: string, request: RequestInfo): Promise<void> {
  if (!isPasswordSignInOpen()) throw passwordSignInClosed();
  if (mailPolicy() === "off") throw mailNotSetUp();
  const email = knownEmail(typed);
  await notingRefusals(request, { userId: null }, () => countTry(linkSubjects(email, request.address)));
  const asked = {
    askedAt: sql`now()`,
    askedFrom: request.address,
    mailDueAt: DUE_NOW,
    mailAttempts: 0,
  };
  await unrecorded("link", (db) =>
    db
      .insert(passwordLinks)
      .values({ person: personOf(email), ...asked })
      .onConflictDoUpdate({ target: passwordLinks.person, set: asked }),
  );
}
