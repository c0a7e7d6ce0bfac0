package store

import (
	"database/sql"
	"errors"
	"slices"
	"strings"
	"time"

	"zvonok/model"
	"zvonok/model/roster/orderfile"
)

const orderColumns = `o.id, o.number, o.date, o.kind, o.effective, o.cancelled_at, o.note, o.basis, o.by_roster, o.edition`

func orderFields(o *model.Order) []any {
	return []any{&o.ID, &o.Number, toDay{&o.Date}, &o.Kind, toDay{&o.Effective}, toDay{&o.Cancelled}, &o.Note, &o.Basis, &o.ByRoster, &o.Edition}
}

func scanOrder(rows *sql.Rows, more ...any) (o model.Order, err error) {
	err = rows.Scan(append(orderFields(&o), more...)...)
	return o, err
}

// InsertOrder adds an order with its movements, which get its ID and, unless they state a day, its effective day, and
// derives the enrolments.
func (tx *Tx) InsertOrder(o model.Order, movements []model.Movement) (model.OrderID, error) {
	err := tx.one(`INSERT INTO orders (number, date, kind, effective, note, basis, by_roster) VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id`,
		[]any{o.Number, formatDate(o.Date), o.Kind, formatDate(o.Effective), o.Note, o.Basis, flag(o.ByRoster)}, &o.ID)
	if err != nil {
		return 0, err
	}
	for i := range movements {
		movements[i].Order, movements[i].Kind = o.ID, o.Kind
		if movements[i].Day.IsZero() {
			movements[i].Day = o.Effective
		}
	}
	if err := tx.AddMovements(movements); err != nil {
		return 0, err
	}
	return o.ID, tx.disbandToday()
}

// rosterOrders are the orders that rosters made.
func (tx *Tx) rosterOrders() (map[model.OrderID]bool, error) {
	return loadMap[model.OrderID, bool](tx, `SELECT id, 1 FROM orders WHERE by_roster = 1`)
}

// Order loads an order.
func (tx *Tx) Order(id model.OrderID) (o model.Order, err error) {
	err = tx.one(`SELECT `+orderColumns+` FROM orders o WHERE o.id = $1`, []any{id}, orderFields(&o)...)
	return o, err
}

// CancelOrder cancels an order on a calendar day and derives the enrolments of its people without it.
func (tx *Tx) CancelOrder(id model.OrderID, day time.Time) error {
	if err := tx.exec(`UPDATE orders SET cancelled_at = $1 WHERE id = $2`, formatDate(day), id); err != nil {
		return err
	}
	people, err := tx.OrderConcerns(id)
	if err != nil {
		return err
	}
	return errors.Join(tx.derive(people), tx.disbandToday())
}

// ReplaceOrder changes an order that is in force. Movements, if any, get its effective day and replace what it did until
// now; a movement with an ID keeps the place of the one with that ID among the others of the day. Without movements the
// order does what it did.
func (tx *Tx) ReplaceOrder(o model.Order, movements []model.Movement) error {
	if len(movements) == 0 {
		return tx.exec(`UPDATE orders SET number = $1, date = $2, note = $3, basis = $4 WHERE id = $5`, o.Number, formatDate(o.Date), o.Note, o.Basis, o.ID)
	}
	before, err := tx.OrderConcerns(o.ID)
	if err != nil {
		return err
	}
	if o.Kind == model.OrderDisband { // its group comes back before another one ends
		if err := errors.Join(tx.exec(`UPDATE orders SET cancelled_at = effective WHERE id = $1`, o.ID), tx.disbandToday()); err != nil {
			return err
		}
	}
	var edition int
	if err := tx.one(`SELECT max(edition) + 1 FROM movements WHERE order_id = $1`, []any{o.ID}, &edition); err != nil {
		return err
	}
	err = tx.exec(`UPDATE orders SET number = $1, date = $2, effective = $3, cancelled_at = '', note = $4, basis = $5, edition = $6 WHERE id = $7`,
		o.Number, formatDate(o.Date), formatDate(o.Effective), o.Note, o.Basis, edition, o.ID)
	if err != nil {
		return err
	}
	for i := range movements {
		movements[i].Order, movements[i].Kind, movements[i].Day = o.ID, o.Kind, o.Effective
	}
	return errors.Join(tx.addMovements(movements, edition), tx.derive(before), tx.disbandToday())
}

