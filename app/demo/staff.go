package demo

import (
	"cmp"
	"math"
	"slices"

	"zvonok/model"
)

// staffMember is a member of staff while the college is being made.
type staffMember struct {
	name       model.Name
	department string // a specialty's code or a cycle of subjects; empty for those who do not teach
	roles      model.Roles
	named      bool // in our lists
	teaches    int  // teachings
	curates    int  // groups
}

// Rights by their names in the list of staff.
var listedRoles = map[string]model.Roles{
	"":              model.RoleTeacher,
	"администратор": model.RoleAdmin,
	"чаты":          model.RightManageChats,
}

// hireNamed hires the people of the lists.
func (b *builder) hireNamed() {
	for _, r := range records("staff", 3) {
		b.hire(&staffMember{name: model.ParseName(r[0]), department: r[1], roles: listedRoles[r[2]], named: true})
	}
}

func (b *builder) hire(m *staffMember) {
	b.people = append(b.people, m)
	b.staff[m.name.String()] = m
}

// teachersFor is how many teachers a college of so many groups has: 37 for 24 groups, which with the
// administrator gives the 38 of «Учительская» in the pictures, and 398 for 200.
func teachersFor(groups int) int {
	const atLeast = 20 // one in each department, and two of English for its subgroups
	return max(atLeast, 37+int(math.Round(float64(groups-DefaultGroups)*361/176)))
}

// hireTeachers hires the rest of the teachers, each for the department that lacks teachers most.
func (b *builder) hireTeachers() {
	demand := make(map[string]int)
	var departments []string
	for _, t := range b.teachings {
		if demand[t.department] == 0 {
			departments = append(departments, t.department)
		}
		demand[t.department]++
	}
	have := make(map[string]int)
	teachers := 0
	for _, m := range b.people {
		if m.roles.Has(model.RoleTeacher) {
			have[m.department]++
			teachers++
		}
	}
	lack := func(department string) float64 {
		if have[department] == 0 {
			return math.Inf(1)
		}
		return float64(demand[department]) / float64(have[department]+1)
	}
	for ; teachers < teachersFor(len(b.groups)); teachers++ {
		department := slices.MaxFunc(departments, func(x, y string) int { return cmp.Compare(lack(x), lack(y)) })
		have[department]++
		name := b.names.person(b.rng, b.names.lineage(b.rng), b.percent(65))
		for b.staff[name.String()] != nil {
			name = b.names.person(b.rng, b.names.lineage(b.rng), b.percent(65))
		}
		b.hire(&staffMember{name: name, department: department, roles: model.RoleTeacher})
	}
}

// appointCurators gives each group a curator: the one in the pictures, otherwise a teacher with the
// fewest groups, of the group's own department if there is one.
func (b *builder) appointCurators() {
	appoint := func(g *group, m *staffMember) {
		g.curator = m.name.String()
		m.curates++
		m.roles |= model.RoleCurator
	}
	for _, g := range b.groups {
		if g.curator != "" {
			appoint(g, b.staff[g.curator])
		}
	}
	teachers := model.Only(b.people, func(m *staffMember) bool { return m.roles.Has(model.RoleTeacher) })
	for _, g := range b.groups {
		if g.curator == "" {
			appoint(g, slices.MinFunc(teachers, func(x, y *staffMember) int {
				return cmp.Or(x.curates-y.curates, stranger(x, g)-stranger(y, g))
			}))
		}
	}
}

func stranger(m *staffMember, g *group) int {
	if m.department == g.code {
		return 0
	}
	return 1
}

// assignTeachers gives each teaching the least busy teacher of its department; the subgroups of one
// subject have different teachers where there are two.
func (b *builder) assignTeachers() {
	byDepartment := make(map[string][]*staffMember)
	for _, m := range b.people {
		if m.roles.Has(model.RoleTeacher) {
			byDepartment[m.department] = append(byDepartment[m.department], m)
		}
	}
	for _, t := range b.teachings {
		if t.teacher != nil {
			t.teacher.teaches++
		}
	}
	var before *teaching
	for _, t := range b.teachings {
		if t.teacher == nil {
			free := byDepartment[t.department]
			if before != nil && before.sameSubject(t) && len(free) > 1 {
				free = slices.DeleteFunc(slices.Clone(free), func(m *staffMember) bool { return m == before.teacher })
			}
			t.teacher = slices.MinFunc(free, func(x, y *staffMember) int { return x.teaches - y.teaches })
			t.teacher.teaches++
		}
		before = t
	}
}
