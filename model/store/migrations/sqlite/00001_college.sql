-- +goose Up
CREATE TABLE settings (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE persons (
    id          INTEGER PRIMARY KEY,
    last_name   TEXT NOT NULL,
    first_name  TEXT NOT NULL,
    middle_name TEXT NOT NULL,
    folded      TEXT NOT NULL, -- the full name as the search compares it
    kinds       INTEGER NOT NULL, -- bits: 1 student, 2 parent, 4 staff
    roles       INTEGER NOT NULL, -- bits: 1 administrator, 2 curator, 4 teacher, 8 may manage chats
    messenger   BIGINT UNIQUE,
    active      INTEGER NOT NULL DEFAULT 1
);

CREATE TABLE groups (
    id        INTEGER PRIMARY KEY,
    name      TEXT NOT NULL,
    year      INTEGER NOT NULL,
    specialty TEXT NOT NULL,
    curator   BIGINT REFERENCES persons (id),
    active    INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX groups_curator ON groups (curator);

CREATE TABLE subjects (
    id   INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
);

CREATE TABLE teachings (
    id           INTEGER PRIMARY KEY,
    group_id     BIGINT REFERENCES groups (id),
    subject_id   BIGINT NOT NULL REFERENCES subjects (id),
    course_index TEXT NOT NULL,
    subgroup     TEXT NOT NULL,
    hours        INTEGER NOT NULL,
    whole_group  INTEGER NOT NULL,
    active       INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX teachings_group ON teachings (group_id);

CREATE TABLE teaching_teachers (
    teaching_id BIGINT NOT NULL REFERENCES teachings (id),
    person_id   BIGINT NOT NULL REFERENCES persons (id),
    PRIMARY KEY (teaching_id, person_id)
) WITHOUT ROWID;
CREATE INDEX teaching_teachers_person ON teaching_teachers (person_id);

CREATE TABLE learners (
    teaching_id BIGINT NOT NULL REFERENCES teachings (id),
    person_id   BIGINT NOT NULL REFERENCES persons (id),
    PRIMARY KEY (teaching_id, person_id)
) WITHOUT ROWID;
CREATE INDEX learners_person ON learners (person_id);

-- Dates are calendar days, ГГГГ-ММ-ДД; until is the first day on which the student is no longer there.
CREATE TABLE enrolments (
    id         INTEGER PRIMARY KEY,
    person_id  BIGINT NOT NULL REFERENCES persons (id),
    group_id   BIGINT NOT NULL REFERENCES groups (id),
    from_date  TEXT NOT NULL,
    until_date TEXT
);
CREATE INDEX enrolments_group ON enrolments (group_id, person_id);
CREATE INDEX enrolments_person ON enrolments (person_id);

CREATE TABLE guardianships (
    parent_id  BIGINT NOT NULL REFERENCES persons (id),
    student_id BIGINT NOT NULL REFERENCES persons (id),
    relation   TEXT NOT NULL,
    PRIMARY KEY (parent_id, student_id)
) WITHOUT ROWID;
CREATE INDEX guardianships_student ON guardianships (student_id);

-- Which record of a source system a record of ours is.
CREATE TABLE source_keys (
    source  TEXT NOT NULL,
    section TEXT NOT NULL,
    key     TEXT NOT NULL,
    id      BIGINT NOT NULL,
    PRIMARY KEY (source, section, key)
) WITHOUT ROWID;

-- A deleted chat's id is never given again: a window may still show it, the journal may still name it.
CREATE TABLE chats (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    type          INTEGER NOT NULL,
    group_id      BIGINT NOT NULL DEFAULT 0, -- 0 where the type has none, as in model.ChatKey
    teaching_id   BIGINT NOT NULL DEFAULT 0,
    title         TEXT NOT NULL,
    auto          INTEGER NOT NULL,
    title_by_hand INTEGER NOT NULL DEFAULT 0,
    creator       BIGINT NOT NULL DEFAULT 0,
    peer          BIGINT NOT NULL DEFAULT 0,
    title_there   TEXT NOT NULL DEFAULT '',
    link          TEXT NOT NULL DEFAULT '',
    deleted       INTEGER NOT NULL DEFAULT 0,
    code          INTEGER NOT NULL DEFAULT 0,
    synced_at     BIGINT NOT NULL DEFAULT 0, -- Unix seconds, UTC
    version       BIGINT NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX chats_key ON chats (type, group_id, teaching_id) WHERE auto = 1;
CREATE UNIQUE INDEX chats_peer ON chats (peer) WHERE peer <> 0;

CREATE TABLE members (
    chat_id       BIGINT NOT NULL REFERENCES chats (id) ON DELETE CASCADE,
    person_id     BIGINT NOT NULL REFERENCES persons (id),
    origin        INTEGER NOT NULL, -- model.Origin
    admin         INTEGER NOT NULL,
    admin_by_hand INTEGER NOT NULL,
    presence      INTEGER NOT NULL, -- model.Presence
    admin_there   INTEGER NOT NULL,
    there         BIGINT NOT NULL, -- the profile under which the person is in the chat
    code          INTEGER NOT NULL,
    PRIMARY KEY (chat_id, person_id)
) WITHOUT ROWID;
CREATE INDEX members_person ON members (person_id);

CREATE TABLE runs (
    id          INTEGER PRIMARY KEY,
    started_at  BIGINT NOT NULL, -- Unix seconds, UTC
    finished_at BIGINT,
    report      TEXT NOT NULL DEFAULT '',
    problem     TEXT NOT NULL DEFAULT ''
);

-- The journal: a step stands here before it is sent. What is left unanswered has an unknown outcome.
CREATE TABLE steps (
    id      INTEGER PRIMARY KEY,
    run_id  BIGINT NOT NULL REFERENCES runs (id),
    chat_id BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    kind    INTEGER NOT NULL, -- model.StepKind
    sent_at BIGINT NOT NULL, -- Unix milliseconds, UTC
    state   INTEGER NOT NULL, -- 1 sent, 2 done, 3 refused, 4 unknown
    code    INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX steps_open ON steps (kind, chat_id) WHERE state IN (1, 4);

CREATE TABLE audit (
    id      INTEGER PRIMARY KEY,
    at      BIGINT NOT NULL, -- Unix seconds, UTC
    actor   BIGINT NOT NULL, -- 0: the owner of the file, from the command line
    action  TEXT NOT NULL,
    subject TEXT NOT NULL,
    details TEXT NOT NULL
);
CREATE INDEX audit_at ON audit (at);

-- +goose Down
DROP TABLE audit;
DROP TABLE steps;
DROP TABLE runs;
DROP TABLE members;
DROP TABLE chats;
DROP TABLE source_keys;
DROP TABLE guardianships;
DROP TABLE enrolments;
DROP TABLE learners;
DROP TABLE teaching_teachers;
DROP TABLE teachings;
DROP TABLE subjects;
DROP TABLE groups;
DROP TABLE persons;
DROP TABLE settings;
