package desk_test

import (
	"log/slog"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"zvonok/app/agent"
	"zvonok/model"
	"zvonok/model/roster"
	"zvonok/model/store"
)

// link gives a person a profile, as signing in at VK ID does.
func (w *world) link(t *testing.T, surname string, profile model.MessengerID) {
	t.Helper()
	id := w.person(t, surname)
	w.update(t, func(tx *store.Tx) error {
		if err := tx.SetProfile(id, profile); err != nil {
			return err
		}
		return tx.PutLink(id, model.LinkState{Name: surname, LinkedAt: w.clock.Now(), Crossed: true})
	})
}

// roster is what a roster is compared with, all of it.
func (w *world) roster(t *testing.T) (c roster.College) {
	t.Helper()
	w.view(t, func(tx *store.Tx) (err error) {
		c, err = tx.College()
		return err
	})
	slices.SortFunc(c.Keys, func(a, b roster.KeyRow) int {
		return strings.Compare(string(a.Section)+string(a.Key), string(b.Section)+string(b.Key))
	})
	for i := range c.Enrolments {
		c.Enrolments[i].ID = 0 // derived again
	}
	return c
}

// TestUndoEmptiesVK: an import that the agent has carried, and whose people have linked profiles and come into chats that
// stay, is taken back: nobody of them is left in VK, and nothing of them in the college.
func TestUndoEmptiesVK(t *testing.T) {
	w := newWorld(t)
	w.run(t, initialise)
	before, vk := w.roster(t), w.vk.state()
	wrong := grown()
	wrong.Students[len(wrong.Students)-1].Group = "g:1" // into a chat that stays
	wrong.Students[len(wrong.Students)-1].Messenger = 0
	w.apply(t, wrong)
	w.run(t, correct)
	w.link(t, "Новая", 990)
	_, room := w.vk.titled("А-1")
	_, staff := w.vk.titled("Учительская")
	room.members[990] = false // came by the link before the agent looked
	w.run(t, correct)
	w.link(t, "Новикова", 70) // another profile than the roster's
	staff.members[70] = false // came after the agent had looked
	loaded := w.lastChange(t, "Загрузка списков")
	s := w.as(t, "Админова")
	preview, err := s.PreviewUndo(s.As(t.Context()), loaded)
	must(t, err)
	if said := strings.Join(preview.Losses, "; "); !strings.Contains(said, "3 человека, добавленные этим действием, исчезнут из колледжа") {
		t.Errorf("said before: %q", said)
	}
	must(t, s.UndoChange(s.As(t.Context()), loaded))
	if after := w.roster(t); !reflect.DeepEqual(after, before) {
		t.Errorf("after the undo\n%+v\nwant\n%+v", after, before)
	}
	w.run(t, agent.RunOptions{OverLimit: true}) // the next run of the background, which does not look first
	w.run(t, correct)
	if got := w.vk.state(); !slices.Equal(got, vk) {
		t.Errorf("the messenger holds\n%q\nwant\n%q", got, vk)
	}
	w.view(t, func(tx *store.Tx) error {
		left, err := tx.Strangers()
		if len(left) > 0 {
			t.Errorf("still owed: %+v", left)
		}
		return err
	})
	// The same people come again, under their profiles, and stay.
	again := grown()
	again.Students[len(again.Students)-1].Group = "g:1"
	w.apply(t, again)
	w.run(t, correct)
	room.members[99] = false
	w.run(t, correct)
	if m := w.member(t, "А-1", "Новая"); m.InChatAs != 99 || m.Origin != model.OriginAuto {
		t.Errorf("who came again is %+v", m)
	}
}

// TestUndoOwesBeforeTheyReturn: a person who is taken back and comes with the next roster under the same profile, before the agent
// has worked, is not taken out of the chat.
func TestUndoOwesBeforeTheyReturn(t *testing.T) {
	w := newWorld(t)
	w.run(t, initialise)
	one := grown()
	one.Students[len(one.Students)-1].Group = "g:1"
	w.apply(t, one)
	_, room := w.vk.titled("А-1")
	room.members[99] = false
	w.run(t, correct)
	must(t, w.as(t, "Админова").UndoChange(w.ctx(t, "Админова"), w.lastChange(t, "Загрузка списков")))
	w.apply(t, one)
	w.run(t, agent.RunOptions{OverLimit: true})
	w.run(t, correct)
	if _, in := room.members[99]; !in {
		t.Error("who is on the list was taken out of the chat")
	}
}

