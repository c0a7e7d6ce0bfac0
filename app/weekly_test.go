package app_test

import (
	"reflect"
	"slices"
	"testing"

	"zvonok/app"
	"zvonok/app/demo"
	"zvonok/model"
	"zvonok/model/roster"
	"zvonok/model/store"
)

// wanted are the members that the policy wants in each chat of the college.
func (w *world) wanted(t *testing.T) map[model.ChatKey][]model.DesiredMember {
	t.Helper()
	chats := map[model.ChatKey][]model.DesiredMember{}
	w.view(t, func(tx *store.Tx) error {
		r, err := tx.Roster("2026-11-23")
		for _, d := range model.Desired(r) {
			chats[d.Key] = d.Members
		}
		return err
	})
	return chats
}

// oneWeek is the roster a week later: of a hundred students one has left or moved to the next group.
func oneWeek(s roster.Snapshot) roster.Snapshot {
	var students []roster.Student
	for i, u := range s.Students {
		if i%200 == 7 {
			continue // left
		}
		if i%200 == 107 {
			at := slices.IndexFunc(s.Groups, func(g roster.Group) bool { return g.Key == u.Group })
			u.Group = s.Groups[(at+1)%len(s.Groups)].Key
		}
		students = append(students, u)
	}
	s.Students = students
	here := map[roster.Key]bool{}
	for _, u := range students {
		here[u.Key] = true
	}
	var parents []roster.Parent
	for _, p := range s.Parents {
		var children []roster.Child
		for _, c := range p.Children {
			if here[c.Student] {
				children = append(children, c)
			}
		}
		if p.Children = children; len(children) > 0 {
			parents = append(parents, p)
		}
	}
	s.Parents = parents
	groupOf := map[roster.Key]roster.Key{}
	for _, u := range students {
		groupOf[u.Key] = u.Group
	}
	teachings := make([]roster.Teaching, len(s.Teachings))
	for i, x := range s.Teachings {
		var learners []roster.Key
		for _, k := range x.Learners {
			if here[k] && groupOf[k] == x.Group {
				learners = append(learners, k)
			}
		}
		x.Learners = learners
		teachings[i] = x
	}
	s.Teachings = teachings
	return s
}

// TestWeeklyImport: after a week's changes among about 5,000 students the agent touches the chats whose lists
// changed, no others, and a second look has nothing to do.
func TestWeeklyImport(t *testing.T) {
	vk := newFake()
	vk.batch, vk.may.AddDirectly = 25, true
	w := openWorld(t, t.TempDir(), vk)
	snapshot, _ := demo.College(200)
	w.apply(t, snapshot)
	w.run(t, app.RunOptions{Initialise: true, OverLimit: true})
	before := w.wanted(t)
	w.apply(t, oneWeek(snapshot))
	after := w.wanted(t)
	changed := map[model.MessengerID]bool{}
	w.view(t, func(tx *store.Tx) error {
		chats, err := tx.ListedChats()
		for _, c := range chats {
			if !reflect.DeepEqual(before[c.Key], after[c.Key]) {
				changed[c.Peer] = true
			}
		}
		return err
	})
	touched, calls := map[model.MessengerID]bool{}, 0
	vk.intercept = func(_ int, ops []app.Op, do func(int) []app.Outcome) ([]app.Outcome, error) {
		for _, op := range ops {
			touched[op.Peer] = true
			calls++
			if op.Kind == app.OpCreate || !changed[op.Peer] {
				t.Errorf("a call for a chat that did not change: %+v", op)
			}
		}
		return do(-1), nil
	}
	w.run(t, app.RunOptions{})
	if len(changed) < 50 || len(touched) < len(changed)*9/10 {
		t.Errorf("%d chats changed, %d were touched", len(changed), len(touched))
	}
	t.Logf("%d chats changed, %d were touched by %d calls, of %d chats", len(changed), len(touched), calls, len(after))
	vk.intercept = func(_ int, ops []app.Op, do func(int) []app.Outcome) ([]app.Outcome, error) {
		t.Errorf("the second look sends %d calls", len(ops))
		return do(-1), nil
	}
	w.run(t, app.RunOptions{})
}
