package roster_test

import (
	"slices"
	"strings"
	"testing"

	"zvonok/model"
	"zvonok/model/roster"
)

// folk is a roster without codes: students by group, parents by «родитель: ребёнок», staff.
type folk struct {
	students map[string][]string
	parents  map[string]string // the parent's name by the child's
	staff    []string
}

func (f folk) snapshot() roster.Snapshot {
	s := roster.Snapshot{Format: roster.WorkbookXLSX, Source: "workbook", Today: today, Given: map[roster.Section]bool{roster.Groups: true, roster.Students: true, roster.Parents: true, roster.Staff: true}}
	groups := make([]string, 0, len(f.students))
	for g := range f.students {
		groups = append(groups, g)
	}
	slices.Sort(groups)
	for _, g := range groups {
		s.Groups = append(s.Groups, roster.Group{Key: roster.GroupNameKey(g), Name: g, Year: 1})
		for _, text := range f.students[g] {
			name := model.ParseName(text)
			key := roster.StudentNameKey(name, g)
			s.Students = append(s.Students, roster.Student{Key: key, Name: name, Group: roster.GroupNameKey(g)})
			if parent := f.parents[text]; parent != "" {
				p := model.ParseName(parent)
				s.Parents = append(s.Parents, roster.Parent{Key: roster.Key("parent:" + model.FoldName(p) + "|" + model.Fold(g) + "|" + string(key)), Name: p,
					Messenger: vkOf[parent], Children: []roster.Child{{Student: key}}})
			}
		}
	}
	admin := model.ParseName("Рязанцева Екатерина Викторовна")
	s.Staff = append(s.Staff, roster.StaffMember{Key: roster.StaffNameKey(admin), Name: admin, Roles: model.RoleAdmin, Stated: model.RoleAdmin})
	for _, text := range f.staff {
		name := model.ParseName(text)
		s.Staff = append(s.Staff, roster.StaffMember{Key: roster.StaffNameKey(name), Name: name, Messenger: vkOf[text], Roles: model.RoleTeacher, Stated: model.RoleTeacher})
	}
	return s
}

// vkOf are the messenger ids that rosters name.
var vkOf = map[string]model.MessengerID{"Соколова Ирина Петровна": 700}

