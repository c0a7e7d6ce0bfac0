package demo

import (
	"math/rand/v2"
	"strings"

	"zvonok/model"
)

// names are the lists that people's names are drawn from. Surnames are kept in the masculine.
type names struct {
	surnames []string
	female   []string
	male     []maleName
	fathers  map[string]int // patronymic → index of the father's name in male
}

// maleName is a man's name with what his children are called after him.
type maleName struct{ name, son, daughter string }

func readNames() names {
	n := names{fathers: make(map[string]int)}
	for _, r := range records("surnames", 1) {
		n.surnames = append(n.surnames, r[0])
	}
	for _, r := range records("names-female", 1) {
		n.female = append(n.female, r[0])
	}
	for i, r := range records("names-male", 3) {
		n.male = append(n.male, maleName{r[0], r[1], r[2]})
		n.fathers[r[1]], n.fathers[r[2]] = i, i
	}
	return n
}

// lineage is what a person has from their father: the surname in the masculine and his first name, as
// an index in names.male, or -1 where it cannot be told.
type lineage struct {
	surname string
	father  int
}

func (n names) lineage(r *rand.Rand) lineage {
	return lineage{n.surnames[r.IntN(len(n.surnames))], r.IntN(len(n.male))}
}

// lineageOf tells a named person's lineage from their name.
func (n names) lineageOf(name model.Name) lineage {
	l := lineage{surname: masculine(name.LastName), father: -1}
	if i, ok := n.fathers[name.MiddleName]; ok {
		l.father = i
	}
	return l
}

// person names somebody of a lineage.
func (n names) person(r *rand.Rand, l lineage, female bool) model.Name {
	if female {
		return model.Name{
			LastName: feminine(l.surname), FirstName: n.female[r.IntN(len(n.female))],
			MiddleName: n.male[l.father].daughter,
		}
	}
	return model.Name{
		LastName: l.surname, FirstName: n.male[r.IntN(len(n.male))].name, MiddleName: n.male[l.father].son,
	}
}

// father names the father of a lineage, which must be known.
func (n names) father(r *rand.Rand, l lineage) model.Name {
	return model.Name{
		LastName: l.surname, FirstName: n.male[l.father].name, MiddleName: n.male[r.IntN(len(n.male))].son,
	}
}

// feminine is the feminine of a surname; surnames like Шевченко do not change.
func feminine(surname string) string {
	return eachPart(surname, func(part string) string {
		for _, ending := range []string{"ов", "ев", "ёв", "ин", "ын"} {
			if strings.HasSuffix(part, ending) {
				return part + "а"
			}
		}
		for _, ending := range []string{"ий", "ый", "ой"} {
			if stem, ok := strings.CutSuffix(part, ending); ok {
				return stem + "ая"
			}
		}
		return part
	})
}

// masculine is the masculine of a surname that may be a woman's.
func masculine(surname string) string {
	return eachPart(surname, func(part string) string {
		for _, ending := range []string{"ова", "ева", "ёва", "ина", "ына"} {
			if strings.HasSuffix(part, ending) {
				return strings.TrimSuffix(part, "а")
			}
		}
		if stem, ok := strings.CutSuffix(part, "ая"); ok {
			return stem + "ий"
		}
		return part
	})
}

// eachPart applies a rule to both parts of a double surname.
func eachPart(surname string, rule func(string) string) string {
	parts := strings.Split(surname, "-")
	for i := range parts {
		parts[i] = rule(parts[i])
	}
	return strings.Join(parts, "-")
}
