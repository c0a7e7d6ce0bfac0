package desk_test

import (
	"errors"
	"log/slog"
	"slices"
	"testing"

	"zvonok/app"
	"zvonok/app/agent"
	"zvonok/app/college"
	"zvonok/app/desk"
	"zvonok/app/imports"
	"zvonok/app/orders"
	"zvonok/model"
	"zvonok/model/roster"
	"zvonok/model/store"
)

// as is a session of the person of that surname; of the owner of the file for an empty one.
func (w *world) as(t *testing.T, surname string) *desk.Session {
	t.Helper()
	s := desk.NewSession(w.college, agent.NewKeeper(w.college, nil, slog.New(slog.DiscardHandler)), nil, app.Addresses{})
	id := model.PersonID(0)
	if surname != "" {
		id = w.person(t, surname)
	}
	if err := s.Enter(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	return s
}

// group finds a group in force by name.
func (w *world) group(t *testing.T, name string) model.GroupID {
	t.Helper()
	return w.seen(t, name).ID
}

// seen is a group as the list shows it.
func (w *world) seen(t *testing.T, name string) model.Group {
	t.Helper()
	groups, err := w.as(t, "").Groups(w.ctx(t, ""))
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range groups {
		if g.Name == name {
			return g.Group
		}
	}
	t.Fatalf("no group is called %s", name)
	return model.Group{}
}

// subject finds a teaching in force of a group.
func (w *world) subject(t *testing.T, group, subject string) model.TeachingRow {
	t.Helper()
	card, err := w.as(t, "").Group(w.ctx(t, ""), w.group(t, group))
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range card.Teachings {
		if row.Subject == subject {
			return row
		}
	}
	t.Fatalf("no subject %s in %s", subject, group)
	return model.TeachingRow{}
}

// journal are the details of the journal's lines of an action.
func (w *world) journal(t *testing.T, action string) (lines []string) {
	t.Helper()
	db := openRaw(t, w.college.Dir+"/"+store.FileName)
	rows, err := db.QueryContext(t.Context(), `SELECT subject || ': ' || details FROM audit WHERE action = $1 ORDER BY id`, action)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			t.Fatal(err)
		}
		lines = append(lines, line)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return lines
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func surname(s string) model.Name { return model.Name{LastName: s, FirstName: "Анна"} }

// TestPeopleByRole: each role sees the people of the manual and nobody else.
func TestPeopleByRole(t *testing.T) {
	w := newWorld(t)
	for _, c := range []struct {
		who              string
		groups, students []string
		parents          []string // nil: refused
		staff            int      // 0: refused
	}{
		{"", []string{"А-1", "Б-1"}, []string{"Алексеева", "Безликова", "Борисова", "Григорьева", "Дмитриева"}, []string{"Мамина", "Опекунова", "Отцова"}, 6},
		{"Админова", []string{"А-1", "Б-1"}, []string{"Алексеева", "Безликова", "Борисова", "Григорьева", "Дмитриева"}, []string{"Мамина", "Опекунова", "Отцова"}, 6},
		{"Менеджерова", []string{"А-1", "Б-1"}, []string{"Алексеева", "Безликова", "Борисова", "Григорьева", "Дмитриева"}, []string{"Мамина", "Опекунова", "Отцова"}, 6},
		{"Кураторова", []string{"А-1"}, []string{"Алексеева", "Безликова", "Борисова"}, []string{"Мамина", "Отцова"}, 0},
		{"Наставникова", []string{"Б-1"}, []string{"Григорьева", "Дмитриева"}, nil, 0},
		{"Завхозова", nil, nil, nil, 0},
		{"Алексеева", nil, nil, nil, 0},
		{"Мамина", nil, nil, nil, 0},
	} {
		t.Run(c.who, func(t *testing.T) {
			s, ctx := w.as(t, c.who), t.Context()
			groups, err := s.Groups(s.As(ctx))
			var names []string
			for _, g := range groups {
				names = append(names, g.Name)
			}
			sameNames(t, "groups", names, c.groups, err)
			students, err := s.Students(s.As(ctx), model.PeopleFilter{})
			names = nil
			for _, p := range students {
				names = append(names, p.Name.LastName)
			}
			sameNames(t, "students", names, c.students, err)
			parents, err := s.Parents(s.As(ctx), model.PeopleFilter{})
			names = nil
			for _, p := range parents {
				names = append(names, p.Name.LastName)
			}
			sameNames(t, "parents", names, c.parents, err)
			staff, err := s.StaffMembers(s.As(ctx), model.PeopleFilter{})
			if len(staff) != c.staff || (c.staff == 0) != errors.Is(err, app.ErrNoRight) {
				t.Errorf("%d staff, %v", len(staff), err)
			}
			for _, p := range students {
				if seen := p.Parents >= 0; seen != slices.Contains([]string{"", "Админова", "Менеджерова", "Кураторова"}, c.who) {
					t.Errorf("%v: %d parents are shown", p.Name, p.Parents)
				}
			}
		})
	}
}

// sameNames fails the test unless the list is as wanted; nothing wanted means refused.
func sameNames(t *testing.T, what string, got, want []string, err error) {
	t.Helper()
	if !slices.Equal(got, want) || (want == nil) != errors.Is(err, app.ErrNoRight) {
		t.Errorf("%s: %q, %v; want %q", what, got, err, want)
	}
}

// TestCardsByRole: a card opens for those whose lists show the person.
func TestCardsByRole(t *testing.T) {
	w := newWorld(t)
	w.run(t, initialise)
	for _, c := range []struct {
		who, whose   string
		see, parents bool
	}{
		{"Админова", "Алексеева", true, true},
		{"Менеджерова", "Мамина", true, true},
		{"Кураторова", "Алексеева", true, true},
		{"Кураторова", "Мамина", true, false},
		{"Кураторова", "Григорьева", false, false},
		{"Кураторова", "Опекунова", false, false},
		{"Наставникова", "Григорьева", true, false},
		{"Наставникова", "Алексеева", false, false},
		{"Наставникова", "Опекунова", false, false},
		{"Наставникова", "Наставникова", true, false},
		{"Наставникова", "Админова", false, false},
		{"Алексеева", "Алексеева", false, false},
	} {
		card, err := w.as(t, c.who).PersonCard(w.ctx(t, c.who), w.person(t, c.whose))
		if (err == nil) != c.see || (len(card.Parents) > 0) != (c.parents && c.whose == "Алексеева") {
			t.Errorf("%s looks at %s: %v, %d parents", c.who, c.whose, err, len(card.Parents))
		}
	}
	admin, curator := w.as(t, "Админова"), w.as(t, "Кураторова") // who come in before there are accounts
	others := w.group(t, "Б-1")
	w.update(t, func(tx *store.Tx) error {
		return tx.AddAccount(store.AccountRecord{Person: w.person(t, "Алексеева"), Login: "alekseeva.a", Hash: "x"})
	})
	for session, login := range map[*desk.Session]string{admin: "alekseeva.a", curator: ""} {
		card, err := session.PersonCard(session.As(t.Context()), w.person(t, "Алексеева"))
		if err != nil || card.Login != login {
			t.Errorf("%s sees the login %q, %v", session.Person().Name, card.Login, err)
		}
	}
	card, err := admin.PersonCard(admin.As(t.Context()), w.person(t, "Алексеева"))
	must(t, err)
	if len(card.Chats) != 3 || len(card.Groups) != 1 || len(card.Teachings) != 2 || card.Parents[0].Relation != "мать" {
		t.Errorf("card %+v", card)
	}
	if _, err := curator.Group(curator.As(t.Context()), others); !errors.Is(err, app.ErrNoRight) {
		t.Errorf("a curator opens another's group: %v", err)
	}
}

func TestGrantRights(t *testing.T) {
	w, ctx := newWorld(t), t.Context()
	s := w.as(t, "Админова")
	self, other := w.person(t, "Админова"), w.person(t, "Кураторова")
	take := model.RightsEdit{People: []model.PersonID{self}, Take: model.RoleAdmin, LoseOwn: true}
	if err := s.SetRights(s.As(ctx), take); !errors.Is(err, model.ErrLastAdmin) {
		t.Errorf("the last administrator goes: %v", err)
	}
	if err := w.as(t, "").SetRights(w.ctx(t, ""), take); !errors.Is(err, model.ErrLastAdmin) {
		t.Errorf("the owner of the file takes the last administrator away: %v", err)
	}
	must(t, s.SetRights(s.As(ctx), model.RightsEdit{People: []model.PersonID{other, w.person(t, "Завхозова")}, Grant: model.RoleAdmin | model.RightManageChats}))
	take.LoseOwn = false
	if err := s.SetRights(s.As(ctx), take); !errors.Is(err, model.ErrOwnAdmin) {
		t.Errorf("an own right is lost without a word: %v", err)
	}
	take.People = append(take.People, other, w.person(t, "Завхозова"))
	if err := s.SetRights(s.As(ctx), take); !errors.Is(err, model.ErrLastAdmin) {
		t.Errorf("all go at once: %v", err)
	}
	must(t, s.SetRights(s.As(ctx), model.RightsEdit{People: []model.PersonID{self}, Take: model.RoleAdmin, LoseOwn: true}))
	if s.Actor().Manager() {
		t.Error("the session still acts as an administrator")
	}
	if _, err := s.Rights(s.As(ctx)); !errors.Is(err, app.ErrNoRight) {
		t.Errorf("who was an administrator still sees the rights: %v", err)
	}
	if err := s.SetRights(s.As(ctx), model.RightsEdit{People: []model.PersonID{self}, Grant: model.RoleAdmin}); !errors.Is(err, app.ErrNoRight) {
		t.Errorf("and grants them: %v", err)
	}
	for _, edit := range []model.RightsEdit{
		{People: []model.PersonID{self}}, {Grant: model.RoleAdmin},
		{People: []model.PersonID{self}, Grant: model.RoleTeacher},
		{People: []model.PersonID{self}, Grant: model.RightManageChats, Take: model.RightManageChats},
		{People: []model.PersonID{w.person(t, "Алексеева")}, Grant: model.RoleAdmin},
	} {
		if err := w.as(t, "Кураторова").SetRights(w.ctx(t, "Кураторова"), edit); err == nil {
			t.Errorf("%+v is taken", edit)
		}
	}
}

// TestWhoCanSignInStaysAdministrator: of several administrators one stays who can sign in, if any can.
func TestWhoCanSignInStaysAdministrator(t *testing.T) {
	w, ctx := newWorld(t), t.Context()
	s := w.as(t, "Админова")
	self, other := w.person(t, "Админова"), w.person(t, "Кураторова")
	must(t, s.SetRights(s.As(ctx), model.RightsEdit{People: []model.PersonID{other}, Grant: model.RoleAdmin}))
	take := model.RightsEdit{People: []model.PersonID{self}, Take: model.RoleAdmin, LoseOwn: true}
	_, err := s.CreateAccounts(s.As(ctx), []model.PersonID{self})
	must(t, err)
	if err := s.SetRights(s.As(ctx), take); !errors.Is(err, model.ErrLastAdmin) {
		t.Errorf("the last one who can sign in goes: %v", err)
	}
	_, err = s.CreateAccounts(s.As(ctx), []model.PersonID{other})
	must(t, err)
	must(t, s.SetRights(s.As(ctx), take))
}

// TestGrantedRightsSurviveImport: a roster that does not state a right leaves it as it is.
func TestGrantedRightsSurviveImport(t *testing.T) {
	w, ctx := newWorld(t), t.Context()
	s := w.as(t, "Админова")
	must(t, s.SetRights(s.As(ctx), model.RightsEdit{People: []model.PersonID{w.person(t, "Завхозова")}, Grant: model.RoleAdmin | model.RightManageChats}))
	next := small()
	for i := range next.Staff {
		next.Staff[i].Stated &= model.RoleTeacher
	}
	w.apply(t, next)
	rows, err := s.Rights(s.As(ctx))
	must(t, err)
	for _, r := range rows {
		if r.Name.LastName == "Завхозова" && !r.Roles.Has(model.GrantedRights) {
			t.Errorf("what was granted is lost: %v", model.RoleWords(r.Roles))
		}
	}
}

// TestImportMeetsAddedByHand: an equal name in an equal group is the same person, no matter who was first.
func TestImportMeetsAddedByHand(t *testing.T) {
	w, ctx := newWorld(t), t.Context()
	s := w.as(t, "Админова")
	u, err := s.AddStudent(s.As(ctx), w.group(t, "А-1"), model.NewPerson{Name: surname("Ёлкина")})
	must(t, err)
	p, err := s.AddParent(s.As(ctx), model.NewParent{Student: u, Person: model.NewPerson{Name: surname("Ёлкина")}, Relation: "мать"})
	must(t, err)
	m, err := s.AddStaff(s.As(ctx), model.NewStaff{NewPerson: model.NewPerson{Name: surname("Методистова")}, Roles: model.RoleTeacher})
	must(t, err)
	next := small()
	next.Students = append(next.Students, roster.Student{Key: "u:99", Code: "99", Name: surname("Елкина"), Group: "g:1", Messenger: 99})
	next.Parents = append(next.Parents, roster.Parent{Key: "p:98", Code: "98", Name: surname("Ёлкина"), Children: []roster.Child{{Student: "u:99", Relation: "мать"}}})
	next.Staff = append(next.Staff, roster.StaffMember{Key: "s:97", Code: "97", Name: surname("Методистова")})
	w.apply(t, next)
	students, err := s.Students(s.As(ctx), model.PeopleFilter{Name: "елкина"})
	must(t, err)
	parents, err := s.Parents(s.As(ctx), model.PeopleFilter{Name: "елкина"})
	must(t, err)
	staff, err := s.StaffMembers(s.As(ctx), model.PeopleFilter{Name: "методистова"})
	must(t, err)
	if len(students) != 1 || students[0].Person != u || !students[0].Linked ||
		len(parents) != 1 || parents[0].Person != p || len(staff) != 1 || staff[0].Person != m || staff[0].Roles != model.RoleTeacher {
		t.Errorf("students %+v, parents %+v, staff %+v", students, parents, staff)
	}
}

// TestImportAfterEdit: an import that was compared before an edit by hand is not applied over it.
func TestImportAfterEdit(t *testing.T) {
	w := newWorld(t)
	path := t.TempDir() + "/template.xlsx"
	must(t, new(desk.Session).WriteTemplate(t.Context(), path))
	s := w.as(t, "Админова")
	preview := w.look(t, path, model.ImportChoices{OverLimit: true})
	must(t, s.RenamePerson(s.As(t.Context()), w.person(t, "Завхозова"), surname("Завхозова"), surname("Складова")))
	err := imports.New(w.college, orders.Write).ApplyImport(college.AsOwner(t.Context()), files(t, path), preview.Choices, preview.Fingerprint)
	if !errors.Is(err, app.ErrOutdated) {
		t.Errorf("the import ends with %v", err)
	}
	if id := w.person(t, "Складова"); id == 0 {
		t.Error("the edit is lost")
	}
}
