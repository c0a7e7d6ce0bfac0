package roster

import (
	"testing"

	"zvonok/model"
)

// alone is the example without codes and without what refers to its students.
func alone() Snapshot {
	s := uncoded()
	s.Parents = nil
	for i := range s.Students {
		s.Students[i].Messenger = 0
	}
	s.Given = map[Section]bool{Groups: true, Students: true, Staff: true, Teachings: true}
	return s
}

// rename gives a student another name, and the key that a source without codes makes of it.
func rename(s *Snapshot, at int, name string) {
	s.Students[at].Name = model.ParseName(name)
	s.Students[at].Key = studentNameKey(s.Students[at].Name, "ДО-19-3")
}

// TestDoubts: who married is asked about, and is one person once that was answered; the answer is remembered.
func TestDoubts(t *testing.T) {
	before, _ := load(t, College{}, alone())
	married := alone()
	rename(&married, 0, "Белова Юлия Алексеевна")
	changes, problems := Compare(before, married)
	clean(t, problems)
	if len(changes.Doubts) != 1 || changes.Doubts[0].Old.LastName != "Анисимова" || changes.Doubts[0].New.LastName != "Белова" || changes.Doubts[0].Place != "ДО-19-3" {
		t.Fatalf("doubts %+v", changes.Doubts)
	}
	if n := changes.Counts().Students; n != (Count{Added: 1, Removed: 1, Unchanged: 4}) {
		t.Errorf("unanswered: %+v", n)
	}
	d := changes.Doubts[0]
	changes, problems = CompareWith(before, married, Decisions{Same: map[Key]model.PersonID{d.Key: d.Person}})
	clean(t, problems)
	if n := changes.Counts().Students; n != (Count{Changed: 1, Unchanged: 4}) || len(changes.Doubts) != 0 {
		t.Errorf("answered: %+v, %+v", n, changes.Doubts)
	}
	after := apply(t, before, changes)
	if person(t, after, "Белова Юлия Алексеевна").ID != d.Person {
		t.Error("another person")
	}
	changes, _ = Compare(after, married)
	if n := changes.Counts().Students; n != (Count{Unchanged: 5}) || len(changes.Doubts) != 0 {
		t.Errorf("the next time: %+v, %+v", n, changes.Doubts)
	}
}

// TestNoDoubt: others than one person under two names are not asked about.
func TestNoDoubt(t *testing.T) {
	for name, edit := range map[string]func(*Snapshot){
		"another person": func(s *Snapshot) { rename(s, 0, "Козлов Пётр Иванович") },
		"a new student beside": func(s *Snapshot) {
			s.Students = append(s.Students, s.Students[0])
			rename(s, 5, "Белова Юлия Алексеевна")
		},
		"two who may be the one": func(s *Snapshot) {
			s.Students = append(s.Students, s.Students[0])
			rename(s, 0, "Белова Юлия Алексеевна")
			rename(s, 5, "Серова Юлия Алексеевна")
		},
	} {
		before, _ := load(t, College{}, alone())
		s := alone()
		edit(&s)
		changes, problems := Compare(before, s)
		clean(t, problems)
		if len(changes.Doubts) != 0 {
			t.Errorf("%s: %+v", name, changes.Doubts)
		}
	}
}

func TestMayBeSame(t *testing.T) {
	for pair, want := range map[[2]string]bool{
		{"Иванова Анна Петровна", "Петрова Анна Петровна"}:         true,
		{"Иванова Анна Петровна", "Иванова Анна Петровна"}:         true,
		{"Алиев Нкрсултан Маратович", "Алиев Нурсултан Маратович"}: true,
		{"Семёнова Анна", "Семенова Анна"}:                         true,
		{"Иванова Анна", "Петрова Анна"}:                           false,
		{"Иванова Анна Петровна", "Иванова Мария Петровна"}:        false,
		{"Ли Ян", "Ким Юн"}: false,
		{"Бирюкова Раиса", "Бирюкова Раиса Артёмовна"}:          true,
		{"Бирюкова Раиса Артёмовна", "Бирюкова Раиса Павловна"}: false,
		{"Бирюкова Раиса", "Козлова Раиса Артёмовна"}:           false,
	} {
		if got := mayBeSame(model.ParseName(pair[0]), model.ParseName(pair[1])); got != want {
			t.Errorf("%v: %v", pair, got)
		}
	}
}

// TestKeepGone: nobody leaves the college when that was decided.
func TestKeepGone(t *testing.T) {
	before, _ := load(t, College{}, example())
	s := example()
	s.Students, s.Staff, s.Teachings, s.Parents = s.Students[:1], s.Staff[:1], s.Teachings[:1], nil
	s.Given = map[Section]bool{Groups: true, Students: true, Staff: true, Teachings: true}
	changes, problems := CompareWith(before, s, Decisions{KeepGone: true})
	clean(t, problems)
	n := changes.Counts()
	if n.Students.Removed+n.Staff.Removed+n.Teachings.Removed+n.Groups.Removed != 0 {
		t.Errorf("%+v", n)
	}
	if lost := changes.Losses(before); lost.Students.Gone != 0 {
		t.Errorf("%d students go", lost.Students.Gone)
	}
	changes, _ = Compare(before, s)
	lost := changes.Losses(before)
	group := model.GroupLoss{Group: "ДО-19-3", Loss: model.Loss{Gone: 4, From: 5}}
	if lost.Students != group.Loss || len(lost.Groups) != 1 || lost.Groups[0] != group {
		t.Errorf("%+v", lost)
	}
	if n := changes.Counts(); lost.Staff.Gone != n.Staff.Removed || lost.Staff.From != len(example().Staff) ||
		lost.Teachings.Gone != n.Teachings.Removed || lost.Teachings.From != len(example().Teachings) {
		t.Errorf("%+v of %+v", lost, n)
	}
}
