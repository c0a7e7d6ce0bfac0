-- +goose Up
-- The latest sitting of each person at each subject's journal: its line of «Журнал изменений», which grows while the
-- sitting goes on and stands at the time of its latest edit, and what the line counts.
CREATE TABLE sittings (
    actor       BIGINT NOT NULL,
    teaching_id BIGINT NOT NULL REFERENCES teachings (id) ON DELETE CASCADE,
    line        BIGINT NOT NULL REFERENCES audit (id) ON DELETE CASCADE,
    began       BIGINT NOT NULL, -- Unix seconds, UTC
    from_day    TEXT NOT NULL,   -- calendar days of the lessons, ГГГГ-ММ-ДД
    until_day   TEXT NOT NULL,
    marks       INTEGER NOT NULL,
    absences    INTEGER NOT NULL,
    added       INTEGER NOT NULL,
    changed     INTEGER NOT NULL,
    tasks       INTEGER NOT NULL,
    PRIMARY KEY (actor, teaching_id)
) WITHOUT ROWID;

-- Marks of tasks that were deleted while somebody was marking them. Nothing shows them, and a task that gets the same
-- number would have them: so no number of a task is given twice.
DELETE FROM marks WHERE task_id <> 0 AND NOT EXISTS (SELECT 1 FROM tasks k WHERE k.id = marks.task_id AND k.lesson_id = marks.lesson_id);
CREATE TABLE tasks_kept (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    lesson_id BIGINT NOT NULL REFERENCES lessons (id) ON DELETE CASCADE,
    kind      INTEGER NOT NULL, -- model.TaskKind
    title     TEXT NOT NULL
);
INSERT INTO tasks_kept (id, lesson_id, kind, title) SELECT id, lesson_id, kind, title FROM tasks;
DROP TABLE tasks;
ALTER TABLE tasks_kept RENAME TO tasks;
CREATE INDEX tasks_lesson ON tasks (lesson_id);

-- +goose Down
DROP TABLE sittings;
