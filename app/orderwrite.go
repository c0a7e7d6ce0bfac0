package app

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"zvonok/model"
	"zvonok/model/store"
)

// orderWriter writes orders within one transaction.
type orderWriter struct {
	*rosterEdit
	day   time.Time // today, 00:00 UTC
	known map[store.OrderKey]bool
	names map[model.GroupID]string
	// written are the people of the orders that were written, new ones included.
	written []model.PersonID
}

func (e *rosterEdit) orders(known map[store.OrderKey]bool) (*orderWriter, error) {
	day, err := time.Parse(time.DateOnly, e.today)
	if err != nil {
		return nil, err
	}
	names, err := e.GroupNames()
	return &orderWriter{rosterEdit: e, day: day, known: known, names: names}, err
}

func (w *orderWriter) name(g model.GroupID) string { return w.names[g] }

// write writes an order that is clean.
func (w *orderWriter) write(edit model.OrderEdit) (model.OrderID, error) {
	o := model.Order{Number: edit.Number, Date: edit.Date, Kind: edit.Kind, Effective: edit.Effective, Note: edit.Note, Basis: edit.Basis}
	movements, err := w.movements(o, edit)
	if err != nil {
		return 0, err
	}
	for _, m := range movements {
		key := store.KeyOfOrder(o, m.Person)
		if w.known[key] {
			return 0, fmt.Errorf("приказ %s уже записан: проверьте номер и дату", o.Title())
		}
		w.known[key] = true
	}
	id, err := w.InsertOrder(o, movements)
	if err != nil {
		return 0, err
	}
	people := make([]model.PersonID, 0, len(movements))
	for _, m := range movements {
		if m.Person != 0 {
			people = append(people, m.Person)
		}
	}
	w.written = append(w.written, people...)
	_, err = w.CarryOrders(people, w.day)
	return id, err
}

// movements are what the order does with whom, or why it cannot.
func (w *orderWriter) movements(o model.Order, edit model.OrderEdit) ([]model.Movement, error) {
	if target := max(edit.To, edit.Group); target != 0 { // one of them is zero
		if _, err := w.Group(target); errors.Is(err, store.ErrNotFound) {
			return nil, errors.New("этой группы больше нет: выберите другую")
		} else if err != nil {
			return nil, err
		}
	}
	if o.Kind == model.OrderDisband {
		m, err := o.Kind.Movement(model.OrderSubject{Groups: []model.GroupID{edit.Group}}, 0, w.name)
		return []model.Movement{m}, err
	}
	all, err := w.MovementsOf(edit.People)
	if err != nil {
		return nil, err
	}
	movements := make([]model.Movement, 0, len(edit.People)+len(edit.New))
	for _, id := range edit.People {
		p, err := w.Person(id)
		if err != nil {
			return nil, err
		}
		m, err := o.Kind.Movement(model.OrderSubject{
			Person: id, Name: p.Name, Groups: model.GroupsOn(all[id], o.Effective),
			OnLeave: model.AttendanceOn(all[id], o.Effective) == model.AttendanceOnLeave,
		}, edit.To, w.name)
		if err != nil {
			return nil, err
		}
		movements = append(movements, m)
	}
	for _, n := range edit.New {
		id, err := w.addStudent(n, edit.To)
		if err != nil {
			return nil, err
		}
		movements = append(movements, model.Movement{Person: id, In: edit.To})
	}
	return movements, nil
}

// addStudent adds somebody whom an order brings to the college: without the order they are no student of it.
func (w *orderWriter) addStudent(n model.NewPerson, group model.GroupID) (model.PersonID, error) {
	names, err := w.namesOf(group)
	if err != nil {
		return 0, err
	}
	if err := n.CheckNamesake(names, "в группе "+w.name(group)); err != nil {
		return 0, err
	}
	left, err := w.StudentRows(model.PeopleFilter{Left: true, Name: n.Name.String()}, store.PeopleScope{Everybody: true, Today: w.today})
	if err != nil {
		return 0, err
	}
	gone := make([]model.Name, len(left))
	for i, p := range left {
		gone[i] = p.Name
	}
	if err := n.CheckNamesake(gone, "среди выбывших студентов"); err != nil {
		return 0, err
	}
	id, err := w.InsertPerson(model.Person{Name: n.Name, Kind: model.Student, Active: true})
	if err != nil {
		return 0, err
	}
	return id, w.RememberStanding(id, false)
}

// words say for «Журнал изменений» what an order does.
func (w *orderWriter) words(edit model.OrderEdit) string {
	words := []string{"вступает в силу " + edit.Effective.Format("02.01.2006")}
	if n := len(w.written); n > 0 {
		words = append(words, fmt.Sprintf("людей: %d", n))
	}
	if edit.To != 0 {
		words = append(words, "группа: "+w.name(edit.To))
	}
	if edit.Group != 0 {
		words = append(words, "группа: "+w.name(edit.Group))
	}
	return strings.Join(words, "; ")
}
