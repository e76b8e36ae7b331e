import { createHash } from "node:crypto";

/** What a confirmation is bound to: SHA-256 of the statement's UTF-8, in hexadecimal. */
export const statementHash = (statement: string): string =>
  createHash("sha256").update(statement, "utf8").digest("hex");
