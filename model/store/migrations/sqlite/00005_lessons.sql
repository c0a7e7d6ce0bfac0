-- +goose Up
-- Topics of the thematic plans. One that left its plan stays for the lessons that had it.
CREATE TABLE topics (
    id          INTEGER PRIMARY KEY,
    teaching_id BIGINT NOT NULL REFERENCES teachings (id),
    number      INTEGER NOT NULL,
    title       TEXT NOT NULL,
    hours       INTEGER NOT NULL,
    kind        INTEGER NOT NULL, -- model.LessonKind
    active      INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX topics_teaching ON topics (teaching_id, number);

-- A deleted lesson's id is never given again: a window may still show it, a call's message may still name it.
CREATE TABLE lessons (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    teaching_id BIGINT NOT NULL REFERENCES teachings (id),
    day         TEXT NOT NULL, -- calendar day of the college, ГГГГ-ММ-ДД
    begins      BIGINT NOT NULL DEFAULT 0, -- Unix seconds, UTC; 0: the timetable names no time; so ends
    ends        BIGINT NOT NULL DEFAULT 0,
    hours       INTEGER NOT NULL, -- academic
    kind        INTEGER NOT NULL, -- model.LessonKind
    topic_id    BIGINT REFERENCES topics (id),
    title       TEXT NOT NULL, -- typed; empty where there is a topic
    scheduled   INTEGER NOT NULL DEFAULT 0,
    room        TEXT NOT NULL DEFAULT ''
);
CREATE INDEX lessons_teaching ON lessons (teaching_id, day);
CREATE INDEX lessons_day ON lessons (day);
CREATE INDEX lessons_topic ON lessons (topic_id);

CREATE TABLE remote_lessons (
    lesson_id BIGINT PRIMARY KEY REFERENCES lessons (id) ON DELETE CASCADE,
    begins    BIGINT NOT NULL, -- Unix seconds, UTC; so all times here
    ends      BIGINT NOT NULL,
    link      TEXT NOT NULL DEFAULT '',
    call_id   TEXT NOT NULL DEFAULT '',
    source    INTEGER NOT NULL, -- model.CallSource
    owner     BIGINT NOT NULL,
    finished  BIGINT NOT NULL DEFAULT 0,
    post_at   BIGINT NOT NULL DEFAULT 0, -- 0: never
    posted    BIGINT NOT NULL DEFAULT 0,
    problem   TEXT NOT NULL DEFAULT ''
);
CREATE INDEX remote_lessons_begins ON remote_lessons (begins);

-- Calls that the agent started and has still to end; their lessons may be gone.
CREATE TABLE calls_to_end (
    call_id TEXT PRIMARY KEY
) WITHOUT ROWID;

CREATE TABLE tasks (
    id        INTEGER PRIMARY KEY,
    lesson_id BIGINT NOT NULL REFERENCES lessons (id) ON DELETE CASCADE,
    kind      INTEGER NOT NULL, -- model.TaskKind
    title     TEXT NOT NULL
);
CREATE INDEX tasks_lesson ON tasks (lesson_id);

CREATE TABLE marks (
    lesson_id BIGINT NOT NULL REFERENCES lessons (id) ON DELETE CASCADE,
    person_id BIGINT NOT NULL REFERENCES persons (id),
    task_id   BIGINT NOT NULL DEFAULT 0, -- 0: of the lesson itself
    mark      INTEGER NOT NULL, -- model.Mark
    PRIMARY KEY (lesson_id, person_id, task_id)
) WITHOUT ROWID;

CREATE TABLE absences (
    lesson_id BIGINT NOT NULL REFERENCES lessons (id) ON DELETE CASCADE,
    person_id BIGINT NOT NULL REFERENCES persons (id),
    absence   INTEGER NOT NULL, -- model.Absence
    PRIMARY KEY (lesson_id, person_id)
) WITHOUT ROWID;

-- Who joined a remote lesson through the program, the first time.
CREATE TABLE joins (
    lesson_id BIGINT NOT NULL REFERENCES lessons (id) ON DELETE CASCADE,
    person_id BIGINT NOT NULL REFERENCES persons (id),
    at        BIGINT NOT NULL, -- Unix seconds, UTC
    way       INTEGER NOT NULL, -- model.CallWay
    PRIMARY KEY (lesson_id, person_id)
) WITHOUT ROWID;

-- +goose Down
DROP TABLE joins;
DROP TABLE absences;
DROP TABLE marks;
DROP TABLE tasks;
DROP TABLE calls_to_end;
DROP TABLE remote_lessons;
DROP TABLE lessons;
DROP TABLE topics;
