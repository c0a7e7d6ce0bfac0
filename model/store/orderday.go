package store

import (
	"database/sql"
	"time"

	"zvonok/model"
)

// Whether somebody is a student of the college follows from what rosters and edits by hand say, which is in the table
// persons, and from the movements in force on the college's day. The view people joins both.

// OrdersDue reports whether the orders of a new day are still to be carried out.
func (tx *Tx) OrdersDue(today time.Time) (bool, error) {
	done, err := tx.Setting(settingOrdersDay, "")
	return done != formatDate(today), err
}

// TurnDay makes today the college's day, which decides who is a student, and carries out what orders say of groups. If
// the clock goes back, so does the day. Subscribers are told when anything changed.
func (tx *Tx) TurnDay(today time.Time) error {
	done, err := tx.Setting(settingOrdersDay, "")
	if err != nil {
		return err
	}
	day := formatDate(today)
	if err := tx.SetSetting(settingOrdersDay, day); err != nil {
		return err
	}
	ended, err := tx.carryDisbanded(today)
	if err != nil {
		return err
	}
	var moved bool
	err = tx.one(`SELECT EXISTS (SELECT 1 FROM movements WHERE order_id IS NOT NULL AND day > $1 AND day <= $2)`,
		[]any{min(done, day), max(done, day)}, &moved)
	if err != nil || !moved && !ended {
		return err
	}
	return tx.RosterEdited()
}

// ordersDay is the day of the college that orders were carried out up to.
func (tx *Tx) ordersDay() (time.Time, error) {
	day, err := tx.Setting(settingOrdersDay, "")
	if err != nil {
		return time.Time{}, err
	}
	return parseDate(day)
}

// disbandToday ends and brings back the groups that orders disband, as of the college's day.
func (tx *Tx) disbandToday() error {
	today, err := tx.ordersDay()
	if err != nil {
		return err
	}
	_, err = tx.carryDisbanded(today)
	return err
}

// asStudent is a person made a student, or no longer one. A person who is nothing else has then left the college, and
// one who comes back to it is a student only.
func asStudent(p model.Person, student bool) model.Person {
	switch rest := p.Kind &^ model.Student; {
	case student && !p.Active:
		p.Kind, p.Active = model.Student, true
	case student:
		p.Kind |= model.Student
	case rest != 0:
		p.Kind = rest
	default:
		p.Active = false
	}
	return p
}

// called is how rosters and edits by hand have a person. said is whether they are a student of the college, orders included.
type called struct {
	kind         model.Kind
	active, said bool
}

// called loads how rosters and edits by hand have people. The error is ErrNotFound where one of them does not exist.
func (tx *Tx) called(people []model.PersonID) (map[model.PersonID]called, error) {
	found := make(map[model.PersonID]called, len(people))
	err := tx.each(func(rows *sql.Rows) error {
		var id model.PersonID
		var c called
		err := rows.Scan(&id, &c.kind, &c.active, &c.said)
		found[id] = c
		return err
	}, `SELECT b.id, b.kinds, b.active, p.active = 1 AND p.kinds & $1 <> 0 FROM persons b JOIN people p ON p.id = b.id
		WHERE b.id IN (`+tx.engine.listed(2)+`)`, model.Student, list(people))
	if err == nil && len(found) < len(people) {
		err = ErrNotFound
	}
	return found, err
}

// byHand is a person without what orders make of them: as rosters and edits by hand have them. With ordered, an order is
// about to make them what they are given as.
func (c called) byHand(p model.Person, ordered bool) model.Person {
	was := c.active && c.kind.Has(model.Student)
	if is := p.Active && p.Kind.Has(model.Student); (is == c.said || ordered) && is != was {
		return asStudent(p, was)
	}
	return p
}

// carryDisbanded ends and brings back the groups that orders disband, each order once: a group that was made again by
// hand stays.
func (tx *Tx) carryDisbanded(today time.Time) (changed bool, err error) {
	type disbanding struct {
		model.Order
		group   model.GroupID
		carried int
	}
	list, err := load(tx, func(d *disbanding) []any { return append(orderFields(&d.Order), &d.group, &d.carried) },
		`SELECT `+orderColumns+`, m.out_group, coalesce(d.carried, 0) FROM orders o JOIN movements_said m ON m.order_id = o.id
		LEFT JOIN disbandings d ON d.order_id = o.id WHERE o.kind = $1 ORDER BY o.id`, model.OrderDisband)
	if err != nil {
		return false, err
	}
	for _, d := range list {
		due := d.State(today) == model.OrderInForce
		if due == (d.carried != 0) {
			continue
		}
		changed = true
		if !due {
			if d.carried == 1 {
				err = tx.exec(`UPDATE groups SET active = 1 WHERE id = $1`, d.group)
			}
			if err == nil {
				err = tx.exec(`DELETE FROM disbandings WHERE order_id = $1`, d.ID)
			}
		} else {
			d.carried = 2
			err = tx.each(func(rows *sql.Rows) error { return rows.Scan(&d.carried) },
				`SELECT 1 FROM groups WHERE id = $1 AND active = 1`, d.group)
			if err == nil {
				err = tx.exec(`UPDATE groups SET active = 0 WHERE id = $1`, d.group)
			}
			if err == nil {
				err = tx.exec(`INSERT INTO disbandings (order_id, carried) VALUES ($1, $2)`, d.ID, d.carried)
			}
		}
		if err != nil {
			return false, err
		}
	}
	return changed, nil
}

// OnLeave loads the students whose last movement by the day, ГГГГ-ММ-ДД, is an order's academic leave, and who are in no
// group then.
func (tx *Tx) OnLeave(day string) (map[model.PersonID]bool, error) {
	return loadMap[model.PersonID, bool](tx, `SELECT DISTINCT m.person_id, 1 FROM movements_in_force m JOIN people p ON p.id = m.person_id
		WHERE m.order_id IN (SELECT id FROM orders WHERE kind = $1) AND p.active = 1 AND p.kinds & $2 <> 0 AND m.day <= $3
		AND NOT EXISTS (SELECT 1 FROM movements_in_force n WHERE n.person_id = m.person_id
			AND n.day <= $3 AND (n.day > m.day OR n.day = m.day AND n.place > m.place))
		AND NOT EXISTS (SELECT 1 FROM enrolments e WHERE e.person_id = m.person_id
			AND e.from_date <= $3 AND (e.until_date IS NULL OR e.until_date > $3))`,
		model.OrderAcademicLeave, model.Student, day)
}

// StudentByHand says whether a person is a student whatever orders say.
func (tx *Tx) StudentByHand(id model.PersonID) (student bool, err error) {
	err = tx.one(`SELECT active = 1 AND kinds & $1 <> 0 FROM persons WHERE id = $2`, []any{model.Student, id}, &student)
	return student, err
}
