// Package orders holds the use cases of orders about students, by hand and from files. It keeps app.Orders over
// app/college; the rules are in model, the reading of files in model/roster/orderfile. Areas know nothing of each other:
// app/areas puts them together, and app/desk has their tests.
package orders

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"zvonok/app"
	"zvonok/app/college"
	"zvonok/model"
	"zvonok/model/store"
)

// Book are the use cases of orders, which a college keeps in a book. The context says who acts.
type Book struct{ college *college.College }

var _ app.Orders = (*Book)(nil)

// New makes the book of a college.
func New(c *college.College) *Book { return &Book{c} }

// withOrders runs fn for an actor who may see the orders, as those may who edit the roster. today is the college's day.
func (s *Book) withOrders(ctx context.Context, fn func(tx *store.Tx, today time.Time) error) error {
	return s.college.Store.View(ctx, func(tx *store.Tx) error {
		if _, err := college.MayEdit(tx); err != nil {
			return err
		}
		today, err := s.college.Today(tx)
		if err != nil {
			return err
		}
		return fn(tx, today)
	})
}

// Orders are the rows of «Приказы», the latest first. Only the administrator sees them.
func (s *Book) Orders(ctx context.Context, f model.OrderFilter) (orders []model.OrderRow, err error) {
	err = s.withOrders(ctx, func(tx *store.Tx, today time.Time) error {
		all, err := tx.OrderRows(today)
		text := model.Fold(f.Text)
		for _, o := range all {
			if (f.Kind == 0 || o.Kind == f.Kind) && (f.State == 0 || o.State == f.State) && strings.Contains(o.Folded, text) {
				orders = append(orders, o)
			}
		}
		return err
	})
	return orders, err
}

// Order is an order's card, with what cancelling it would bring back.
func (s *Book) Order(ctx context.Context, id model.OrderID) (card model.OrderCard, err error) {
	err = s.withOrders(ctx, func(tx *store.Tx, today time.Time) error {
		if card.Order, err = tx.Order(id); err != nil {
			return err
		}
		card.State, card.Today = card.Order.State(today), today
		if card.People, err = tx.OrderPeople(id); err != nil {
			return err
		}
		names, err := tx.GroupNames()
		if err != nil {
			return err
		}
		movements, err := tx.OrderMovements(id)
		if err != nil {
			return err
		}
		for i, m := range movements {
			switch {
			case card.Kind == model.OrderDisband:
				card.Group, card.Disbands = names[m.Out], m.Out
			case i == 0:
				card.To = m.In
			case card.To != m.In:
				card.To = 0
			}
		}
		if card.State != model.OrderCancelled {
			card.Cancelling, err = cancelling(tx, card.Order, names, today)
		}
		return err
	})
	return card, err
}

// cancelling works out what cancelling an order changes from today on or, when it is to come, from its day on.
func cancelling(tx *store.Tx, o model.Order, names map[model.GroupID]string, today time.Time) ([]model.OrderEffect, error) {
	day := today
	if o.Effective.After(day) {
		day = o.Effective
	}
	people, err := tx.OrderConcerns(o.ID)
	if err != nil {
		return nil, err
	}
	all, err := tx.MovementsOf(people)
	if err != nil {
		return nil, err
	}
	var effects []model.OrderEffect
	for _, id := range people {
		with := all[id]
		less := slices.DeleteFunc(slices.Clone(with), func(m model.Movement) bool { return m.Order == o.ID })
		effect := model.OrderEffect{With: placeWords(with, day, names), Less: placeWords(less, day, names)}
		student, err := tx.StudentByHand(id)
		if err != nil {
			return nil, err
		}
		effect.Goes = !student && model.StandingOn(with, day).Student() && model.StandingOn(less, day) == model.StandingUnsaid
		if effect.With == effect.Less && !effect.Goes {
			continue
		}
		p, err := tx.Person(id)
		if err != nil {
			return nil, err
		}
		effect.Name = p.Name
		effects = append(effects, effect)
	}
	model.Sort(effects, func(a, b model.OrderEffect) int {
		return strings.Compare(model.Fold(a.Name.String()), model.Fold(b.Name.String()))
	})
	return effects, nil
}

