package orders

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"zvonok/app/college"
	"zvonok/model"
	"zvonok/model/store"
)

const editedOrder = "Изменение приказа"

// EditOrder changes an order that somebody has seen; its kind stays. If it has changed since, nothing is changed and the
// error is a *model.Conflict. People that the edit changes something for are moved as if the order had been cancelled and
// written again; the others stay where they are. What is probably a slip is model.ErrOrderDoubt; what is grave for groups
// or chats, unless the edit is Losing, is model.LossError.
func (s *Book) EditOrder(ctx context.Context, seen model.Order, edit model.OrderEdit) error {
	edit.Kind = seen.Kind
	edit, err := edit.CleanChange()
	if err != nil {
		return err
	}
	if err := confirmed(edit.Losing, func() (model.Losses, error) { return s.OrderLosses(ctx, seen.ID, edit) }); err != nil {
		return err
	}
	return s.college.EditRoster(ctx, func(e *college.Edit) error {
		o, err := e.Order(seen.ID)
		switch {
		case err != nil:
			return err
		case !o.Cancelled.IsZero():
			return fmt.Errorf("приказ %s отменён, изменить его нельзя: добавьте новый", o.Title())
		case o.ByRoster:
			return errors.New("этот приказ записан по загруженному списку, изменить его нельзя: отмените его и добавьте новый")
		case o != seen:
			return s.college.Conflict(e.Tx, model.Conflict{Thing: "приказ " + seen.Title()}, o, editedOrder, subjectOf(o))
		}
		return editOrder(e, o, edit)
	})
}

// editOrder changes an order that is in force.
func editOrder(e *college.Edit, before model.Order, edit model.OrderEdit) error {
	w, err := writerOf(e, edit.Date)
	if err != nil {
		return err
	}
	did, err := e.OrderMovements(before.ID)
	if err != nil {
		return err
	}
	w.was = make(map[model.PersonID]model.Movement, len(did))
	for _, m := range did {
		w.was[m.Person] = m
		delete(w.known, store.KeyOfOrder(before, m.Person))
	}
	o := before
	o.Number, o.Date, o.Effective, o.Note, o.Basis = edit.Number, edit.Date, edit.Effective, edit.Note, edit.Basis
	if !o.Date.Equal(before.Date) || !o.Effective.Equal(before.Effective) {
		if err := edit.Doubts(w.day); err != nil {
			return err
		}
	}
	movements, err := w.movements(o, edit)
	if err != nil {
		return err
	}
	if err := w.claim(o, movements); err != nil {
		return err
	}
	words, err := w.changes(before, o, movements)
	if err != nil || words == "" {
		return err
	}
	if len(w.was) == len(movements) && !slices.ContainsFunc(movements, func(m model.Movement) bool { return w.was[m.Person] != m }) {
		movements = nil // those of before stay
	}
	if err := e.ReplaceOrder(o, movements); err != nil {
		return err
	}
	return e.Note(editedOrder, subjectOf(o), words)
}

// changes say for «Журнал изменений» what an edit changes; empty when that is nothing.
func (w *orderWriter) changes(before, after model.Order, movements []model.Movement) (string, error) {
	var words []string
	note := func(what, was, is string) {
		if was != is {
			words = append(words, what+": "+college.Change(was, is))
		}
	}
	note("номер", before.Number, after.Number)
	note("дата", dayWords(before.Date), dayWords(after.Date))
	note("вступает в силу", dayWords(before.Effective), dayWords(after.Effective))
	note("группа", w.groupsOf(before.Kind, w.list()), w.groupsOf(after.Kind, movements))
	note("причина", before.Note, after.Note)
	note("основание", before.Basis, after.Basis)
	stay := map[model.PersonID]bool{0: true}
	var added, gone []model.PersonID
	for _, m := range movements {
		if stay[m.Person] = true; w.was[m.Person].Person != m.Person {
			added = append(added, m.Person)
		}
	}
	for id := range w.was {
		if !stay[id] {
			gone = append(gone, id)
		}
	}
	people, err := college.PeopleChange(w.Tx, college.PeoplePart{What: "добавлены", People: added}, college.PeoplePart{What: "убраны", People: gone})
	if err != nil {
		return "", err
	}
	words = append(words, people...)
	return strings.Join(words, "; "), nil
}

// list are the movements of the order that is edited, in the order of its people.
func (w *orderWriter) list() []model.Movement {
	movements := slices.Collect(maps.Values(w.was))
	model.Sort(movements, func(a, b model.Movement) int { return int(a.Person - b.Person) })
	return movements
}

// groupsOf name the groups to which an order brings people, or the one that it ends, by name.
func (w *orderWriter) groupsOf(kind model.OrderKind, movements []model.Movement) string {
	var names []string
	for _, m := range movements {
		switch {
		case kind == model.OrderDisband:
			names = append(names, w.names[m.Out])
		case kind.Targets():
			names = append(names, w.names[m.In])
		}
	}
	slices.Sort(names)
	return strings.Join(slices.Compact(names), ", ")
}
