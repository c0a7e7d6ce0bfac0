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

// ImportOrders reads orders for the owner of the file and, when there are no problems, there is something new and
// confirm agrees, writes all of them in one transaction. Problems come with ErrProblems.
func (c *College) ImportOrders(ctx context.Context, paths []string, confirm func(model.OrdersPreview) bool) (preview model.OrdersPreview, applied bool, err error) {
	owner := func(tx *store.Tx) (model.Actor, error) { return actorIn(tx, 0) }
	pending, err := c.readOrders(ctx, paths, owner)
	preview = pending.preview
	switch {
	case err != nil:
		return preview, false, err
	case len(preview.Problems) > 0:
		return preview, false, ErrProblems
	case !confirm(preview):
		return preview, false, nil
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
// answer, not an error.
func (s *Session) PreviewOrders(ctx context.Context, paths []string) (model.OrdersPreview, error) {
	pending, err := s.college.readOrders(ctx, paths, s.actorIn)
	if err != nil || len(pending.preview.Problems) > 0 || len(pending.preview.Orders) == 0 {
		return pending.preview, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	pending.preview.ID = s.orders.preview.ID + 1
	s.orders = pending
	return pending.preview, nil
}

// ApplyOrders writes the orders of a preview, all of them in one transaction. When the college's rosters changed after
// the preview nothing is done, which is ErrRosterChanged.
func (s *Session) ApplyOrders(ctx context.Context, id model.ImportID) error {
	s.mu.Lock()
	pending := s.orders
	s.mu.Unlock()
	if id == 0 || pending.preview.ID != id || len(pending.batches) == 0 {
		return errOrdersGone
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
		read, err := roster.ReadOrders(ctx, paths, opts)
		if err != nil {
			return err
		}
		pending.preview.Problems, pending.preview.Notices = importProblems(read.Problems), importProblems(read.Notices)
		if len(read.Problems) > 0 {
			return nil
		}
		return pending.check(tx, read.Lines, opts.Groups)
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

// check follows the orders through one after another and says which of them cannot be.
func (p *pendingOrders) check(tx *store.Tx, lines []roster.OrderLine, names map[model.GroupID]string) error {
	known, err := tx.OrderKeys()
	if err != nil {
		return err
	}
	people := make([]model.PersonID, 0, len(lines))
	for _, l := range lines {
		people = append(people, l.Person)
	}
	slices.Sort(people)
	movements, err := tx.MovementsOf(slices.Compact(people))
	if err != nil {
		return err
	}
	at := map[string]int{} // of batches
	for i, l := range lines {
		o := model.Order{Number: l.Number, Date: l.Date, Kind: l.Kind, Effective: l.Effective, Note: l.Note, Basis: l.Basis}
		if known[store.KeyOfOrder(o, l.Person)] {
			p.preview.Known++
			continue
		}
		m, err := fileMovement(l, movements[l.Person], names)
		if err != nil {
			p.preview.Problems = append(p.preview.Problems, model.ImportProblem{File: l.At.File, Row: l.At.Row, Value: l.Name.String(), Message: err.Error()})
			continue
		}
		m.Day = l.Effective
		counted := m
		counted.ID = 1<<62 + int64(i) // after what is written already
		movements[l.Person] = append(movements[l.Person], counted)
		key := fmt.Sprint(model.Fold(o.Number), o.Date.Unix(), o.Effective.Unix(), o.Kind)
		if _, begun := at[key]; !begun {
			at[key] = len(p.batches)
			p.batches = append(p.batches, orderBatch{Order: o})
		}
		b := &p.batches[at[key]]
		b.lines = append(b.lines, orderOf{m, l.Name})
	}
	for _, b := range p.batches {
		p.preview.Orders = append(p.preview.Orders, b.preview(names))
	}
	slices.SortStableFunc(p.preview.Problems, func(a, b model.ImportProblem) int {
		if byFile := strings.Compare(a.File, b.File); byFile != 0 {
			return byFile
		}
		return a.Row - b.Row
	})
	return nil
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

// fileMovement is what a line of a file does with a person of these movements. A file may tell of what is so already:
// then it changes nothing.
func fileMovement(l roster.OrderLine, movements []model.Movement, names map[model.GroupID]string) (model.Movement, error) {
	groups := model.GroupsOn(movements, l.Effective)
	day := l.Effective.Format("02.01.2006")
	in := make([]string, len(groups))
	for i, g := range groups {
		in[i] = names[g]
	}
	where := strings.Join(in, ", ")
	m := model.Movement{Person: l.Person, Kind: l.Kind, Out: l.Before, In: l.After, All: len(groups) <= 1}
	old := " Если приказ старый и уже учтён в списках, удалите строку"
	switch {
	case l.Kind.Enrols() || l.Kind == model.OrderReturn:
		m.Out, m.All = 0, false
		if len(groups) > 0 && !slices.Contains(groups, l.After) {
			return m, fmt.Errorf("на %s студент уже в группе %s: проверьте дату или загрузите недостающие приказы.%s", day, where, old)
		}
		return m, nil
	case l.Kind == model.OrderTransfer && slices.Contains(groups, l.After):
		return m, nil
	case len(groups) > 0 && l.Before != 0 && !slices.Contains(groups, l.Before):
		return m, fmt.Errorf("на %s студент в группе %s, а не в %s: проверьте дату или загрузите недостающие приказы.%s", day, where, names[l.Before], old)
	case len(groups) == 0 && (l.Kind == model.OrderTransfer || model.AttendanceOn(movements, l.Effective) != model.AttendanceOnLeave &&
		model.AttendanceOn(movements, l.Effective) != model.AttendanceLeft):
		return m, fmt.Errorf("на %s студент не числится ни в одной группе: проверьте дату или загрузите недостающие приказы.%s", day, old)
	}
	if l.Kind != model.OrderTransfer {
		m.In, m.All = 0, true
		if m.Out == 0 && len(groups) > 0 {
			m.Out = groups[0]
		}
	}
	return m, nil
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
		if _, err := e.InsertOrder(b.Order, movements); err != nil {
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
