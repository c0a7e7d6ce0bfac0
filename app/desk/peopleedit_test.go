package desk_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"zvonok/app"
	"zvonok/app/desk"
	"zvonok/model"
	"zvonok/model/store"
)

// TestOnlyAdminsEdit: every edit is refused to everybody else.
func TestOnlyAdminsEdit(t *testing.T) {
	w := newWorld(t)
	g, u, p, k := w.group(t, "А-1"), w.person(t, "Алексеева"), w.person(t, "Мамина"), w.person(t, "Кураторова")
	subject := w.subject(t, "А-1", "История")
	n := model.NewPerson{Name: surname("Новая")}
	for _, who := range []string{"Менеджерова", "Кураторова", "Учителева", "Завхозова", "Алексеева", "Мамина"} {
		s, ctx := w.as(t, who), t.Context()
		_, added := s.AddStudent(s.As(ctx), g, n)
		_, parent := s.AddParent(s.As(ctx), model.NewParent{Student: u, Person: n})
		_, staff := s.AddStaff(s.As(ctx), model.NewStaff{NewPerson: n})
		_, group := s.AddGroup(s.As(ctx), model.GroupEdit{Name: "В-1"})
		_, teaching := s.AddTeaching(s.As(ctx), model.TeachingEdit{Group: g, Subject: "Химия", WholeGroup: true})
		_, rights := s.Rights(s.As(ctx))
		for what, err := range map[string]error{
			"AddStudent": added, "AddParent": parent, "AddStaff": staff, "AddGroup": group, "AddTeaching": teaching, "Rights": rights,
			"RenamePerson":   s.RenamePerson(s.As(ctx), u, surname("Алексеева"), surname("Другая")),
			"MoveStudents":   s.MoveStudents(s.As(ctx), []model.PersonID{u}, w.group(t, "Б-1")),
			"LeaveStudents":  s.LeaveStudents(s.As(ctx), []model.PersonID{u}),
			"RemoveParent":   s.RemoveParent(s.As(ctx), p, u),
			"ReturnStudents": s.ReturnStudents(s.As(ctx), []model.PersonID{u}, g),
			"ReturnStaff":    s.ReturnStaff(s.As(ctx), []model.PersonID{k}),
			"LeaveParents":   s.LeaveParents(s.As(ctx), []model.PersonID{p}),
			"SetRoles":       s.SetRoles(s.As(ctx), k, model.RoleCurator, 0),
			"LeaveStaff":     s.LeaveStaff(s.As(ctx), []model.PersonID{k}),
			"EditGroup":      s.EditGroup(s.As(ctx), model.Group{ID: g}, model.GroupEdit{Name: "В-1"}),
			"SetCurator":     s.SetCurator(s.As(ctx), model.Group{ID: g}, 0),
			"DisbandGroups":  s.DisbandGroups(s.As(ctx), []model.GroupID{g}),
			"EditTeaching":   s.EditTeaching(s.As(ctx), subject, model.TeachingEdit{Subject: "Химия", WholeGroup: true}),
			"EndTeachings":   s.EndTeachings(s.As(ctx), []model.TeachingID{subject.ID}),
			"SetRights":      s.SetRights(s.As(ctx), model.RightsEdit{People: []model.PersonID{k}, Grant: model.RoleAdmin}),
		} {
			if !errors.Is(err, app.ErrNoRight) {
				t.Errorf("%s: %s gives %v", who, what, err)
			}
		}
	}
}

