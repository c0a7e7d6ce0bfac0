package model

import (
	"fmt"
	"slices"
	"strings"
)

// ImportLimits are how many of the students an import may take out of the college without a question: of
// all and of each group, by share and by count. A share alone counts only for enough people to speak of one.
type ImportLimits struct {
	Percent      int // of all students
	Count        int // students in all
	GroupPercent int // of a group's students
	GroupCount   int // fewer of one group are never too many
}

// DefaultImportLimits are those of a college that has changed none; the percent of all students follows
// Settings.RemovalLimit.
func DefaultImportLimits() ImportLimits {
	return ImportLimits{Percent: DefaultSettings().RemovalLimit, Count: 150, GroupPercent: 50, GroupCount: 5}
}

// smallCollege is how many students may always go, whatever their share.
const smallCollege = 5

// GroupLoss is how many students of a group an import takes out of the college.
type GroupLoss struct {
	Group      string
	Gone, From int
}

// Exceeded says, in Russian, which limits an import goes beyond, with the numbers; nil when none.
func (l ImportLimits) Exceeded(gone, from int, groups []GroupLoss) []string {
	var over []string
	if gone > smallCollege && gone*100 > from*l.Percent {
		over = append(over, fmt.Sprintf("из колледжа уйдут %s из %d: больше %d %%",
			Plural(gone, "студент", "студента", "студентов"), from, l.Percent))
	} else if gone > l.Count {
		over = append(over, fmt.Sprintf("из колледжа уйдут %s: больше %d", Plural(gone, "студент", "студента", "студентов"), l.Count))
	}
	var lost []GroupLoss
	for _, g := range groups {
		if g.Gone >= l.GroupCount && g.Gone*100 > g.From*l.GroupPercent {
			lost = append(lost, g)
		}
	}
	slices.SortFunc(lost, func(a, b GroupLoss) int { return strings.Compare(a.Group, b.Group) })
	const most = 5
	for i, g := range lost {
		if i == most {
			over = append(over, "и ещё "+Plural(len(lost)-most, "группа", "группы", "групп"))
			break
		}
		over = append(over, fmt.Sprintf("из группы %s уйдут %s из %d", g.Group, Plural(g.Gone, "студент", "студента", "студентов"), g.From))
	}
	return over
}
