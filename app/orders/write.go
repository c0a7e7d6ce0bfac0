package orders

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"zvonok/app/college"
	"zvonok/model"
	"zvonok/model/store"
)

// orderWriter writes orders within one transaction.
type orderWriter struct {
	*college.Edit
	finder
	day   time.Time // today, 00:00 UTC
	known map[store.OrderKey]bool
	// was is what the edited order does now, by person; nil for a new order.
	was map[model.PersonID]model.Movement
	// written are the people of the orders that were written, new ones included.
	written []model.PersonID
}

// writerOf makes a writer of an order of a date.
func writerOf(e *college.Edit, date time.Time) (*orderWriter, error) {
	day, err := time.Parse(time.DateOnly, e.Today)
	if err != nil {
		return nil, err
	}
	known, err := e.OrderKeys(date)
	if err != nil {
		return nil, err
	}
	names, err := e.GroupNames()
	return &orderWriter{Edit: e, finder: newFinder(e.Tx, names, time.Time{}), day: day, known: known}, err
}

// write writes an order that is clean.
func (w *orderWriter) write(edit model.OrderEdit) (model.OrderID, error) {
	o := model.Order{Number: edit.Number, Date: edit.Date, Kind: edit.Kind, Effective: edit.Effective, Note: edit.Note, Basis: edit.Basis}
	movements, err := w.movements(o, edit)
	if err != nil {
		return 0, err
	}
	if err := w.claim(o, movements); err != nil {
		return 0, err
	}
	return w.InsertOrder(o, movements)
}

// claim notes that an order says what it does of its people, which none that is in force may say already.
func (w *orderWriter) claim(o model.Order, movements []model.Movement) error {
	for _, m := range movements {
		key := store.KeyOfOrder(o, m.Person)
		if w.known[key] {
			return fmt.Errorf("приказ %s уже записан: проверьте номер и дату", o.Title())
		}
		w.known[key] = true
		if m.Person != 0 {
			w.written = append(w.written, m.Person)
		}
	}
	return nil
}

// movements are what the order does with each of its people, or why it cannot. Where an edit changes nothing for a person,
// their movement stays.
func (w *orderWriter) movements(o model.Order, edit model.OrderEdit) ([]model.Movement, error) {
	if o.Kind == model.OrderDisband {
		return w.disbanding(o, edit.Group)
	}
	all, err := w.MovementsOf(edit.People)
	if err != nil {
		return nil, err
	}
	movements := make([]model.Movement, 0, len(edit.People)+len(edit.New))
	for _, id := range edit.People {
		before, named := w.was[id]
		to := edit.To
		if to == 0 {
			to = before.In
		}
		if named && before.Day.Equal(o.Effective) && (before.In == to || !o.Kind.Targets()) {
			movements = append(movements, before)
			continue
		}
		others := slices.DeleteFunc(all[id], func(m model.Movement) bool { return o.ID != 0 && m.Order == o.ID })
		p, err := w.Person(id)
		if err != nil {
			return nil, err
		}
		m, err := w.movement(model.OrderCase{Kind: o.Kind, Person: id, To: to}, o.Effective, others, p.Name, edit.Sure)
		if err != nil {
			return nil, err
		}
		movements = append(movements, m)
	}
	named := map[string]bool{}
	for _, n := range edit.New {
		name := model.Fold(n.Name.String())
		if named[name] && !n.Namesake {
			return nil, &model.OrderNamesake{Name: n.Name}
		}
		named[name] = true
		m, err := w.movement(model.OrderCase{Kind: o.Kind, To: edit.To}, o.Effective, nil, n.Name, edit.Sure)
		if err != nil {
			return nil, err
		}
		if m.Person, err = w.addStudent(n, o.Effective); err != nil {
			return nil, err
		}
		movements = append(movements, m)
	}
	return movements, nil
}

// movement is what an order does on a day with the person of a name, or why it cannot. others are the person's other
// movements.
func (w *orderWriter) movement(c model.OrderCase, day time.Time, others []model.Movement, name model.Name, sure bool) (model.Movement, error) {
	found, err := w.find(c, day, others)
	if err == nil {
		err = w.refusal(found, name, sure)
	}
	return found.Movement(), err
}

// disbanding is the end of a group. An edited order may keep the group that it has ended.
func (w *orderWriter) disbanding(o model.Order, group model.GroupID) ([]model.Movement, error) {
	before, named := w.was[0]
	keeps := named && before.Out == group
	if keeps && before.Day.Equal(o.Effective) {
		return []model.Movement{before}, nil
	}
	found, err := w.find(model.OrderCase{Kind: o.Kind, To: group}, o.Effective, nil)
	if err == nil {
		found.Missing = found.Missing && !keeps
		err = w.refusal(found, model.Name{}, true)
	}
	return []model.Movement{found.Movement()}, err
}

// addStudent adds somebody new who comes to the college by an order on a day: without the order they are not a student.
func (w *orderWriter) addStudent(n model.NewPerson, day time.Time) (model.PersonID, error) {
	if !n.Namesake {
		known, err := w.StudentsCalled(n.Name, day)
		if err != nil {
			return 0, err
		}
		if len(known) > 0 {
			return 0, &model.OrderNamesake{Name: n.Name, Known: known}
		}
	}
	return w.InsertPerson(model.Person{Name: n.Name, Kind: model.Student})
}

// words say for «Журнал изменений» what an order does.
func (w *orderWriter) words(edit model.OrderEdit) (string, error) {
	words := []string{"вступает в силу " + dayWords(edit.Effective)}
	people, err := college.PeopleChange(w.Tx, college.PeoplePart{What: "студенты", People: w.written})
	if err != nil {
		return "", err
	}
	words = append(words, people...)
	if edit.To != 0 {
		words = append(words, "группа: "+w.names[edit.To])
	}
	if edit.Group != 0 {
		words = append(words, "группа: "+w.names[edit.Group])
	}
	return strings.Join(words, "; "), nil
}

// Write writes an order within an edit of the roster.
func Write(e *college.Edit, order model.OrderEdit) error {
	w, err := writerOf(e, order.Date)
	if err == nil {
		_, err = w.write(order)
	}
	return err
}
