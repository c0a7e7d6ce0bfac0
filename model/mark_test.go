package model

import "testing"

// TestTyped: what is typed into a cell, in either keyboard layout and case.
func TestTyped(t *testing.T) {
	for text, want := range map[string]string{
		"5": "5", " 4 ": "4", "": "", "зач": "зач", "Зачёт": "зач", "НЕЗ": "нез", "н": "Н", "Н": "Н", "y": "Н", "Б": "Б", ",": "Б",
		"уп": "УП", "eg": "УП", "нп": "НП", "YG": "НП", "О": "О", "j": "О", "о 4": "О 4", "4 О": "О 4",
	} {
		got, err := Cell{Absence: AbsenceIll}.Typed(text)
		if err != nil || got.String() != want {
			t.Errorf("%q: %q, %v", text, got, err)
		}
	}
	was := Cell{Mark: 3, Tasks: []Mark{4, 5}}
	if got, err := was.Typed(""); err != nil || got.String() != "4 5" {
		t.Errorf("the marks of tasks became %q, %v", got, err)
	}
	for _, text := range []string{"1", "6", "55", "x", "Н 5", "5 5", "Н Б", "пять", "=1+1"} {
		if got, err := was.Typed(text); err == nil || got.String() != "3 4 5" {
			t.Errorf("%q was taken: %q", text, got)
		}
	}
}

// TestEveryChoiceHasAKeyOfItsOwn: among the absences, and among the marks, in either layout and case.
func TestEveryChoiceHasAKeyOfItsOwn(t *testing.T) {
	letters := func(kind string, of []rune, want, latin string) {
		got := ""
		for i, letter := range of {
			got += string(letter)
			if typed := []rune(latin)[i]; KeyLetter(typed) != letter {
				t.Errorf("%s: %q is read as %q, want %q", kind, typed, KeyLetter(typed), letter)
			}
		}
		if got != want {
			t.Errorf("%s: the keys are %q, want %q", kind, got, want)
		}
	}
	letters("absences", Each(Absences, Absence.Letter), "НУПБО", "yeg,j")
	letters("marks", Each(Marks, Mark.Letter), "5432ЗН", "5432py")
	if KeyLetter('б') != 'Б' {
		t.Error("a small letter is another one")
	}
}

// TestFinished: a text that may still become another waits for Enter.
func TestFinished(t *testing.T) {
	for text, want := range map[string]bool{"5": true, "Б": true, "уп": true, "нп": true, "н": false, "о": false, "з": false, "зач": true, "у": false} {
		if got := (Cell{}).Finished(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

func TestAverage(t *testing.T) {
	for _, c := range []struct {
		marks []Mark
		want  int
		text  string
		band  Band
	}{
		{[]Mark{5}, 500, "5,0", BandExcellent},
		{[]Mark{4, 5}, 450, "4,5", BandExcellent},
		{[]Mark{4, 4, 5}, 433, "4,3", BandGood},
		{[]Mark{3, 4, MarkPass}, 350, "3,5", BandGood},
		{[]Mark{2, 3, MarkFail}, 250, "2,5", BandWeak},
		{[]Mark{2, 2, 3}, 233, "2,3", BandPoor},
		{[]Mark{5, 5, 4}, 467, "4,7", BandExcellent},
	} {
		got, ok := Average(c.marks)
		if !ok || got != c.want || AverageText(got) != c.text || BandOf(got) != c.band {
			t.Errorf("%v: %d, %q, %v", c.marks, got, AverageText(got), BandOf(got))
		}
	}
	if _, ok := Average([]Mark{MarkPass}); ok {
		t.Error("a pass has an average")
	}
}

func TestProposeAbsence(t *testing.T) {
	for name, c := range map[string]struct {
		cell   Cell
		joined bool
		want   Absence
	}{
		"nothing known":         {Cell{}, false, AbsenceUnknown},
		"joined":                {Cell{}, true, 0},
		"has a mark":            {Cell{Mark: 4}, false, 0},
		"has a mark of a task":  {Cell{Tasks: []Mark{3}}, false, 0},
		"is ill":                {Cell{Absence: AbsenceIll}, false, AbsenceIll},
		"is ill and yet joined": {Cell{Absence: AbsenceIll}, true, AbsenceIll},
		"came late":             {Cell{Absence: AbsenceLate, Mark: 4}, false, AbsenceLate},
	} {
		if got := c.cell.ProposeAbsence(c.joined); got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

func TestAbsent(t *testing.T) {
	for a, want := range map[Absence]string{AbsenceUnknown: "Н 3", AbsenceIll: "Б 3", AbsenceLate: "О 5 3", 0: "5 3"} {
		if got := (Cell{Absence: AbsenceExcused, Mark: 5, Tasks: []Mark{3}}).Absent(a).String(); got != want {
			t.Errorf("%v: %q, want %q", a, got, want)
		}
	}
}
