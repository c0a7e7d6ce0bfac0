-- +goose Up
-- What rosters and hands said, and of each order what its edition says; what an edit of the order took away is not there.
-- place orders the movements of one day.
CREATE VIEW movements_said AS
SELECT m.id, m.person_id, m.day, m.out_group, m.in_group, m.out_all, m.order_id, CASE WHEN m.ordinal = 0 THEN m.id ELSE m.ordinal END AS place,
    coalesce(o.kind, 0) AS kind, coalesce(o.cancelled_at, '') AS cancelled_at, coalesce(o.by_roster, 0) AS by_roster
FROM movements m LEFT JOIN orders o ON o.id = m.order_id
WHERE o.id IS NULL OR o.edition = m.edition;

-- What counts: those of cancelled orders do not.
CREATE VIEW movements_in_force AS
SELECT id, person_id, day, out_group, in_group, out_all, order_id, place, kind, by_roster FROM movements_said WHERE cancelled_at = '';

-- +goose Down
DROP VIEW movements_in_force;
DROP VIEW movements_said;
