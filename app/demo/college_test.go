package demo

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"zvonok/model"
	"zvonok/model/roster"
)

// figures are what chats are made of, counted from a snapshot without the program's own policy.
type figures struct {
	roster.Snapshot
	staff    map[roster.Key]roster.StaffMember
	groups   map[string]roster.Group
	students map[roster.Key][]roster.Student // by group
	parents  map[roster.Key]int              // by group
}

func count(s roster.Snapshot) figures {
	f := figures{
		Snapshot: s, staff: make(map[roster.Key]roster.StaffMember), groups: make(map[string]roster.Group),
		students: make(map[roster.Key][]roster.Student), parents: make(map[roster.Key]int),
	}
	for _, m := range s.Staff {
		f.staff[m.Key] = m
	}
	for _, g := range s.Groups {
		f.groups[g.Name] = g
	}
	groupOf := make(map[roster.Key]roster.Key)
	for _, st := range s.Students {
		f.students[st.Group] = append(f.students[st.Group], st)
		groupOf[st.Key] = st.Group
	}
	for _, p := range s.Parents {
		groups := make(map[roster.Key]bool)
		for _, c := range p.Children {
			groups[groupOf[c.Student]] = true
		}
		for g := range groups {
			f.parents[g]++
		}
	}
	return f
}

func (f figures) subjects(group, subject string) (found []roster.Teaching) {
	for _, t := range f.Teachings {
		if t.Group == f.groups[group].Key && t.Subject == subject {
			found = append(found, t)
		}
	}
	return found
}

func TestPicturesOfChats(t *testing.T) {
	s, _ := College(DefaultGroups)
	f := count(s)
	for _, want := range []struct {
		group            string
		course           int
		members, parents int // of the chats, with the curator; -1 where no picture says
		curator          string
	}{
		{"АМ-19-1", 3, 14, 2, "Ермаков Максим Сергеевич"},
		{"ВФ-19-1", 4, 16, 1, "Кунавин Александр Викторович"},
		{"ДО-19-1", 3, 23, 1, "Рязанцева Екатерина Викторовна"},
		{"ДО-19-3", 4, 14, -1, "Каган Наталья Васильевна"},
		{"МСХ-19-1", 3, 19, -1, "Соколова Ирина Петровна"},
		{"СВ-19-2", 2, 21, -1, "Никитин Павел Андреевич"},
		{"ЭБ-23-1", 1, 25, -1, "Фролова Анна Сергеевна"},
	} {
		g := f.groups[want.group]
		if g.Year != want.course {
			t.Errorf("%s: course %d, want %d", want.group, g.Year, want.course)
		}
		if got := len(f.students[g.Key]) + 1; got != want.members {
			t.Errorf("%s: %d members, want %d", want.group, got, want.members)
		}
		if got := f.parents[g.Key] + 1; want.parents >= 0 && got != want.parents {
			t.Errorf("%s родители: %d members, want %d", want.group, got, want.parents)
		}
		curator := f.staff[g.Curator]
		if got := curator.Name.String(); got != want.curator || !curator.Roles.Has(model.RoleCurator) {
			t.Errorf("%s: curator %q with roles %b, want %q", want.group, got, curator.Roles, want.curator)
		}
	}
	for _, want := range []struct {
		group, subject, index string
		members, hours        int
		teacher               string
	}{
		{"ДО-19-3", "Английский язык", "ОГСЭ", 14, 64, "Каган Наталья Васильевна"},
		{"ДО-19-3", "История", "ОГСЭ", 13, 48, "Лебедев Олег Иванович"},
		{"ЭБ-23-1", "История", "", 24, 136, "Лебедев Олег Иванович"},
		{"АТП-23", "Английский язык", "", 26, 51, "Каган Наталья Васильевна"},
	} {
		found := f.subjects(want.group, want.subject)
		if len(found) != 1 {
			t.Errorf("%s/%s: %d teachings, want one", want.group, want.subject, len(found))
			continue
		}
		got := found[0]
		learners := len(got.Learners)
		if got.WholeGroup {
			learners = len(f.students[got.Group])
		}
		if got.Index != want.index || got.Hours != want.hours || learners+1 != want.members ||
			len(got.Teachers) != 1 || f.staff[got.Teachers[0]].Name.String() != want.teacher {
			t.Errorf("%s/%s: %+v with %d learners, want %+v", want.group, want.subject, got, learners, want)
		}
	}
	if got := len(s.Groups); got != DefaultGroups {
		t.Errorf("%d groups, want %d", got, DefaultGroups)
	}
	teaching := 0
	for _, m := range s.Staff {
		if m.Roles.Any(model.RoleAdmin | model.RoleTeacher | model.RoleCurator) {
			teaching++
		}
	}
	if teaching != 38 {
		t.Errorf("«Учительская» would hold %d, want the picture's 38", teaching)
	}
}

