package vkmessenger_test

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"

	"zvonok/app"
	"zvonok/app/agent"
	"zvonok/model"
	"zvonok/model/roster"
	"zvonok/model/store"
	"zvonok/vkclient/sandbox"
)

// record is a student as the other system knows them.
type record struct {
	roster.Student // one without a code is exported without the profile too
	person         model.PersonID
	there          bool // false: has left, or is on leave
	stale          int  // for how many rosters the system has not heard of the orders
	missing        bool // left out of the last export
	half           int  // of the group, 1 or 2
}

// source is the other system of the college, whose rosters are loaded each week. It hears of the orders late, leaves
// people out and spells as it likes.
type source struct {
	*year
	base      roster.Snapshot // but for the students
	students  []*record
	of        map[model.PersonID]*record
	keys      map[model.GroupID]roster.Key
	next      int                     // the code and the profile of a person who comes next
	forgotten map[model.PersonID]bool // were taken out of the college by a roster
	found     []*record               // missing in the roster before, and named again
	counts    sourceCounts
}

// sourceCounts are what the rosters told.
type sourceCounts struct {
	rosters, renamed, asked, missing, parents, teachers, warnings, undone int
}

// uncode takes the codes from the students of every seventh group: they are known by name and group.
func uncode(s *roster.Snapshot) {
	names := map[roster.Key]string{}
	for i, g := range s.Groups {
		if i%7 == 3 {
			names[g.Key] = g.Name
		}
	}
	twice := map[roster.Key]int{}
	key := func(u roster.Student) roster.Key {
		return roster.Key("student:" + model.Fold(u.Name.String()) + "|" + model.Fold(names[u.Group]))
	}
	for _, u := range s.Students {
		twice[key(u)]++
	}
	now := map[roster.Key]roster.Key{}
	for i := range s.Students {
		if u := &s.Students[i]; names[u.Group] != "" && twice[key(*u)] == 1 {
			now[u.Key] = key(*u)
			u.Key, u.Code = key(*u), ""
		}
	}
	for i := range s.Parents {
		for j, c := range s.Parents[i].Children {
			s.Parents[i].Children[j].Student = cmp.Or(now[c.Student], c.Student)
		}
	}
	for i := range s.Teachings {
		for j, k := range s.Teachings[i].Learners {
			s.Teachings[i].Learners[j] = cmp.Or(now[k], k)
		}
	}
}

func newSource(y *year, snapshot roster.Snapshot) *source {
	s := &source{year: y, base: snapshot, of: map[model.PersonID]*record{}, keys: map[model.GroupID]roster.Key{}, next: 900_000,
		forgotten: map[model.PersonID]bool{}}
	s.base.Students = nil
	byKey := map[roster.Key]*record{}
	for i, u := range snapshot.Students {
		r := &record{Student: u, there: true, half: 1 + i%2}
		s.students = append(s.students, r)
		byKey[u.Key] = r
	}
	for _, k := range y.whole().Keys {
		switch k.Section {
		case roster.Students:
			byKey[k.Key].person = model.PersonID(k.ID)
			s.of[model.PersonID(k.ID)] = byKey[k.Key]
		case roster.Groups:
			s.keys[model.GroupID(k.ID)] = k.Key
		}
	}
	return s
}

// profile makes a person of VK.
func (s *source) profile() (code string, profile model.MessengerID) {
	s.next++
	code = strconv.Itoa(s.next)
	s.vk.AddUser(sandbox.User{ID: int64(s.next), Token: "token-" + code})
	s.meet(model.MessengerID(s.next), "token-"+code)
	return code, model.MessengerID(s.next)
}

// hear lets the system learn where the orders have put people; all says everybody, else most of them.
func (s *source) hear(all bool) {
	now := s.standing()
	for _, id := range slices.Sorted(maps.Keys(now.in)) {
		if s.of[id] == nil && (all || s.dice.IntN(3) > 0) {
			r := &record{person: id, half: 1 + s.next%2}
			r.Name = now.people[id].Name
			r.Code, r.Messenger = s.profile()
			r.Key = roster.Key("student:" + r.Code)
			s.students = append(s.students, r)
			s.of[id] = r
		}
	}
	type place struct {
		name  string
		group roster.Key
	}
	seen := map[place]*record{}
	s.found = nil
	for _, r := range s.students {
		if r.missing {
			r.missing, r.stale = false, 0 // where they were
			s.found = append(s.found, r)
			continue
		}
		if r.stale++; all || r.stale > 3 || s.dice.IntN(10) > 2 {
			in := now.in[r.person]
			if r.stale, r.there = 0, len(in) > 0; r.there {
				r.Group = s.keys[in[len(in)-1]]
			}
		}
		at := place{model.Fold(r.Name.String()), r.Group}
		if other := seen[at]; other != nil && r.there && other.there {
			for _, same := range []*record{other, r} {
				if same.Code == "" {
					same.Code, _ = s.profile() // names no longer tell them apart
				}
			}
		}
		if r.there {
			seen[at] = r
		}
	}
}