// TestUndoBesideLinksAndDays: a profile that was linked and a day that has come since leave an import to be taken back, and
// what they made stays.
func TestUndoBesideLinksAndDays(t *testing.T) {
	w := newWorld(t)
	s, ctx := w.as(t, "Админова"), t.Context()
	w.order(t, model.OrderWithdraw, 25, "Григорьева", "")
	changed := small()
	for _, surname := range []string{"Борисова", "Григорьева", "Безликова"} {
		u := student(&changed, surname)
		u.Name.FirstName = "Иная"
	}
	student(&changed, "Борисова").Messenger = 120
	student(&changed, "Алексеева").Messenger = 0
	w.apply(t, changed)
	w.link(t, "Безликова", 130)
	w.link(t, "Борисова", 121)
	w.at(26)
	must(t, w.college.TurnDay(ctx))
	if w.student(t, "Григорьева") {
		t.Fatal("the day did not come")
	}
	must(t, s.UndoChange(s.As(ctx), w.lastChange(t, "Загрузка списков")))
	for surname, profile := range map[string]model.MessengerID{"Безликова": 130, "Борисова": 121, "Алексеева": 11, "Григорьева": 21} {
		var p model.Person
		w.view(t, func(tx *store.Tx) (err error) {
			p, err = tx.Person(w.person(t, surname))
			return err
		})
		if p.Name.FirstName != "Анна" || p.Messenger != profile {
			t.Errorf("%+v", p)
		}
	}
	if w.student(t, "Григорьева") {
		t.Error("taking the import back brought back who has left by an order")
	}
}

// TestUndoNamesWhoIsInTheWay: what people have made with what an import brought is named, with the person.
func TestUndoNamesWhoIsInTheWay(t *testing.T) {
	for name, tt := range map[string]struct {
		do    func(t *testing.T, w *world)
		words string
	}{
		"a mark": {func(t *testing.T, w *world) {
			must(t, w.as(t, "Админова").MoveStudents(w.ctx(t, "Админова"), []model.PersonID{w.person(t, "Новая")}, w.group(t, "А-1")))
			loadLessons(t, w.as(t, "Админова"), model.FileTimetable, timetable("30.11"))
			must(t, w.as(t, "Учителева").SetCells(w.ctx(t, "Учителева"), []model.CellEdit{{Mark: 5,
				CellKey: model.CellKey{Lesson: w.journalPage(t, "Учителева").Lessons[0].ID, Person: w.person(t, "Новая")}}}))
			must(t, w.as(t, "Админова").UndoChange(w.ctx(t, "Админова"), w.lastChange(t, "Перевод студента")))
		}, "оценки (Новая Инна)"},
		"a chat by hand": {func(t *testing.T, w *world) {
			_, err := w.as(t, "Админова").CreateChat(w.ctx(t, "Админова"), model.NewChat{Title: "Актив", Key: model.ChatKey{Type: model.ChatGroup, Group: w.group(t, "В-1")},
				Members: []model.PersonID{w.person(t, "Завхозова")}})
			must(t, err)
			_, err = w.as(t, "Админова").CreateChat(w.ctx(t, "Админова"), model.NewChat{Title: "Актив 2", Key: model.ChatKey{Type: model.ChatGroup, Group: w.group(t, "В-1")},
				Members: []model.PersonID{w.person(t, "Завхозова")}})
			must(t, err)
		}, "чаты, созданные вручную (В-1)"},
		"a rename": {func(t *testing.T, w *world) {
			must(t, w.as(t, "Админова").RenamePerson(w.ctx(t, "Админова"), w.person(t, "Новая"), model.Name{LastName: "Новая", FirstName: "Инна"},
				model.Name{LastName: "Новая", FirstName: "Нина"}))
		}, "Изменение ФИО (Новая Нина"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.apply(t, grown())
			loaded := w.lastChange(t, "Загрузка списков")
			tt.do(t, w)
			during := w.roster(t)
			err := w.as(t, "Админова").UndoChange(w.ctx(t, "Админова"), loaded)
			if err == nil || !strings.Contains(err.Error(), tt.words) {
				t.Errorf("said %v, want %s", err, tt.words)
			}
			if after := w.roster(t); !reflect.DeepEqual(after, during) {
				t.Error("a refused undo changed something")
			}
		})
	}
}

// TestUndoTwice: what was taken back comes back when that is taken back, with the same numbers, and no number that was
// seen is given to anybody else.
func TestUndoTwice(t *testing.T) {
	w := newWorld(t)
	s, ctx := w.as(t, "Админова"), t.Context()
	w.apply(t, grown())
	loaded := w.roster(t)
	id := w.person(t, "Новая")
	must(t, s.UndoChange(s.As(ctx), w.lastChange(t, "Загрузка списков")))
	_, err := s.AddStudent(s.As(ctx), w.group(t, "А-1"), model.NewPerson{Name: model.Name{LastName: "Другая", FirstName: "Анна"}})
	must(t, err)
	if other := w.person(t, "Другая"); other <= id {
		t.Errorf("number %d is given again, %d was seen", other, id)
	}
	must(t, s.UndoChange(s.As(ctx), w.lastChange(t, "Добавление студента")))
	var taking model.ChangeID
	w.view(t, func(tx *store.Tx) error {
		return tx.EachAudit(store.AuditQuery{Action: "Отмена изменения"}, func(l model.AuditLine) error {
			if l.Subject == "Загрузка списков" {
				taking = l.Change
			}
			return nil
		})
	})
	must(t, s.UndoChange(s.As(ctx), taking))
	got := w.roster(t)
	got.Keys, loaded.Keys = nil, nil // what files call them is learnt again
	if !reflect.DeepEqual(got, loaded) {
		t.Errorf("came back\n%+v\nwant\n%+v", got, loaded)
	}
}

