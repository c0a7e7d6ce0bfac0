package roster

import (
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"zvonok/model"
)

// TestResemblancesMissNobody: everybody who may be the same by name is found, however many there are.
func TestResemblancesMissNobody(t *testing.T) {
	word := rapid.StringOfN(rapid.RuneFrom([]rune("абвё Ё-")), 0, 7, -1)
	name := rapid.Custom(func(r *rapid.T) model.Name {
		return model.Name{LastName: word.Draw(r, "last"), FirstName: word.Draw(r, "first"), MiddleName: word.Draw(r, "middle")}
	})
	spoilt := func(r *rapid.T, n model.Name) model.Name {
		text := []rune(n.LastName)
		for range rapid.IntRange(0, 2).Draw(r, "errors") {
			at := rapid.IntRange(0, len(text)).Draw(r, "at")
			switch rapid.IntRange(0, 2).Draw(r, "error") {
			case 0:
				text = slices.Insert(text, at, 'г')
			case 1:
				if at < len(text) {
					text = slices.Delete(text, at, at+1)
				}
			default:
				if at < len(text) {
					text[at] = 'г'
				}
			}
		}
		n.LastName = string(text)
		return n
	}
	rapid.Check(t, func(r *rapid.T) {
		var all resemblances
		for i, n := range rapid.SliceOfN(name, fewAlike+1, fewAlike+10).Draw(r, "people") {
			all.people = append(all.people, resembled{&model.Person{ID: model.PersonID(i + 1), Name: n}, foldName(n)})
		}
		of := foldName(spoilt(r, rapid.SampledFrom(all.people).Draw(r, "of").Name))
		found := map[model.PersonID]bool{}
		all.among(of, func(p resembled) bool {
			found[p.ID] = true
			return true
		})
		for _, p := range all.people {
			blank := model.Fold(p.Name.FirstName) == "" || model.Fold(p.Name.MiddleName) == "" // no name that a roster has
			if !blank && mayBeSame(p.name, of) && !found[p.ID] {
				r.Errorf("%q is not found for %q", p.Name, string(of.letters))
			}
		}
	})
}

// Strangers are people with names as they occur, by turns of the dice.
func Strangers(dice *rand.Rand, n int) []model.Name {
	syllables := []string{"ива", "пет", "ром", "сер", "мак", "але", "вла", "ник", "бор", "гри", "кон", "тих", "лог", "зах", "юрь", "фед", "дми", "еле"}
	names := make([]model.Name, n)
	for i := range names {
		pick := func() string { return syllables[dice.IntN(len(syllables))] }
		names[i] = model.Name{LastName: pick() + pick() + pick() + "ов", FirstName: pick() + pick(), MiddleName: pick() + pick() + "ович"}
	}
	return names
}

// TestManyNewBesideManyGone: few of those gone are compared with each of those who are new.
func TestManyNewBesideManyGone(t *testing.T) {
	dice := rand.New(rand.NewPCG(3, 4))
	compared := func(n int) (count int) {
		var all resemblances
		for i, name := range Strangers(dice, n) {
			all.people = append(all.people, resembled{&model.Person{ID: model.PersonID(i + 1), Name: name}, foldName(name)})
		}
		for _, name := range Strangers(dice, n) {
			all.among(foldName(name), func(resembled) bool {
				count++
				return true
			})
		}
		return count
	}
	const n = 3000
	if got := compared(n); got > 10*n {
		t.Errorf("%d names beside %d are compared %d times", n, n, got)
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
		if got := mayBeSame(foldName(model.ParseName(pair[0])), foldName(model.ParseName(pair[1]))); got != want {
			t.Errorf("%v: %v", pair, got)
		}
	}
}
