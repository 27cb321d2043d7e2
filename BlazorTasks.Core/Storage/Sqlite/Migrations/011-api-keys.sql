-- The keys with which programs act for people: "data" is all of a key as JSON, with a hash instead of its text.
CREATE TABLE api_keys (
  id TEXT PRIMARY KEY,
  owner TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  used_at INTEGER,
  used_from TEXT,
  data TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX api_keys_owner ON api_keys (owner, created_at);
