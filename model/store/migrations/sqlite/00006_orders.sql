-- +goose Up
-- Days are calendar days, ГГГГ-ММ-ДД.
CREATE TABLE orders (
    id           INTEGER PRIMARY KEY,
    number       TEXT NOT NULL,
    date         TEXT NOT NULL,
    kind         INTEGER NOT NULL, -- model.OrderKind
    effective    TEXT NOT NULL,
    cancelled_at TEXT NOT NULL DEFAULT '', -- the day on which it was cancelled
    note         TEXT NOT NULL,
    basis        TEXT NOT NULL,
    carried      INTEGER NOT NULL DEFAULT 0 -- 1: it ended its group, 2: the group had ended before
);
CREATE INDEX orders_date ON orders (date);

-- What enrolments are derived from, by day and id. A cancelled order's do not count.
CREATE TABLE movements (
    id        INTEGER PRIMARY KEY,
    person_id BIGINT REFERENCES persons (id), -- NULL: everybody of out_group
    day       TEXT NOT NULL, -- empty: the roster does not say since when
    out_group BIGINT NOT NULL, -- 0: none; so in_group
    in_group  BIGINT NOT NULL,
    out_all   INTEGER NOT NULL,
    order_id  BIGINT REFERENCES orders (id) -- NULL: a roster or an edit by hand
);
CREATE INDEX movements_person ON movements (person_id);
CREATE INDEX movements_order ON movements (order_id) WHERE order_id IS NOT NULL;
CREATE INDEX movements_in ON movements (in_group) WHERE in_group <> 0;

-- Who is a student, or is none, because of orders: what they were before.
CREATE TABLE standings (
    person_id BIGINT PRIMARY KEY REFERENCES persons (id),
    student   INTEGER NOT NULL
);

-- The orders behind the days of an enrolment; 0: a roster or an edit by hand.
ALTER TABLE enrolments ADD COLUMN opened_by BIGINT NOT NULL DEFAULT 0;
ALTER TABLE enrolments ADD COLUMN closed_by BIGINT NOT NULL DEFAULT 0;

DELETE FROM enrolments WHERE until_date <= from_date;

INSERT INTO movements (person_id, day, out_group, in_group, out_all)
SELECT person_id, day, out_group, in_group, 0 FROM (
    SELECT person_id, until_date AS day, group_id AS out_group, 0 AS in_group FROM enrolments WHERE until_date IS NOT NULL
    UNION ALL
    SELECT person_id, from_date, 0, group_id FROM enrolments
) AS moved ORDER BY day, in_group, person_id, out_group;

-- +goose Down
ALTER TABLE enrolments DROP COLUMN closed_by;
ALTER TABLE enrolments DROP COLUMN opened_by;
DROP TABLE standings;
DROP TABLE movements;
DROP TABLE orders;
