package model

import (
	"strings"
	"testing"
	"time"
)

func TestParseClock(t *testing.T) {
	for text, want := range map[string]string{
		"10:15": "10:15", "9:05": "09:05", "10.15": "10:15", "1015": "10:15", "905": "09:05", "9": "09:00", "08-30": "08:30", "23:59": "23:59",
	} {
		if got, err := ParseClock(text); err != nil || ClockText(got) != want {
			t.Errorf("%q: %s, %v", text, ClockText(got), err)
		}
	}
	for _, text := range []string{"", "24:00", "10:60", "10:5", "abc", "-1", "10:15:00", "12345", "１0:15"} {
		if got, err := ParseClock(text); err == nil {
			t.Errorf("%q is taken for %s", text, ClockText(got))
		}
	}
}

func TestTerms(t *testing.T) {
	day := func(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }
	for _, c := range []struct {
		day   time.Time
		term  Term
		label string
	}{
		{day(2023, 9, 1), Term{2023, 1}, "2 курс, 1 семестр"},
		{day(2024, 1, 11), Term{2023, 1}, "2 курс, 1 семестр"},
		{day(2024, 1, 12), Term{2023, 2}, "2 курс, 2 семестр"},
		{day(2024, 8, 31), Term{2023, 2}, "2 курс, 2 семестр"},
		{day(2023, 8, 31), Term{2022, 2}, "1 курс, 2 семестр"},
	} {
		term := TermOf(c.day)
		if term != c.term || term.Label(2, day(2023, 10, 20)) != c.label {
			t.Errorf("%s: %v, %q", c.day.Format(time.DateOnly), term, term.Label(2, day(2023, 10, 20)))
		}
		if from, until := term.Range(); c.day.Before(from) || !c.day.Before(until) {
			t.Errorf("%s is not within %v–%v", c.day.Format(time.DateOnly), from, until)
		}
	}
	if terms := TermsOf(2, day(2023, 10, 20)); len(terms) != 4 || terms[0] != (Term{2022, 1}) || terms[3] != (Term{2023, 2}) {
		t.Errorf("%v", terms)
	}
}

func TestLessonEdit(t *testing.T) {
	today := time.Date(2023, 10, 20, 0, 0, 0, 0, time.UTC)
	good := LessonEdit{Date: today, Hours: 1, Kind: LessonLecture, Title: "  Проверка   уровня знаний "}
	if e, err := good.Clean(today); err != nil || e.Title != "Проверка уровня знаний" {
		t.Errorf("%+v, %v", e, err)
	}
	for want, change := range map[string]func(*LessonEdit){
		"укажите дату":  func(e *LessonEdit) { e.Date = time.Time{} },
		"проверьте год": func(e *LessonEdit) { e.Date = today.AddDate(10, 0, 0) },
		"академических": func(e *LessonEdit) { e.Hours = 0 },
		"вид занятия":   func(e *LessonEdit) { e.Kind = 0 },
		"укажите тему":  func(e *LessonEdit) { e.Title = " " },
		"длиннее 1000":  func(e *LessonEdit) { e.Title = strings.Repeat("я", 5000) },
	} {
		e := good
		change(&e)
		if _, err := e.Clean(today); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", want, err)
		}
	}
	e := good
	e.Topic = 7
	if e, err := e.Clean(today); err != nil || e.Title != "" {
		t.Errorf("a topic of the plan keeps a typed title: %+v, %v", e, err)
	}
}

// TestLessonKinds: every kind reads back from its label and its short form.
func TestLessonKinds(t *testing.T) {
	if len(LessonKinds()) != 14 {
		t.Errorf("%d kinds", len(LessonKinds()))
	}
	for _, k := range LessonKinds() {
		for _, text := range []string{k.String(), k.Short(), strings.ToUpper(k.String())} {
			if got, ok := ParseLessonKind(text); !ok || got != k {
				t.Errorf("%q is read as %q", text, got)
			}
		}
	}
	if k, ok := ParseLessonKind("практическое занятие"); !ok || k != LessonPractical {
		t.Errorf("%v", k)
	}
	if _, ok := ParseLessonKind("танцы"); ok {
		t.Error("dances are a kind")
	}
}

func TestJournalRights(t *testing.T) {
	teaching := Teaching{ID: 5, Group: 3}
	for name, c := range map[string]struct {
		actor Actor
		want  JournalAccess
	}{
		"own teacher":     {Actor{Kind: Staff, Teachings: []TeachingID{5}}, JournalAccess{true, true, true}},
		"another teacher": {Actor{Kind: Staff, Roles: RoleTeacher, Teachings: []TeachingID{6}}, JournalAccess{}},
		"curator":         {Actor{Kind: Staff, Groups: []GroupID{3}}, JournalAccess{See: true}},
		"administrator":   {Actor{Kind: Staff, Roles: RoleAdmin}, JournalAccess{See: true}},
		"holder":          {Actor{Kind: Staff, Roles: RightManageChats}, JournalAccess{}},
		"student":         {Actor{Kind: Student, Teachings: []TeachingID{5}}, JournalAccess{}},
		"parent":          {Actor{Kind: Parent}, JournalAccess{}},
	} {
		if got := c.actor.AccessToJournal(teaching); got != c.want {
			t.Errorf("%s: %+v", name, got)
		}
	}
}