// TestUndoForgetsAnswers: «Тот же человек?» that was answered wrongly is asked again once the import was taken back.
func TestUndoForgetsAnswers(t *testing.T) {
	w := newWorld(t)
	before := w.roster(t)
	w.update(t, func(tx *store.Tx) error {
		if err := tx.Record(w.clock.Now()); err != nil {
			return err
		}
		if err := tx.Audit(w.clock.Now(), 0, "Загрузка списков", "", ""); err != nil {
			return err
		}
		return tx.ApplyRoster(roster.Changes{Source: "workbook", Writes: roster.Writes{Keys: []roster.KeyWrite{
			{Section: roster.Students, Key: "замужняя анна", Ref: roster.Ref{ID: int64(w.person(t, "Борисова"))}},
		}}})
	})
	must(t, w.as(t, "Админова").UndoChange(w.ctx(t, "Админова"), w.lastChange(t, "Загрузка списков")))
	if after := w.roster(t); !reflect.DeepEqual(after, before) {
		t.Errorf("after the undo %+v", after.Keys)
	}
}

// TestUndoTooOld: a change of more than 120 days ago is not taken back, and that is said; the keeper's daily work forgets
// how it would be done.
func TestUndoTooOld(t *testing.T) {
	w := newWorld(t)
	s, ctx := w.as(t, "Админова"), t.Context()
	must(t, s.LeaveStudents(s.As(ctx), []model.PersonID{w.person(t, "Борисова")}))
	change := w.lastChange(t, "Выбытие студента")
	w.clock.mu.Lock()
	w.clock.now = w.clock.now.Add(121 * 24 * time.Hour)
	w.clock.mu.Unlock()
	const words = "больше 120 дней назад"
	if _, err := s.PreviewUndo(s.As(ctx), change); err == nil || !strings.Contains(err.Error(), words) {
		t.Errorf("before the question: %v", err)
	}
	if err := s.UndoChange(s.As(ctx), change); err == nil || !strings.Contains(err.Error(), words) || w.student(t, "Борисова") {
		t.Errorf("taken back: %v", err)
	}
	agent.NewKeeper(w.college, nil, slog.New(slog.DiscardHandler)).Daily(ctx)
	w.view(t, func(tx *store.Tx) error {
		if _, err := tx.UndoSummary(change, time.Time{}); err == nil {
			t.Error("it is still noted")
		}
		return tx.EachAudit(store.AuditQuery{}, func(l model.AuditLine) error {
			if l.Change != 0 {
				t.Errorf("the journal offers to take back %+v", l)
			}
			return nil
		})
	})
	if err := s.UndoChange(s.As(ctx), change); err == nil || !strings.Contains(err.Error(), words) {
		t.Errorf("from a journal that was opened before: %v", err)
	}
}

// TestUndoNotOneself: nobody takes back the import that brought them.
func TestUndoNotOneself(t *testing.T) {
	w := newWorld(t)
	more := grown()
	for i := range more.Staff {
		if more.Staff[i].Code == "7" {
			more.Staff[i].Roles |= model.RoleAdmin
			more.Staff[i].Stated |= model.RoleAdmin
		}
	}
	w.apply(t, more)
	change := w.lastChange(t, "Загрузка списков")
	if err := w.as(t, "Новикова").UndoChange(w.ctx(t, "Новикова"), change); err == nil || !strings.Contains(err.Error(), "добавлены вы сами") {
		t.Error(err)
	}
	must(t, w.as(t, "Новикова").RenamePerson(w.ctx(t, "Новикова"), w.person(t, "Завхозова"), model.Name{LastName: "Завхозова", FirstName: "Анна"},
		model.Name{LastName: "Завхозова", FirstName: "Инна"}))
	must(t, w.as(t, "Админова").UndoChange(w.ctx(t, "Админова"), change))
	w.view(t, func(tx *store.Tx) error {
		return tx.EachAudit(store.AuditQuery{Action: "Изменение ФИО"}, func(l model.AuditLine) error {
			if l.Who != "Новикова Инна" {
				t.Errorf("the journal names %q", l.Who)
			}
			return nil
		})
	})
}
