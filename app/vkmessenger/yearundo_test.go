package vkmessenger_test

import (
	"fmt"
	"reflect"
	"slices"
	"testing"

	"zvonok/app/demo"
	"zvonok/model"
	"zvonok/model/roster"
	"zvonok/model/store"
)

// doings are the changes of one day, each of which can be taken back.
type doings struct {
	*year
	done    []doing
	refused []string
}

// doing is one change, and the college before it.
type doing struct {
	what   string
	change model.ChangeID
	before roster.College
}

// latest is the latest change.
func (d *doings) latest() (l model.AuditLine) {
	d.t.Helper()
	d.view(func(tx *store.Tx) error {
		return tx.EachAudit(store.AuditQuery{Limit: 1}, func(line model.AuditLine) error {
			l = line
			return nil
		})
	})
	return l
}

// do does something, which may be refused, and remembers the change that it was.
func (d *doings) do(what string, fn func() error) {
	d.t.Helper()
	before, was := d.source.remembered(), d.latest()
	if err := fn(); err != nil {
		d.refused = append(d.refused, what+": "+err.Error())
		if after := d.source.remembered(); !reflect.DeepEqual(after, before) {
			d.t.Errorf("%s was refused and changed something: %v", what, err)
		}
		return
	}
	if l := d.latest(); l.ID != was.ID && l.Change != was.Change {
		d.done = append(d.done, doing{what, l.Change, before})
	}
}

// pick throws the dice for one of a list, which may be empty.
func pick[T any](y *year, list []T) (one T) {
	if len(list) > 0 {
		one = list[y.dice.IntN(len(list))]
	}
	return one
}

// any does one thing of many.
func (d *doings) any() {
	d.t.Helper()
	ctx, s, a := d.admin.As(d.t.Context()), d.standing(), d.admin
	group, student := pick(d.year, s.groups), pick(d.year, s.studying)
	staff, err := a.StaffMembers(ctx, model.PeopleFilter{})
	d.must(err)
	teacher := pick(d.year, staff)
	var gone []model.PersonID
	for id, p := range s.people {
		if !p.Active && p.Kind.Has(model.Student) {
			gone = append(gone, id)
		}
	}
	slices.Sort(gone)
	d.book.number++
	n := d.book.number
	all := []struct {
		what string
		do   func() error
	}{
		{"order", func() error { d.book.writeDay(&s, 1); return nil }},
		{"order", func() error { d.book.writeDay(&s, 1); return nil }},
		{"orders", func() error { d.book.loadFile(&s, 4); return nil }},
		{"cancel", func() error { d.book.cancelOne(); return nil }},
		{"add group", func() error {
			_, err := a.AddGroup(ctx, model.GroupEdit{Name: fmt.Sprintf("НГ-%d", n), Year: 1, Curator: teacher.Person})
			return err
		}},
		{"edit group", func() error {
			card, err := a.Group(ctx, group)
			if err != nil {
				return err
			}
			g := card.Group
			return a.EditGroup(ctx, g, model.GroupEdit{Name: g.Name + "а", Year: g.Year, Specialty: g.Specialty, Curator: teacher.Person})
		}},
		{"add student", func() error { _, err := a.AddStudent(ctx, group, model.NewPerson{Name: newcomer(n)}); return err }},
		{"move", func() error { return a.MoveStudents(ctx, []model.PersonID{student, pick(d.year, s.studying)}, group) }},
		{"leave", func() error { return a.LeaveStudents(ctx, []model.PersonID{student}) }},
		{"return", func() error { return a.ReturnStudents(ctx, []model.PersonID{pick(d.year, gone)}, group) }},
		{"rename", func() error { return a.RenamePerson(ctx, student, s.people[student].Name, newcomer(n)) }},
		{"add parent", func() error {
			_, err := a.AddParent(ctx, model.NewParent{Student: student, Person: model.NewPerson{Name: newcomer(n)}, Relation: "мать"})
			return err
		}},
		{"add staff", func() error {
			_, err := a.AddStaff(ctx, model.NewStaff{NewPerson: model.NewPerson{Name: newcomer(n)}, Roles: model.RoleTeacher})
			return err
		}},
		{"leave staff", func() error { return a.LeaveStaff(ctx, []model.PersonID{teacher.Person}) }},
		{"roles", func() error { return a.SetRoles(ctx, teacher.Person, teacher.Roles, teacher.Roles^model.RoleTeacher) }},
		{"add subject", func() error {
			_, err := a.AddTeaching(ctx, model.TeachingEdit{Group: group, Subject: fmt.Sprintf("Предмет %d", n), WholeGroup: true, Teachers: []model.PersonID{teacher.Person}})
			return err
		}},
		{"end subject", func() error {
			card, err := a.Group(ctx, group)
			if err != nil || len(card.Teachings) == 0 {
				return err
			}
			return a.EndTeachings(ctx, []model.TeachingID{pick(d.year, card.Teachings).ID})
		}},
		{"roster", func() error { d.source.load("a day", d.dice.IntN(2) == 0); return nil }},
		{"disband", func() error {
			_, err := a.SaveOrder(ctx, model.OrderEdit{Number: fmt.Sprintf("%d-р", n), Date: d.today(), Kind: model.OrderDisband, Group: group, Losing: true})
			return err
		}},
	}
	one := pick(d.year, all)
	d.do(one.what, one.do)
}

// TestUndoOfADay: whatever was done on a day, in whatever order: taken back from the end, each change leaves the college as it was before
// it, and VK becomes equal to that.
func TestUndoOfADay(t *testing.T) {
	y := newYear(t, demo.DefaultGroups)
	y.week(1, scale{rows: 15, daily: 2, cancelled: 2})
	changes := 60
	if testing.Short() {
		changes = 20
	}
	d := &doings{year: y}
	for range changes {
		d.any()
	}
	if len(d.done) < changes*3/4 {
		t.Errorf("only %d changes; refused: %q", len(d.done), d.refused)
	}
	for _, one := range slices.Backward(d.done) {
		if err := y.admin.UndoChange(y.admin.As(t.Context()), one.change); err != nil {
			t.Fatalf("%s is not taken back: %v", one.what, err)
		}
		was, is := reflect.ValueOf(one.before), reflect.ValueOf(y.source.remembered())
		for i := range was.NumField() {
			if !reflect.DeepEqual(was.Field(i).Interface(), is.Field(i).Interface()) {
				t.Fatalf("%s is not taken back wholly: the %s differ", one.what, was.Type().Field(i).Name)
			}
		}
	}
	y.settle()
	y.equal("after the day was taken back")
}
