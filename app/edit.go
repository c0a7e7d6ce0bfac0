package app

import (
	"context"
	"errors"
	"fmt"
	"time"

	"zvonok/model"
	"zvonok/model/store"
)

// rosterEdit is one edit of the roster by hand: one transaction, audited.
type rosterEdit struct {
	*store.Tx
	actor model.Actor
	now   time.Time
	today string // the college's day
	done  []doneLine
}

// audit notes what was done to whom, as «было → стало» where there was something before. What is done to several alike
// becomes one line when the edit ends.
func (e *rosterEdit) audit(action, subject, details string) error {
	e.done = append(e.done, doneLine{action, subject, details})
	return nil
}

// writeDone writes what was noted into «Журнал изменений».
func (e *rosterEdit) writeDone() error {
	for _, l := range inOne(e.done) {
		if err := e.Audit(e.now, e.actor.Person, l.action, l.subject, l.details); err != nil {
			return err
		}
	}
	return nil
}

// change is a value before and after in words.
func change(before, after string) string {
	if before == "" {
		before = "—"
	}
	if after == "" {
		after = "—"
	}
	return before + " → " + after
}

// editRoster runs an edit of somebody who may make it. The chats are corrected afterwards by the agent.
func (c *College) editRoster(ctx context.Context, fn func(*rosterEdit) error) error {
	return c.Store.Update(ctx, func(tx *store.Tx) error {
		actor, err := Actor(tx)
		if err != nil {
			return err
		}
		if !actor.PeopleAccess().Edit {
			return ErrNoRight
		}
		e := &rosterEdit{Tx: tx, actor: actor, now: c.Clock.Now()}
		if e.today, err = c.day(tx); err != nil {
			return err
		}
		if err := c.turnDay(tx); err != nil {
			return err
		}
		if err := tx.Record(e.now); err != nil {
			return err
		}
		if err := fn(e); err != nil {
			return err
		}
		if err := e.writeDone(); err != nil {
			return err
		}
		return tx.RosterEdited()
	})
}

// of loads somebody who has not left and is of the kind.
func (e *rosterEdit) of(id model.PersonID, kind model.Kind) (model.Person, error) {
	p, err := e.Person(id)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return p, errNotOfCollege
	case err != nil:
		return p, err
	case !p.Active:
		return p, fmt.Errorf("%s больше не числится в колледже", p.Name)
	case !p.Kind.Has(kind):
		return p, fmt.Errorf("%s — не %s", p.Name, model.KindWords(kind))
	}
	return p, nil
}

// each does the same for several people, of whom there must be some.
func (e *rosterEdit) each(people []model.PersonID, kind model.Kind, fn func(model.Person) error) error {
	if err := model.CheckChosen(people); err != nil {
		return err
	}
	for _, id := range people {
		p, err := e.of(id, kind)
		if err != nil {
			return err
		}
		if err := fn(p); err != nil {
			return err
		}
	}
	return nil
}