// TestEditsReachChats: what is changed by hand in the roster is corrected in the messenger.
func TestEditsReachChats(t *testing.T) {
	admin, ctx := "Админова", t.Context()
	has := func(w *world, title string, profile model.MessengerID, in, leads bool) func(*testing.T) {
		return func(t *testing.T) {
			t.Helper()
			_, room := w.vk.titled(title)
			if asAdmin, there := room.members[profile]; there != in || asAdmin != leads {
				t.Errorf("%s: profile %d in=%v admin=%v", title, profile, there, asAdmin)
			}
		}
	}
	for _, c := range []struct {
		name   string
		edit   func(*testing.T, *world, *desk.Session) error
		checks func(*world) []func(*testing.T)
	}{
		{"new curator", func(t *testing.T, w *world, s *desk.Session) error {
			return s.SetCurator(s.As(ctx), w.seen(t, "А-1"), w.person(t, "Завхозова"))
		}, func(w *world) []func(*testing.T) {
			return []func(*testing.T){
				has(w, "А-1", 6, true, true), has(w, "А-1", 3, false, false),
				has(w, "А-1 родители", 6, true, true), has(w, "А-1 родители", 3, false, false), has(w, "Учительская", 6, true, false),
			}
		}},
		{"dropped learner", func(t *testing.T, w *world, s *desk.Session) error {
			row := w.subject(t, "Б-1", "Физика")
			return s.EditTeaching(s.As(ctx), row, model.TeachingEdit{Subject: row.Subject, Teachers: row.Teachers, Learners: []model.PersonID{w.person(t, "Дмитриева")}})
		}, func(w *world) []func(*testing.T) {
			return []func(*testing.T){has(w, "Б-1/Физика", 21, false, false), has(w, "Б-1/Физика", 22, true, false), has(w, "Б-1/Физика", 4, true, true)}
		}},
		{"changed teacher", func(t *testing.T, w *world, s *desk.Session) error {
			row := w.subject(t, "А-1", "История")
			return s.EditTeaching(s.As(ctx), row, model.TeachingEdit{Subject: row.Subject, Index: row.Index, WholeGroup: true, Teachers: []model.PersonID{w.person(t, "Наставникова")}})
		}, func(w *world) []func(*testing.T) {
			return []func(*testing.T){has(w, "А-1/История(ОГСЭ)", 5, true, true), has(w, "А-1/История(ОГСЭ)", 4, false, false)}
		}},
		{"moved student", func(t *testing.T, w *world, s *desk.Session) error {
			return s.MoveStudents(s.As(ctx), []model.PersonID{w.person(t, "Алексеева")}, w.group(t, "Б-1"))
		}, func(w *world) []func(*testing.T) {
			return []func(*testing.T){
				has(w, "А-1", 11, false, false), has(w, "Б-1", 11, true, false), has(w, "А-1/История(ОГСЭ)", 11, false, false),
				has(w, "А-1 родители", 31, false, false), has(w, "Б-1 родители", 31, true, false),
			}
		}},
		{"student who left", func(t *testing.T, w *world, s *desk.Session) error {
			return s.LeaveStudents(s.As(ctx), []model.PersonID{w.person(t, "Алексеева")})
		}, func(w *world) []func(*testing.T) {
			return []func(*testing.T){has(w, "А-1", 11, false, false), has(w, "А-1 родители", 31, false, false), has(w, "А-1", 12, true, false)}
		}},
		{"parent taken away", func(t *testing.T, w *world, s *desk.Session) error {
			return s.RemoveParent(s.As(ctx), w.person(t, "Мамина"), w.person(t, "Алексеева"))
		}, func(w *world) []func(*testing.T) {
			return []func(*testing.T){has(w, "А-1 родители", 31, false, false), has(w, "А-1 родители", 32, true, false)}
		}},
		{"known parent", func(t *testing.T, w *world, s *desk.Session) error {
			_, err := s.AddParent(s.As(ctx), model.NewParent{Student: w.person(t, "Дмитриева"), Known: w.person(t, "Завхозова"), Relation: "мать"})
			return err
		}, func(w *world) []func(*testing.T) {
			return []func(*testing.T){has(w, "Б-1 родители", 6, true, false)}
		}},
		{"staff who left", func(t *testing.T, w *world, s *desk.Session) error {
			return s.LeaveStaff(s.As(ctx), []model.PersonID{w.person(t, "Кураторова"), w.person(t, "Учителева")})
		}, func(w *world) []func(*testing.T) {
			return []func(*testing.T){has(w, "А-1", 3, false, false), has(w, "Б-1/Физика", 4, false, false), has(w, "Учительская", 3, false, false)}
		}},
		{"renamed group", func(t *testing.T, w *world, s *desk.Session) error {
			return s.EditGroup(s.As(ctx), w.seen(t, "А-1"), model.GroupEdit{Name: "А-2", Year: 2, Curator: w.person(t, "Кураторова")})
		}, func(w *world) []func(*testing.T) {
			return []func(*testing.T){has(w, "А-2", 3, true, true), has(w, "А-2 родители", 31, true, false), has(w, "А-2/История(ОГСЭ)", 11, true, false)}
		}},
		{"right of an administrator", func(t *testing.T, w *world, s *desk.Session) error {
			return s.SetRights(s.As(ctx), model.RightsEdit{People: []model.PersonID{w.person(t, "Завхозова")}, Grant: model.RoleAdmin})
		}, func(w *world) []func(*testing.T) {
			return []func(*testing.T){has(w, "Учительская", 6, true, true), has(w, "Учительская", 1, true, true)}
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			w.vk.may.AddDirectly = true
			w.run(t, initialise)
			told := 0
			stop := w.college.Store.Subscribe(func(change model.Change) {
				if change.Roster {
					told++
				}
			})
			must(t, c.edit(t, w, w.as(t, admin)))
			stop()
			if told != 1 {
				t.Errorf("the change of the roster was published %d times", told)
			}
			w.run(t, correct)
			for _, check := range c.checks(w) {
				check(t)
			}
		})
	}
}