// OrderConcerns are the people whose enrolments an order may change, in ascending order: of a disbanded group everybody
// who ever came to it.
func (tx *Tx) OrderConcerns(id model.OrderID) ([]model.PersonID, error) {
	movements, err := tx.OrderMovements(id)
	if err != nil {
		return nil, err
	}
	return tx.concerned(movements)
}

// OrderMovements loads the movements of an order, whether it is in force or not.
func (tx *Tx) OrderMovements(id model.OrderID) ([]model.Movement, error) {
	return load(tx, movementFields, `SELECT `+movementColumns+` FROM movements_said m WHERE m.order_id = $1 ORDER BY m.id`, id)
}

// firstOfPerson is true of the first movement that an order m.order_id makes of each person: somebody it takes out of a
// group that is to come has two. The sum keeps the database from going through an order of a thousand people a thousand times:
// a person has few movements.
const firstOfPerson = `NOT EXISTS (SELECT 1 FROM movements_said f WHERE f.person_id = m.person_id AND f.id < m.id AND f.order_id + 0 = m.order_id)`

// OrderRows loads the orders, the latest first, as they are on the calendar day today.
func (tx *Tx) OrderRows(today time.Time) ([]model.OrderRow, error) {
	var list []model.OrderRow
	var folded strings.Builder
	var people []model.Name // of the order that is being read
	keys := newSortKeys()
	done := func() {
		if last := len(list) - 1; last >= 0 {
			list[last].Folded = folded.String()
			if sortByName(keys, people, func(n *model.Name) model.Name { return *n }); len(people) > 0 {
				list[last].Who = people[0].String()
			}
			people = people[:0]
		}
	}
	err := tx.each(func(rows *sql.Rows) error {
		var person model.PersonID
		var n model.Name
		var words, group string
		o, err := scanOrder(rows, &person, &n.LastName, &n.FirstName, &n.MiddleName, &words, &group)
		if err != nil {
			return err
		}
		if last := len(list) - 1; last < 0 || list[last].ID != o.ID {
			done()
			list = append(list, model.OrderRow{Order: o, State: o.State(today), Who: group})
			folded.Reset()
			folded.WriteString(model.Fold(o.Number + " " + group))
		}
		row := &list[len(list)-1]
		if person != 0 {
			row.People++
			people = append(people, n)
			folded.WriteByte('\n')
			folded.WriteString(words)
		}
		return nil
	}, `SELECT `+orderColumns+`, coalesce(p.id, 0), coalesce(p.last_name, ''), coalesce(p.first_name, ''), coalesce(p.middle_name, ''),
			coalesce(p.folded, ''), CASE WHEN m.person_id IS NULL THEN coalesce(g.name, '') ELSE '' END
		FROM orders o LEFT JOIN movements_said m ON m.order_id = o.id AND `+firstOfPerson+`
		LEFT JOIN persons p ON p.id = m.person_id
		LEFT JOIN groups g ON g.id = m.out_group
		ORDER BY o.date DESC, o.id DESC, p.id`)
	done()
	return list, err
}

// OrderPeople loads who is in an order, by name, with the groups that it names for them.
func (tx *Tx) OrderPeople(id model.OrderID) ([]model.OrderPerson, error) {
	return load(tx, func(p *model.OrderPerson) []any {
		return []any{&p.Person, &p.Name.LastName, &p.Name.FirstName, &p.Name.MiddleName, &p.Before, &p.After}
	}, `SELECT p.id, p.last_name, p.first_name, p.middle_name, coalesce(b.name, ''), coalesce(a.name, '')
		FROM movements_said m JOIN persons p ON p.id = m.person_id
		LEFT JOIN groups b ON b.id = m.out_group LEFT JOIN groups a ON a.id = m.in_group
		WHERE m.order_id = $1 AND `+firstOfPerson+` ORDER BY `+byName, id)
}

// OrderKey is what people tell orders apart by.
type OrderKey struct {
	Number, Date, Effective string // the days as ГГГГ-ММ-ДД, the number folded
	Kind                    model.OrderKind
	Person                  model.PersonID
}

// KeyOfOrder is what tells a person's place in an order apart from others.
func KeyOfOrder(o model.Order, person model.PersonID) OrderKey {
	return OrderKey{model.Fold(o.Number), formatDate(o.Date), formatDate(o.Effective), o.Kind, person}
}

// AnyDay is the key without the day on which the order becomes effective.
func (k OrderKey) AnyDay() OrderKey {
	k.Effective = ""
	return k
}

