-- +goose Up
-- The servers of a college in a database of PostgreSQL; a college in a file has no need of it.
CREATE TABLE servers (
    id    TEXT PRIMARY KEY, -- random, another one each time the server begins
    state TEXT NOT NULL, -- JSON: how it is reached, who is connected, what its agent does
    until INTEGER NOT NULL -- Unix seconds, UTC: at work until then, if it is not heard again
) WITHOUT ROWID;

-- +goose Down
DROP TABLE servers;