// The courses of Рисунок 446; the last group is ours.
func TestPictureOfJournal(t *testing.T) {
	s, _ := College(DefaultGroups)
	courses := make(map[int]int)
	for _, g := range s.Groups[:DefaultGroups-1] {
		courses[g.Year]++
	}
	if want := map[int]int{1: 8, 2: 6, 3: 6, 4: 3}; !reflect.DeepEqual(courses, want) {
		t.Errorf("groups by courses %v, want %v", courses, want)
	}
}

func TestNamedStudents(t *testing.T) {
	s, _ := College(DefaultGroups)
	f := count(s)
	names := func(group string) string {
		var list []string
		for _, st := range f.students[f.groups[group].Key] {
			list = append(list, st.Name.LastName+" "+st.Name.FirstName)
		}
		return strings.Join(list, ", ")
	}
	const picture440 = "Анисимова Юлия, Воробьева Алена, Гайворонская Наталья, Галочкина Наталья, Гаршина Мария, " +
		"Егорова Екатерина, Злобина Юлия, Маслова Регина, Палагина Татьяна, Поснова Татьяна, Таранян Нелли, " +
		"Цымбал Екатерина, Шайдукова Виктория"
	if got := names("ДО-19-3"); got != picture440 {
		t.Errorf("ДО-19-3: %s", got)
	}
	const picture447 = "Абязова Анастасия, Алексеева Анастасия, Алиев Нурсултан, Антонов Виталий, Ахмедов Санжар, " +
		"Белова Дарья, Воронин Егор, Громова Алиса, Дьяконова Вера, Ершов Кирилл, Жуков Тимур, Зайцева Полина, Ильин Роман"
	if got := names("АТП-23"); !strings.HasPrefix(got, picture447) || strings.Count(got, ",") != 24 {
		t.Errorf("АТП-23: %s", got)
	}
}

func TestUnusualPeople(t *testing.T) {
	s, accounts := College(DefaultGroups)
	namesakes := make(map[roster.Key]bool)
	var noMiddleName, ogly, double int
	for _, st := range s.Students {
		if st.Name.String() == "Иванов Иван Иванович" {
			namesakes[st.Group] = true
		}
		if st.Name.MiddleName == "" {
			noMiddleName++
		}
		if strings.HasSuffix(st.Name.MiddleName, " оглы") {
			ogly++
		}
		if strings.Contains(st.Name.LastName, "-") {
			double++
		}
	}
	if len(namesakes) < 2 || noMiddleName == 0 || ogly == 0 || double == 0 {
		t.Errorf("namesakes %v, without a middle name %d, оглы %d, double surnames %d", namesakes, noMiddleName, ogly, double)
	}
	var withTwo, colleagues int
	relations := make(map[string]int)
	f := count(s)
	for _, p := range s.Parents {
		if len(p.Children) == 2 {
			withTwo++
		}
		for _, c := range p.Children {
			relations[c.Relation]++
		}
		if m, ok := f.staff[roster.Key("staff:"+p.Code)]; ok {
			colleagues++
			if m.Name != p.Name || m.Messenger == 0 || m.Messenger != p.Messenger {
				t.Errorf("a teacher and a parent of one code are two people: %+v, %+v", m, p)
			}
		}
	}
	if withTwo == 0 || colleagues != 1 {
		t.Errorf("%d parents with two children, %d who teach here, want some and one", withTwo, colleagues)
	}
	for _, relation := range []string{"мать", "отец", "опекун", "попечитель"} {
		if relations[relation] == 0 {
			t.Errorf("nobody is %s; relations are %v", relation, relations)
		}
	}
	var admins, holders int
	for _, m := range s.Staff {
		if m.Roles.Has(model.RoleAdmin) {
			admins++
		} else if m.Roles.Has(model.RightManageChats) {
			holders++
		}
	}
	if admins != 1 || holders != 1 {
		t.Errorf("%d administrators and %d holders of the right, want one of each", admins, holders)
	}
	byKey := make(map[roster.Key]Account)
	for _, a := range accounts {
		byKey[a.Key] = a
	}
	for _, st := range s.Students {
		switch a, has := byKey[st.Key]; st.Name.String() {
		case "Егорова Екатерина Сергеевна":
			if has {
				t.Error("the picture shows Егорова without VK ID")
			}
		case "Маслова Регина Николаевна":
			if !a.NobodyAdds {
				t.Error("the picture shows Маслова's profile closed")
			}
		}
	}
}

func TestSubgroups(t *testing.T) {
	s, _ := College(DefaultGroups)
	f := count(s)
	split := 0
	for name, g := range f.groups {
		english := f.subjects(name, "Английский язык")
		if len(english) != 2 {
			continue
		}
		split++
		students := f.students[g.Key]
		learners := slices.Concat(english[0].Learners, english[1].Learners)
		slices.Sort(learners)
		if len(learners) != len(students) || len(slices.Compact(learners)) != len(students) {
			t.Errorf("%s: %d learners in the subgroups of %d students", name, len(learners), len(students))
		}
		if english[0].Teachers[0] == english[1].Teachers[0] {
			t.Errorf("%s: both subgroups have one teacher", name)
		}
	}
	if split == 0 {
		t.Error("no group is split for English")
	}
}