// CancelledKeys loads what the cancelled orders said of each person, whenever it became effective, with the days on which
// they were cancelled.
func (tx *Tx) CancelledKeys() (map[OrderKey]time.Time, error) {
	keys := map[OrderKey]time.Time{}
	return keys, tx.each(func(rows *sql.Rows) error {
		var person model.PersonID
		o, err := scanOrder(rows, &person)
		keys[KeyOfOrder(o, person).AnyDay()] = o.Cancelled
		return err
	}, `SELECT `+orderColumns+`, coalesce(m.person_id, 0) FROM orders o JOIN movements_said m ON m.order_id = o.id
		WHERE o.cancelled_at <> '' ORDER BY o.id`)
}

// OrderLike loads the first order in force of the same number, days and kind.
func (tx *Tx) OrderLike(o model.Order) (found model.Order, err error) {
	err = tx.each(func(rows *sql.Rows) error {
		same, err := scanOrder(rows)
		if found.ID == 0 && model.Fold(same.Number) == model.Fold(o.Number) {
			found = same
		}
		return err
	}, `SELECT `+orderColumns+` FROM orders o WHERE o.date = $1 AND o.effective = $2 AND o.kind = $3 AND o.cancelled_at = '' ORDER BY o.id`,
		formatDate(o.Date), formatDate(o.Effective), o.Kind)
	if err == nil && found.ID == 0 {
		err = ErrNotFound
	}
	return found, err
}

// NotStudents are those of the people who are not students of the college now.
func (tx *Tx) NotStudents(people []model.PersonID) (map[model.PersonID]bool, error) {
	of := model.Map(people, func(id model.PersonID) (model.PersonID, bool) { return id, id > 0 })
	return of, tx.each(func(rows *sql.Rows) error {
		var id model.PersonID
		err := rows.Scan(&id)
		delete(of, id)
		return err
	}, `SELECT id FROM people WHERE active = 1 AND kinds & $1 <> 0`, model.Student)
}

// OrderKeys loads what the orders in force of a calendar day, or of all days when it is zero, say of each person. The
// person is zero for a group that is disbanded.
func (tx *Tx) OrderKeys(date time.Time) (map[OrderKey]bool, error) {
	keys := map[OrderKey]bool{}
	return keys, tx.each(func(rows *sql.Rows) error {
		var person model.PersonID
		o, err := scanOrder(rows, &person)
		keys[KeyOfOrder(o, person)] = true
		return err
	}, `SELECT `+orderColumns+`, coalesce(m.person_id, 0) FROM orders o JOIN movements_in_force m ON m.order_id = o.id
		WHERE ($1 = '' OR o.date = $1)`, formatDate(date))
}

// GroupEnd is the order that ends a group by a calendar day: one that disbands it or, where nobody is in it by then, the
// last that lets its students finish. Without either the order is zero.
func (tx *Tx) GroupEnd(group model.GroupID, day time.Time) (by model.Order, err error) {
	load := func(query string, kind model.OrderKind) error {
		return tx.each(func(rows *sql.Rows) (err error) {
			by, err = scanOrder(rows)
			return err
		}, `SELECT `+orderColumns+query, formatDate(day), group, kind)
	}
	// A group that came back by hand after its end goes on.
	err = load(` FROM orders o JOIN movements_in_force m ON m.order_id = o.id JOIN groups g ON g.id = m.out_group
		WHERE o.effective <= $1 AND g.id = $2 AND o.kind = $3
		AND (g.active = 0 OR NOT EXISTS (SELECT 1 FROM disbandings d WHERE d.order_id = o.id)) ORDER BY o.effective DESC, o.id LIMIT 1`, model.OrderDisband)
	if err != nil || by.ID != 0 {
		return by, err
	}
	err = load(` FROM orders o WHERE o.effective <= $1 AND EXISTS (SELECT 1 FROM enrolments e WHERE e.group_id = $2 AND e.closed_by = o.id)
		AND o.kind = $3 AND NOT EXISTS (SELECT 1 FROM enrolments e WHERE e.group_id = $2 AND `+inForce+`)
		ORDER BY o.effective DESC, o.id LIMIT 1`, model.OrderGraduate)
	return by, err
}

// GroupNames loads the name of every group that ever was.
func (tx *Tx) GroupNames() (map[model.GroupID]string, error) {
	return loadMap[model.GroupID, string](tx, `SELECT id, name FROM groups`)
}