// TestNewGroup: a group that is made by hand gets its chats, its people and its subject.
func TestNewGroup(t *testing.T) {
	w, ctx := newWorld(t), t.Context()
	w.run(t, initialise)
	s := w.as(t, "Админова")
	g, err := s.AddGroup(s.As(ctx), model.GroupEdit{Name: " В-1 ", Year: 1, Specialty: "Право", Curator: w.person(t, "Завхозова")})
	must(t, err)
	u, err := s.AddStudent(s.As(ctx), g, model.NewPerson{Name: surname("Новикова")})
	must(t, err)
	_, err = s.AddParent(s.As(ctx), model.NewParent{Student: u, Person: model.NewPerson{Name: surname("Новикова")}, Relation: "мать"})
	must(t, err)
	_, err = s.AddTeaching(s.As(ctx), model.TeachingEdit{Group: g, Subject: "Право", Hours: 40, WholeGroup: true, Teachers: []model.PersonID{w.person(t, "Учителева")}})
	must(t, err)
	w.run(t, correct)
	for _, title := range []string{"В-1", "В-1 родители", "В-1/Право"} {
		if got := len(w.chat(t, title).Members); got != 2 {
			t.Errorf("%s has %d members", title, got)
		}
	}
	if _, err := s.AddGroup(s.As(ctx), model.GroupEdit{Name: "в-1"}); err == nil || !strings.Contains(err.Error(), "уже есть") {
		t.Errorf("a second group of the name: %v", err)
	}
	if err := s.DisbandGroups(s.As(ctx), []model.GroupID{g}); err == nil || !strings.Contains(err.Error(), "1 студент") {
		t.Errorf("a group with a student is disbanded: %v", err)
	}
	must(t, s.LeaveStudents(s.As(ctx), []model.PersonID{u}))
	must(t, s.DisbandGroups(s.As(ctx), []model.GroupID{g}))
	if _, err := s.Group(s.As(ctx), g); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("a disbanded group opens: %v", err)
	}
	again, err := s.AddGroup(s.As(ctx), model.GroupEdit{Name: "В-1"})
	must(t, err)
	if again != g {
		t.Errorf("the group came back as %d, it was %d", again, g)
	}
}

// TestReturn: a person who was marked as having left by mistake comes back as the same person, with the profile.
func TestReturn(t *testing.T) {
	w, ctx := newWorld(t), t.Context()
	w.vk.may.AddDirectly = true
	w.run(t, initialise)
	s := w.as(t, "Админова")
	u, k := w.person(t, "Алексеева"), w.person(t, "Кураторова")
	if err := s.ReturnStudents(s.As(ctx), []model.PersonID{u}, w.group(t, "А-1")); err == nil || !strings.Contains(err.Error(), "уже числится") {
		t.Errorf("who is there comes back: %v", err)
	}
	must(t, s.LeaveStudents(s.As(ctx), []model.PersonID{u}))
	must(t, s.LeaveStaff(s.As(ctx), []model.PersonID{k}))
	w.run(t, correct)
	left, err := s.Students(s.As(ctx), model.PeopleFilter{Left: true})
	if err != nil || len(left) != 1 || left[0].Person != u || left[0].GroupName != "А-1" || !left[0].Left {
		t.Errorf("left: %+v, %v", left, err)
	}
	if staff, err := s.StaffMembers(s.As(ctx), model.PeopleFilter{Left: true}); err != nil || len(staff) != 1 || staff[0].Person != k {
		t.Errorf("staff who left: %+v, %v", staff, err)
	}
	if _, err := w.as(t, "Менеджерова").Students(w.ctx(t, "Менеджерова"), model.PeopleFilter{Left: true}); !errors.Is(err, app.ErrNoRight) {
		t.Errorf("who may not bring them back sees them: %v", err)
	}
	must(t, s.ReturnStudents(s.As(ctx), []model.PersonID{u}, w.group(t, "Б-1")))
	must(t, s.ReturnStaff(s.As(ctx), []model.PersonID{k}))
	w.run(t, correct)
	if _, room := w.vk.titled("Б-1"); room.members[11] {
		t.Error("the student came back as an administrator")
	} else if _, in := room.members[11]; !in {
		t.Error("the student is not in the chat of the new group")
	}
	card, err := s.PersonCard(s.As(ctx), k)
	if err != nil || !card.Active || card.Roles != 0 || len(card.Curates) != 0 {
		t.Errorf("card %+v, %v", card, err)
	}
}

