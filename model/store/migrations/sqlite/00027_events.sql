-- +goose Up
-- What changed, for every process and every desk on the college. They are numbered in the order of their commits.
CREATE TABLE events (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    made   BIGINT NOT NULL, -- Unix seconds, UTC
    change TEXT NOT NULL    -- a model.Change as JSON
);
-- A college that no restore has given one needs a generation, too: by it and a number a desk says what it has seen.
INSERT INTO settings (name, value) VALUES ('college.generation', lower(hex(randomblob(16)))) ON CONFLICT (name) DO NOTHING;

-- +goose Down
DROP TABLE events;
