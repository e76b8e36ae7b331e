-- last: the release before makes a production key once per GUID by this index. Until it is gone, a key whose production copy was revoked can't go live again.
DROP INDEX IF EXISTS "integration_keys_client_id";
