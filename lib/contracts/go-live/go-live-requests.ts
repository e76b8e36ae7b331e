import { z } from "zod";

import { MIGRATION_NOTE_MAX_LENGTH } from "../../domain/go-live/journey";
import { CLASSIFICATIONS } from "../../domain/go-live/review";
import { plainText } from "../fields/plain-text";
import { uuid } from "../fields/uuid";

const DESCRIPTION_MAX_LENGTH = 2_000;
const CONTACT_MAX_LENGTH = 200;

/** A request for the review of a sandbox key. */
export const RequestReviewBody = z.strictObject({
  classification: z.enum(CLASSIFICATIONS, { error: "Say whom the integration is for." }),
  description: plainText("A description", DESCRIPTION_MAX_LENGTH, "Say in a sentence what it does."),
  /** Whom support asks: an address or a number. */
  contact: plainText("A contact", CONTACT_MAX_LENGTH, "Say whom support can ask."),
  acceptsTerms: z.literal(true, { error: "The terms have to be accepted." }),
});
export type RequestReviewInput = z.output<typeof RequestReviewBody>;

export const RequestMigrationBody = z.strictObject({
  /** The production account that the key goes to. */
  accountId: uuid({ error: "Choose a production account." }),
  /** A word to whoever decides, which stays with the request. */
  note: plainText("A note", MIGRATION_NOTE_MAX_LENGTH, "Write a note, or leave it out.").optional(),
});
export type RequestMigrationInput = z.output<typeof RequestMigrationBody>;