// live lets things happen of which the system knows and no order tells.
func (s *source) live() {
	pick := func(ok func(*record) bool) *record {
		for {
			if r := s.students[s.dice.IntN(len(s.students))]; r.there && !r.missing && r.stale == 0 && ok(r) {
				return r
			}
		}
	}
	coded := func(r *record) bool { return r.Code != "" }
	for range 3 {
		pick(coded).missing = true
		s.counts.missing++
	}
	namesakes := func(r *record) (n int) {
		for _, o := range s.students {
			if o.Group == r.Group && o.Name.FirstName == r.Name.FirstName && o.Name.MiddleName == r.Name.MiddleName {
				n++
			}
		}
		return n
	}
	for _, r := range []*record{pick(coded), pick(func(r *record) bool { return r.Code == "" && r.Name.MiddleName != "" && namesakes(r) == 1 })} {
		r.Name.LastName = newcomer(s.next + s.counts.renamed).LastName
		s.counts.renamed++
	}
	t := &s.base.Teachings[s.dice.IntN(len(s.base.Teachings))]
	t.Teachers = []roster.Key{s.base.Staff[s.dice.IntN(len(s.base.Staff))].Key}
	g := &s.base.Groups[s.dice.IntN(len(s.base.Groups))]
	g.Curator = s.base.Staff[s.dice.IntN(len(s.base.Staff))].Key
	s.counts.teachers += 2
	code, profile := s.profile()
	s.base.Parents = append(s.base.Parents, roster.Parent{
		Key: roster.Key("parent:" + code), Code: code, Name: newcomer(s.next), Messenger: profile,
		Children: []roster.Child{{Student: pick(coded).Key, Relation: "мать"}},
	})
	s.counts.parents++
}

// load makes a roster and loads it as a secretary does, who knows the renamed people and, if leaving is true, lets those
// go that the roster no longer names.
func (s *source) load(when string, leaving bool) {
	s.t.Helper()
	s.hear(leaving)
	s.live()
	choices := model.ImportChoices{KeepGone: !leaving, Same: map[string]model.PersonID{}}
	files := s.files(s.snapshot())
	preview := s.preview(files, model.ImportChoices{})
	for _, d := range preview.Doubts {
		if r := s.of[d.Person]; r == nil || model.Fold(r.Name.String()) != model.Fold(d.New.String()) {
			s.t.Fatalf("%s: two people seem to be one: %+v", when, d)
		}
		choices.Same[d.Key] = d.Person
		s.counts.asked++
	}
	preview = s.preview(files, choices)
	for _, part := range preview.Sections {
		if part.Key == string(roster.Students) && part.Added > 0 {
			s.t.Fatalf("%s: the roster brings %d students that no order tells of: %+v", when, part.Added, part.Lines[:min(3, len(part.Lines))])
		}
	}
	if len(preview.Over) > 0 {
		s.t.Fatalf("%s: limits %q", when, preview.Over)
	}
	s.counts.warnings += len(preview.Warnings)
	if preview.Fingerprint != "" {
		s.must(s.admin.ApplyImport(s.admin.As(s.t.Context()), files, choices, preview.Fingerprint))
	}
	s.counts.rosters++
	s.settled(when, leaving)
}

// settled checks that who is missing in the roster has left the college if that was decided, and that who was found
// again is back; those that orders tell more of are another matter.
func (s *source) settled(when string, leaving bool) {
	s.t.Helper()
	now := s.standing()
	is := func(r *record, in bool) {
		s.t.Helper()
		if len(s.book.of[r.person]) == 0 && slices.Contains(now.groups, now.last[r.person]) && in != (len(now.in[r.person]) > 0) {
			s.t.Errorf("%s: %s is in the groups %v", when, r.Name, now.in[r.person])
		}
	}
	for _, r := range s.found {
		if !r.missing {
			is(r, true)
		}
	}
	for _, r := range s.students {
		if r.missing {
			is(r, !leaving)
			s.forgotten[r.person] = s.forgotten[r.person] || leaving
		}
	}
}

// files are those of a roster.
func (s *source) files(x roster.Snapshot) model.Files {
	s.t.Helper()
	files, err := s.admin.ReadFiles(s.t.Context(), []string{s.export(x)})
	s.must(err)
	return files
}

// preview looks at what a roster would change.
func (s *source) preview(files model.Files, choices model.ImportChoices) model.ImportPreview {
	s.t.Helper()
	preview, err := s.admin.PreviewImport(s.admin.As(s.t.Context()), files, choices)
	s.must(err)
	if len(preview.Problems) > 0 {
		s.t.Fatalf("problems in a roster: %+v", preview.Problems[:min(3, len(preview.Problems))])
	}
	return preview
}

// same checks that the last roster, written once more in another way, says nothing new.
func (s *source) same() {
	s.t.Helper()
	preview := s.preview(s.files(s.snapshot()), model.ImportChoices{})
	if preview.Changes() != 0 || preview.Fingerprint != "" || len(preview.Warnings)+len(preview.Doubts) > 0 {
		for _, part := range preview.Sections {
			for _, l := range part.Lines[:min(3, len(part.Lines))] {
				s.t.Errorf("the same roster once more: %s: %+v", part.Title, l)
			}
		}
		s.t.Errorf("the same roster once more: warnings %q, doubts %+v", preview.Warnings, preview.Doubts)
	}
}