func TestEditsAreRefused(t *testing.T) {
	w, ctx := newWorld(t), t.Context()
	s := w.as(t, "Админова")
	g, u := w.group(t, "А-1"), w.person(t, "Алексеева")
	history := w.subject(t, "А-1", "История")
	add := func(n model.NewPerson) error {
		_, err := s.AddStudent(s.As(ctx), g, n)
		return err
	}
	teach := func(e model.TeachingEdit) error {
		_, err := s.AddTeaching(s.As(ctx), e)
		return err
	}
	parent := func(n model.NewParent) error {
		_, err := s.AddParent(s.As(ctx), n)
		return err
	}
	for _, c := range []struct {
		name string
		err  error
		want string
	}{
		{"no surname", add(model.NewPerson{Name: model.Name{FirstName: "Анна"}}), "введите фамилию"},
		{"digits in a name", s.RenamePerson(s.As(ctx), u, surname("Алексеева"), model.Name{LastName: "Петрова2", FirstName: "Анна"}), "лишние знаки"},
		{"namesake", add(model.NewPerson{Name: model.Name{LastName: "алексеева", FirstName: "Анна"}}), "уже есть в группе А-1"},
		{"nobody chosen", s.LeaveStudents(s.As(ctx), nil), "никто не выбран"},
		{"curator is a student", s.SetCurator(s.As(ctx), w.seen(t, "А-1"), u), "не сотрудник"},
		{"curator is nobody", s.SetCurator(s.As(ctx), w.seen(t, "А-1"), 9999), "нет в списках"},
		{"subject without a name", teach(model.TeachingEdit{Group: g, WholeGroup: true}), "введите название предмета"},
		{"subject without learners", teach(model.TeachingEdit{Group: g, Subject: "Химия"}), "выберите студентов"},
		{"learner of another group", teach(model.TeachingEdit{Group: g, Subject: "Химия", Learners: []model.PersonID{w.person(t, "Григорьева")}}), "не учится в группе"},
		{"the same subject again", teach(model.TeachingEdit{Group: g, Subject: "история", Index: "огсэ", WholeGroup: true}), "уже есть"},
		{"teacher is a parent", teach(model.TeachingEdit{Group: g, Subject: "Химия", WholeGroup: true, Teachers: []model.PersonID{w.person(t, "Мамина")}}), "не сотрудник"},
		{"hours", s.EditTeaching(s.As(ctx), history, model.TeachingEdit{Subject: "История", Hours: -1, WholeGroup: true}), "часов"},
		{"parent of oneself", parent(model.NewParent{Student: u, Known: u}), "самому себе"},
		{"no such subject", s.EndTeachings(s.As(ctx), []model.TeachingID{9999}), "не найдена"},
		{"the last administrator leaves", s.LeaveStaff(s.As(ctx), []model.PersonID{w.person(t, "Админова")}), "хотя бы один администратор"},
	} {
		if c.err == nil || !strings.Contains(c.err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.name, c.err, c.want)
		}
	}
	if err := add(model.NewPerson{Name: surname("Алексеева")}); !errors.Is(err, model.ErrNamesake) {
		t.Errorf("a namesake gives %v", err)
	}
	must(t, add(model.NewPerson{Name: surname("Алексеева"), Namesake: true}))
	if students, err := s.Students(s.As(ctx), model.PeopleFilter{Name: "АЛЕКСЕЕВА", Group: g}); err != nil || len(students) != 2 {
		t.Errorf("two namesakes are %d, %v", len(students), err)
	}
}

// TestGroupOfWhoLeft: a curator that the list does not show does not make a group look changed.
func TestGroupOfWhoLeft(t *testing.T) {
	w, ctx := newWorld(t), t.Context()
	curator := w.person(t, "Кураторова")
	must(t, w.college.Store.Update(ctx, func(tx *store.Tx) error {
		p, err := tx.Person(curator)
		if err != nil {
			return err
		}
		p.Active = false
		return tx.UpdatePerson(p)
	}))
	seen := w.seen(t, "А-1")
	if seen.Curator != 0 {
		t.Fatalf("the list shows %+v", seen)
	}
	must(t, w.as(t, "Админова").EditGroup(w.ctx(t, "Админова"), seen, model.GroupEdit{Name: "А-2"}))
}

