package model

import (
	"fmt"
	"slices"
	"strings"
)

// ImportLimits are how much an import may take out of the college without a question: of all students and of each group's
// by share and by count, of the rest by share.
type ImportLimits struct {
	Percent      int // of all students, of all parents, of all staff and of all subjects
	Count        int // students in all
	GroupPercent int // of a group's students
	GroupCount   int // fewer of one group are never too many
}

// DefaultImportLimits are those of a college that has changed none; the percent of all students follows
// Settings.RemovalLimit.
func DefaultImportLimits() ImportLimits {
	return ImportLimits{Percent: DefaultSettings().RemovalLimit, Count: 150, GroupPercent: 50, GroupCount: 5}
}

// smallCollege is how many of a kind may always go, whatever their share.
const smallCollege = 5

// GroupLoss is how many students of a group an import takes out of the college.
type GroupLoss struct {
	Group string
	Loss
}

// ImportLosses are what an import takes out of the college.
type ImportLosses struct {
	Students, Parents, Staff, Teachings Loss
	Groups                              []GroupLoss // of students
}

// Exceeded says, in Russian, which limits an import goes beyond, with the numbers; nil when none.
func (l ImportLimits) Exceeded(lost ImportLosses) []string {
	var over []string
	for _, part := range []struct {
		Loss
		most           int
		one, few, many string
	}{
		{lost.Students, l.Count, "студент", "студента", "студентов"},
		{lost.Parents, 0, "родитель", "родителя", "родителей"},
		{lost.Staff, 0, "сотрудник", "сотрудника", "сотрудников"},
		{lost.Teachings, 0, "предмет нагрузки", "предмета нагрузки", "предметов нагрузки"},
	} {
		gone, limit := leave(part.Gone, part.one, part.few, part.many), Limit{l.Percent, smallCollege, part.most}
		if limit.ByShare(part.Loss) {
			over = append(over, fmt.Sprintf("из колледжа %s из %d: больше %d %%", gone, part.From, l.Percent))
		} else if limit.Exceeded(part.Loss) {
			over = append(over, fmt.Sprintf("из колледжа %s: больше %d", gone, part.most))
		}
	}
	return append(over, l.groups(lost.Groups)...)
}

// groupsNamed is how many groups are named that lose too many.
const groupsNamed = 5

// groups says which groups lose too many of their students.
func (l ImportLimits) groups(groups []GroupLoss) (over []string) {
	limit := Limit{Percent: l.GroupPercent, Free: l.GroupCount - 1}
	groups = slices.Clone(groups)
	Sort(groups, func(a, b GroupLoss) int { return strings.Compare(a.Group, b.Group) })
	for _, g := range groups {
		if limit.Exceeded(g.Loss) {
			over = append(over, fmt.Sprintf("из группы %s %s из %d", g.Group, leave(g.Gone, "студент", "студента", "студентов"), g.From))
		}
	}
	if more := len(over) - groupsNamed; more > 0 {
		over = append(over[:groupsNamed], "и ещё "+Plural(more, "группа", "группы", "групп"))
	}
	return over
}

// leave says how many leave: «уйдёт 21 студент».
func leave(n int, one, few, many string) string {
	return PluralForm(n, "уйдёт", "уйдут", "уйдут") + " " + Plural(n, one, few, many)
}
