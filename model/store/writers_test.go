package store

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"zvonok/model"
)

// TestConcurrentWriters: what is looked at and then written holds though several processes write at once: names that nobody has yet,
// numbers that follow the last, editions of an order, what somebody has seen, and the numbers of events, without a gap.
func TestConcurrentWriters(t *testing.T) {
	dir := t.TempDir()
	stores := []*Store{openAt(t, dir), openAt(t, dir), openAt(t, dir)}
	const each, rounds = 2, 8 // writers of a process, and what each does
	day := time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC)
	var student model.PersonID
	var order model.OrderID
	var chat model.ChatID
	update(t, stores[0], func(tx *Tx) (err error) {
		if student, err = tx.InsertPerson(model.Person{Name: model.Name{LastName: "Студент"}, Kind: model.Student, Active: true}); err != nil {
			return err
		}
		if chat, err = tx.InsertChat(model.Chat{Title: "Чат"}); err != nil {
			return err
		}
		order, err = tx.InsertOrder(model.Order{Number: "1", Date: day, Effective: day, Kind: model.OrderEnroll}, []model.Movement{{Person: student}})
		return err
	})
	first := stores[0].Position().Number
	errTaken := errors.New("taken")
	var writers errgroup.Group
	for n := range len(stores) * each {
		s := stores[n%len(stores)]
		writers.Go(func() error {
			for round := range rounds {
				name := fmt.Sprintf("ДО-%d", round) // all want the same
				err := s.Update(t.Context(), func(tx *Tx) error {
					groups, err := tx.EveryGroup(false)
					if err != nil {
						return err
					}
					if slices.ContainsFunc(groups, func(g model.Group) bool { return g.Name == name }) {
						return errTaken
					}
					_, err = tx.InsertGroup(model.Group{Name: name, Year: 1})
					return err
				})
				if err != nil && !errors.Is(err, errTaken) {
					return err
				}
				err = s.Update(t.Context(), func(tx *Tx) error {
					if err := tx.RosterEdited(); err != nil {
						return err
					}
					o, err := tx.Order(order)
					if err != nil {
						return err
					}
					if err := tx.ReplaceOrder(o, []model.Movement{{Person: student}}); err != nil {
						return err
					}
					seen, err := tx.ChatVersion(chat)
					if err != nil {
						return err
					}
					return tx.UpdateChat(model.Chat{ID: chat, Title: fmt.Sprint(seen + 1)})
				})
				if err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err := writers.Wait(); err != nil {
		t.Fatal(err)
	}
	const writes = 3 * each * rounds
	view(t, stores[1], func(tx *Tx) error {
		groups, err := tx.EveryGroup(false)
		if err != nil || len(groups) != rounds {
			t.Errorf("%d groups, want %d: %v", len(groups), rounds, err)
		}
		if version, err := tx.IntSetting(SettingRosterVersion, 0); err != nil || version != writes {
			t.Errorf("the roster's version is %d, want %d: %v", version, writes, err)
		}
		if o, err := tx.Order(order); err != nil || o.Edition != writes+1 {
			t.Errorf("the order's edition is %d, want %d: %v", o.Edition, writes+1, err)
		}
		if c, err := tx.ListedChat(chat); err != nil || c.Title != fmt.Sprint(writes+1) {
			t.Errorf("the chat was last seen as %s, want %d: %v", c.Title, writes+1, err)
		}
		at, err := tx.position()
		if err != nil {
			return err
		}
		numbers, err := loadColumn[uint64](tx, `SELECT number FROM events WHERE number > $1 ORDER BY number`, first)
		if len(numbers) != int(at.Number-first) || len(numbers) < writes { //nolint:gosec // a few hundred
			t.Errorf("%d events up to %d after %d", len(numbers), at.Number, first)
		}
		return err
	})
}
