package demo

import (
	"fmt"

	"zvonok/model/roster"
)

// group is a study group while the college is being made.
type group struct {
	name     string
	course   int
	code     string // of its specialty, which is also how its teachers' department is called
	title    string // the specialty in full
	women    int    // percent among its students
	size     int    // students; 0 means by the rule
	parents  int    // parents; -1 means by the rule
	curator  string // full name; empty until one is appointed
	students []*student
}

func (g *group) key() roster.Key { return roster.Key("group:" + normal(g.name)) }

// courses is the order of courses in which groups are added to those of the pictures; their shares are
// those of Рисунок 446.
var courses = [...]int{2, 1, 3, 1, 2, 3, 4}

// planGroups are the groups of the pictures, and as many more as are wanted.
func planGroups(count int) []*group {
	type specialty struct {
		code, title string
		women       int
	}
	var specialties []specialty
	byCode := make(map[string]specialty)
	for _, r := range records("specialties", 3) {
		s := specialty{r[0], r[1], number(r[2], 0)}
		specialties = append(specialties, s)
		byCode[s.code] = s
	}
	groups := make([]*group, 0, count)
	taken := make(map[string]bool)
	add := func(g *group) {
		s := byCode[g.code]
		g.title, g.women = s.title, s.women
		groups = append(groups, g)
		taken[g.name] = true
	}
	for _, r := range records("groups", 6) {
		if len(groups) < count {
			add(&group{
				name: r[0], course: number(r[1], 0), code: r[2],
				size: number(r[3], 0), parents: number(r[4], -1), curator: r[5],
			})
		}
	}
	const first = 7 // begins with «Экономика», and the pictures have one group of it only
	for i := 0; len(groups) < count; i++ {
		code, course := specialties[(first+i)%len(specialties)].code, courses[i%len(courses)]
		add(&group{name: freeName(taken, code, course), course: course, code: code, parents: -1})
	}
	return groups
}

// freeName is a group's name by its specialty and its year of admission: «ЭБ-22-1», the next number
// that no other group has.
func freeName(taken map[string]bool, code string, course int) string {
	for n := 1; ; n++ {
		name := fmt.Sprintf("%s-%d-%d", code, (schoolYear+1-course)%100, n)
		if !taken[name] {
			return name
		}
	}
}
