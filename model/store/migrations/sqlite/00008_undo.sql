-- +goose Up
-- A change is what one action of a person changed, so that it can be taken back as a whole.
CREATE TABLE changes (
    id     INTEGER PRIMARY KEY,
    at     BIGINT NOT NULL, -- Unix seconds, UTC
    undone BIGINT NOT NULL DEFAULT 0 -- the change that took this one back
);

ALTER TABLE audit ADD COLUMN change_id BIGINT NOT NULL DEFAULT 0;
CREATE INDEX audit_change ON audit (change_id);

-- Rows before and after a change, as JSON arrays of the columns that matter, of a new row the keys alone; NULL
-- where there was no row. Searched so rarely that an index would cost more than it saves.
CREATE TABLE undo_rows (
    seq       INTEGER PRIMARY KEY,
    change_id BIGINT NOT NULL REFERENCES changes (id),
    place     TEXT NOT NULL, -- the table
    before    TEXT,
    after     TEXT
);

-- +goose Down
DROP TABLE undo_rows;
DROP INDEX audit_change;
ALTER TABLE audit DROP COLUMN change_id;
DROP TABLE changes;
