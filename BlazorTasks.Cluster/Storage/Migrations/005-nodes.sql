-- Which processes have worked on this history.
CREATE TABLE nodes (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  process_id integer NOT NULL,
  version text NOT NULL,
  started_at timestamptz NOT NULL,
  seen_at timestamptz NOT NULL,
  ended_at timestamptz,
  is_lost boolean NOT NULL
);
