-- A gate keeps what it found of a key, and proves by these epochs that it is still so (lib/verification/README.md). Columns
-- and triggers come in one transaction: whoever can read an epoch has it moved by everybody, a console of the release before
-- included. The accounts are taken first, as by every change.
ALTER TABLE "accounts" ADD COLUMN "access_epoch" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "access_epoch" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
-- By a random step: a standby that was behind, and a copy of an older day, count on otherwise than what was lost.
CREATE FUNCTION "next_access_epoch"(epoch bigint) RETURNS bigint LANGUAGE sql VOLATILE AS
  $$ select epoch + 1 + floor(random() * 1000000)::bigint $$;--> statement-breakpoint
-- Named are the columns that decide nothing: one that is forgotten, or comes later, moves the epoch.
CREATE FUNCTION "move_own_access_epoch"() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
declare
  beside constant text[] := coalesce(tg_argv, '{}') || 'access_epoch'::text;
begin
  if to_jsonb(old) - beside is distinct from to_jsonb(new) - beside then
    new.access_epoch := next_access_epoch(old.access_epoch);
  end if;
  return new;
end
$$;--> statement-breakpoint
-- Runs as the owner: nobody else may set an epoch. A row that is added has been found by nobody, so nobody keeps anything of it.
-- Accounts are locked by their ids, as by every change.
CREATE FUNCTION "move_access_epochs"() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
declare
  beside constant text[] := coalesce(tg_argv, '{}');
  moved uuid[];
begin
  if tg_op = 'DELETE' then
    moved := array(select distinct account_id from rows_before);
  else
    moved := array(
      select distinct account_id from (
        (select account_id, to_jsonb(r) - beside from rows_before r
          except all select account_id, to_jsonb(r) - beside from rows_after r)
        union all
        (select account_id, to_jsonb(r) - beside from rows_after r
          except all select account_id, to_jsonb(r) - beside from rows_before r)
      ) changed
    );
  end if;
  if moved <> '{}' then
    perform from accounts where id = any(moved) order by id for no key update;
    update accounts set access_epoch = next_access_epoch(access_epoch) where id = any(moved);
  end if;
  return null;
end
$$;--> statement-breakpoint
CREATE TRIGGER "accounts_access_epoch" BEFORE UPDATE ON "accounts"
  FOR EACH ROW EXECUTE FUNCTION "move_own_access_epoch"();--> statement-breakpoint
CREATE TRIGGER "users_access_epoch" BEFORE UPDATE ON "users"
  FOR EACH ROW EXECUTE FUNCTION "move_own_access_epoch"('password_hash', 'must_change_password', 'password_open_until',
    'devices_known_since', 'oidc_subject', 'log_requests_left');--> statement-breakpoint
-- How many requests are still to be logged is counted down by each; whether any is, decides what the gate does.
CREATE TRIGGER "users_access_epoch_logging" BEFORE UPDATE ON "users"
  FOR EACH ROW WHEN ((old.log_requests_left is null) <> (new.log_requests_left is null))
  EXECUTE FUNCTION "move_own_access_epoch"();--> statement-breakpoint
CREATE TRIGGER "memberships_access_epoch" AFTER UPDATE ON "memberships"
  REFERENCING OLD TABLE AS rows_before NEW TABLE AS rows_after
  FOR EACH STATEMENT EXECUTE FUNCTION "move_access_epochs"();--> statement-breakpoint
CREATE TRIGGER "memberships_access_epoch_gone" AFTER DELETE ON "memberships"
  REFERENCING OLD TABLE AS rows_before
  FOR EACH STATEMENT EXECUTE FUNCTION "move_access_epochs"();--> statement-breakpoint
-- When a revocation was confirmed is written after it, and when a credential was last used by each use.
CREATE TRIGGER "integration_keys_access_epoch" AFTER UPDATE ON "integration_keys"
  REFERENCING OLD TABLE AS rows_before NEW TABLE AS rows_after
  FOR EACH STATEMENT EXECUTE FUNCTION "move_access_epochs"('revocation_confirmed_at');--> statement-breakpoint
CREATE TRIGGER "integration_keys_access_epoch_gone" AFTER DELETE ON "integration_keys"
  REFERENCING OLD TABLE AS rows_before
  FOR EACH STATEMENT EXECUTE FUNCTION "move_access_epochs"();--> statement-breakpoint
CREATE TRIGGER "credentials_access_epoch" AFTER UPDATE ON "credentials"
  REFERENCING OLD TABLE AS rows_before NEW TABLE AS rows_after
  FOR EACH STATEMENT EXECUTE FUNCTION "move_access_epochs"('last_used_at');--> statement-breakpoint
CREATE TRIGGER "credentials_access_epoch_gone" AFTER DELETE ON "credentials"
  REFERENCING OLD TABLE AS rows_before
  FOR EACH STATEMENT EXECUTE FUNCTION "move_access_epochs"();--> statement-breakpoint
CREATE TRIGGER "access_tokens_access_epoch" AFTER UPDATE ON "access_tokens"
  REFERENCING OLD TABLE AS rows_before NEW TABLE AS rows_after
  FOR EACH STATEMENT EXECUTE FUNCTION "move_access_epochs"();--> statement-breakpoint
CREATE TRIGGER "access_tokens_access_epoch_gone" AFTER DELETE ON "access_tokens"
  REFERENCING OLD TABLE AS rows_before
  FOR EACH STATEMENT EXECUTE FUNCTION "move_access_epochs"();
