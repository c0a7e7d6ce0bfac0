package desk_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"zvonok/model"
	"zvonok/model/roster"
	"zvonok/model/store"
)

// grown is the small college with a new group, its student with a parent, its curator and its subject.
func grown() roster.Snapshot {
	s := small()
	name := func(surname string) model.Name { return model.Name{LastName: surname, FirstName: "Инна"} }
	s.Groups = append(s.Groups, roster.Group{Key: "g:3", Name: "В-1", Year: 1, Curator: "s:7"})
	s.Staff = append(s.Staff, roster.StaffMember{Key: "s:7", Code: "7", Name: name("Новикова"), Roles: model.RoleCurator, Stated: model.RoleCurator, Messenger: 7})
	s.Students = append(s.Students, roster.Student{Key: "u:99", Code: "99", Name: name("Новая"), Group: "g:3", Messenger: 99})
	s.Parents = append(s.Parents, roster.Parent{Key: "p:98", Code: "98", Name: name("Нова"), Messenger: 98, Children: []roster.Child{{Student: "u:99"}}})
	s.Teachings = append(s.Teachings, roster.Teaching{Key: "t:9", Group: "g:3", Subject: "Химия", WholeGroup: true, Teachers: []roster.Key{"s:7"}})
	return s
}

// TestUndoLeavesNoOrphans: what was done since with what an import brought stands in the way of taking it back, by its
// name; once that is taken back, so is the import.
func TestUndoLeavesNoOrphans(t *testing.T) {
	for _, tt := range []struct {
		name, says string
		do         func(t *testing.T, w *world) error
	}{
		{"a student was added to its group", "Добавление студента", func(t *testing.T, w *world) error {
			_, err := w.as(t, "Админова").AddStudent(w.ctx(t, "Админова"), w.group(t, "В-1"), model.NewPerson{Name: model.Name{LastName: "Ручная", FirstName: "Анна"}})
			return err
		}},
		{"a student was moved into its group", "Перевод студента", func(t *testing.T, w *world) error {
			return w.as(t, "Админова").MoveStudents(w.ctx(t, "Админова"), []model.PersonID{w.person(t, "Борисова")}, w.group(t, "В-1"))
		}},
		{"its student was moved out", "Перевод студента", func(t *testing.T, w *world) error {
			return w.as(t, "Админова").MoveStudents(w.ctx(t, "Админова"), []model.PersonID{w.person(t, "Новая")}, w.group(t, "А-1"))
		}},
		{"its student is in an order to come", "Приказ", func(t *testing.T, w *world) error {
			w.order(t, model.OrderWithdraw, 30, "Новая", "")
			return nil
		}},
		{"its curator has another group", "Изменение группы", func(t *testing.T, w *world) error {
			return w.as(t, "Админова").SetCurator(w.ctx(t, "Админова"), model.Group{ID: w.group(t, "Б-1"), Name: "Б-1", Year: 1}, w.person(t, "Новикова"))
		}},
		{"its teacher leads another subject", "Добавление предмета", func(t *testing.T, w *world) error {
			_, err := w.as(t, "Админова").AddTeaching(w.ctx(t, "Админова"), model.TeachingEdit{Group: w.group(t, "А-1"), Subject: "Химия", WholeGroup: true,
				Teachers: []model.PersonID{w.person(t, "Новикова")}})
			return err
		}},
		{"its group has another subject", "Добавление предмета", func(t *testing.T, w *world) error {
			_, err := w.as(t, "Админова").AddTeaching(w.ctx(t, "Админова"), model.TeachingEdit{Group: w.group(t, "В-1"), Subject: "Физика", WholeGroup: true})
			return err
		}},
		{"its student has another parent", "Добавление родителя", func(t *testing.T, w *world) error {
			_, err := w.as(t, "Админова").AddParent(w.ctx(t, "Админова"), model.NewParent{Student: w.person(t, "Новая"), Known: w.person(t, "Мамина")})
			return err
		}},
		{"its student was renamed", "Изменение ФИО", func(t *testing.T, w *world) error {
			return w.as(t, "Админова").RenamePerson(w.ctx(t, "Админова"), w.person(t, "Новая"), model.Name{LastName: "Новая", FirstName: "Инна"},
				model.Name{LastName: "Новая", FirstName: "Нина"})
		}},
		{"its teacher has become a parent", "Добавление родителя", func(t *testing.T, w *world) error {
			_, err := w.as(t, "Админова").AddParent(w.ctx(t, "Админова"), model.NewParent{Student: w.person(t, "Борисова"), Known: w.person(t, "Новикова")})
			return err
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			before, _ := w.standing(t)
			w.apply(t, grown())
			loaded := w.lastChange(t, "Загрузка списков")
			must(t, tt.do(t, w))
			during, _ := w.standing(t)
			s, ctx := w.as(t, "Админова"), t.Context()
			err := s.UndoChange(s.As(ctx), loaded)
			if err == nil || !strings.Contains(err.Error(), "Сначала отмените то, что сделано позже: "+tt.says) {
				t.Fatalf("said %v, want %s", err, tt.says)
			}
			if after, _ := w.standing(t); !reflect.DeepEqual(after, during) {
				t.Error("a refused undo changed something")
			}
			var last model.ChangeID
			w.view(t, func(tx *store.Tx) error {
				return tx.EachAudit(store.AuditQuery{Limit: 1}, func(l model.AuditLine) error {
					last = l.Change
					return nil
				})
			})
			must(t, s.UndoChange(s.As(ctx), last))
			must(t, s.UndoChange(s.As(ctx), loaded))
			if after, _ := w.standing(t); !reflect.DeepEqual(after, before) {
				t.Errorf("after: %+v\nbefore: %+v", after, before)
			}
		})
	}
}

