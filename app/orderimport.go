package app

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"zvonok/model"
	"zvonok/model/roster"
	"zvonok/model/store"
)

// pendingOrders is the file of orders that was looked at last and may be applied.
type pendingOrders struct {
	version int // of the rosters that it was compared with
	batches []orderBatch
	preview model.OrdersPreview
}

// orderBatch is an order of a file with its people.
type orderBatch struct {
	model.Order
	lines []orderOf
}

// orderOf is what an order of a file does with one person. A negative person is new.
type orderOf struct {
	model.Movement
	name model.Name
}

var errOrdersGone = errors.New("эти приказы уже загружены или устарели: выберите файл ещё раз")

// OrdersRequest says which files of orders to import and how.
type OrdersRequest struct {
	Paths []string
	// SkipProblems leaves out the rows with problems and writes the others.
	SkipProblems bool
	// OverLimit confirms that more students may leave than the safety limits let go.
	OverLimit bool
	// Confirm sees what is then written, and the limits that it goes beyond.
	Confirm func(model.OrdersPreview) bool
}

// ImportOrders reads orders for the owner of the file and, when there are no problems, there is something new and
// Confirm agrees, writes all of them in one transaction. Problems come with ErrProblems; orders by which too many
// students would leave are an *ImportLimitError.
func (c *College) ImportOrders(ctx context.Context, r OrdersRequest) (preview model.OrdersPreview, applied bool, err error) {
	owner := func(tx *store.Tx) (model.Actor, error) { return actorIn(tx, 0) }
	pending, err := c.readOrders(ctx, r.Paths, owner)
	preview = pending.preview
	switch {
	case err != nil:
		return preview, false, err
	case len(preview.Problems) > 0 && !r.SkipProblems:
		return preview, false, ErrProblems
	case !r.Confirm(preview):
		return preview, false, nil
	case len(preview.Over) > 0 && !r.OverLimit:
		return preview, false, &ImportLimitError{Reasons: preview.Over}
	case len(preview.Orders) == 0:
		return preview, true, nil
	}
	if err := c.BackupBefore(ctx, model.BackupOrders); err != nil {
		return preview, false, err
	}
	err = c.editRoster(ctx, owner, pending.write)
	return preview, err == nil, err
}

