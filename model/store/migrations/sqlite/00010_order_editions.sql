-- +goose Up
-- What an order does is edited by writing its movements anew: those of the order's edition count, and taking the
-- edit back makes the ones before count again.
ALTER TABLE orders ADD COLUMN edition BIGINT NOT NULL DEFAULT 1;
ALTER TABLE movements ADD COLUMN edition BIGINT NOT NULL DEFAULT 1;
-- The id whose place the movement has among those of one day; 0: its own.
ALTER TABLE movements ADD COLUMN ordinal BIGINT NOT NULL DEFAULT 0;
UPDATE undo_rows SET before = substr(before, 1, length(before) - 1) || ',1]', after = substr(after, 1, length(after) - 1) || ',1]'
WHERE place = 'orders' AND before IS NOT NULL;

-- The orders that have ended their group. 1: by it, 2: the group had ended before.
CREATE TABLE disbandings (
    order_id BIGINT PRIMARY KEY REFERENCES orders (id),
    carried  INTEGER NOT NULL
);
INSERT INTO disbandings (order_id, carried) SELECT id, carried FROM orders WHERE carried <> 0;
ALTER TABLE orders DROP COLUMN carried;

-- +goose Down
ALTER TABLE orders ADD COLUMN carried INTEGER NOT NULL DEFAULT 0;
UPDATE orders SET carried = coalesce((SELECT d.carried FROM disbandings d WHERE d.order_id = orders.id), 0);
DROP TABLE disbandings;
DELETE FROM movements WHERE order_id IS NOT NULL AND edition <> (SELECT o.edition FROM orders o WHERE o.id = movements.order_id);
DELETE FROM undo_rows WHERE place = 'orders' AND before IS NOT NULL AND NOT (before LIKE '%,1]' AND after LIKE '%,1]');
UPDATE undo_rows SET before = substr(before, 1, length(before) - 3) || ']', after = substr(after, 1, length(after) - 3) || ']'
WHERE place = 'orders' AND before IS NOT NULL;
ALTER TABLE movements DROP COLUMN ordinal;
ALTER TABLE movements DROP COLUMN edition;
ALTER TABLE orders DROP COLUMN edition;