// forgetDisbanded takes the groups that were disbanded out of the system.
func (s *source) forgetDisbanded() {
	gone := map[roster.Key]bool{}
	for _, g := range s.whole().Groups {
		gone[s.keys[g.ID]] = !g.Active
	}
	s.base.Groups = slices.DeleteFunc(s.base.Groups, func(g roster.Group) bool { return gone[g.Key] })
	s.base.Teachings = slices.DeleteFunc(s.base.Teachings, func(t roster.Teaching) bool { return gone[t.Group] })
}

// halfASheet loads a roster that was cut off, against the warning, and takes it back.
func (s *source) halfASheet() {
	s.t.Helper()
	missing := map[*record]bool{}
	for i, r := range s.students {
		missing[r] = r.missing
		r.missing = r.missing || i%2 == 0
	}
	cut := s.snapshot()
	for r, was := range missing {
		r.missing = was
	}
	s.mistake(cut, model.ImportChoices{}, func() {
		var limit *app.LimitError
		if _, err := s.agent.Run(s.t.Context(), agent.RunOptions{}, nil); !errors.As(err, &limit) {
			s.t.Errorf("with half of the students gone the agent answers %v", err)
		}
	})
}

// foreign loads another college's roster beside this one's, and takes it back.
func (s *source) foreign() {
	s.t.Helper()
	other := roster.Snapshot{Staff: []roster.StaffMember{{Key: "d", Code: "ч-д", Name: newcomer(5_000_001), Roles: model.RoleAdmin | model.RoleTeacher}}}
	for n := range 3 {
		g := roster.Group{Key: roster.Key(fmt.Sprint(n)), Name: fmt.Sprintf("ЧК-%d", n), Year: 1}
		other.Groups = append(other.Groups, g)
		for i := range 20 {
			code := fmt.Sprintf("ч-%d-%d", n, i)
			other.Students = append(other.Students, roster.Student{Key: roster.Key(code), Code: code, Name: newcomer(5_100_000 + 100*n + i), Group: g.Key})
		}
		other.Teachings = append(other.Teachings, roster.Teaching{Key: g.Key, Group: g.Key, Subject: "История", WholeGroup: true, Teachers: []roster.Key{"d"}})
		other.Parents = append(other.Parents, roster.Parent{Key: g.Key, Code: "ч-р" + g.Name, Name: newcomer(5_200_000 + n),
			Children: []roster.Child{{Student: other.Students[20*n].Key, Relation: "отец"}}})
	}
	before := len(s.vk.State().Chats)
	s.mistake(other, model.ImportChoices{KeepGone: true}, func() {
		s.settle()
		if n := len(s.vk.State().Chats); n != before+9 {
			s.t.Errorf("three groups of another college make %d chats", n-before)
		}
	})
}

// mistake loads a wrong roster, lets do what happens then, and undoes it: the college is what it was, and so is VK.
func (s *source) mistake(wrong roster.Snapshot, choices model.ImportChoices, do func()) {
	s.t.Helper()
	before := s.remembered()
	files := s.files(wrong)
	preview := s.preview(files, choices)
	if len(preview.Over) > 0 {
		var limit *app.ImportLimitError
		if err := s.admin.ApplyImport(s.admin.As(s.t.Context()), files, choices, preview.Fingerprint); !errors.As(err, &limit) {
			s.t.Errorf("a roster beyond the limits (%q): %v", preview.Over, err)
		}
		choices.OverLimit = true
		preview = s.preview(files, choices)
	}
	s.must(s.admin.ApplyImport(s.admin.As(s.t.Context()), files, choices, preview.Fingerprint))
	if reflect.DeepEqual(s.remembered(), before) {
		s.t.Error("the wrong roster changed nothing")
	}
	do()
	var change model.ChangeID
	s.view(func(tx *store.Tx) error {
		return tx.EachAudit(store.AuditQuery{Action: "Загрузка списков", Limit: 1}, func(l model.AuditLine) error {
			change = l.Change
			return nil
		})
	})
	s.must(s.admin.UndoChange(s.admin.As(s.t.Context()), change))
	if after := s.remembered(); !reflect.DeepEqual(after, before) {
		s.t.Error("after the undo the college is not what it was")
	}
	s.settle()
	s.equal("after the undo")
	s.counts.undone++
}

// remembered is all of the college that a roster may change; what was added and is gone again is not of it.
func (s *source) remembered() (c roster.College) {
	c = s.whole()
	c.People = slices.DeleteFunc(c.People, func(p model.Person) bool { return !p.Active })
	c.Groups = slices.DeleteFunc(c.Groups, func(g roster.CollegeGroup) bool { return !g.Active })
	for i := range c.Enrolments {
		c.Enrolments[i].ID = 0 // rows that were made again
	}
	slices.SortFunc(c.Enrolments, func(a, b roster.Enrolment) int {
		return cmp.Or(cmp.Compare(a.Student, b.Student), a.From.Compare(b.From), cmp.Compare(a.Group, b.Group))
	})
	c.Keys = nil
	return c
}
