-- Who did it by their id, how they had signed in and from where, as JSON.
ALTER TABLE audit ADD COLUMN origin text;
