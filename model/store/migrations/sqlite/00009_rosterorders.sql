-- +goose Up
-- Orders that a roster made for the students whom it no longer named: a later roster may bring them back.
ALTER TABLE orders ADD COLUMN by_roster INTEGER NOT NULL DEFAULT 0;

-- +goose Down
ALTER TABLE orders DROP COLUMN by_roster;