// TestUndoLeavesNoGhosts: a person who was brought by what was taken back is nowhere, and the same roster brings them again: as
// added, and with the question whether somebody new is one who is known.
func TestUndoLeavesNoGhosts(t *testing.T) {
	w := newWorld(t)
	s, ctx := w.as(t, "Админова"), t.Context()
	married := grown()
	married.Teachings[2].Learners = []roster.Key{"u:11"}
	married.Parents[1].Children = []roster.Child{{Student: "u:13"}}
	u := student(&married, "Борисова")
	u.Key, u.Code, u.Name, u.Messenger = "student:замужняя анна", "", model.Name{LastName: "Замужняя", FirstName: "Анна", MiddleName: "Ивановна"}, 0
	w.update(t, func(tx *store.Tx) error {
		p, err := tx.Person(w.person(t, "Борисова"))
		p.Name.MiddleName = "Ивановна"
		must(t, err)
		return tx.UpdatePerson(p)
	})
	compare := func() roster.Changes {
		t.Helper()
		var c roster.Changes
		w.view(t, func(tx *store.Tx) error {
			college, err := tx.College()
			c, _ = roster.Compare(college, married, roster.Decisions{})
			return err
		})
		return c
	}
	first := compare()
	if len(first.Doubts) != 1 || len(first.Students.Added) != 2 || len(first.Groups.Added) != 1 {
		t.Fatalf("%+v", first)
	}
	w.apply(t, married)
	must(t, s.UndoChange(s.As(ctx), w.lastChange(t, "Загрузка списков")))
	for _, left := range []bool{false, true} {
		students, err := s.Students(s.As(ctx), model.PeopleFilter{Left: left, Name: "Новая"})
		must(t, err)
		staff, err := s.StaffMembers(s.As(ctx), model.PeopleFilter{Left: left, Name: "Новикова"})
		must(t, err)
		if len(students)+len(staff) != 0 {
			t.Errorf("left %v: %+v %+v", left, students, staff)
		}
	}
	w.view(t, func(tx *store.Tx) error {
		choices, err := tx.OrderChoices(model.OrderChoiceFilter{Kind: model.OrderEnroll, Day: onDay(26)})
		if slices.ContainsFunc(choices, func(c model.OrderChoice) bool { return c.Name.LastName == "Новая" }) {
			t.Errorf("%+v", choices)
		}
		return err
	})
	again := compare()
	if len(again.Doubts) != 1 || len(again.Students.Added) != 2 || len(again.Groups.Added) != 1 || len(again.Parents.Added) != 1 ||
		len(again.Staff.Added) != 1 || len(again.Students.Changed)+len(again.Groups.Changed)+len(again.Staff.Changed) != 0 {
		t.Errorf("%+v", again)
	}
	w.apply(t, married)
	if groups, err := s.Groups(s.As(ctx)); err != nil || len(groups) != 3 {
		t.Errorf("%+v, %v", groups, err)
	}
}

