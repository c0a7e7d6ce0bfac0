-- +goose Up
-- While its row is there, triggers note what the transaction that wrote it changes. known is the last person before it.
CREATE TABLE recording (
    change_id BIGINT NOT NULL,
    known     BIGINT NOT NULL
);

-- Without its reference to changes: that cost a search for every row noted.
CREATE TABLE undo_notes (
    seq       INTEGER PRIMARY KEY,
    change_id BIGINT NOT NULL,
    place     TEXT NOT NULL,
    before    TEXT,
    after     TEXT
);
INSERT INTO undo_notes (seq, change_id, place, before, after) SELECT seq, change_id, place, before, after FROM undo_rows;
DROP TABLE undo_rows;
ALTER TABLE undo_notes RENAME TO undo_rows;

-- Who is gone from the college altogether and still stands in «Журнал изменений».
ALTER TABLE audit ADD COLUMN who TEXT NOT NULL DEFAULT '';

-- Deleting a person asks whether anything refers to them.
CREATE INDEX marks_person ON marks (person_id);
CREATE INDEX absences_person ON absences (person_id);
CREATE INDEX joins_person ON joins (person_id);

-- What an undo of an older version kept of people and groups that it took back is no match for a roster any more; groups
-- to which nothing refers go.
UPDATE persons SET messenger = NULL WHERE active = 0 AND kinds = 0;
DELETE FROM teachings WHERE active = 0
    AND group_id IN (SELECT g.id FROM groups g WHERE g.active = 0 AND NOT EXISTS (SELECT 1 FROM movements m WHERE g.id IN (m.in_group, m.out_group)))
    AND NOT EXISTS (SELECT 1 FROM teaching_teachers w WHERE w.teaching_id = teachings.id)
    AND NOT EXISTS (SELECT 1 FROM learners l WHERE l.teaching_id = teachings.id)
    AND NOT EXISTS (SELECT 1 FROM topics o WHERE o.teaching_id = teachings.id)
    AND NOT EXISTS (SELECT 1 FROM lessons l WHERE l.teaching_id = teachings.id);
DELETE FROM groups WHERE active = 0
    AND NOT EXISTS (SELECT 1 FROM movements m WHERE groups.id IN (m.in_group, m.out_group))
    AND NOT EXISTS (SELECT 1 FROM teachings t WHERE t.group_id = groups.id)
    AND NOT EXISTS (SELECT 1 FROM enrolments e WHERE e.group_id = groups.id);
DELETE FROM source_keys WHERE section = 'groups' AND id NOT IN (SELECT id FROM groups)
    OR section = 'teachings' AND id NOT IN (SELECT id FROM teachings)
    OR section IN ('students', 'parents', 'staff') AND id IN (SELECT id FROM persons WHERE active = 0 AND kinds = 0);

-- No id is given twice: what is in hand of a deleted row must not lead to another one. Only the text of the schema
-- differs, so the rows stay where they are.
PRAGMA writable_schema = ON;
UPDATE sqlite_master SET sql = replace(sql, 'INTEGER PRIMARY KEY', 'INTEGER PRIMARY KEY AUTOINCREMENT')
WHERE type = 'table' AND name IN ('persons', 'groups', 'subjects', 'teachings', 'topics', 'orders', 'movements', 'changes', 'runs', 'audit');
INSERT INTO sqlite_sequence (name, seq)
SELECT 'persons', coalesce(max(id), 0) FROM persons
UNION ALL SELECT 'groups', coalesce(max(id), 0) FROM groups
UNION ALL SELECT 'subjects', coalesce(max(id), 0) FROM subjects
UNION ALL SELECT 'teachings', coalesce(max(id), 0) FROM teachings
UNION ALL SELECT 'topics', coalesce(max(id), 0) FROM topics
UNION ALL SELECT 'orders', coalesce(max(id), 0) FROM orders
UNION ALL SELECT 'movements', coalesce(max(id), 0) FROM movements
UNION ALL SELECT 'changes', coalesce(max(id), 0) FROM changes
UNION ALL SELECT 'runs', coalesce(max(id), 0) FROM runs
UNION ALL SELECT 'audit', coalesce(max(id), 0) FROM audit;
PRAGMA writable_schema = RESET;

-- +goose Down
PRAGMA writable_schema = ON;
UPDATE sqlite_master SET sql = replace(sql, 'INTEGER PRIMARY KEY AUTOINCREMENT', 'INTEGER PRIMARY KEY')
WHERE type = 'table' AND name IN ('persons', 'groups', 'subjects', 'teachings', 'topics', 'orders', 'movements', 'changes', 'runs', 'audit');
DELETE FROM sqlite_sequence WHERE name NOT IN ('chats', 'lessons', 'tasks', 'goose_db_version');
PRAGMA writable_schema = RESET;
DROP INDEX joins_person;
DROP INDEX absences_person;
DROP INDEX marks_person;
ALTER TABLE audit DROP COLUMN who;
CREATE TABLE undo_notes (
    seq       INTEGER PRIMARY KEY,
    change_id BIGINT NOT NULL REFERENCES changes (id),
    place     TEXT NOT NULL, -- the table
    before    TEXT,
    after     TEXT
);
INSERT INTO undo_notes (seq, change_id, place, before, after) SELECT seq, change_id, place, before, after FROM undo_rows;
DROP TABLE undo_rows;
ALTER TABLE undo_notes RENAME TO undo_rows;
DROP TABLE recording;
