package demo

import (
	"slices"
	"strconv"
	"strings"

	"zvonok/model/roster"
)

// teaching is a subject of a group while the college is being made.
type teaching struct {
	group      *group
	subject    string
	index      string
	subgroup   string
	hours      int
	department string
	teacher    *staffMember
	learners   []*student // nil for the whole group
}

func (t *teaching) sameSubject(other *teaching) bool {
	return t.group == other.group && t.subject == other.subject && t.index == other.index
}

func (t *teaching) key() roster.Key {
	return roster.Key("teaching:" + normal(strings.Join([]string{t.group.name, t.subject, t.index, t.subgroup}, "|")))
}

// subgroupsFrom is the smallest group that is split for foreign languages.
const subgroupsFrom = 20

// planTeachings gives each group the subjects of its course and specialty; who leads them comes later,
// except for those in the pictures.
func (b *builder) planTeachings() {
	type shown struct {
		teacher  *staffMember
		learners int
	}
	inPictures := make(map[[2]string]shown)
	for _, r := range records("teachings", 4) {
		inPictures[[2]string{r[0], r[1]}] = shown{b.staff[r[2]], number(r[3], 0)}
	}
	curriculum := records("curriculum", 7)
	for _, g := range b.groups {
		for _, r := range curriculum {
			onCourse := slices.Contains(strings.Split(r[1], ","), strconv.Itoa(g.course))
			if !onCourse || (r[0] != "*" && r[0] != g.code) {
				continue
			}
			t := teaching{group: g, index: r[2], subject: r[3], hours: number(r[4], 0), department: r[5]}
			if t.department == "" {
				t.department = g.code
			}
			picture, pictured := inPictures[[2]string{g.name, t.subject}]
			switch {
			case pictured:
				t.teacher = picture.teacher
				if picture.learners > 0 {
					t.learners = b.choose(g.students, picture.learners)
				}
				b.teachings = append(b.teachings, &t)
			case r[6] != "" && len(g.students) >= subgroupsFrom:
				b.teachings = append(b.teachings, t.split()...)
			default:
				b.teachings = append(b.teachings, &t)
			}
		}
	}
}

// split parts a teaching into two subgroups by the alphabet.
func (t teaching) split() []*teaching {
	half := (len(t.group.students) + 1) / 2
	first, second := t, t
	first.subgroup, first.learners = "1", t.group.students[:half]
	second.subgroup, second.learners = "2", t.group.students[half:]
	return []*teaching{&first, &second}
}

// choose leaves so many of the students, in their order; the others do not learn the subject.
func (b *builder) choose(students []*student, count int) []*student {
	chosen := slices.Clone(students)
	for len(chosen) > count {
		i := b.rng.IntN(len(chosen))
		chosen = slices.Delete(chosen, i, i+1)
	}
	return chosen
}