// PreviewOrders reads orders and says what they would bring; nothing changes yet. Problems in the files are part of the
// answer, not an error; the rows without any may be applied.
func (s *Session) PreviewOrders(ctx context.Context, paths []string) (model.OrdersPreview, error) {
	pending, err := s.college.readOrders(ctx, paths, s.actorIn)
	if err != nil || len(pending.preview.Orders) == 0 {
		return pending.preview, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	pending.preview.ID = s.orders.preview.ID + 1
	s.orders = pending
	return pending.preview, nil
}

// ApplyOrders writes the orders of a preview, all of them in one transaction; rows with problems are left out. When the
// college's rosters changed after the preview nothing is done, which is ErrRosterChanged. Orders by which too many
// students would leave are an *ImportLimitError, unless over confirms them.
func (s *Session) ApplyOrders(ctx context.Context, id model.ImportID, over bool) error {
	s.mu.Lock()
	pending := s.orders
	s.mu.Unlock()
	if id == 0 || pending.preview.ID != id || len(pending.batches) == 0 {
		return errOrdersGone
	}
	if len(pending.preview.Over) > 0 && !over {
		return &ImportLimitError{Reasons: pending.preview.Over}
	}
	if err := s.college.BackupBefore(ctx, model.BackupOrders); err != nil {
		return err
	}
	if err := s.editRoster(ctx, pending.write); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.orders.preview.ID == id {
		s.orders.batches = nil
	}
	return nil
}

// readOrders reads files of orders and checks them against the college.
func (c *College) readOrders(ctx context.Context, paths []string, who func(*store.Tx) (model.Actor, error)) (pending pendingOrders, err error) {
	for _, p := range paths {
		pending.preview.Files = append(pending.preview.Files, filepath.Base(p))
	}
	err = c.Store.View(ctx, func(tx *store.Tx) error {
		actor, err := who(tx)
		if err != nil {
			return err
		}
		if !actor.PeopleAccess().Edit {
			return ErrNoRight
		}
		if pending.version, err = tx.IntSetting(store.SettingRosterVersion, 0); err != nil {
			return err
		}
		opts := roster.OrderOptions{}
		if opts.Today, err = c.today(tx); err != nil {
			return err
		}
		if opts.Groups, err = tx.GroupNames(); err != nil {
			return err
		}
		if opts.Students, err = tx.OrderStudents(); err != nil {
			return err
		}
		files, err := roster.Open(ctx, paths)
		if err != nil {
			return err
		}
		read, err := roster.ReadOrders(ctx, files, opts)
		if err != nil {
			return err
		}
		pending.preview.Problems, pending.preview.Notices = importProblems(read.Problems), importProblems(read.Notices)
		check, err := newOrderCheck(tx, read.Lines, opts)
		if err != nil {
			return err
		}
		if err := pending.check(check); err != nil {
			return err
		}
		pending.preview.Over, err = pending.over(check)
		return err
	})
	return pending, err
}

func importProblems(list []roster.Problem) []model.ImportProblem {
	problems := make([]model.ImportProblem, len(list))
	for i, p := range list {
		problems[i] = model.ImportProblem{File: p.File, Row: p.Row, Column: p.Column, Value: p.Value, Message: p.Message}
	}
	return problems
}

func (b orderBatch) preview(names map[model.GroupID]string) model.OrderPreview {
	o := model.OrderPreview{Number: b.Number, Date: b.Date, Kind: b.Kind, Effective: b.Effective, People: len(b.lines)}
	for _, l := range b.lines {
		if l.Person < 0 && l.Kind.Enrols() {
			o.New++
		}
		o.Lines = append(o.Lines, model.OrderPerson{Person: l.Person, Name: l.name, Before: names[l.Out], After: names[l.In]})
	}
	return o
}

// write writes the orders of a file.
func (p pendingOrders) write(e *rosterEdit) error {
	version, err := e.IntSetting(store.SettingRosterVersion, 0)
	if err != nil {
		return err
	}
	if version != p.version {
		return ErrRosterChanged
	}
	day, err := time.Parse(time.DateOnly, e.today)
	if err != nil {
		return err
	}
	made := map[model.PersonID]model.PersonID{}
	var people []model.PersonID
	for _, b := range p.batches {
		movements := make([]model.Movement, len(b.lines))
		for i, l := range b.lines {
			if l.Person < 0 && made[l.Person] == 0 {
				id, err := e.InsertPerson(model.Person{Name: l.name, Kind: model.Student, Active: true})
				if err == nil {
					err = e.RememberStanding(id, false)
				}
				if err != nil {
					return err
				}
				made[l.Person] = id
			}
			movements[i] = l.Movement
			if l.Person < 0 {
				movements[i].Person = made[l.Person]
			}
			people = append(people, movements[i].Person)
		}
		if err := e.fileOrder(b.Order, movements, day); err != nil {
			return err
		}
	}
	slices.Sort(people)
	people = slices.Compact(people)
	if _, err := e.CarryOrders(people, day); err != nil {
		return err
	}
	return e.audit("Загрузка приказов", strings.Join(p.preview.Files, ", "), fmt.Sprintf("приказов: %d, людей: %d, новых студентов: %d",
		len(p.batches), len(people), len(made)))
}

// fileOrder writes an order of a file. One of which other rows were loaded before gets the new ones besides.
func (e *rosterEdit) fileOrder(o model.Order, movements []model.Movement, today time.Time) error {
	there, err := e.OrderLike(o)
	if errors.Is(err, store.ErrNotFound) {
		_, err = e.InsertOrder(o, movements)
		return err
	}
	if err != nil {
		return err
	}
	before, err := e.OrderMovements(there.ID)
	if err != nil {
		return err
	}
	return e.ReplaceOrder(there, append(before, movements...), today)
}
