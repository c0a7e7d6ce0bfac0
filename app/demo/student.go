package demo

import (
	"cmp"
	"slices"

	"zvonok/model"
)

// What the lists may say of a student's account, and what follows for everybody's.
const (
	accountByRule = ""
	accountNone   = "нет"
	accountClosed = "закрыт" // nobody adds or writes to them
	accountOpen   = "есть"
)

// student is a student while the college is being made.
type student struct {
	name    model.Name
	lineage lineage
	account string
	parents []*parent
}

// parent is a parent with children in one or more groups. A parent who works at the college is staff.
type parent struct {
	name     model.Name
	children []child
	staff    *staffMember
}

type child struct {
	student  *student
	relation string
}

// Shares, in percent.
const (
	siblings    = 3  // students with a brother or sister at the college
	bothParents = 86 // minors with both parents known
	motherOnly  = 10 // minors with only the mother known
	fatherOnly  = 2  // minors with only the father known; the rest have a guardian
)

// minors is the percentage of minors on each course.
var minors = map[int]int{1: 100, 2: 100, 3: 95, 4: 25}

// admitStudents fills the groups with students and gives them parents.
func (b *builder) admitStudents() {
	named := make(map[string][][]string)
	for _, r := range records("students", 5) {
		named[r[0]] = append(named[r[0]], r)
	}
	var families []*student // one child each, with parents who may have a second
	for _, g := range b.groups {
		if g.size == 0 {
			g.size = 23 + b.rng.IntN(6)
		}
		seen := make(map[string]bool)
		for _, r := range named[g.name] {
			name := model.ParseName(r[1])
			s := &student{name: name, lineage: b.names.lineageOf(name), account: r[2]}
			if r[3] != "" {
				s.give(&parent{name: model.ParseName(r[3]), staff: b.staff[r[3]]}, r[4])
			}
			g.students = append(g.students, s)
			seen[name.String()] = true
		}
		for len(g.students) < g.size {
			var sibling *student
			if g.parents < 0 && len(families) > 0 && b.percent(siblings) {
				sibling = families[0]
			}
			s := b.newStudent(g, sibling)
			// Two of one name in one group would be one person to a roster without codes.
			if seen[s.name.String()] {
				continue
			}
			seen[s.name.String()] = true
			g.students = append(g.students, s)
			if sibling != nil {
				families = families[1:]
				for _, p := range sibling.parents {
					s.give(p, p.children[0].relation)
				}
			}
		}
		slices.SortFunc(g.students, func(x, y *student) int {
			return cmp.Compare(normal(x.name.String()), normal(y.name.String()))
		})
		families = append(families, b.findParents(g)...)
	}
}

func (b *builder) newStudent(g *group, sibling *student) *student {
	l := b.names.lineage(b.rng)
	if sibling != nil {
		l = sibling.lineage
	}
	return &student{name: b.names.person(b.rng, l, b.percent(g.women)), lineage: l}
}

// findParents gives a group's students their parents and answers with those of them whose parents may
// have a second child at the college.
func (b *builder) findParents(g *group) (families []*student) {
	if g.parents >= 0 {
		for _, s := range g.students[:g.parents] {
			s.give(b.mother(s), "мать")
		}
		return nil
	}
	for i, s := range g.students {
		if len(s.parents) > 0 || !b.percent(minors[g.course]) {
			continue
		}
		switch share := b.rng.IntN(100); {
		case share < bothParents && s.lineage.father >= 0:
			s.give(b.mother(s), "мать")
			s.give(&parent{name: b.names.father(b.rng, s.lineage)}, "отец")
		case share < bothParents+motherOnly:
			s.give(b.mother(s), "мать")
		case share < bothParents+motherOnly+fatherOnly && s.lineage.father >= 0:
			s.give(&parent{name: b.names.father(b.rng, s.lineage)}, "отец")
		default:
			guardian := b.names.person(b.rng, b.names.lineage(b.rng), b.percent(80))
			s.give(&parent{name: guardian}, [...]string{"опекун", "попечитель"}[b.rng.IntN(2)])
			continue
		}
		if i%5 == 0 && s.lineage.father >= 0 {
			families = append(families, s)
		}
	}
	return families
}

// mother names the mother of a student; her own father is anybody.
func (b *builder) mother(s *student) *parent {
	own := b.names.lineage(b.rng)
	own.surname = s.lineage.surname
	return &parent{name: b.names.person(b.rng, own, true)}
}

func (s *student) give(p *parent, relation string) {
	s.parents = append(s.parents, p)
	p.children = append(p.children, child{s, relation})
}
