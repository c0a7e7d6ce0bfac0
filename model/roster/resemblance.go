package roster

import (
	"zvonok/model"
)

// resemblances finds, among the people of one place, those whose names may be spellings of a given name, without comparing
// everybody with everybody. Two letters may differ. Either none of them is in the second half, so the other name ends with
// that half; or at most one is in the first half, so the other name begins with almost that half. That is why the first half
// is kept with each of its letters left out once.
type resemblances struct {
	people []resembled
	by     map[alikeKey]int32 // the last link of a key; none is 0
	links  []link
}

// foldedName is a name that was folded once, to be compared with many.
type foldedName struct {
	last, first, middle string
	letters             []rune // of the whole name
}

func foldName(n model.Name) foldedName {
	return foldedName{model.Fold(n.LastName), model.Fold(n.FirstName), model.Fold(n.MiddleName), []rune(model.FoldName(n))}
}

// resembled is somebody with their folded name.
type resembled struct {
	*model.Person
	name foldedName
}

// link says that a person has a key, by their index; before is the link of the one before them, or 0.
type link struct{ person, before int32 }

// alikeKey is a hash of a part that two spellings of one name have in common. That other names have the
// same one by chance does no harm.
type alikeKey uint32

type alikePart uint8

const (
	alikeSurname alikePart = iota + 1 // last and first name
	alikeGiven                        // first and middle name
	alikeBegins                       // the first half, whole or without a letter
	alikeEnds                         // the second half
)

// fewAlike is the number of people up to which they are compared one by one.
const fewAlike = 16

// among gives those whose names may be n, perhaps others too, perhaps twice; it ends when take says so.
func (a *resemblances) among(n foldedName, take func(resembled) bool) {
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
	folded := n.letters
	keys := givenKeys(n)
	// The other name is up to two letters shorter or longer, so each of its halves is up to one letter shorter or longer.
	for off := -1; off <= 1; off++ {
		if begins := len(folded)/2 + off; begins >= 0 && begins <= len(folded) {
			keys = lessOne(keys, alikeBegins, folded[:begins])
		}
		if ends := (len(folded)+1)/2 + off; ends >= 0 && ends <= len(folded) {
			keys = append(keys, keyOf(alikeEnds, folded[len(folded)-ends:], -1))
		}
	}
	for _, key := range keys {
		for at := a.by[key]; at != 0; at = a.links[at].before {
			if !take(a.people[a.links[at].person]) {
				return
			}
		}
	}
}

func (a *resemblances) index() {
	const keys = 20 // of a usual name
	a.by, a.links = make(map[alikeKey]int32, keys*len(a.people)), make([]link, 1, keys*len(a.people))
	for i, p := range a.people {
		folded := p.name.letters
		half := len(folded) / 2
		keys := append(lessOne(givenKeys(p.name), alikeBegins, folded[:half]), keyOf(alikeEnds, folded[half:], -1))
		for _, key := range keys {
			a.links = append(a.links, link{int32(i), a.by[key]})
			a.by[key] = int32(len(a.links) - 1)
		}
	}
}

// givenKeys are the keys of a first name with the surname before it and with the middle name after it.
func givenKeys(n foldedName) []alikeKey {
	if n.first == "" {
		return nil
	}
	keys := []alikeKey{keyOf(alikeSurname, []rune(n.last+"|"+n.first), -1)}
	if n.middle != "" {
		keys = append(keys, keyOf(alikeGiven, []rune(n.first+"|"+n.middle), -1))
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
	key := alikeKey(2166136261) ^ alikeKey(of)
	for i, r := range text {
		if i != without {
			key = (key ^ alikeKey(r)) * 16777619
		}
	}
	return key
}

// Distance is how many letters have to be put in, left out or exchanged to make b of a.
func Distance(a, b []rune) int {
	if len(a) > 2*MaxShown || len(b) > 2*MaxShown {
		return max(len(a), len(b))
	}
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] { // names that are compared mostly begin or end alike
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
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
