package store

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"zvonok/model"
	"zvonok/model/roster"
)

func date(text string) time.Time {
	d, err := time.Parse(time.DateOnly, text)
	if err != nil {
		panic(err)
	}
	return d
}

// snapshot is a roster of two groups.
func snapshot() roster.Snapshot {
	return roster.Snapshot{
		Format: roster.WorkbookXLSX, Source: "workbook", Today: date("2026-11-23"),
		Given: map[roster.Section]bool{
			roster.Groups: true, roster.Students: true, roster.Parents: true,
			roster.Staff: true, roster.Teachings: true, roster.Learners: true,
		},
		Groups: []roster.Group{{Key: "g:1", Name: "А-1", Year: 1, Curator: "s:1"}, {Key: "g:2", Name: "Б-1", Year: 2, Specialty: "Повар"}},
		Staff: []roster.StaffMember{
			{Key: "s:1", Code: "1", Name: model.ParseName("Ёлкина Анна Петровна"), Roles: model.RoleAdmin, Stated: model.RoleAdmin, Messenger: 1},
			{Key: "s:2", Code: "2", Name: model.ParseName("Жукова Анна"), Messenger: 2},
		},
		Students: []roster.Student{
			{Key: "u:11", Code: "11", Name: model.ParseName("Яшина Анна"), Group: "g:1", Messenger: 11, From: date("2026-09-01")},
			{Key: "u:12", Code: "12", Name: model.ParseName("Елина Анна"), Group: "g:1", Messenger: 12},
			{Key: "u:21", Code: "21", Name: model.ParseName("Ёжикова Анна"), Group: "g:2"},
		},
		Parents: []roster.Parent{
			{Key: "p:31", Code: "31", Name: model.ParseName("Яшин Олег"), Children: []roster.Child{{Student: "u:11", Relation: "отец"}}},
		},
		Teachings: []roster.Teaching{
			{Key: "t:1", Group: "g:1", Subject: "История", Index: "ОГСЭ", WholeGroup: true, Hours: 51, Teachers: []roster.Key{"s:2", "s:1"}},
			{Key: "t:2", Group: "g:1", Subject: "Физика", Subgroup: "1", Learners: []roster.Key{"u:11"}, Teachers: []roster.Key{"s:2"}},
			{Key: "t:3", Subject: "Кружок", Learners: []roster.Key{"u:12", "u:21"}, Teachers: []roster.Key{"s:1"}},
		},
	}
}

// apply applies a snapshot, and fails the test when the same snapshot then still changes something.
func apply(t *testing.T, s *Store, snap roster.Snapshot) roster.Counts {
	t.Helper()
	update(t, s, func(tx *Tx) error { return tx.TurnDay(snap.Today) })
	changes := compare(t, s, snap)
	update(t, s, func(tx *Tx) error { return tx.ApplyRoster(changes) })
	if again := compare(t, s, snap); !again.Writes.Empty() {
		t.Errorf("the same roster again changes %+v", again.Writes)
	}
	return changes.Counts()
}

func compare(t *testing.T, s *Store, snap roster.Snapshot) (changes roster.Changes) {
	t.Helper()
	view(t, s, func(tx *Tx) error {
		college, err := tx.College()
		if err != nil {
			return err
		}
		var problems []roster.Problem
		changes, problems = roster.Compare(college, snap, roster.Decisions{})
		if len(problems) > 0 {
			t.Fatalf("problems: %+v", problems)
		}
		return nil
	})
	return changes
}

func rosterOn(t *testing.T, s *Store, day string) (r model.Roster) {
	t.Helper()
	view(t, s, func(tx *Tx) (err error) {
		r, err = tx.Roster(day)
		return err
	})
	return r
}

// named finds a person by the whole name.
func named(t *testing.T, s *Store, name string) model.PersonID {
	t.Helper()
	var found model.PersonID
	view(t, s, func(tx *Tx) error {
		names, err := tx.Names()
		for id, n := range names {
			if n.String() == name {
				found = id
			}
		}
		return err
	})
	if found == 0 {
		t.Fatalf("nobody is called %s", name)
	}
	return found
}

