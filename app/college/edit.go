package college

import (
	"context"
	"errors"
	"fmt"
	"time"

	"zvonok/app"
	"zvonok/model"
	"zvonok/model/store"
)

// Edit is one edit of the roster by hand: one transaction, audited.
type Edit struct {
	*store.Tx
	Actor model.Actor
	now   time.Time
	Today string // the college's day
	done  []DoneLine
}

// Note notes what was done and to what, as «было → стало» where there was something before.
func (e *Edit) Note(action, subject, details string) error {
	return e.NoteEach(One, action, subject, details)
}

// NoteEach is Note for an action that is done to several things alike; it becomes one line when the edit ends.
func (e *Edit) NoteEach(of Things, action, subject, details string) error {
	e.done = append(e.done, DoneLine{of, action, subject, details})
	return nil
}

// Change is a value before and after in words.
func Change(before, after string) string {
	if before == "" {
		before = "—"
	}
	if after == "" {
		after = "—"
	}
	return before + " → " + after
}

// EditRoster runs an edit, if the person may make it. The agent corrects the chats afterwards.
func (c *College) EditRoster(ctx context.Context, fn func(*Edit) error) error {
	return c.Store.Update(ctx, func(tx *store.Tx) error {
		actor, err := Actor(tx)
		if err != nil {
			return err
		}
		if !actor.PeopleAccess().Edit {
			return app.ErrNoRight
		}
		e := &Edit{Tx: tx, Actor: actor, now: c.Clock.Now()}
		if e.Today, err = c.Day(tx); err != nil {
			return err
		}
		if err := c.TurnDayIn(tx); err != nil {
			return err
		}
		if err := tx.Record(e.now); err != nil {
			return err
		}
		if err := fn(e); err != nil {
			return err
		}
		if err := AuditEach(tx, e.now, actor.Person, e.done); err != nil {
			return err
		}
		return tx.RosterEdited()
	})
}

// Of loads a person of the kind who has not left.
func (e *Edit) Of(id model.PersonID, kind model.Kind) (model.Person, error) {
	p, err := e.Person(id)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return p, app.ErrNotOfCollege
	case err != nil:
		return p, err
	case !p.Active:
		return p, fmt.Errorf("%s больше не числится в колледже: обновите список (F5)", p.Name)
	case !p.Kind.Has(kind):
		return p, fmt.Errorf("%s — не %s: обновите список (F5)", p.Name, model.KindWords(kind))
	}
	return p, nil
}

// Each does the same for several people; none at all is an error.
func (e *Edit) Each(people []model.PersonID, kind model.Kind, fn func(model.Person) error) error {
	if err := model.CheckChosen(people); err != nil {
		return err
	}
	for _, id := range people {
		p, err := e.Of(id, kind)
		if err != nil {
			return err
		}
		if err := fn(p); err != nil {
			return err
		}
	}
	return nil
}
