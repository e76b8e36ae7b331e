-- The single characters of a name and its pairs, lower, for searches in which no three letters stand in a row. Pairs
-- are cut out in two passes, from the first character on and from the second one.
CREATE FUNCTION name_pieces(name text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN string_to_array(lower(name), NULL)
  || string_to_array(regexp_replace(lower(name), '(..)', E'\\1\x01', 'g'), E'\x01')
  || string_to_array(regexp_replace(substr(lower(name), 2), '(..)', E'\\1\x01', 'g'), E'\x01');--> statement-breakpoint
CREATE INDEX "integration_keys_name_pieces" ON "integration_keys" USING gin ("account_id",name_pieces("name"));
