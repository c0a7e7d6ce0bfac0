-- +goose Up
-- What other computers asked to be done once, noted in the transaction that did it.
CREATE TABLE requests (
    id        TEXT PRIMARY KEY,
    person_id BIGINT NOT NULL, -- who asked, 0 for the owner of the file
    method    TEXT NOT NULL,
    digest    TEXT NOT NULL, -- of the parameters
    made      BIGINT NOT NULL, -- Unix seconds, UTC
    answer    TEXT -- the results as JSON, when they came
) WITHOUT ROWID;
CREATE INDEX requests_made ON requests (made);

-- +goose Down
DROP TABLE requests;