// TestUndoDeletesChatsOfWhatIsGone: the chats that the agent had made for a group go with it, but for those with people
// added by hand; both is said before.
func TestUndoDeletesChatsOfWhatIsGone(t *testing.T) {
	w := newWorld(t)
	w.run(t, initialise)
	before := w.vk.state()
	w.apply(t, grown())
	w.run(t, correct)
	s, ctx := w.as(t, "Админова"), t.Context()
	loaded := w.lastChange(t, "Загрузка списков")
	preview, err := s.PreviewUndo(s.As(ctx), loaded)
	must(t, err)
	if said := strings.Join(preview.Losses, "; "); !strings.Contains(said, "«В-1") || !strings.Contains(said, "из VK без возможности восстановления") {
		t.Errorf("%q", preview.Losses)
	}
	hand := w.twin(t)
	must(t, s.UndoChange(s.As(ctx), loaded))
	w.run(t, correct)
	if got := w.vk.state(); !slices.Equal(got, before) {
		t.Errorf("the messenger holds\n%q\nwant\n%q", got, before)
	}
	hs := hand.as(t, "Админова")
	card, err := hs.Chat(hs.As(ctx), hand.chat(t, "В-1").ID)
	must(t, err)
	must(t, hs.SaveChat(hs.As(ctx), model.ChatEdit{Chat: card.ID, Version: card.Version, Title: card.Title, Add: []model.PersonID{hand.person(t, "Завхозова")}}))
	preview, err = hs.PreviewUndo(hs.As(ctx), loaded)
	must(t, err)
	if said := strings.Join(preview.Losses, "; "); !strings.Contains(said, "останутся чаты, куда добавили людей вручную: «В-1»") {
		t.Errorf("%q", preview.Losses)
	}
	must(t, hs.UndoChange(hs.As(ctx), loaded))
	hand.run(t, correct)
	if got := hand.chat(t, "В-1"); len(got.Members) != 1 || got.Members[0].Person != hand.person(t, "Завхозова") {
		t.Errorf("%+v", got)
	}
}

// TestUndoneOrderIsCancelledToday: by the college's day, not by UTC's.
func TestUndoneOrderIsCancelledToday(t *testing.T) {
	w := newWorld(t)
	w.order(t, model.OrderWithdraw, 30, "Борисова", "")
	w.clock.mu.Lock()
	w.clock.now = time.Date(2026, 11, 27, 22, 30, 0, 0, time.UTC) // the 28th in Moscow
	w.clock.mu.Unlock()
	var change model.ChangeID
	w.view(t, func(tx *store.Tx) error {
		return tx.EachAudit(store.AuditQuery{Limit: 1}, func(l model.AuditLine) error {
			change = l.Change
			return nil
		})
	})
	must(t, w.as(t, "Админова").UndoChange(w.ctx(t, "Админова"), change))
	w.view(t, func(tx *store.Tx) error {
		o, err := tx.Order(1)
		if !o.Cancelled.Equal(onDay(28)) {
			t.Errorf("%+v", o)
		}
		return err
	})
}
