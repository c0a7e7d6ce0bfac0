package roster

import (
	"zvonok/model"
)

// resemblances finds those of people of one place whose names may be somebody's, without comparing everybody with everybody.
// A name within two letters of another has a half within one letter of a beginning or an end of that: the halves are kept
// with each letter left out once.
type resemblances struct {
	people []*model.Person
	by     map[alikeKey]int32 // the last link of a key; none is 0
	links  []link
}

// link says that somebody has a key; before is the link of the one before them, or 0.
type link struct {
	person *model.Person
	before int32
}

// alikeKey is a hash of a part that two spellings of one name have in common. That other names have the
// same one by chance does no harm.
type alikeKey uint64

type alikePart uint8

const (
	alikeSurname  alikePart = iota + 1 // last and first name
	alikeGiven                         // first and middle name
	alikeBegins                        // the first half without a letter
	alikeContinue                      // the second half without a letter
)

// fewAlike is up to how many people are compared one by one.
const fewAlike = 16

// among gives those whose names may be n, perhaps others too, perhaps twice; it ends when take says so.
func (a *resemblances) among(n model.Name, take func(*model.Person) bool) {
	if len(a.people) <= fewAlike {
		for _, p := range a.people {
			if !take(p) {
				return
			}
		}
		return
	}
	if a.by == nil {
		a.index()
	}
	folded := []rune(model.FoldName(n))
	keys := givenKeys(n)
	// The other name is up to two letters shorter or longer, its half another one, and that may be off by one more.
	for length := len(folded)/2 - 2; length <= (len(folded)+1)/2+2; length++ {
		if length >= 0 && length <= len(folded) {
			keys = lessOne(keys, alikeBegins, folded[:length])
			keys = lessOne(keys, alikeContinue, folded[len(folded)-length:])
		}
	}
	for _, key := range keys {
		for at := a.by[key]; at != 0; at = a.links[at].before {
			if !take(a.links[at].person) {
				return
			}
		}
	}
}

func (a *resemblances) index() {
	const keys = 40 // of a usual name
	a.by, a.links = make(map[alikeKey]int32, keys*len(a.people)), make([]link, 1, keys*len(a.people))
	for _, p := range a.people {
		folded := []rune(model.FoldName(p.Name))
		half := len(folded) / 2
		keys := lessOne(lessOne(givenKeys(p.Name), alikeBegins, folded[:half]), alikeContinue, folded[half:])
		for _, key := range keys {
			a.links = append(a.links, link{p, a.by[key]})
			a.by[key] = int32(len(a.links) - 1)
		}
	}
}

// givenKeys are those of the names that a first name begins or ends.
func givenKeys(n model.Name) []alikeKey {
	if n.FirstName == "" {
		return nil
	}
	first := model.Fold(n.FirstName)
	keys := []alikeKey{keyOf(alikeSurname, []rune(model.Fold(n.LastName)+"|"+first), -1)}
	if n.MiddleName != "" {
		keys = append(keys, keyOf(alikeGiven, []rune(first+"|"+model.Fold(n.MiddleName)), -1))
	}
	return keys
}

// lessOne adds the keys of a part of a name as it is and without each of its letters.
func lessOne(keys []alikeKey, of alikePart, part []rune) []alikeKey {
	keys = append(keys, keyOf(of, part, -1))
	for i := range part {
		if i == 0 || part[i] != part[i-1] {
			keys = append(keys, keyOf(of, part, i))
		}
	}
	return keys
}

// keyOf is the key of a text without the rune of an index, by FNV-1a.
func keyOf(of alikePart, text []rune, without int) alikeKey {
	key := alikeKey(14695981039346656037) ^ alikeKey(of)
	for i, r := range text {
		if i != without {
			key = (key ^ alikeKey(r)) * 1099511628211
		}
	}
	return key
}

// Distance is how many letters have to be put in, left out or exchanged to make b of a.
func Distance(a, b []rune) int {
	if len(a) > 2*MaxShown || len(b) > 2*MaxShown {
		return max(len(a), len(b))
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, x := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j, y := range b {
			cost := diagonal
			if x != y {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