// TestEditsAreAudited: every line says who, and what was before and is after.
func TestEditsAreAudited(t *testing.T) {
	w, ctx := newWorld(t), t.Context()
	s := w.as(t, "Админова")
	must(t, s.SetCurator(s.As(ctx), w.seen(t, "А-1"), w.person(t, "Завхозова")))
	must(t, s.RenamePerson(s.As(ctx), w.person(t, "Борисова"), surname("Борисова"), surname("Волкова")))
	must(t, s.MoveStudents(s.As(ctx), []model.PersonID{w.person(t, "Алексеева")}, w.group(t, "Б-1")))
	must(t, s.SetRights(s.As(ctx), model.RightsEdit{People: []model.PersonID{w.person(t, "Кураторова")}, Grant: model.RightManageChats}))
	row := w.subject(t, "Б-1", "Физика")
	must(t, s.EditTeaching(s.As(ctx), row, model.TeachingEdit{Subject: "Физика", Hours: 36, Teachers: row.Teachers[:1], Learners: []model.PersonID{w.person(t, "Дмитриева")}}))
	for action, want := range map[string]string{
		"Изменение группы":       "А-1: куратор: Кураторова Анна → Завхозова Анна",
		"Изменение ФИО":          "Волкова Анна: Борисова Анна → Волкова Анна",
		"Перевод студента":       "Алексеева Анна: группа: А-1 → Б-1",
		"Изменение прав доступа": "Кураторова Анна: — → Управление чатами",
		"Изменение предмета":     "Б-1/Физика: часов: — → 36; преподаватели: Учителева А., Наставникова А. → Учителева А.; студенты: 1 чел. → 1 чел. (пришло 1, ушло 1)",
	} {
		if got := w.journal(t, action); !slices.Equal(got, []string{want}) {
			t.Errorf("%s: %q, want %q", action, got, want)
		}
	}
}

// TestOnePersonMayBeSeveral: a person who is of the college already is offered, and gets the further kind; a person of the same
// name has to be confirmed.
func TestOnePersonMayBeSeveral(t *testing.T) {
	w, ctx := newWorld(t), t.Context()
	s := w.as(t, "Админова")
	teacher, mother, student := w.person(t, "Учителева"), w.person(t, "Мамина"), w.person(t, "Дмитриева")
	name := func(id model.PersonID) model.Name {
		card, err := s.PersonCard(s.As(ctx), id)
		must(t, err)
		return card.Name
	}
	asked := func(what string, err error, want model.PersonID) {
		t.Helper()
		var known *model.KnownPerson
		if !errors.As(err, &known) || !errors.Is(err, model.ErrNamesake) || len(known.Known) != 1 || known.Known[0].ID != want {
			t.Fatalf("%s: %v", what, err)
		}
	}
	parent := model.NewParent{Student: student, Person: model.NewPerson{Name: name(teacher)}, Relation: "мать"}
	_, err := s.AddParent(s.As(ctx), parent)
	asked("a parent called as a member of staff", err, teacher)
	staff := model.NewStaff{NewPerson: model.NewPerson{Name: name(mother)}, Roles: model.RoleTeacher}
	_, err = s.AddStaff(s.As(ctx), staff)
	asked("a member of staff called as a parent", err, mother)

	parent.Known, staff.Known = teacher, mother
	if id, err := s.AddParent(s.As(ctx), parent); err != nil || id != teacher {
		t.Errorf("the teacher becomes a parent as %d, %v", id, err)
	}
	if id, err := s.AddStaff(s.As(ctx), staff); err != nil || id != mother {
		t.Errorf("the mother becomes a member of staff as %d, %v", id, err)
	}
	for _, id := range []model.PersonID{teacher, mother} {
		card, err := s.PersonCard(s.As(ctx), id)
		if err != nil || !card.Kind.Has(model.Staff|model.Parent) || !card.Roles.Has(model.RoleTeacher) {
			t.Errorf("%s is %s, %s, %v", card.Name, model.KindWords(card.Kind), model.RoleWords(card.Roles), err)
		}
	}
	if _, err := s.AddStaff(s.As(ctx), staff); err == nil || !strings.Contains(err.Error(), "уже сотрудник") {
		t.Errorf("a member of staff once more: %v", err)
	}
	parent.Known, parent.Person.Namesake = 0, true
	if id, err := s.AddParent(s.As(ctx), parent); err != nil || id == teacher {
		t.Errorf("another person of the name is %d, %v", id, err)
	}
}