// TestWhoIsAsked: which pairs of a new record and somebody gone are asked about, and how few typical namesakes are.
func TestWhoIsAsked(t *testing.T) {
	in := func(group string, names ...string) map[string][]string { return map[string][]string{group: names} }
	both := func(a, b string) map[string][]string {
		return map[string][]string{"АМ-19-1": strings.Split(a, ", "), "АМ-20-1": strings.Split(b, ", ")}
	}
	const sokolova, other = "Соколова Ирина Петровна", "Замужняя Ирина Петровна"
	for name, tt := range map[string]struct {
		was, now folk
		asked    string
	}{
		"middle name left out": {folk{students: in("АМ-19-1", "Бирюкова Раиса Артёмовна", "Ли Ян")}, folk{students: in("АМ-19-1", "Бирюкова Раиса", "Ли Ян")},
			"Бирюкова Раиса Артёмовна = Бирюкова Раиса, АМ-19-1"},
		"middle name added": {folk{students: in("АМ-19-1", "Бирюкова Раиса", "Ли Ян")}, folk{students: in("АМ-19-1", "Бирюкова Раиса Артёмовна", "Ли Ян")},
			"Бирюкова Раиса = Бирюкова Раиса Артёмовна, АМ-19-1"},
		"moved": {folk{students: both("Иванов Иван Иванович, Ли Ян", "Ким Юн")}, folk{students: both("Ли Ян", "Ким Юн, Иванов Иван Иванович")},
			"Иванов Иван Иванович = Иванов Иван Иванович, АМ-19-1 › АМ-20-1"},
		"moved without the middle name": {folk{students: both("Иванов Иван Иванович, Ли Ян", "Ким Юн")}, folk{students: both("Ли Ян", "Ким Юн, Иванов Иван")},
			"Иванов Иван Иванович = Иванов Иван, АМ-19-1 › АМ-20-1"},
		"the group has another name": {folk{students: in("АМ-19-1", "Иванов Иван Иванович", "Ли Ян")}, folk{students: in("АМ-20-1", "Иванов Иван Иванович", "Ли Ян")},
			"Иванов Иван Иванович = Иванов Иван Иванович, АМ-19-1 › АМ-20-1; Ли Ян = Ли Ян, АМ-19-1 › АМ-20-1"},
		"renamed and moved": {folk{students: both("Белова Раиса Артёмовна, Ли Ян", "Ким Юн")}, folk{students: both("Ли Ян", "Ким Юн, Серова Раиса Артёмовна")},
			"Белова Раиса Артёмовна = Серова Раиса Артёмовна, АМ-19-1 › АМ-20-1"},
		"renamed and moved, but the names are common": {folk{students: both("Белова Анна Ивановна, Ли Ян", "Ким Юн, Кротова Анна Ивановна")},
			folk{students: both("Ли Ян", "Ким Юн, Кротова Анна Ивановна, Серова Анна Ивановна")}, ""},
		"a freshman is no graduate": {folk{students: both("Белова Раиса Артёмовна", "Ким Юн")},
			folk{students: map[string][]string{"АМ-20-1": {"Ким Юн"}, "АМ-23-1": {"Серова Раиса Артёмовна"}}}, ""},
		"two new namesakes": {folk{students: both("Иванов Иван Иванович, Ли Ян", "Ким Юн")},
			folk{students: map[string][]string{"АМ-19-1": {"Ли Ян"}, "АМ-20-1": {"Ким Юн", "Иванов Иван Иванович"}, "АМ-21-1": {"Иванов Иван Иванович"}}}, ""},
		"namesakes, one of them left": {folk{students: both("Иванов Иван Иванович, Ли Ян", "Ким Юн, Иванов Иван Иванович")},
			folk{students: both("Ли Ян", "Ким Юн, Иванов Иван Иванович")}, ""},
		"a brother in another group": {folk{students: both("Иванов Пётр Иванович, Ли Ян", "Ким Юн")}, folk{students: both("Ли Ян", "Ким Юн, Иванов Иван Иванович")}, ""},
		"another middle name":        {folk{students: in("АМ-19-1", "Бирюкова Раиса Артёмовна", "Ли Ян")}, folk{students: in("АМ-19-1", "Бирюкова Раиса Павловна", "Ли Ян")}, ""},
		"a teacher married":          {folk{staff: []string{"Орлова Анна Ильинична", "Кац Ян"}}, folk{staff: []string{"Белова Анна Ильинична", "Кац Ян"}}, "Орлова Анна Ильинична = Белова Анна Ильинична"},
		"a teacher who is a parent married": {
			folk{students: in("АМ-19-1", "Ли Ян"), parents: map[string]string{"Ли Ян": sokolova}, staff: []string{sokolova}},
			folk{students: in("АМ-19-1", "Ли Ян"), parents: map[string]string{"Ли Ян": sokolova}, staff: []string{other}},
			sokolova + " = " + other},
		"a parent married": {folk{students: in("АМ-19-1", "Ли Ян"), parents: map[string]string{"Ли Ян": "Ли Анна Ильинична"}},
			folk{students: in("АМ-19-1", "Ли Ян"), parents: map[string]string{"Ли Ян": "Ким Анна Ильинична"}}, "Ли Анна Ильинична = Ким Анна Ильинична, АМ-19-1"},
		"the other parent": {folk{students: in("АМ-19-1", "Ли Ян"), parents: map[string]string{"Ли Ян": "Ли Анна Ильинична"}},
			folk{students: in("АМ-19-1", "Ли Ян"), parents: map[string]string{"Ли Ян": "Ли Пётр Ильич"}}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			before, _ := load(t, roster.College{}, tt.was.snapshot())
			changes, problems := roster.Compare(before, tt.now.snapshot(), roster.Decisions{})
			clean(t, problems)
			if got := asked(changes); got != tt.asked {
				t.Fatalf("asked %q, want %q", got, tt.asked)
			}
			same, different := roster.Decisions{Same: map[roster.Key]model.PersonID{}}, roster.Decisions{Different: map[roster.Key]model.PersonID{}}
			for _, d := range changes.Doubts {
				same.Same[d.Key], different.Different[d.Key] = d.Person, d.Person
			}
			for answer, d := range map[string]roster.Decisions{"same": same, "different": different} {
				changes, problems := roster.Compare(before, tt.now.snapshot(), d)
				clean(t, problems)
				if n := len(changes.Writes.Withdrawn) + len(changes.Staff.Removed) + len(changes.Parents.Removed); answer == "same" && tt.asked != "" && n > 0 {
					t.Errorf("%s: %d leave", answer, n)
				}
				after := apply(t, before, changes)
				next, problems := roster.Compare(after, tt.now.snapshot(), roster.Decisions{})
				clean(t, problems)
				if asked(changes) != "" || asked(next) != "" || !next.Writes.Empty() {
					t.Errorf("%s: asked again %q, the next time %q", answer, asked(changes), asked(next))
				}
			}
		})
	}
}

// asked are the doubts in words.
func asked(c roster.Changes) string {
	var words []string
	for _, d := range c.Doubts {
		text := d.Old.String() + " = " + d.New.String()
		if d.Place != "" {
			text += ", " + d.Place
		}
		words = append(words, text)
	}
	return strings.Join(words, "; ")
}

// TestTeacherAndParent: a teacher who is somebody's parent as well stays one person, in both lists, when she married.
func TestTeacherAndParent(t *testing.T) {
	const was, now = "Соколова Ирина Петровна", "Замужняя Ирина Петровна"
	f := folk{students: map[string][]string{"АМ-19-1": {"Ли Ян"}}, parents: map[string]string{"Ли Ян": was}, staff: []string{was}}
	before, _ := load(t, roster.College{}, f.snapshot())
	old := person(t, before, was)
	if old.Kind != model.Staff|model.Parent {
		t.Fatalf("%+v", old)
	}
	f.staff[0] = now
	changes, _ := roster.Compare(before, f.snapshot(), roster.Decisions{})
	if len(changes.Doubts) != 1 {
		t.Fatalf("asked %+v", changes.Doubts)
	}
	changes, problems := roster.Compare(before, f.snapshot(), roster.Decisions{Same: map[roster.Key]model.PersonID{changes.Doubts[0].Key: old.ID}})
	clean(t, problems)
	after := apply(t, before, changes)
	if p := person(t, after, now); p.ID != old.ID || p.Kind != old.Kind || p.Messenger != 700 || !p.Active || len(after.People) != len(before.People) || len(after.Guardianships) != 1 {
		t.Errorf("%+v of %d people", p, len(after.People))
	}
}
