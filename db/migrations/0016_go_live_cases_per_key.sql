-- last: the release before finds an account's open request by this index. Until it is gone, an account has one open case of Go Live.
DROP INDEX IF EXISTS "support_cases_open";