func TestRosterRoundTrip(t *testing.T) {
	s := openAt(t, t.TempDir())
	n := apply(t, s, snapshot())
	if n.Students.Added != 3 || n.Staff.Added != 2 || n.Parents.Added != 1 || n.Groups.Added != 2 || n.Teachings.Added != 3 {
		t.Errorf("added %+v", n)
	}
	anna, zhukova := named(t, s, "Ёлкина Анна Петровна"), named(t, s, "Жукова Анна")
	r := rosterOn(t, s, "2026-11-23")
	if len(r.Groups) != 2 || r.Groups[0].Curator != anna || r.Groups[1].Specialty != "Повар" || r.Groups[1].Year != 2 {
		t.Errorf("groups %+v", r.Groups)
	}
	history := r.Teachings[0]
	if history.Subject != "История" || history.Index != "ОГСЭ" || history.Hours != 51 || !history.WholeGroup || !slices.Equal(history.Teachers, []model.PersonID{anna, zhukova}) {
		t.Errorf("teaching %+v", history)
	}
	if !slices.Equal(r.Admins, []model.PersonID{anna}) || !slices.Equal(r.Teachers, []model.PersonID{anna, zhukova}) || !slices.Equal(r.Curators, []model.PersonID{anna}) {
		t.Errorf("administrators %v, teachers %v, curators %v", r.Admins, r.Teachers, r.Curators)
	}

	// A number moves from one person to another, and one is swapped.
	moved := snapshot()
	moved.Students[0].Messenger, moved.Students[1].Messenger, moved.Staff[1].Messenger = 12, 11, 22
	if n := apply(t, s, moved); n.Students.Changed != 2 || n.Staff.Changed != 1 {
		t.Errorf("changed %+v", n)
	}
	view(t, s, func(tx *Tx) error {
		profiles, err := tx.Profiles()
		if profiles[named(t, s, "Яшина Анна")] != 12 || profiles[named(t, s, "Елина Анна")] != 11 || profiles[zhukova] != 22 {
			t.Errorf("profiles %v", profiles)
		}
		return err
	})

	// People and subjects go, a group is disbanded, a teaching is for listed learners now.
	smaller := snapshot()
	smaller.Students, smaller.Groups = smaller.Students[:2], smaller.Groups[:1]
	smaller.Teachings = smaller.Teachings[:2]
	smaller.Teachings[0].WholeGroup, smaller.Teachings[0].Learners = false, []roster.Key{"u:12"}
	n = apply(t, s, smaller)
	if n.Students.Removed != 1 || n.Groups.Removed != 1 || n.Teachings.Removed != 1 {
		t.Errorf("removed %+v", n)
	}
	r = rosterOn(t, s, "2026-11-23")
	if len(r.Groups) != 1 || len(r.Teachings) != 2 || !slices.Equal(r.Learners[r.Teachings[0].ID], []model.PersonID{named(t, s, "Елина Анна")}) {
		t.Errorf("roster %+v", r)
	}
	gone := named(t, s, "Ёжикова Анна") // kept for the history
	view(t, s, func(tx *Tx) error {
		p, err := tx.Person(gone)
		if p.Active {
			t.Error("who left is active")
		}
		return err
	})
	if n := apply(t, s, snapshot()); n.Students.Added+n.Students.Changed != 1 || named(t, s, "Ёжикова Анна") != gone {
		t.Errorf("who came back is somebody else: %+v", n)
	}
}

func TestRosterVersion(t *testing.T) {
	s := openAt(t, t.TempDir())
	version := func() (n int) {
		view(t, s, func(tx *Tx) (err error) {
			n, err = tx.IntSetting(SettingRosterVersion, 0)
			return err
		})
		return n
	}
	apply(t, s, snapshot())
	first := version()
	update(t, s, func(tx *Tx) error { return tx.ApplyRoster(roster.Changes{}) })
	if version() != first {
		t.Error("a roster that changes nothing counts")
	}
	changed := snapshot()
	changed.Groups[0].Year = 3
	apply(t, s, changed)
	if version() != first+1 {
		t.Errorf("version %d after %d", version(), first)
	}
}

// TestRosterOfDay: enrolments count from their first day and no more on the day on which they end.
func TestRosterOfDay(t *testing.T) {
	s := openAt(t, t.TempDir())
	apply(t, s, snapshot())
	student := named(t, s, "Яшина Анна")
	update(t, s, func(tx *Tx) error {
		return tx.exec(`UPDATE enrolments SET from_date = '2026-09-01', until_date = '2027-01-15' WHERE person_id = $1`, student)
	})
	for day, in := range map[string]bool{
		"2026-08-31": false, "2026-09-01": true, "2026-11-23": true, "2027-01-14": true, "2027-01-15": false, "2027-06-01": false,
	} {
		r := rosterOn(t, s, day)
		group, physics := r.Groups[0].ID, r.Teachings[1].ID
		got := []bool{
			slices.Contains(r.Students[group], student), len(r.Parents[group]) == 1, slices.Contains(r.Learners[physics], student),
		}
		if !reflect.DeepEqual(got, []bool{in, in, in}) {
			t.Errorf("%s: in the group, the parent, in the subject: %v, want %v", day, got, in)
		}
		var offered []model.Candidate
		view(t, s, func(tx *Tx) (err error) {
			offered, err = tx.Candidates(CandidateFilter{Teaching: physics, Today: day})
			return err
		})
		if (len(offered) == 1) != in {
			t.Errorf("%s: %d are offered for the subject", day, len(offered))
		}
	}
}

