-- +goose Up
-- What rosters and hands say of people stands in persons. This is what holds on the college's day, with what the movements
-- in force say: whom an order brings to a group is a student (kind 1); who is in none is what their last movement says, if an
-- order of withdrawal (3), leave (5) or graduation (7) stands behind it. Who comes back is a student alone.
CREATE INDEX movements_ordered ON movements (person_id) WHERE order_id IS NOT NULL;
CREATE VIEW people AS
SELECT id, last_name, first_name, middle_name, folded,
    CASE student WHEN 1 THEN CASE WHEN active = 0 THEN 1 ELSE kinds | 1 END
        WHEN 0 THEN CASE WHEN active = 1 AND kinds & ~1 <> 0 THEN kinds & ~1 ELSE kinds END ELSE kinds END AS kinds,
    roles, messenger,
    CASE student WHEN 1 THEN 1 WHEN 0 THEN CASE WHEN active = 1 AND kinds & ~1 <> 0 THEN 1 ELSE 0 END ELSE active END AS active
FROM (SELECT p.id, p.last_name, p.first_name, p.middle_name, p.folded, p.kinds, p.roles, p.messenger, p.active,
    CASE WHEN EXISTS (SELECT 1 FROM movements o WHERE o.person_id = p.id AND o.order_id IS NOT NULL) THEN
        CASE (SELECT max(CASE WHEN e.opened_by = 0 THEN 2 ELSE 3 END) FROM enrolments e WHERE e.person_id = p.id
            AND (e.until_date IS NULL OR e.until_date > (SELECT value FROM settings WHERE name = 'orders.day')))
        WHEN 3 THEN 1 WHEN 2 THEN NULL
        ELSE (SELECT CASE WHEN m.kind IN (3, 7) THEN 0 WHEN m.kind = 5 THEN 1 END FROM movements_in_force m
            WHERE m.person_id = p.id AND m.day <= (SELECT value FROM settings WHERE name = 'orders.day')
            ORDER BY m.day DESC, m.place DESC LIMIT 1) END END AS student FROM persons p) AS said;

CREATE TEMP TABLE was AS SELECT p.id, p.active = 1 AND p.kinds & 1 <> 0 AS student, s.student AS before,
    coalesce((SELECT value FROM settings WHERE name = 'orders.day'), date('now')) AS day
FROM persons p LEFT JOIN standings s ON s.person_id = p.id;

-- What people were before orders made it otherwise is what persons say from now on.
UPDATE persons SET kinds = CASE WHEN active = 0 THEN 1 ELSE kinds | 1 END, active = 1
WHERE id IN (SELECT id FROM was WHERE before = 1 AND student = 0);
UPDATE persons SET kinds = CASE WHEN kinds & ~1 <> 0 THEN kinds & ~1 ELSE kinds END, active = CASE WHEN kinds & ~1 <> 0 THEN active ELSE 0 END
WHERE id IN (SELECT w.id FROM was w WHERE w.before = 0 AND w.student = 1 AND NOT EXISTS (SELECT 1 FROM enrolments e
    WHERE e.person_id = w.id AND e.opened_by = 0 AND (e.until_date IS NULL OR e.until_date > w.day)));

-- Where hands had the last word after an order, it is written.
INSERT INTO movements (person_id, day, out_group, in_group, out_all)
SELECT w.id, w.day, 0, 0, 0 FROM was w JOIN people p ON p.id = w.id
WHERE w.student <> (p.active = 1 AND p.kinds & 1 <> 0) ORDER BY w.id;

-- A change by orders noted what they made of persons: that is no part of it any more. The columns are id, last_name,
-- first_name, middle_name, folded, kinds, roles, messenger, active.
CREATE TEMP TABLE noted AS SELECT change_id, json_extract(coalesce(before, after), '$[0]') AS id, max(before IS NULL) AS added
FROM undo_rows WHERE place = 'standings' GROUP BY 1, 2 HAVING min(before IS NULL) = max(before IS NULL);
CREATE INDEX temp.noted_id ON noted (change_id, id);
UPDATE undo_rows SET after = json_set(after, '$[5]', json_extract(before, '$[5]'), '$[8]', json_extract(before, '$[8]'))
WHERE place = 'persons' AND after IS NOT NULL AND before IS NOT NULL AND EXISTS (SELECT 1 FROM noted n
    WHERE n.change_id = undo_rows.change_id AND n.id = json_extract(undo_rows.before, '$[0]') AND n.added = 1);
UPDATE undo_rows SET before = json_set(before, '$[5]', json_extract(after, '$[5]'), '$[8]', json_extract(after, '$[8]'))
WHERE place = 'persons' AND after IS NOT NULL AND before IS NOT NULL AND EXISTS (SELECT 1 FROM noted n
    WHERE n.change_id = undo_rows.change_id AND n.id = json_extract(undo_rows.before, '$[0]') AND n.added = 0);
DELETE FROM undo_rows WHERE place = 'standings' OR place = 'persons' AND before = after;
DROP TABLE noted;
DROP TABLE was;
DROP TABLE standings;

-- +goose Down
CREATE TABLE standings (
    person_id BIGINT PRIMARY KEY REFERENCES persons (id),
    student   INTEGER NOT NULL
);
INSERT INTO standings (person_id, student) SELECT b.id, b.active = 1 AND b.kinds & 1 <> 0 FROM persons b JOIN people p ON p.id = b.id
WHERE (b.active = 1 AND b.kinds & 1 <> 0) <> (p.active = 1 AND p.kinds & 1 <> 0);
CREATE TEMP TABLE now AS SELECT id, kinds, active FROM people;
DROP VIEW people;
DROP INDEX movements_ordered;
UPDATE persons SET kinds = (SELECT n.kinds FROM now n WHERE n.id = persons.id), active = (SELECT n.active FROM now n WHERE n.id = persons.id);
DROP TABLE now;
