-- +goose Up

-- Which program opens calls is the choice of a computer's user and is kept outside the college: what stands here may
-- have been put there by anybody who could write the file.
DELETE FROM settings WHERE name LIKE 'messenger.program@%';

-- +goose Down
SELECT 1;
