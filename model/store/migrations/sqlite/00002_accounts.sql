-- +goose Up
CREATE TABLE accounts (
    person_id BIGINT PRIMARY KEY REFERENCES persons (id),
    login     TEXT NOT NULL,
    folded    TEXT NOT NULL UNIQUE, -- the login as it is compared
    hash      TEXT NOT NULL, -- Argon2id with its parameters and salt
    one_time  INTEGER NOT NULL, -- the password was issued and has to be changed
    disabled  INTEGER NOT NULL DEFAULT 0,
    last_in   BIGINT NOT NULL DEFAULT 0 -- Unix seconds, UTC
);

-- Wrong passwords in a row. A login that nobody has stands here under a short digest: people type
-- passwords into the wrong field.
CREATE TABLE sign_in_tries (
    login   TEXT PRIMARY KEY,
    wrong   INTEGER NOT NULL,
    last_at BIGINT NOT NULL, -- Unix milliseconds, UTC
    next_at BIGINT NOT NULL -- before it no password is looked at
);

-- «Запомнить меня»: the token itself is in a computer's keyring.
CREATE TABLE remembered (
    digest    TEXT PRIMARY KEY,
    person_id BIGINT NOT NULL REFERENCES persons (id),
    until     BIGINT NOT NULL -- Unix seconds, UTC
);
CREATE INDEX remembered_person ON remembered (person_id);

-- +goose Down
DROP TABLE remembered;
DROP TABLE sign_in_tries;
DROP TABLE accounts;
