-- +goose Up
-- When who is at work typed their password again: afar, what all of the college hangs on is changed only soon after that.
ALTER TABLE sessions ADD COLUMN proved BIGINT NOT NULL DEFAULT 0; -- Unix seconds, UTC

-- +goose Down
ALTER TABLE sessions DROP COLUMN proved;