// TestRosterLeavesOut: people, groups and subjects that have ended are in no chat.
func TestRosterLeavesOut(t *testing.T) {
	const day = "2026-11-23"
	for name, c := range map[string]struct {
		sql   string
		check func(model.Roster) bool
	}{
		"a student who left": {`UPDATE persons SET active = 0 WHERE last_name = 'Яшина'`, func(r model.Roster) bool {
			return len(r.Students[1]) == 1 && len(r.Parents[1]) == 0 && len(r.Learners[2]) == 0
		}},
		"a parent who left": {`UPDATE persons SET active = 0 WHERE last_name = 'Яшин'`, func(r model.Roster) bool { return len(r.Students[1]) == 2 && len(r.Parents[1]) == 0 }},
		"a curator who left": {`UPDATE persons SET active = 0 WHERE last_name = 'Ёлкина'`, func(r model.Roster) bool {
			return r.Groups[0].Curator == 0 && len(r.Teachings[0].Teachers) == 1 && len(r.Admins) == 0
		}},
		"no longer staff":      {`UPDATE persons SET kinds = 2 WHERE last_name = 'Ёлкина'`, func(r model.Roster) bool { return len(r.Admins) == 0 }},
		"a disbanded group":    {`UPDATE groups SET active = 0 WHERE id = 1`, func(r model.Roster) bool { return len(r.Groups) == 1 && len(r.Teachings) == 1 }},
		"a subject that ended": {`UPDATE teachings SET active = 0 WHERE id = 2`, func(r model.Roster) bool { return len(r.Teachings) == 2 && len(r.Learners[2]) == 0 }},
		"a learner of another group": {`UPDATE enrolments SET group_id = 2 WHERE person_id = (SELECT id FROM persons WHERE last_name = 'Яшина')`, func(r model.Roster) bool {
			return len(r.Learners[2]) == 0 && len(r.Students[2]) == 2 && len(r.Learners[3]) == 2
		}},
	} {
		t.Run(name, func(t *testing.T) {
			s := openAt(t, t.TempDir())
			apply(t, s, snapshot())
			update(t, s, func(tx *Tx) error { return tx.exec(c.sql) })
			if r := rosterOn(t, s, day); !c.check(r) {
				t.Errorf("%+v", r)
			}
		})
	}
}

func TestCandidates(t *testing.T) {
	s := openAt(t, t.TempDir())
	snap := snapshot()
	snap.Students = append(snap.Students, roster.Student{Key: "u:13", Code: "13", Name: model.ParseName("Елинова Анна"), Group: "g:1"})
	apply(t, s, snap)
	var chat model.ChatID
	update(t, s, func(tx *Tx) (err error) {
		if chat, err = tx.InsertChat(model.Chat{Key: model.ChatKey{Type: model.ChatGroup, Group: 1}, Title: "А-1"}); err != nil {
			return err
		}
		rows := []ChatRow{
			{chat, model.RowChange{Member: model.Member{Person: named(t, s, "Елина Анна"), Origin: model.OriginManual}}},
			{chat, model.RowChange{Member: model.Member{Person: named(t, s, "Яшина Анна"), Origin: model.OriginExcluded}}},
		}
		return tx.PutMembers(rows)
	})
	zhukova := named(t, s, "Жукова Анна")
	for _, c := range []struct {
		name string
		f    CandidateFilter
		want []string
	}{
		// е and ё stand together, as in a Russian dictionary.
		{"all", CandidateFilter{}, []string{"Ёжикова Анна Б-1", "Елина Анна А-1", "Елинова Анна А-1", "Ёлкина Анна Петровна ", "Жукова Анна ", "Яшин Олег А-1", "Яшина Анна А-1"}},
		{"staff", CandidateFilter{Kind: model.Staff}, []string{"Ёлкина Анна Петровна ", "Жукова Анна "}},
		{"students of a group", CandidateFilter{Kind: model.Student, Group: 1}, []string{"Елина Анна А-1", "Елинова Анна А-1", "Яшина Анна А-1"}},
		{"parents of a group", CandidateFilter{Kind: model.Parent, Group: 1}, []string{"Яшин Олег А-1"}},
		{"parents of another", CandidateFilter{Kind: model.Parent, Group: 2}, nil},
		{"a whole group's subject", CandidateFilter{Teaching: 1}, []string{"Елина Анна А-1", "Елинова Анна А-1", "Яшина Анна А-1"}},
		{"a subject's learners", CandidateFilter{Teaching: 2}, []string{"Яшина Анна А-1"}},
		{"a section of no group", CandidateFilter{Teaching: 3}, []string{"Ёжикова Анна Б-1", "Елина Анна А-1"}},
		{"not in the chat", CandidateFilter{Kind: model.Student, Group: 1, NotIn: chat}, []string{"Елинова Анна А-1", "Яшина Анна А-1"}},
		{"taught by a teacher", CandidateFilter{Taught: zhukova}, []string{"Елина Анна А-1", "Елинова Анна А-1", "Яшина Анна А-1"}},
	} {
		c.f.Today = "2026-11-23"
		view(t, s, func(tx *Tx) error {
			people, err := tx.Candidates(c.f)
			var got []string
			for _, p := range people {
				got = append(got, fmt.Sprintf("%v %s", p.Name, p.Group))
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("%s: %q, want %q", c.name, got, c.want)
			}
			return err
		})
	}
	for what, sql := range map[string]string{
		"who has left":              `UPDATE persons SET active = 0 WHERE last_name = 'Яшина'`,
		"subjects of no such group": `UPDATE groups SET active = 0 WHERE id = 1`,
	} {
		update(t, s, func(tx *Tx) error { return tx.exec(sql) })
		view(t, s, func(tx *Tx) error {
			people, err := tx.Candidates(CandidateFilter{Teaching: 2, Today: "2026-11-23"})
			if len(people) != 0 {
				t.Errorf("%s: offered %+v", what, people)
			}
			return err
		})
	}
}

