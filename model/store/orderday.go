package store

import (
	"database/sql"
	"slices"
	"time"

	"zvonok/model"
)

// Whether somebody is a student of the college is a fact of persons, which everything reads; what orders make of
// it follows the calendar. So it is written when an order is, and when the day comes on which one becomes
// effective: what it was before stands in standings for as long as it is otherwise.

// OrdersDue reports whether the orders of a new day are still to be carried out.
func (tx *Tx) OrdersDue(today time.Time) (bool, error) {
	done, err := tx.Setting(SettingOrdersDay, "")
	return done != formatDate(today), err
}

// TurnDay carries out what orders say from the day today on, and what they said of the days since the last time. A
// clock that went back takes it back. Subscribers are told when anything changed.
func (tx *Tx) TurnDay(today time.Time) error {
	done, err := tx.Setting(SettingOrdersDay, "")
	if err != nil {
		return err
	}
	day := formatDate(today)
	var people []model.PersonID
	err = tx.each(func(rows *sql.Rows) error {
		var id model.PersonID
		err := rows.Scan(&id)
		people = append(people, id)
		return err
	}, `SELECT DISTINCT person_id FROM movements WHERE order_id IS NOT NULL AND person_id IS NOT NULL AND day > $1 AND day <= $2`,
		min(done, day), max(done, day))
	if err != nil {
		return err
	}
	changed, err := tx.CarryOrders(people, today)
	if err != nil {
		return err
	}
	if err := tx.SetSetting(SettingOrdersDay, day); err != nil || !changed && len(people) == 0 {
		return err
	}
	return tx.RosterEdited()
}

// CarryOrders makes people the students that their movements say they are on the day today, and ends the groups
// that orders have disbanded by then. It reports whether anything changed.
func (tx *Tx) CarryOrders(people []model.PersonID, today time.Time) (changed bool, err error) {
	l, err := tx.ledger(people)
	if err != nil {
		return false, err
	}
	for _, id := range people {
		one, err := tx.carryStanding(id, l.movements(id), today)
		if err != nil {
			return false, err
		}
		changed = changed || one
	}
	groups, err := tx.carryDisbanded(today)
	return changed || groups, err
}

func (tx *Tx) carryStanding(id model.PersonID, movements []model.Movement, today time.Time) (changed bool, err error) {
	p, err := tx.Person(id)
	if err != nil {
		return false, err
	}
	is := p.Active && p.Kind.Has(model.Student)
	before, known, err := tx.StandingBefore(id)
	if err != nil {
		return false, err
	}
	if !known {
		before = is
	}
	want := before
	switch model.AttendanceOn(movements, today) {
	case model.AttendanceStudies:
		byOrder := slices.ContainsFunc(model.Enrolments(movements), func(e model.Enrolment) bool { return e.Lasts(today) && e.Opened != 0 })
		want = before || known || byOrder
	case model.AttendanceOnLeave:
		want = true
	case model.AttendanceLeft:
		want = false
	}
	if want != is {
		if err := tx.UpdatePerson(asStudent(p, want)); err != nil {
			return false, err
		}
	}
	if want == before {
		return want != is, tx.exec(`DELETE FROM standings WHERE person_id = $1`, id)
	}
	return want != is, tx.RememberStanding(id, before)
}

// asStudent is a person who is a student, or is none. Who is nothing else then has left the college, and who comes
// back to it is a student alone.
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

// RememberStanding notes that a person was a student, or was none, before orders made it otherwise.
func (tx *Tx) RememberStanding(id model.PersonID, student bool) error {
	return tx.exec(`INSERT INTO standings (person_id, student) VALUES ($1, $2)
		ON CONFLICT (person_id) DO UPDATE SET student = excluded.student`, id, flag(student))
}

// forgetStandings forgets what people were before the orders, where they are that again: an edit by hand or a roster
// has the last word. With no person it is everybody.
func (tx *Tx) forgetStandings(id model.PersonID) error {
	return tx.exec(`DELETE FROM standings WHERE ($1 = 0 OR person_id = $1) AND student = (SELECT CASE WHEN p.active = 1 AND p.kinds & $2 <> 0
		THEN 1 ELSE 0 END FROM persons p WHERE p.id = standings.person_id)`, id, model.Student)
}

// carryDisbanded ends and brings back the groups that orders disband, each order once: a group that was made anew by
// hand stays.
func (tx *Tx) carryDisbanded(today time.Time) (changed bool, err error) {
	type disbanding struct {
		model.Order
		group   model.GroupID
		carried int
	}
	var list []disbanding
	err = tx.each(func(rows *sql.Rows) error {
		var d disbanding
		d.Order, err = scanOrder(rows, &d.group, &d.carried)
		list = append(list, d)
		return err
	}, `SELECT `+orderColumns+`, m.out_group, coalesce(d.carried, 0) FROM orders o JOIN movements_said m ON m.order_id = o.id
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
	list := map[model.PersonID]bool{}
	return list, tx.each(func(rows *sql.Rows) error {
		var id model.PersonID
		err := rows.Scan(&id)
		list[id] = true
		return err
	}, `SELECT DISTINCT m.person_id FROM movements_in_force m JOIN persons p ON p.id = m.person_id
		WHERE m.order_id IN (SELECT id FROM orders WHERE kind = $1) AND p.active = 1 AND p.kinds & $2 <> 0 AND m.day <= $3
		AND NOT EXISTS (SELECT 1 FROM movements_in_force n WHERE n.person_id = m.person_id
			AND n.day <= $3 AND (n.day > m.day OR n.day = m.day AND n.place > m.place))
		AND NOT EXISTS (SELECT 1 FROM enrolments e WHERE e.person_id = m.person_id
			AND e.from_date <= $3 AND (e.until_date IS NULL OR e.until_date > $3))`,
		model.OrderAcademicLeave, model.Student, day)
}

// StandingBefore says what a person was before orders made it otherwise; known is false when they did not.
func (tx *Tx) StandingBefore(id model.PersonID) (student, known bool, err error) {
	err = tx.each(func(rows *sql.Rows) error {
		known = true
		return rows.Scan(&student)
	}, `SELECT student FROM standings WHERE person_id = $1`, id)
	return student, known, err
}
