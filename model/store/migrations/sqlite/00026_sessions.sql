-- +goose Up
-- Who is at work, on this computer or another. The token itself is the desk's.
CREATE TABLE sessions (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    digest    TEXT NOT NULL UNIQUE,
    person_id BIGINT NOT NULL REFERENCES persons (id),
    computer  TEXT NOT NULL DEFAULT '',
    kept      INTEGER NOT NULL, -- «Запомнить меня»: a keyring has the token
    since     BIGINT NOT NULL, -- Unix seconds, UTC, like the next two
    seen      BIGINT NOT NULL,
    until     BIGINT NOT NULL
);
CREATE INDEX sessions_person ON sessions (person_id);
INSERT INTO sessions (digest, person_id, kept, since, seen, until) SELECT digest, person_id, 1, until - 2592000, until - 2592000, until FROM remembered;
DROP TABLE remembered;

-- +goose Down
CREATE TABLE remembered (
    digest    TEXT PRIMARY KEY,
    person_id BIGINT NOT NULL REFERENCES persons (id),
    until     BIGINT NOT NULL -- Unix seconds, UTC
);
CREATE INDEX remembered_person ON remembered (person_id);
INSERT INTO remembered (digest, person_id, until) SELECT digest, person_id, until FROM sessions WHERE kept = 1;
DROP TABLE sessions;
