-- +goose Up
-- Which agent does a work of the college: the one that took it over last.
CREATE TABLE epochs (
    work    TEXT COLLATE "C" PRIMARY KEY,
    number  BIGINT NOT NULL, -- rises with each takeover
    sending BIGINT NOT NULL DEFAULT 0 -- something was sent, and it was not noted that all of it is over
);

-- +goose Down
DROP TABLE epochs;