// TestNumbersInOrder: a desk compares the person at work with the former one, and databases join numbers in any order.
func TestNumbersInOrder(t *testing.T) {
	var ids []model.GroupID
	if err := (toNumbers[model.GroupID]{&ids}).Scan("12,3,100"); err != nil || !slices.Equal(ids, []model.GroupID{3, 12, 100}) {
		t.Errorf("%v, %v", ids, err)
	}
}

func TestActor(t *testing.T) {
	s := openAt(t, t.TempDir())
	apply(t, s, snapshot())
	id := named(t, s, "Ёлкина Анна Петровна")
	actor := func() (a model.Actor) {
		view(t, s, func(tx *Tx) (err error) {
			a, err = tx.Actor(id)
			return err
		})
		return a
	}
	if a := actor(); !a.Roles.Has(model.RoleAdmin) || !slices.Equal(a.Groups, []model.GroupID{1}) || !slices.Equal(a.Teachings, []model.TeachingID{1, 3}) {
		t.Errorf("%+v", a)
	}
	update(t, s, func(tx *Tx) error { return tx.exec(`UPDATE persons SET active = 0 WHERE id = $1`, id) })
	if a := actor(); !reflect.DeepEqual(a, model.Actor{Person: id}) {
		t.Errorf("who has left still may: %+v", a)
	}
	view(t, s, func(tx *Tx) error {
		if _, err := tx.Actor(999); !errors.Is(err, ErrNotFound) {
			t.Errorf("nobody: %v", err)
		}
		return nil
	})
}

// TestCollegeStandsInOrder: what is compared with a roster stands by its numbers, whatever was written last: a preview and the loading
// after it see the same.
func TestCollegeStandsInOrder(t *testing.T) {
	s := openAt(t, t.TempDir())
	update(t, s, func(tx *Tx) error {
		for range 3 {
			id, err := tx.InsertPerson(model.Person{Name: model.Name{LastName: "Ж"}, Kind: model.Student, Active: true})
			if err != nil {
				return err
			}
			group, err := tx.InsertGroup(model.Group{Name: "Ж", Year: 1})
			if err != nil {
				return err
			}
			if err := tx.Enrol(id, group, "2026-09-01"); err != nil {
				return err
			}
		}
		return nil
	})
	update(t, s, func(tx *Tx) error {
		return errors.Join(tx.exec(`UPDATE persons SET roles = 1 WHERE id = 1`), tx.exec(`UPDATE groups SET year = 2 WHERE id = 1`),
			tx.exec(`UPDATE enrolments SET from_date = '2026-09-02' WHERE id = 1`))
	})
	view(t, s, func(tx *Tx) error {
		c, err := tx.College()
		for i := range 3 {
			if p, g, e := c.People[i].ID, c.Groups[i].ID, c.Enrolments[i].ID; int64(p) != int64(i+1) || int64(g) != int64(i+1) || e != int64(i+1) {
				t.Errorf("row %d: person %d, group %d, enrolment %d", i, p, g, e)
			}
		}
		return err
	})
}
