-- The keys with which programs act for people: "data" is all of a key as JSON (text: jsonb refuses \u0000), with a hash instead of
-- its text.
CREATE TABLE api_keys (
  id text COLLATE "C" PRIMARY KEY,
  owner text COLLATE "C" NOT NULL,
  created_at timestamptz NOT NULL,
  used_at timestamptz,
  used_from text,
  data text NOT NULL
) WITH (fillfactor = 80);

CREATE INDEX api_keys_owner ON api_keys (owner, created_at);
