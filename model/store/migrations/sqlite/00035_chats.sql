-- +goose Up
-- It was written at each run and read by nobody.
ALTER TABLE chats DROP COLUMN synced_at;

-- +goose Down
ALTER TABLE chats ADD COLUMN synced_at BIGINT NOT NULL DEFAULT 0; -- Unix seconds, UTC
