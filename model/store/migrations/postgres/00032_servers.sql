-- +goose Up
CREATE TABLE servers (
    id    TEXT COLLATE "C" PRIMARY KEY, -- random, another one each time the server begins
    state TEXT COLLATE "C" NOT NULL, -- JSON: how it is reached, who is connected, what its agent does
    until BIGINT NOT NULL -- Unix seconds, UTC: at work until then, if it is not heard again
);

-- +goose Down
DROP TABLE servers;
