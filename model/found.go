package model

import (
	"cmp"
	"strings"
)

// FoundKind is what a search over the whole college has found.
type FoundKind uint8

// The kinds, in the order in which equally good ones are shown.
const (
	FoundPerson FoundKind = iota + 1
	FoundGroup
	FoundChat
)

// Found is a person, a group or a chat that a search has found.
type Found struct {
	Kind FoundKind
	// ID is a PersonID, a GroupID or a ChatID.
	ID int64
	// Title is the full name, or that of the group or the chat.
	Title string
	// Detail tells it from its namesakes, in Russian: «студент, ДО-19-1».
	Detail string
}

// MostFound is how much of what was found is shown.
const MostFound = 20

// BestFound picks at most MostFound of all that a search for text may mean, and counts the others: first what begins with the
// text, then where words begin with its words, then where these are anywhere; equally good ones by kind, in the order given.
// A title that lacks one of the words is left out. Somebody who comes twice, as a parent who is staff too, is shown once.
func BestFound(all []Found, text string) (best []Found, more int) {
	text = Fold(text)
	type ranked struct {
		Found
		rank int
	}
	var fits []ranked
	at := map[Found]int{}
	for _, f := range all {
		rank := foundRank(Fold(f.Title), text)
		if rank < 0 {
			continue
		}
		key := Found{Kind: f.Kind, ID: f.ID}
		if i, twice := at[key]; twice {
			fits[i].Detail += "; " + f.Detail
			continue
		}
		at[key] = len(fits)
		fits = append(fits, ranked{f, rank})
	}
	Sort(fits, func(a, b ranked) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(a.Kind, b.Kind))
	})
	shown := fits[:min(len(fits), MostFound)]
	return Each(shown, func(r ranked) Found { return r.Found }), len(fits) - len(shown)
}

// foundRank is how well a title answers a text, both folded: lower is better, and below zero is not at all.
func foundRank(title, text string) int {
	switch {
	case text == "":
		return -1
	case strings.HasPrefix(title, text):
		return 0
	}
	rank := 1
	for word := range strings.FieldsSeq(text) {
		switch {
		case strings.Contains(" "+title, " "+word):
		case strings.Contains(title, word):
			rank = 2
		default:
			return -1
		}
	}
	return rank
}

// Found is the student as a search shows them.
func (r StudentRow) Found() Found {
	place := r.GroupName
	if r.OnLeave {
		place = "в академическом отпуске"
	}
	return Found{FoundPerson, int64(r.Person), r.Name.String(), detail("студент", place)}
}

// Found is the parent as a search shows them.
func (r ParentRow) Found() Found {
	const named = 2
	children := Each(r.Children, func(c Relative) string { return detail(c.Name.Short(), c.Group) })
	return Found{FoundPerson, int64(r.Person), r.Name.String(), strings.TrimSuffix("родитель: "+FewOf(children, named, "; "), ": ")}
}

// Found is the member of staff as a search shows them.
func (r StaffRow) Found() Found {
	return Found{FoundPerson, int64(r.Person), r.Name.String(), cmp.Or(RoleWords(r.Duties()), "сотрудник")}
}

// Found is the group as a search shows it.
func (r GroupRow) Found() Found {
	curator := ""
	if r.Curator != 0 {
		curator = "куратор " + r.CuratorName.Short()
	}
	return Found{FoundGroup, int64(r.ID), r.Name, detail("группа", curator)}
}

// Found is the chat as a search shows it.
func (s ChatSummary) Found() Found {
	return Found{FoundChat, int64(s.ID), s.Title, detail("чат «"+s.Key.Type.String()+"»", s.GroupName)}
}

// detail is one thing that is said of something, and another one if there is one.
func detail(first, second string) string { return strings.TrimSuffix(first+", "+second, ", ") }
