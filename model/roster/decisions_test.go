package roster_test

import (
	"testing"
	"time"

	"zvonok/model"
	"zvonok/model/roster"
)

// alone is the example without codes and without what refers to its students.
func alone() roster.Snapshot {
	s := uncoded()
	s.Parents = nil
	for i := range s.Students {
		s.Students[i].Messenger = 0
	}
	s.Given = map[roster.Section]bool{roster.Groups: true, roster.Students: true, roster.Staff: true, roster.Teachings: true}
	return s
}

// rename gives a student another name, and the key that a source without codes makes of it.
func rename(s *roster.Snapshot, at int, name string) {
	s.Students[at].Name = model.ParseName(name)
	s.Students[at].Key = roster.StudentNameKey(s.Students[at].Name, "ДО-19-3")
}

// TestDoubts: somebody who married is asked about, and is one person once that was answered; the answer is remembered.
func TestDoubts(t *testing.T) {
	before, _ := load(t, roster.College{}, alone())
	married := alone()
	rename(&married, 0, "Белова Юлия Алексеевна")
	changes, problems := roster.Compare(before, married, roster.Decisions{})
	clean(t, problems)
	if len(changes.Doubts) != 1 || changes.Doubts[0].Old.LastName != "Анисимова" || changes.Doubts[0].New.LastName != "Белова" || changes.Doubts[0].Place != "ДО-19-3" {
		t.Fatalf("doubts %+v", changes.Doubts)
	}
	if n := changes.Counts().Students; n != (roster.Count{Added: 1, Removed: 1, Unchanged: 4}) {
		t.Errorf("unanswered: %+v", n)
	}
	d := changes.Doubts[0]
	changes, problems = roster.Compare(before, married, roster.Decisions{Same: map[roster.Key]model.PersonID{d.Key: d.Person}})
	clean(t, problems)
	if n := changes.Counts().Students; n != (roster.Count{Changed: 1, Unchanged: 4}) || len(changes.Doubts) != 0 {
		t.Errorf("answered: %+v, %+v", n, changes.Doubts)
	}
	after := apply(t, before, changes)
	if person(t, after, "Белова Юлия Алексеевна").ID != d.Person {
		t.Error("another person")
	}
	changes, _ = roster.Compare(after, married, roster.Decisions{})
	if n := changes.Counts().Students; n != (roster.Count{Unchanged: 5}) || len(changes.Doubts) != 0 {
		t.Errorf("the next time: %+v, %+v", n, changes.Doubts)
	}
}

// TestNoDoubt: two people who are clearly different are not asked about.
func TestNoDoubt(t *testing.T) {
	for name, edit := range map[string]func(*roster.Snapshot){
		"another person": func(s *roster.Snapshot) { rename(s, 0, "Козлов Пётр Иванович") },
		"a new student beside": func(s *roster.Snapshot) {
			s.Students = append(s.Students, s.Students[0])
			rename(s, 5, "Белова Юлия Алексеевна")
		},
		"two who may be the one": func(s *roster.Snapshot) {
			s.Students = append(s.Students, s.Students[0])
			rename(s, 0, "Белова Юлия Алексеевна")
			rename(s, 5, "Серова Юлия Алексеевна")
		},
	} {
		before, _ := load(t, roster.College{}, alone())
		s := alone()
		edit(&s)
		changes, problems := roster.Compare(before, s, roster.Decisions{})
		clean(t, problems)
		if len(changes.Doubts) != 0 {
			t.Errorf("%s: %+v", name, changes.Doubts)
		}
	}
}

// TestKeepGone: nobody leaves the college when that was decided.
func TestKeepGone(t *testing.T) {
	before, _ := load(t, roster.College{}, example())
	s := example()
	s.Students, s.Staff, s.Teachings, s.Parents = s.Students[:1], s.Staff[:1], s.Teachings[:1], nil
	s.Given = map[roster.Section]bool{roster.Groups: true, roster.Students: true, roster.Staff: true, roster.Teachings: true}
	changes, problems := roster.Compare(before, s, roster.Decisions{KeepGone: true})
	clean(t, problems)
	n := changes.Counts()
	if n.Students.Removed+n.Staff.Removed+n.Teachings.Removed+n.Groups.Removed != 0 {
		t.Errorf("%+v", n)
	}
	if lost := changes.Losses(before, time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC)); lost.Students.Gone != 0 {
		t.Errorf("%d students go", lost.Students.Gone)
	}
	changes, _ = roster.Compare(before, s, roster.Decisions{})
	lost := changes.Losses(before, time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC))
	group := model.GroupLoss{Group: "ДО-19-3", Loss: model.Loss{Gone: 4, From: 5}}
	if lost.Students != group.Loss || len(lost.Groups) != 1 || lost.Groups[0] != group {
		t.Errorf("%+v", lost)
	}
	if n := changes.Counts(); lost.Staff.Gone != n.Staff.Removed || lost.Staff.From != len(example().Staff) ||
		lost.Teachings.Gone != n.Teachings.Removed || lost.Teachings.From != len(example().Teachings) {
		t.Errorf("%+v of %+v", lost, n)
	}
}
