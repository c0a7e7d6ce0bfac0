-- +goose Up
-- What is known of a person's profile besides its number, which is persons.messenger. No token stands here.
CREATE TABLE links (
    person_id     BIGINT PRIMARY KEY REFERENCES persons (id),
    name          TEXT NOT NULL DEFAULT '',
    picture       TEXT NOT NULL DEFAULT '',
    linked_at     BIGINT NOT NULL DEFAULT 0, -- Unix seconds, UTC; 0: the roster named the profile
    sign_in_again INTEGER NOT NULL DEFAULT 0,
    crossed       INTEGER NOT NULL DEFAULT 0
);

-- +goose Down
DROP TABLE links;
