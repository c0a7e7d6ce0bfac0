-- +goose Up
-- Lessons of one number share a call: link, call_id and source are the same in all of them. 0: the call is the lesson's alone.
ALTER TABLE remote_lessons ADD COLUMN stream BIGINT NOT NULL DEFAULT 0;
CREATE INDEX remote_lessons_stream ON remote_lessons (stream) WHERE stream <> 0;

-- +goose Down
DROP INDEX remote_lessons_stream;
ALTER TABLE remote_lessons DROP COLUMN stream;
