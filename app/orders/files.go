package orders

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"zvonok/app"
	"zvonok/app/college"
	"zvonok/model"
	"zvonok/model/roster/orderfile"
	"zvonok/model/store"
)

// checkedOrders are orders of files as they were checked against the college.
type checkedOrders struct {
	version int // of the rosters that they were checked against
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

// PreviewOrders reads orders and says what they would bring; nothing changes yet. Problems in the files are part of the
// answer, not an error; the rows without any may be loaded.
func (s *Book) PreviewOrders(ctx context.Context, files model.Files) (model.OrdersPreview, error) {
	pending, err := s.checkOrders(ctx, files)
	return pending.preview, err
}

// ApplyOrders writes the orders that the preview of this fingerprint showed, all of them in one transaction; rows with
// problems are left out. If they would be others now, nothing is done and the error is ErrOutdated. Orders by which too
// many students would leave are an *ImportLimitError, unless over confirms them.
func (s *Book) ApplyOrders(ctx context.Context, files model.Files, over bool, fingerprint string) error {
	pending, err := s.checkOrders(ctx, files)
	switch {
	case err != nil:
		return err
	case fingerprint == "" || pending.preview.Fingerprint != fingerprint:
		return app.ErrOutdated
	case len(pending.preview.Over) > 0 && !over:
		return &app.ImportLimitError{Reasons: pending.preview.Over}
	}
	if err := s.college.BackupBefore(ctx, model.BackupOrders); err != nil {
		return err
	}
	return s.college.EditRoster(ctx, pending.write)
}

// checkOrders reads files of orders and checks them against the college.
func (s *Book) checkOrders(ctx context.Context, files model.Files) (pending checkedOrders, err error) {
	pending.preview.Files = files.Names()
	opts := orderfile.Options{}
	err = s.college.Store.View(ctx, func(tx *store.Tx) (err error) {
		if _, err := college.MayEdit(tx); err != nil {
			return err
		}
		if pending.version, err = tx.IntSetting(store.SettingRosterVersion, 0); err != nil {
			return err
		}
		if opts.Today, err = s.college.Today(tx); err != nil {
			return err
		}
		if opts.Groups, err = tx.GroupNames(); err != nil {
			return err
		}
		opts.Students, err = tx.OrderStudents()
		return err
	})
	if err != nil {
		return pending, err
	}
	read, err := orderfile.Read(ctx, files, opts)
	if err != nil {
		return pending, err
	}
	pending.preview.Problems, pending.preview.Notices = college.ImportProblems(read.Problems), college.ImportProblems(read.Notices)
	err = s.college.Store.View(ctx, func(tx *store.Tx) error {
		version, err := tx.IntSetting(store.SettingRosterVersion, 0)
		if err != nil {
			return err
		}
		if version != pending.version {
			return app.ErrOutdated
		}
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
	if err == nil && len(pending.preview.Orders) > 0 {
		pending.preview.Fingerprint, err = college.FingerprintOf(files.Digest(), opts.Today, pending.version, pending.preview.Orders)
	}
	return pending, err
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
func (p checkedOrders) write(e *college.Edit) error {
	version, err := e.IntSetting(store.SettingRosterVersion, 0)
	if err != nil {
		return err
	}
	if version != p.version {
		return app.ErrOutdated
	}
	made := map[model.PersonID]model.PersonID{}
	var people []model.PersonID
	for _, b := range p.batches {
		movements := make([]model.Movement, len(b.lines))
		for i, l := range b.lines {
			if l.Person < 0 && made[l.Person] == 0 {
				id, err := e.InsertPerson(model.Person{Name: l.name, Kind: model.Student})
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
		if err := fileOrder(e, b.Order, movements); err != nil {
			return err
		}
	}
	slices.Sort(people)
	people = slices.Compact(people)
	return e.Note("Загрузка приказов", strings.Join(p.preview.Files, ", "), fmt.Sprintf("приказов: %d, людей: %d, новых студентов: %d",
		len(p.batches), len(people), len(made)))
}

// fileOrder writes an order of a file. If other rows of it were loaded before, the new ones are added to them.
func fileOrder(e *college.Edit, o model.Order, movements []model.Movement) error {
	written, err := e.OrderLike(o)
	if errors.Is(err, store.ErrNotFound) {
		_, err = e.InsertOrder(o, movements)
		return err
	}
	if err != nil {
		return err
	}
	before, err := e.OrderMovements(written.ID)
	if err != nil {
		return err
	}
	return e.ReplaceOrder(written, append(before, movements...))
}
