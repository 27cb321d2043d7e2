-- Questions to people: the open one as JSON, how many were asked; the wish to pause; how often the process was lost.
ALTER TABLE tasks ADD COLUMN prompt TEXT;
ALTER TABLE tasks ADD COLUMN prompts INTEGER NOT NULL DEFAULT 0;
ALTER TABLE tasks ADD COLUMN pause_requested_by TEXT;
ALTER TABLE tasks ADD COLUMN losses INTEGER NOT NULL DEFAULT 0;
