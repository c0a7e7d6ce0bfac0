-- +goose Up
-- What a command beside the college's server asks its agent to do, until the command has read the answer.
CREATE TABLE errands (
    id       TEXT PRIMARY KEY,
    asked    TEXT NOT NULL, -- JSON, as all of it
    stopped  BOOLEAN NOT NULL DEFAULT FALSE, -- the command no longer wants it done
    progress TEXT NOT NULL DEFAULT '',
    answer   TEXT NOT NULL DEFAULT '' -- empty until it is done
) WITHOUT ROWID;

-- +goose Down
DROP TABLE errands;
