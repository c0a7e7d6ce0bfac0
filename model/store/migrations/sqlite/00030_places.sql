-- +goose Up
-- Wrong passwords count where they are typed, so that strangers lock nobody out.
CREATE TABLE wrong_passwords (
    login   TEXT NOT NULL,
    place   TEXT NOT NULL, -- a network address or a known desk, empty for the college's own computer
    wrong   INTEGER NOT NULL,
    last_at BIGINT NOT NULL, -- Unix milliseconds, UTC
    next_at BIGINT NOT NULL, -- before it no password is looked at
    PRIMARY KEY (login, place)
) WITHOUT ROWID;
INSERT INTO wrong_passwords (login, place, wrong, last_at, next_at) SELECT login, '', wrong, last_at, next_at FROM sign_in_tries;
DROP TABLE sign_in_tries;

-- Desks at which a person has signed in.
CREATE TABLE known_desks (
    person_id BIGINT NOT NULL REFERENCES persons (id),
    digest    TEXT NOT NULL,
    seen      BIGINT NOT NULL, -- Unix seconds, UTC
    PRIMARY KEY (person_id, digest)
) WITHOUT ROWID;

-- +goose Down
DROP TABLE known_desks;
CREATE TABLE sign_in_tries (
    login   TEXT PRIMARY KEY,
    wrong   INTEGER NOT NULL,
    last_at BIGINT NOT NULL, -- Unix milliseconds, UTC
    next_at BIGINT NOT NULL -- before it no password is looked at
);
INSERT INTO sign_in_tries (login, wrong, last_at, next_at) SELECT login, wrong, last_at, next_at FROM wrong_passwords WHERE place = '';
DROP TABLE wrong_passwords;
