package model_test

import (
	"errors"
	"strings"
	"testing"

	"zvonok/model"
)

func TestPeopleAccess(t *testing.T) {
	for _, c := range []struct {
		name  string
		actor model.Actor
		want  model.PeopleAccess
	}{
		{"administrator", model.Actor{Kind: model.Staff, Roles: model.RoleAdmin}, model.PeopleAccess{See: true, Everybody: true, Parents: true, Edit: true, Rights: true}},
		{"manager of chats", model.Actor{Kind: model.Staff, Roles: model.RightManageChats}, model.PeopleAccess{See: true, Everybody: true, Parents: true}},
		{"curator", model.Actor{Kind: model.Staff, Groups: []model.GroupID{1}}, model.PeopleAccess{See: true, Parents: true}},
		{"teacher", model.Actor{Kind: model.Staff, Teachings: []model.TeachingID{1}}, model.PeopleAccess{See: true}},
		{"teacher without subjects", model.Actor{Kind: model.Staff, Roles: model.RoleTeacher}, model.PeopleAccess{See: true}},
		{"other staff", model.Actor{Kind: model.Staff}, model.PeopleAccess{}},
		{"student", model.Actor{Kind: model.Student}, model.PeopleAccess{}},
		{"student with rights left over", model.Actor{Kind: model.Student, Roles: model.RoleAdmin}, model.PeopleAccess{}},
		{"who has left", model.Actor{}, model.PeopleAccess{}},
	} {
		if got := c.actor.PeopleAccess(); got != c.want {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
	}
}

func TestAccessToGroupsAndPeople(t *testing.T) {
	curator := model.Actor{Person: 1, Kind: model.Staff, Groups: []model.GroupID{1}}
	teacher := model.Actor{Person: 2, Kind: model.Staff, Teachings: []model.TeachingID{20}}
	admin := model.Actor{Person: 3, Kind: model.Staff, Roles: model.RoleAdmin}
	student := model.Actor{Person: 4, Kind: model.Student}
	for _, c := range []struct {
		actor              model.Actor
		group              model.GroupID
		teachings          []model.TeachingID
		see, parents       bool
		person, theParents bool // a student of the group
		child              bool // a parent of one
	}{
		{admin, 2, nil, true, true, true, true, true},
		{curator, 1, []model.TeachingID{10}, true, true, true, true, true},
		{curator, 2, []model.TeachingID{20}, false, false, false, false, false},
		{teacher, 2, []model.TeachingID{20}, true, false, true, false, false},
		{teacher, 1, []model.TeachingID{10}, false, false, false, false, false},
		{student, 1, []model.TeachingID{10}, false, false, false, false, false},
	} {
		if see, parents := c.actor.SeesGroup(c.group, c.teachings), c.actor.SeesParents(c.group); see != c.see || parents != c.parents {
			t.Errorf("actor %d, group %d: sees it %v, its parents %v", c.actor.Person, c.group, see, parents)
		}
		access := c.actor.AccessToPerson(50, model.PersonTies{Groups: []model.GroupID{c.group}, Teachings: c.teachings})
		if access.See != c.person || access.Parents != c.theParents {
			t.Errorf("actor %d, a student of %d: %+v", c.actor.Person, c.group, access)
		}
		if access := c.actor.AccessToPerson(60, model.PersonTies{Children: []model.GroupID{c.group}}); access.See != c.child {
			t.Errorf("actor %d, a parent of %d: %+v", c.actor.Person, c.group, access)
		}
	}
	if !teacher.AccessToPerson(2, model.PersonTies{}).See || student.AccessToPerson(4, model.PersonTies{}).See {
		t.Error("staff see themselves in «Пользователи», students do not")
	}
}

func TestCheckRights(t *testing.T) {
	people := func(ids ...model.PersonID) []model.PersonID { return ids }
	for _, c := range []struct {
		name   string
		edit   model.RightsEdit
		actor  model.PersonID
		admins []model.PersonID
		want   error
	}{
		{"grant", model.RightsEdit{People: people(5), Grant: model.RoleAdmin}, 1, people(1), nil},
		{"first administrator", model.RightsEdit{People: people(5), Grant: model.RoleAdmin}, 0, nil, nil},
		{"take from another", model.RightsEdit{People: people(2), Take: model.RoleAdmin}, 1, people(1, 2), nil},
		{"take the last", model.RightsEdit{People: people(1), Take: model.RoleAdmin, LoseOwn: true}, 1, people(1), model.ErrLastAdmin},
		{"take all", model.RightsEdit{People: people(2, 1), Take: model.RoleAdmin, LoseOwn: true}, 1, people(1, 2), model.ErrLastAdmin},
		{"take the own", model.RightsEdit{People: people(1), Take: model.RoleAdmin}, 1, people(1, 2), model.ErrOwnAdmin},
		{"take the own, confirmed", model.RightsEdit{People: people(1), Take: model.RoleAdmin, LoseOwn: true}, 1, people(1, 2), nil},
		{"the own right to manage chats", model.RightsEdit{People: people(1), Take: model.RightManageChats}, 1, people(1), nil},
		{"owner of the file takes the last", model.RightsEdit{People: people(1), Take: model.RoleAdmin}, 0, people(1), model.ErrLastAdmin},
	} {
		if got := model.CheckRights(c.edit, c.actor, c.admins); !errors.Is(got, c.want) || (got == nil) != (c.want == nil) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
	for _, edit := range []model.RightsEdit{
		{Grant: model.RoleAdmin}, {People: people(1)}, {People: people(1), Grant: model.RoleCurator},
		{People: people(1), Grant: model.RoleAdmin, Take: model.RoleAdmin},
	} {
		if model.CheckRights(edit, 1, people(1, 2)) == nil {
			t.Errorf("%+v is taken", edit)
		}
	}
}

func TestCleanName(t *testing.T) {
	for _, c := range []struct{ in, want, problem string }{
		{"  Иванова  Анна   Петровна ", "Иванова Анна Петровна", ""},
		{"Иванова-Петрова Анна", "Иванова-Петрова Анна", ""},
		{"О’Нил Джон", "О’Нил Джон", ""},
		{"Алиев Руслан Мамед оглы", "Алиев Руслан Мамед оглы", ""},
		{"", "", "введите фамилию"},
		{"Иванова", "", "введите имя"},
		{"Иванова Анна П3тровна", "", "лишние знаки"},
		{"Иванова " + strings.Repeat("а", 61), "", "сократите имя"},
	} {
		got, err := model.CleanName(model.ParseName(c.in))
		if c.problem == "" && (err != nil || got.String() != c.want) {
			t.Errorf("%q: %q, %v", c.in, got, err)
		}
		if c.problem != "" && (err == nil || !strings.Contains(err.Error(), c.problem)) {
			t.Errorf("%q: %v, want %q", c.in, err, c.problem)
		}
	}
}

func TestGroupEditClean(t *testing.T) {
	others := []model.Group{{ID: 2, Name: "ДО-19-3"}}
	for _, c := range []struct {
		edit    model.GroupEdit
		problem string
	}{
		{model.GroupEdit{Name: " ДО-19-4 ", Year: 1}, ""},
		{model.GroupEdit{}, "введите название"},
		{model.GroupEdit{Name: "-1"}, "начинается с буквы или цифры: проверьте «-1»"},
		{model.GroupEdit{Name: "101"}, ""},
		{model.GroupEdit{Name: "до-19-3"}, "уже есть"},
		{model.GroupEdit{Name: "ДO-19-3"}, "русские или латинские"},
		{model.GroupEdit{Name: "А", Year: 9}, "курс бывает"},
		{model.GroupEdit{Name: strings.Repeat("Д", 41)}, "длиннее 40"},
		{model.GroupEdit{Name: "А", Specialty: strings.Repeat("Д", 201)}, "длиннее 200"},
	} {
		got, err := c.edit.Clean(others)
		if c.problem == "" && (err != nil || got.Name != strings.TrimSpace(c.edit.Name)) {
			t.Errorf("%+v, %v", got, err)
		}
		if c.problem != "" && (err == nil || !strings.Contains(err.Error(), c.problem)) {
			t.Errorf("%+v: %v, want %q", c.edit, err, c.problem)
		}
	}
}

func TestTeachingRowTitle(t *testing.T) {
	row := model.TeachingRow{Teaching: model.Teaching{Subject: "Английский язык", Index: "ОГСЭ", Subgroup: "2"}}
	if got := row.Title(); got != "Английский язык (ОГСЭ), подгруппа 2" {
		t.Error(got)
	}
	if got := model.RoleWords(model.RoleAdmin | model.RightManageChats); got != "Администратор ПОО, Управление чатами" {
		t.Error(got)
	}
}

// TestCheckDisband: who is asked to be moved away may be one person.
func TestCheckDisband(t *testing.T) {
	for _, c := range []struct {
		students, coming int
		want             string
	}{
		{1, 0, "в группе А-1 ещё 1 студент: сначала переведите всех в другую группу или отметьте выбывшими"},
		{1, 1, "в группу А-1 ещё придёт 1 студент: сначала отмените приказ или переведите всех в другую группу"},
		{2, 1, "в группе А-1 ещё 2 студента: сначала переведите всех в другую группу или отметьте выбывшими"},
	} {
		if err := model.CheckDisband("А-1", c.students, c.coming); err == nil || err.Error() != c.want {
			t.Errorf("%d students, %d of them to come: %v", c.students, c.coming, err)
		}
	}
	if err := model.CheckDisband("А-1", 0, 0); err != nil {
		t.Error(err)
	}
}
