package store

import (
	"database/sql"
	"errors"
	"slices"
	"time"

	"zvonok/model"
)

// movementColumns are of movements_said or movements_in_force m.
const movementColumns = `m.place, coalesce(m.person_id, 0), m.day, m.out_group, m.in_group, m.out_all, coalesce(m.order_id, 0), m.kind`

func movementFields(m *model.Movement) []any {
	return []any{&m.ID, &m.Person, toDay{&m.Day}, &m.Out, &m.In, &m.All, &m.Order, &m.Kind}
}

// ledger holds the movements in force of people, those of everybody among each one's.
type ledger struct {
	of        map[model.PersonID][]model.Movement
	everybody []model.Movement
}

func (l ledger) movements(id model.PersonID) []model.Movement {
	return slices.Concat(l.of[id], l.everybody)
}

// fewPeople is the number of people up to which they are loaded one by one, and beyond which everybody is.
const fewPeople = 50

// ledger loads the movements in force of the people and, where they are many, of everybody.
func (tx *Tx) ledger(people []model.PersonID) (ledger, error) {
	l := ledger{of: map[model.PersonID][]model.Movement{}}
	scan := func(rows *sql.Rows) error {
		var m model.Movement
		err := rows.Scan(movementFields(&m)...)
		if m.Person == 0 {
			l.everybody = append(l.everybody, m)
		} else {
			l.of[m.Person] = append(l.of[m.Person], m)
		}
		return err
	}
	const from = `SELECT ` + movementColumns + ` FROM movements_in_force m`
	if len(people) > fewPeople {
		return l, tx.each(scan, from+` ORDER BY m.id`)
	}
	for _, id := range people {
		if err := tx.each(scan, from+` WHERE m.person_id = $1 ORDER BY m.id`, id); err != nil {
			return l, err
		}
	}
	return l, tx.each(scan, from+` WHERE m.person_id IS NULL ORDER BY m.id`)
}

// Movements loads the movements in force of a person, those of everybody among them.
func (tx *Tx) Movements(id model.PersonID) ([]model.Movement, error) {
	l, err := tx.ledger([]model.PersonID{id})
	return l.movements(id), err
}

// MovementsOf loads the movements in force of people, those of everybody among each one's.
func (tx *Tx) MovementsOf(people []model.PersonID) (map[model.PersonID][]model.Movement, error) {
	l, err := tx.ledger(people)
	return model.Map(people, func(id model.PersonID) (model.PersonID, []model.Movement) { return id, l.movements(id) }), err
}

// AddMovements writes movements in their order, after the present ones, and derives the enrolments of everybody that
// they concern.
func (tx *Tx) AddMovements(movements []model.Movement) error {
	own := slices.Clone(movements)
	for i := range own {
		own[i].ID = 0
	}
	return tx.addMovements(own, 1)
}

