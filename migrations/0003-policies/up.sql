-- All that can be done with a date that clashes (spec S4.9): a choice of a column is made anew, as SQLite changes no CHECK. Dates that
-- were appended for left-out ones, visits that a policy moved, and who accepted a clash; clashes about places and about the way.

ALTER TABLE series ADD COLUMN conflicts_anew TEXT NOT NULL DEFAULT 'ask' CHECK (conflicts_anew = 'ask' OR conflicts_anew = 'keep'
    OR conflicts_anew = 'skip' OR conflicts_anew = 'nearest' OR conflicts_anew = 'append' OR conflicts_anew = 'unplaced');
UPDATE series SET conflicts_anew = conflicts;
ALTER TABLE series DROP COLUMN conflicts;
ALTER TABLE series RENAME COLUMN conflicts_anew TO conflicts;

ALTER TABLE series ADD COLUMN closed_days_anew TEXT NOT NULL DEFAULT 'ask' CHECK (closed_days_anew = 'ask'
    OR closed_days_anew = 'keep' OR closed_days_anew = 'skip' OR closed_days_anew = 'nearest' OR closed_days_anew = 'previous'
    OR closed_days_anew = 'next' OR closed_days_anew = 'append' OR closed_days_anew = 'unplaced');
UPDATE series SET closed_days_anew = closed_days;
ALTER TABLE series DROP COLUMN closed_days;
ALTER TABLE series RENAME COLUMN closed_days_anew TO closed_days;

ALTER TABLE series ADD COLUMN nearest_days INTEGER NOT NULL DEFAULT 7 CHECK (nearest_days BETWEEN 1 AND 365);

ALTER TABLE chapter ADD COLUMN appended INTEGER NOT NULL DEFAULT 0 CHECK (appended BETWEEN 0 AND 50);

ALTER TABLE visit ADD COLUMN placed_by_policy INTEGER NOT NULL DEFAULT 0 CHECK (placed_by_policy IN (0, 1));

-- Of those who accepted a clash before nobody knows.
ALTER TABLE accepted_clash RENAME TO accepted_clash_before;
CREATE TABLE accepted_clash (
    visit_id INTEGER NOT NULL REFERENCES visit ON DELETE CASCADE, ordinal INTEGER NOT NULL CHECK (ordinal >= 0),
    kind TEXT NOT NULL CHECK (kind = 'staff' OR kind = 'resource' OR kind = 'client' OR kind = 'hours' OR kind = 'time_off'
        OR kind = 'closed' OR kind = 'seats' OR kind = 'travel'),
    other_id INTEGER NOT NULL,
    with_visit INTEGER,
    accepted_at INTEGER NOT NULL,
    accepted_by TEXT NOT NULL,
    PRIMARY KEY (visit_id, ordinal)
) STRICT, WITHOUT ROWID;
INSERT INTO accepted_clash SELECT visit_id, ordinal, kind, other_id, with_visit, accepted_at, '' FROM accepted_clash_before;
DROP TABLE accepted_clash_before;
