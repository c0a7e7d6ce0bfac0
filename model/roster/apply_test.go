package roster_test

import (
	"slices"
	"testing"

	"zvonok/model"
	"zvonok/model/roster"
)

// apply carries out the changes on a college in memory, as the store does in the database.
func apply(t testing.TB, c roster.College, ch roster.Changes) roster.College {
	t.Helper()
	w := ch.Writes
	next := int64(1)
	for _, p := range c.People {
		next = max(next, int64(p.ID)+1)
	}
	for _, g := range c.Groups {
		next = max(next, int64(g.ID)+1)
	}
	for _, x := range c.Teachings {
		next = max(next, int64(x.ID)+1)
	}
	for _, e := range c.Enrolments {
		next = max(next, e.ID+1)
	}
	ids := map[roster.Key]int64{}
	id := func(r roster.Ref) int64 {
		if r.IsZero() {
			return 0
		}
		if !r.IsNew() {
			return r.ID
		}
		if ids[r.Key] == 0 {
			t.Fatalf("reference to %q before it was made", r.Key)
		}
		return ids[r.Key]
	}
	make := func(r roster.Ref) int64 {
		if !r.IsNew() {
			return r.ID
		}
		if ids[r.Key] != 0 {
			t.Fatalf("%q made twice", r.Key)
		}
		ids[r.Key] = next
		next++
		return ids[r.Key]
	}
	var out roster.College
	people := map[model.PersonID]model.Person{}
	for _, p := range c.People {
		people[p.ID] = p
	}
	for _, p := range w.People {
		pid := model.PersonID(make(p.Ref))
		people[pid] = model.Person{ID: pid, Name: p.Name, Kind: p.Kind, Roles: p.Roles, Messenger: p.Messenger, Active: p.Active}
	}
	owners := map[model.MessengerID]bool{}
	for _, p := range people {
		if p.Messenger != 0 && owners[p.Messenger] {
			t.Fatalf("two people have the messenger id %d", p.Messenger)
		}
		owners[p.Messenger] = true
		out.People = append(out.People, p)
	}
	groups := map[model.GroupID]roster.CollegeGroup{}
	for _, g := range c.Groups {
		groups[g.ID] = g
	}
	for _, g := range w.Groups {
		gid := model.GroupID(make(g.Ref))
		groups[gid] = roster.CollegeGroup{Group: model.Group{ID: gid, Name: g.Name, Year: g.Year, Specialty: g.Specialty,
			Curator: model.PersonID(id(g.Curator))}, Active: g.Active}
	}
	for _, g := range groups {
		out.Groups = append(out.Groups, g)
	}
	out.Enrolments = slices.Clone(c.Enrolments)
	for _, e := range w.Enrolments {
		row := roster.Enrolment{ID: e.ID, Student: model.PersonID(id(e.Student)), Group: model.GroupID(id(e.Group)), From: e.From, To: e.To}
		if i := slices.IndexFunc(out.Enrolments, func(o roster.Enrolment) bool { return o.ID == e.ID }); e.ID != 0 && i >= 0 {
			out.Enrolments[i] = row
			continue
		}
		row.ID = next
		next++
		out.Enrolments = append(out.Enrolments, row)
	}
	for _, m := range w.Withdrawn {
		for i := range out.Enrolments {
			e := &out.Enrolments[i]
			if e.Student == m.Person && e.Group == m.Out && !e.From.After(m.Day) && (e.To.IsZero() || e.To.After(m.Day)) {
				e.To = m.Day
			}
		}
	}
	applyRest(c, &out, ch, id, make)
	return out
}

func applyRest(c roster.College, out *roster.College, ch roster.Changes, id, make func(roster.Ref) int64) {
	w := ch.Writes
	out.Guardianships = slices.DeleteFunc(slices.Clone(c.Guardianships), func(g roster.Guardianship) bool {
		return slices.Contains(w.GuardianshipsGone, g)
	})
	for _, g := range w.Guardianships {
		row := roster.Guardianship{model.PersonID(id(g.Parent)), model.PersonID(id(g.Student)), g.Relation}
		i := slices.IndexFunc(out.Guardianships, func(o roster.Guardianship) bool { return o.Parent == row.Parent && o.Student == row.Student })
		if i >= 0 {
			out.Guardianships[i] = row
		} else {
			out.Guardianships = append(out.Guardianships, row)
		}
	}
	out.Learners = slices.DeleteFunc(slices.Clone(c.Learners), func(l roster.Learner) bool { return slices.Contains(w.LearnersGone, l) })
	teachings := map[model.TeachingID]model.Teaching{}
	for _, x := range c.Teachings {
		if !slices.Contains(w.TeachingsGone, x.ID) {
			teachings[x.ID] = x
		}
	}
	for _, x := range w.Teachings {
		tid := model.TeachingID(make(x.Ref))
		row := model.Teaching{ID: tid, Group: model.GroupID(id(x.Group)), Subject: x.Subject, Index: x.Index,
			Subgroup: x.Subgroup, Hours: x.Hours, WholeGroup: x.WholeGroup}
		for _, r := range x.Teachers {
			row.Teachers = append(row.Teachers, model.PersonID(id(r)))
		}
		slices.Sort(row.Teachers)
		teachings[tid] = row
	}
	for _, x := range teachings {
		out.Teachings = append(out.Teachings, x)
	}
	for _, l := range w.Learners {
		out.Learners = append(out.Learners, roster.Learner{model.TeachingID(id(l.Teaching)), model.PersonID(id(l.Student))})
	}
	out.Keys = slices.DeleteFunc(slices.Clone(c.Keys), func(k roster.KeyRow) bool { return slices.Contains(w.KeysGone, k) })
	for _, k := range w.Keys {
		row := roster.KeyRow{ch.Source, k.Section, k.Key, id(k.Ref)}
		i := slices.IndexFunc(out.Keys, func(o roster.KeyRow) bool {
			return o.Source == row.Source && o.Section == row.Section && o.Key == row.Key
		})
		if i >= 0 {
			out.Keys[i] = row
		} else {
			out.Keys = append(out.Keys, row)
		}
	}
}

// load applies a snapshot that must compare without problems.
func load(t testing.TB, c roster.College, s roster.Snapshot) (roster.College, roster.Counts) {
	t.Helper()
	ch, problems := roster.Compare(c, s, roster.Decisions{})
	clean(t, problems)
	return apply(t, c, ch), ch.Counts()
}

// same fails the test unless the snapshot changes nothing in the college.
func same(t testing.TB, c roster.College, s roster.Snapshot) {
	t.Helper()
	ch, problems := roster.Compare(c, s, roster.Decisions{})
	clean(t, problems)
	if !ch.Writes.Empty() {
		t.Fatalf("a second time changes something: %+v", ch.Writes)
	}
	for sec, n := range map[roster.Section]roster.Count{roster.Groups: ch.Counts().Groups, roster.Students: ch.Counts().Students, roster.Parents: ch.Counts().Parents,
		roster.Staff: ch.Counts().Staff, roster.Teachings: ch.Counts().Teachings, roster.Learners: ch.Counts().Learners} {
		if n.Added+n.Changed+n.Removed > 0 {
			t.Fatalf("%s: a second time counts %+v", sec, n)
		}
	}
}
