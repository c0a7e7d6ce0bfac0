package model

import (
	"strings"
	"testing"
)

func TestYearTurnWithLists(t *testing.T) {
	name := func(surname string) Name { return Name{LastName: surname, FirstName: "Анна"} }
	fresh := TurnFileGroup{Name: "Г-26", Course: 1, Students: []Name{name("Жукова")}}
	on := TurnFileGroup{ID: 1, Name: "А-25", Course: 2}
	for _, c := range []struct {
		name    string
		preview ImportPreview
		groups  []TurnFileGroup
		stop    string   // what stops it
		warns   []string // what else is said
	}{
		{"all is well", ImportPreview{}, []TurnFileGroup{fresh, on}, "", nil},
		{"a group stays on its course", ImportPreview{}, []TurnFileGroup{fresh, {ID: 3, Name: "В-0", Course: 1}}, "", nil},
		{"nothing new", ImportPreview{}, nil, "", []string{"нет ни одной новой группы"}},
		{"a course as before", ImportPreview{}, []TurnFileGroup{fresh, {ID: 1, Name: "А-25", Course: 1}}, "", []string{"прежний курс, и переход его не изменит: А-25 (1)"}},
		{"graduates", ImportPreview{}, []TurnFileGroup{fresh, {ID: 2, Name: "Б-22", Course: 4, Students: []Name{name("Новая"), name("григорьева")}}},
			"выпускаются: Б-22. Похоже, это списки прошлого года", nil},
		{"a graduates' group of nobody", ImportPreview{}, []TurnFileGroup{fresh, {ID: 2, Name: "Б-22"}}, "выпускаются: Б-22", nil},
		{"a graduates' group of others", ImportPreview{}, []TurnFileGroup{{ID: 2, Name: "Б-22", Course: 1, Students: []Name{name("Новая")}}}, "",
			[]string{"с другими студентами: Б-22"}},
		{"what the files themselves lack", ImportPreview{Warnings: []string{"Нет файла users.csv", "Два раза."}}, []TurnFileGroup{fresh}, "", []string{"Нет файла users.csv.", "Два раза."}},
		{"problems", ImportPreview{Problems: make([]ImportProblem, 3)}, nil, "В списках 3 ошибки: исправьте файл", nil},
		{"over the limits", ImportPreview{Over: []string{"уйдут 8 из 9"}}, []TurnFileGroup{fresh}, "для безопасности: посмотрите, кто уйдёт", nil},
		{"over the limits, as confirmed", ImportPreview{Over: []string{"уйдут 8 из 9"}, Choices: ImportChoices{OverLimit: true}}, []TurnFileGroup{fresh}, "", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			without := PlanYearTurn(turning(), numbered())
			plan := without.WithLists(c.preview, c.groups)
			if why := plan.Stops(); (why == "") != (c.stop == "") || !strings.Contains(why, c.stop) {
				t.Errorf("stops %q, want %q", why, c.stop)
			}
			var warned []string
			for _, p := range plan.Problems[len(without.Problems):] {
				if !p.Lists {
					t.Errorf("%+v is not about the lists", p)
				}
				if !p.Stops {
					warned = append(warned, p.Text)
				}
			}
			if len(warned) != len(c.warns) {
				t.Errorf("warned %q, want %q", warned, c.warns)
			}
			for i, words := range c.warns {
				if i < len(warned) && (!strings.Contains(warned[i], words) || strings.HasSuffix(warned[i], "..")) {
					t.Errorf("warned %q, want %q", warned[i], words)
				}
			}
			if plan.Fingerprint == without.Fingerprint || plan.Fingerprint != without.WithLists(c.preview, c.groups).Fingerprint {
				t.Error("the fingerprint does not tell the lists")
			}
		})
	}
	a := PlanYearTurn(turning(), numbered()).WithLists(ImportPreview{Sections: []ImportSection{{Key: "students", Added: 1}}}, []TurnFileGroup{fresh})
	b := PlanYearTurn(turning(), numbered()).WithLists(ImportPreview{Sections: []ImportSection{{Key: "students", Added: 2}}}, []TurnFileGroup{fresh})
	if a.Fingerprint == b.Fingerprint {
		t.Error("other changes have the same fingerprint")
	}
}
