-- What no grant can say: a column that may be written once, and a number that only grows. The application's role can
-- neither change nor switch off a trigger. None of these tables is written by a check of the gate.
CREATE FUNCTION "keep_end_of_key"() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
begin
  if (old.revoked_at is not null and (new.revoked_at, new.revoked_by, new.revoke_reason)
        is distinct from (old.revoked_at, old.revoked_by, old.revoke_reason))
    or (old.revocation_confirmed_at is not null
        and new.revocation_confirmed_at is distinct from old.revocation_confirmed_at)
    -- An overlap may end sooner, never later.
    or (old.retires_at is not null and (new.retires_at is null or new.retires_at > old.retires_at))
  then
    raise exception 'The end of integration key % is final', old.id using errcode = 'restrict_violation';
  end if;
  return new;
end
$$;--> statement-breakpoint
CREATE TRIGGER "integration_keys_end_is_final" BEFORE UPDATE ON "integration_keys"
  FOR EACH ROW EXECUTE FUNCTION "keep_end_of_key"();--> statement-breakpoint
CREATE FUNCTION "keep_end_of_session"() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
begin
  if old.revoked_at is not null and new.revoked_at is distinct from old.revoked_at then
    raise exception 'The end of session % is final', old.public_id using errcode = 'restrict_violation';
  end if;
  return new;
end
$$;--> statement-breakpoint
CREATE TRIGGER "sessions_end_is_final" BEFORE UPDATE ON "sessions"
  FOR EACH ROW EXECUTE FUNCTION "keep_end_of_session"();--> statement-breakpoint
CREATE FUNCTION "move_chain_on"() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
begin
  if new.last_sequence <= old.last_sequence then
    raise exception 'The record of % only grows', old.chain_id using errcode = 'restrict_violation';
  end if;
  return new;
end
$$;--> statement-breakpoint
CREATE TRIGGER "audit_chains_only_grow" BEFORE UPDATE ON "audit_chains"
  FOR EACH ROW EXECUTE FUNCTION "move_chain_on"();
