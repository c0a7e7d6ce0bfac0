-- +goose Up

-- The college's day on which the one-time password was made, ГГГГ-ММ-ДД; empty where the password is a chosen one. Those
-- of before count from today.
ALTER TABLE accounts ADD COLUMN made TEXT NOT NULL DEFAULT '';
UPDATE accounts SET made = date('now') WHERE one_time = 1;

-- +goose Down
ALTER TABLE accounts DROP COLUMN made;
