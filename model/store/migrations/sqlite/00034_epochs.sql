-- +goose Up
-- Which agent does a work of the college: the one that took it over last.
CREATE TABLE epochs (
    work    TEXT PRIMARY KEY,
    number  BIGINT NOT NULL, -- rises with each takeover
    sending BOOLEAN NOT NULL DEFAULT FALSE -- something was sent, and it was not noted that all of it is over
) WITHOUT ROWID;

-- +goose Down
DROP TABLE epochs;