// OrderChoices loads, by name, the students that an order of the filter's day may name: those in the group or, with no
// group, those in none; then the marked ones who are elsewhere.
func (tx *Tx) OrderChoices(f model.OrderChoiceFilter) ([]model.OrderChoice, error) {
	var list []model.OrderChoice
	var err error
	switch {
	case f.MarkedOnly:
	case f.Group != 0:
		list, err = tx.orderChoices(f.Day, `EXISTS (SELECT 1 FROM enrolments x WHERE x.person_id = p.id AND x.group_id = $2
			AND x.from_date <= $1 AND (x.until_date IS NULL OR x.until_date > $1))`, f.Group)
	default:
		list, err = tx.orderChoices(f.Day, `e.id IS NULL AND p.kinds & $2 <> 0`, model.Student)
	}
	if err != nil {
		return nil, err
	}
	listed := model.Set(list, func(c model.OrderChoice) model.PersonID { return c.Person })
	if len(f.Marked) > 0 {
		all, err := tx.orderChoices(f.Day, `(e.id IS NOT NULL OR p.kinds & $2 <> 0)`, model.Student)
		if err != nil {
			return nil, err
		}
		for _, c := range all {
			if !listed[c.Person] && slices.Contains(f.Marked, c.Person) {
				c.Elsewhere = true
				list = append(list, c)
			}
		}
	}
	return slices.DeleteFunc(list, func(c model.OrderChoice) bool { return !c.May(f.Kind) }), nil
}

// StudentsCalled loads everybody who is a student, or was one, and has the name, without regard to case and ё/е. What is told of
// them is of a calendar day.
func (tx *Tx) StudentsCalled(name model.Name, day time.Time) ([]model.OrderChoice, error) {
	return tx.orderChoices(day, `p.kinds & $2 <> 0 AND p.folded = $3`, model.Student, model.Fold(name.String()))
}

// orderChoices loads, by name, the people of a condition on people p and their enrolments e that are in force on the
// day; its arguments are $2 and on.
func (tx *Tx) orderChoices(day time.Time, condition string, args ...any) (list []model.OrderChoice, err error) {
	onLeave, err := tx.OnLeave(formatDate(day))
	if err != nil {
		return nil, err
	}
	err = tx.each(func(rows *sql.Rows) error {
		var c model.OrderChoice
		var active bool
		var group, last string
		err := rows.Scan(&c.Person, &c.Name.LastName, &c.Name.FirstName, &c.Name.MiddleName, &active, &group, &last)
		if n := len(list) - 1; n >= 0 && list[n].Person == c.Person {
			list[n].Detail += ", " + group
			return err
		}
		switch {
		case group != "":
			c.Detail, c.Studies = group, true
		case onLeave[c.Person]:
			c.Detail, c.OnLeave = "в академическом отпуске", true
		case !active && last != "":
			c.Detail = "выбыл из " + last
		case !active:
			c.Detail = "выбыл"
		default:
			c.Detail = "без группы"
		}
		list = append(list, c)
		return err
	}, `SELECT p.id, p.last_name, p.first_name, p.middle_name, p.active, coalesce(g.name, ''),
			coalesce((SELECT h.name FROM enrolments x JOIN groups h ON h.id = x.group_id WHERE x.person_id = p.id
				ORDER BY x.until_date IS NULL, x.until_date DESC LIMIT 1), '')
		FROM people p LEFT JOIN enrolments e ON e.person_id = p.id AND `+inForce+` LEFT JOIN groups g ON g.id = e.group_id
		WHERE `+condition+` ORDER BY p.id, g.name`, append([]any{formatDate(day)}, args...)...)
	sortByName(newSortKeys(), list, func(c *model.OrderChoice) model.Name { return c.Name })
	return list, err
}

// OrderStudents loads everybody who ever was a student, with their groups of all times, as files of orders name them.
func (tx *Tx) OrderStudents() (students []orderfile.Student, err error) {
	err = tx.each(func(rows *sql.Rows) error {
		var s orderfile.Student
		var group model.GroupID
		err := rows.Scan(&s.Person, &s.Name.LastName, &s.Name.FirstName, &s.Name.MiddleName, &group)
		if last := len(students) - 1; last < 0 || students[last].Person != s.Person {
			students = append(students, s)
		}
		if last := &students[len(students)-1]; group != 0 {
			last.Groups = append(last.Groups, group)
		}
		return err
	}, `SELECT p.id, p.last_name, p.first_name, p.middle_name, coalesce(e.group_id, 0) FROM persons p
		LEFT JOIN enrolments e ON e.person_id = p.id
		WHERE p.kinds & $1 <> 0 OR e.id IS NOT NULL ORDER BY p.id, e.from_date`, model.Student)
	return students, err
}