// placeWords say where movements put a person on a day: «ДО-19-3», «в академическом отпуске».
func placeWords(movements []model.Movement, day time.Time, names map[model.GroupID]string) string {
	groups := model.Each(model.GroupsOn(movements, day), func(g model.GroupID) string { return names[g] })
	if len(groups) > 0 {
		return strings.Join(groups, ", ")
	}
	switch model.StandingOn(movements, day) {
	case model.StandingOnLeave:
		return "в академическом отпуске"
	case model.StandingLeft:
		return "не учится"
	}
	return "без группы"
}

// OrderDay is the college's calendar day, with which a new order begins.
func (s *Book) OrderDay(ctx context.Context) (day time.Time, err error) {
	err = s.withOrders(ctx, func(_ *store.Tx, today time.Time) error {
		day = today
		return nil
	})
	return day, err
}

// OrderChoices are the people who may be named in an order: those of the group on its day or, with no group, those who
// are in none, by name; then the marked people, in any group, that it can be about.
func (s *Book) OrderChoices(ctx context.Context, f model.OrderChoiceFilter) (people []model.OrderChoice, err error) {
	err = s.withOrders(ctx, func(tx *store.Tx, _ time.Time) error {
		people, err = tx.OrderChoices(f)
		return err
	})
	return people, err
}

// SaveOrder writes a new order. From its effective day on, and not before, it changes the groups of its people; on the day
// the agent corrects the chats. New people are added to the college. What is probably a slip is model.ErrOrderDoubt; what
// is grave for groups or chats, unless the edit is Losing, is model.LossError.
func (s *Book) SaveOrder(ctx context.Context, edit model.OrderEdit) (id model.OrderID, err error) {
	store.Answers(ctx, &id)
	if edit, err = edit.Clean(); err != nil {
		return 0, err
	}
	if err := confirmed(edit.Losing, func() (model.Losses, error) { return s.OrderLosses(ctx, 0, edit) }); err != nil {
		return 0, err
	}
	err = s.college.EditRoster(ctx, func(e *college.Edit) error {
		id, err = saveOrder(e, edit)
		return err
	})
	return id, err
}

// saveOrder writes an order that is clean.
func saveOrder(e *college.Edit, edit model.OrderEdit) (id model.OrderID, err error) {
	w, err := writerOf(e, edit.Date)
	if err != nil {
		return 0, err
	}
	if err := edit.Doubts(w.day); err != nil {
		return 0, err
	}
	if id, err = w.write(edit); err != nil {
		return 0, err
	}
	words, err := w.words(edit)
	if err != nil {
		return 0, err
	}
	return id, e.Note("Приказ", subjectOf(model.Order{Number: edit.Number, Date: edit.Date, Kind: edit.Kind}), words)
}

// CancelOrder cancels an order: from then on everything is as if it had never been. People who have to be in chats again
// get in by the links.
func (s *Book) CancelOrder(ctx context.Context, id model.OrderID) error {
	return s.college.EditRoster(ctx, func(e *college.Edit) error { return cancelOrder(e, id) })
}

// subjectOf is an order as «Журнал изменений» names it.
func subjectOf(o model.Order) string { return o.Kind.String() + " " + o.Title() }

func cancelOrder(e *college.Edit, id model.OrderID) error {
	o, err := e.Order(id)
	if err != nil {
		return err
	}
	if !o.Cancelled.IsZero() {
		return fmt.Errorf("приказ %s уже отменён %s", o.Title(), dayWords(o.Cancelled))
	}
	today, err := time.Parse(time.DateOnly, e.Today)
	if err != nil {
		return err
	}
	if err := e.CancelOrder(id, today); err != nil {
		return err
	}
	people, err := e.OrderConcerns(id)
	if err != nil {
		return err
	}
	words, err := college.PeopleChange(e.Tx, college.PeoplePart{What: "студенты", People: people})
	if err != nil {
		return err
	}
	return e.Note("Отмена приказа", subjectOf(o), strings.Join(words, ""))
}
