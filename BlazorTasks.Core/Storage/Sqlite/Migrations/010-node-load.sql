-- On which machine each node runs, and how busy it is (JSON).
ALTER TABLE nodes ADD COLUMN host TEXT NOT NULL DEFAULT '';
ALTER TABLE nodes ADD COLUMN load TEXT;
