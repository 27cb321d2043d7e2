-- The value for which the concurrency limit of the definition counts separately.
ALTER TABLE tasks ADD COLUMN limit_key text COLLATE "C";
