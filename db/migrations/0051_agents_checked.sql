-- without a transaction: rows are read while tokens are given. Cut off, it begins again.
ALTER TABLE "oauth_token_families" VALIDATE CONSTRAINT "oauth_token_families_end_known";
