package orders

import (
	"errors"
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
	day   time.Time // today, 00:00 UTC
	known map[store.OrderKey]bool
	names map[model.GroupID]string
	// was is what the order that is edited does with whom; nil for a new one.
	was map[model.PersonID]model.Movement
	// written are the people of the orders that were written, new ones included.
	written []model.PersonID
}

func writerOf(e *college.Edit, known map[store.OrderKey]bool) (*orderWriter, error) {
	day, err := time.Parse(time.DateOnly, e.Today)
	if err != nil {
		return nil, err
	}
	names, err := e.GroupNames()
	return &orderWriter{Edit: e, day: day, known: known, names: names}, err
}

func (w *orderWriter) name(g model.GroupID) string { return w.names[g] }

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

// movements are what the order does with whom, or why it cannot. Whom the order that is edited moves as before keeps
// their movement.
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
		if err := w.mayCome(o.Kind, to, o.Effective, edit.Sure); err != nil {
			return nil, err
		}
		others := slices.DeleteFunc(all[id], func(m model.Movement) bool { return o.ID != 0 && m.Order == o.ID })
		m, err := w.movement(o, id, others, to)
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
		if err := w.mayCome(o.Kind, edit.To, o.Effective, edit.Sure); err != nil {
			return nil, err
		}
		id, err := w.addStudent(n, o.Effective)
		if err != nil {
			return nil, err
		}
		movements = append(movements, model.Movement{Person: id, In: edit.To})
	}
	return movements, nil
}

func (w *orderWriter) movement(o model.Order, id model.PersonID, others []model.Movement, to model.GroupID) (model.Movement, error) {
	p, err := w.Person(id)
	if err != nil {
		return model.Movement{}, err
	}
	return o.Kind.Movement(model.OrderSubject{
		Person: id, Name: p.Name, Groups: model.GroupsOn(others, o.Effective),
		OnLeave: model.AttendanceOn(others, o.Effective) == model.AttendanceOnLeave,
	}, to, w.name)
}

// disbanding is the end of a group. One that has ended by the order that is edited may stay what it was.
func (w *orderWriter) disbanding(o model.Order, group model.GroupID) ([]model.Movement, error) {
	if before, named := w.was[0]; named && before.Out == group {
		if before.Day.Equal(o.Effective) {
			return []model.Movement{before}, nil
		}
	} else if err := w.inForce(group); err != nil {
		return nil, err
	}
	m, err := o.Kind.Movement(model.OrderSubject{Groups: []model.GroupID{group}}, 0, w.name)
	return []model.Movement{m}, err
}

func (w *orderWriter) inForce(group model.GroupID) error {
	if _, err := w.Group(group); errors.Is(err, store.ErrNotFound) {
		return errors.New("этой группы больше нет: выберите другую")
	} else if err != nil {
		return err
	}
	return nil
}

// mayCome reports why nobody may come to the group on the day: it is none by then. That its students finish by then is
// asked about, unless the edit is sure.
func (w *orderWriter) mayCome(kind model.OrderKind, to model.GroupID, day time.Time, sure bool) error {
	if !kind.Targets() {
		return nil
	}
	if to == 0 {
		return model.ErrNoTarget
	}
	if err := w.inForce(to); err != nil {
		return err
	}
	by, err := w.GroupEnd(to, day)
	switch {
	case err != nil:
		return err
	case by.Kind == model.OrderDisband:
		return fmt.Errorf("группу %s ликвидируют %s по приказу %s: выберите другую группу или день раньше", w.name(to),
			dayWords(by.Effective), by.Title())
	case by.Kind == model.OrderGraduate && !sure:
		return fmt.Errorf("в группе %s никто больше не учится: её студенты завершили обучение %s по приказу %s: %w", w.name(to),
			dayWords(by.Effective), by.Title(), model.ErrOrderDoubt)
	}
	return nil
}

// addStudent adds somebody whom an order brings to the college on a day: without the order they are no student of it.
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
func (w *orderWriter) words(edit model.OrderEdit) string {
	words := []string{"вступает в силу " + dayWords(edit.Effective)}
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

// Write writes an order within an edit of the roster.
func Write(e *college.Edit, order model.OrderEdit) error {
	known, err := e.OrderKeys(order.Date)
	if err != nil {
		return err
	}
	w, err := writerOf(e, known)
	if err != nil {
		return err
	}
	_, err = w.write(order)
	return err
}
