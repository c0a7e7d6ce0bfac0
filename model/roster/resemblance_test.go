package roster

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"zvonok/model"
)

// TestResemblancesMissNobody: whoever may be the same by their names is found, however many there are.
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
			all.people = append(all.people, &model.Person{ID: model.PersonID(i + 1), Name: n})
		}
		of := spoilt(r, rapid.SampledFrom(all.people).Draw(r, "of").Name)
		found := map[model.PersonID]bool{}
		all.among(of, func(p *model.Person) bool {
			found[p.ID] = true
			return true
		})
		for _, p := range all.people {
			blank := model.Fold(p.Name.FirstName) == "" || model.Fold(p.Name.MiddleName) == "" // no name that a roster has
			if !blank && mayBeSame(p.Name, of) && !found[p.ID] {
				r.Errorf("%q is not found for %q", p.Name, of)
			}
		}
	})
}

// strangers are people with names as they occur, by turns of the dice.
func strangers(dice *rand.Rand, n int) []model.Name {
	syllables := []string{"ива", "пет", "ром", "сер", "мак", "але", "вла", "ник", "бор", "гри", "кон", "тих", "лог", "зах", "юрь", "фед", "дми", "еле"}
	names := make([]model.Name, n)
	for i := range names {
		pick := func() string { return syllables[dice.IntN(len(syllables))] }
		names[i] = model.Name{LastName: pick() + pick() + pick() + "ов", FirstName: pick() + pick(), MiddleName: pick() + pick() + "ович"}
	}
	return names
}

// exchanged is a college of one group of so many students, and its roster with as many others.
func exchanged(tb testing.TB, n int) (College, Snapshot) {
	dice := rand.New(rand.NewPCG(1, 2))
	f := folk{students: map[string][]string{"АМ-19-1": {}}}
	fill := func() Snapshot {
		f.students["АМ-19-1"] = nil
		for _, name := range strangers(dice, n) {
			f.students["АМ-19-1"] = append(f.students["АМ-19-1"], name.String())
		}
		return f.snapshot()
	}
	ch, problems := Compare(College{}, fill())
	if len(problems) > 0 && testing.Verbose() {
		tb.Log(problems[:1])
	}
	return apply(tb, College{}, ch), fill()
}

// TestManyNewBesideManyGone: few of those gone are compared with each of those who are new.
func TestManyNewBesideManyGone(t *testing.T) {
	dice := rand.New(rand.NewPCG(3, 4))
	compared := func(n int) (count int) {
		var all resemblances
		for i, name := range strangers(dice, n) {
			all.people = append(all.people, &model.Person{ID: model.PersonID(i + 1), Name: name})
		}
		for _, name := range strangers(dice, n) {
			all.among(name, func(*model.Person) bool {
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

// BenchmarkExchanged compares a group all of whose students are others now; slope is by how much the time grows from one
// size to one four times as big, at best: 1 is in proportion. The limit is 1.1.
func BenchmarkExchanged(b *testing.B) {
	const small, big = 1500, 6000
	took := map[int]time.Duration{}
	for b.Loop() {
		for _, n := range []int{small, big} {
			b.StopTimer()
			c, s := exchanged(b, n)
			b.StartTimer()
			start := time.Now()
			Compare(c, s)
			if t := time.Since(start); took[n] == 0 || t < took[n] {
				took[n] = t
			}
		}
	}
	b.ReportMetric(slope(took[small], took[big], big/small), "slope(limit-1.1)")
}

// slope is the power of the size with which what takes small comes to take big, at times that size.
func slope(small, big time.Duration, times float64) float64 {
	return math.Log(float64(big)/float64(small)) / math.Log(times)
}