// addMovements writes movements of an edition. A movement with an ID takes the place of the one with that ID among those
// of its day. Somebody who is a student by orders and is also put in a group by hand or by a roster remains a student
// without the orders.
func (tx *Tx) addMovements(movements []model.Movement, edition int) error {
	var students []model.PersonID
	for _, m := range movements {
		if m.Order == 0 && m.In != 0 {
			students = append(students, m.Person)
		}
	}
	err := tx.exec(`UPDATE persons SET kinds = CASE WHEN active = 0 THEN $1 ELSE kinds | $1 END, active = 1
		WHERE id IN (`+tx.engine.listed(2)+`) AND (active = 0 OR kinds & $1 = 0)
		AND (SELECT said.active = 1 AND said.kinds & $1 <> 0 FROM people said WHERE said.id = persons.id)`, model.Student, list(students))
	if err != nil {
		return err
	}
	err = manyOf(tx, `INSERT INTO movements (person_id, day, out_group, in_group, out_all, order_id, edition, ordinal) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		movements, func(m model.Movement) []any {
			return []any{orNull(m.Person), formatDate(m.Day), m.Out, m.In, flag(m.All), orNull(m.Order), edition, m.ID}
		})
	if err != nil {
		return err
	}
	people, err := tx.concerned(movements)
	if err != nil {
		return err
	}
	return tx.derive(people)
}

// concerned are the people whose enrolments movements may change, in ascending order.
func (tx *Tx) concerned(movements []model.Movement) ([]model.PersonID, error) {
	people := make([]model.PersonID, 0, len(movements))
	for _, m := range movements {
		if m.Person != 0 {
			people = append(people, m.Person)
			continue
		}
		comers, err := loadColumn[model.PersonID](tx, `SELECT DISTINCT person_id FROM movements WHERE in_group = $1 AND person_id IS NOT NULL`, m.Out)
		if err != nil {
			return nil, err
		}
		people = append(people, comers...)
	}
	slices.Sort(people)
	return slices.Compact(people), nil
}

// enrolmentRow is a row of enrolments.
type enrolmentRow struct {
	id     int64
	person model.PersonID
	model.Enrolment
}

func (e *enrolmentRow) fields() []any {
	return []any{&e.id, &e.person, &e.Group, toDay{&e.From}, toDay{&e.Until}, &e.Opened, &e.Closed}
}

const enrolmentColumns = `id, person_id, group_id, from_date, until_date, opened_by, closed_by`

// derive makes the enrolments of people what their movements say. Rows that are right stay as they are.
func (tx *Tx) derive(people []model.PersonID) error {
	l, err := tx.ledger(people)
	if err != nil {
		return err
	}
	now, err := tx.enrolmentsOf(people)
	if err != nil {
		return err
	}
	var gone []int64
	var fresh []enrolmentRow
	for _, id := range people {
		want := model.Enrolments(l.movements(id))
		for _, row := range now[id] {
			if i := slices.Index(want, row.Enrolment); i >= 0 {
				want = slices.Delete(want, i, i+1)
			} else {
				gone = append(gone, row.id)
			}
		}
		for _, e := range want {
			fresh = append(fresh, enrolmentRow{person: id, Enrolment: e})
		}
	}
	err = manyOf(tx, `DELETE FROM enrolments WHERE id = $1`, gone, func(id int64) []any { return []any{id} })
	if err != nil {
		return err
	}
	return manyOf(tx, `INSERT INTO enrolments (person_id, group_id, from_date, until_date, opened_by, closed_by) VALUES ($1, $2, $3, $4, $5, $6)`,
		fresh, func(e enrolmentRow) []any {
			return []any{e.person, e.Group, formatDate(e.From), dateOrNull(e.Until), e.Opened, e.Closed}
		})
}

func (tx *Tx) enrolmentsOf(people []model.PersonID) (map[model.PersonID][]enrolmentRow, error) {
	now := map[model.PersonID][]enrolmentRow{}
	scan := func(rows *sql.Rows) error {
		var e enrolmentRow
		err := rows.Scan(e.fields()...)
		now[e.person] = append(now[e.person], e)
		return err
	}
	if len(people) > fewPeople {
		return now, tx.each(scan, `SELECT `+enrolmentColumns+` FROM enrolments ORDER BY id`)
	}
	for _, id := range people {
		if err := tx.each(scan, `SELECT `+enrolmentColumns+` FROM enrolments WHERE person_id = $1 ORDER BY id`, id); err != nil {
			return now, err
		}
	}
	return now, nil
}

// Enrol puts somebody, who is a student from then on, in a group from the day on, ГГГГ-ММ-ДД.
func (tx *Tx) Enrol(student model.PersonID, group model.GroupID, day string) error {
	from, err := parseDate(day)
	if err != nil {
		return err
	}
	p, err := tx.Person(student)
	if err != nil {
		return err
	}
	return errors.Join(tx.UpdatePerson(asStudent(p, true)), tx.AddMovements([]model.Movement{{Person: student, Day: from, In: group}}))
}

// EndEnrolments ends a student's enrolments at the day, ГГГГ-ММ-ДД; one that has not begun by then is dropped, whatever
// order is behind it.
func (tx *Tx) EndEnrolments(student model.PersonID, day string) error {
	end, err := parseDate(day)
	if err != nil {
		return err
	}
	movements, err := tx.Movements(student)
	if err != nil {
		return err
	}
	ends := []model.Movement{{Person: student, Day: end, All: true}}
	for _, e := range model.Enrolments(movements) {
		if e.From.After(end) {
			ends = append(ends, model.Movement{Person: student, Day: e.From, Out: e.Group})
		}
	}
	return tx.AddMovements(ends)
}

// enrolments loads rows of enrolments. The error is ErrNotFound where one of them does not exist.
func (tx *Tx) enrolments(ids []int64) (map[int64]enrolmentRow, error) {
	rows, err := load(tx, (*enrolmentRow).fields, `SELECT `+enrolmentColumns+` FROM enrolments WHERE id IN (`+tx.engine.listed(1)+`)`, list(ids))
	if err == nil && len(rows) < len(ids) {
		err = ErrNotFound
	}
	return model.Map(rows, func(e enrolmentRow) (int64, enrolmentRow) { return e.id, e }), err
}

// stay are the movements of somebody who is in a group from a day until another; until may be zero.
func stay(person model.PersonID, group model.GroupID, from, until time.Time) []model.Movement {
	if !until.IsZero() && !until.After(from) {
		return nil
	}
	movements := []model.Movement{{Person: person, Day: from, In: group}}
	if !until.IsZero() {
		movements = append(movements, model.Movement{Person: person, Day: until, Out: group})
	}
	return movements
}

// corrected are the movements that give an enrolment other days.
func corrected(was enrolmentRow, from, until time.Time) []model.Movement {
	in := func(day time.Time) model.Movement { return model.Movement{Person: was.person, Day: day, In: was.Group} }
	out := func(day time.Time) model.Movement {
		return model.Movement{Person: was.person, Day: day, Out: was.Group}
	}
	if !until.IsZero() && !until.After(from) {
		return []model.Movement{out(was.From)}
	}
	var movements []model.Movement
	switch {
	case from.Before(was.From):
		movements = append(movements, in(from))
	case from.After(was.From):
		movements = append(movements, out(was.From), in(from))
	}
	switch {
	case until.Equal(was.Until):
	case until.IsZero():
		movements = append(movements, in(was.Until))
	case was.Until.IsZero() || until.Before(was.Until):
		movements = append(movements, out(until))
	default:
		movements = append(movements, in(was.Until), out(until))
	}
	return movements
}
