-- How far the oldest lines of a log are gone. A log chunk without lines has no "line", so that the index holds what is there.
ALTER TABLE tasks ADD COLUMN gone_lines INTEGER NOT NULL DEFAULT 0;
