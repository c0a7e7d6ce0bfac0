-- +goose Up
-- Who is in a chat in the messenger though no row of its list explains them.
CREATE TABLE strangers (
    chat_id    BIGINT NOT NULL REFERENCES chats (id) ON DELETE CASCADE,
    profile    BIGINT NOT NULL, -- the number in the messenger
    first_name TEXT NOT NULL, -- as the messenger tells it, empty when it does not
    last_name  TEXT NOT NULL,
    admin      INTEGER NOT NULL,
    leaving    INTEGER NOT NULL DEFAULT 0, -- 1: the agent is to remove them
    code       INTEGER NOT NULL DEFAULT 0, -- the messenger's error code of the last removal
    PRIMARY KEY (chat_id, profile)
);

-- The last reminder of each person who is not in a chat yet.
CREATE TABLE reminders (
    person_id BIGINT PRIMARY KEY REFERENCES persons (id),
    asked_at  BIGINT NOT NULL, -- Unix seconds, UTC
    sent_at   BIGINT NOT NULL DEFAULT 0,
    state     INTEGER NOT NULL, -- model.ReminderState
    code      INTEGER NOT NULL DEFAULT 0
);

-- +goose Down
DROP TABLE reminders;
DROP TABLE strangers;
