-- Series of other calendars, by the name that these have for them; and which steps of a person took a file of another program in.

ALTER TABLE activity ADD COLUMN imported INTEGER NOT NULL DEFAULT 0 CHECK (imported IN (0, 1));

CREATE TABLE foreign_series (
    id INTEGER PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
    series_id INTEGER NOT NULL REFERENCES series ON DELETE RESTRICT,
    uid TEXT NOT NULL,
    sequence INTEGER NOT NULL CHECK (sequence >= 0),
    unknown TEXT NOT NULL
) STRICT;
CREATE INDEX foreign_series_by_series ON foreign_series (series_id);
CREATE INDEX foreign_series_by_uid ON foreign_series (uid);
