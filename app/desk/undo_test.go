package desk_test

import (
	"context"
	"reflect"
	"slices"
	"strings"
	"testing"

	"zvonok/app"
	"zvonok/app/agent"
	"zvonok/model"
	"zvonok/model/roster"
	"zvonok/model/store"
)

// lastChange is what the latest line of «Журнал изменений» of an action belongs to.
func (w *world) lastChange(t *testing.T, action string) model.ChangeID {
	t.Helper()
	var id model.ChangeID
	w.view(t, func(tx *store.Tx) error {
		return tx.EachAudit(store.AuditQuery{Action: action, Limit: 1}, func(l model.AuditLine) error {
			id = l.Change
			return nil
		})
	})
	if id == 0 {
		t.Fatalf("no change of %q", action)
	}
	return id
}

// standing is the college as the policy sees it, and its lists.
func (w *world) standing(t *testing.T) (r model.Roster, chats []model.ListedChat) {
	t.Helper()
	w.view(t, func(tx *store.Tx) (err error) {
		if r, err = tx.Roster("2026-11-23"); err != nil {
			return err
		}
		chats, err = tx.ListedChats()
		return err
	})
	return r, chats
}

// TestUndoImport: a wrong roster that threw half of the college out is taken back exactly, and can be loaded
// again and taken back again.
func TestUndoImport(t *testing.T) {
	w := newWorld(t)
	w.run(t, initialise)
	before, _ := w.standing(t)
	wrong := small()
	wrong.Students = wrong.Students[:2]
	wrong.Staff = wrong.Staff[:4]
	wrong.Teachings = wrong.Teachings[:1]
	wrong.Parents = wrong.Parents[:2]
	wrong.Parents[0].Name = model.Name{LastName: "Другая", FirstName: "Анна"}
	wrong.Groups = append(wrong.Groups, roster.Group{Key: "g:3", Name: "В-1", Year: 1})
	wrong.Students = append(wrong.Students, roster.Student{Key: "u:99", Code: "99", Name: model.Name{LastName: "Новая", FirstName: "Анна"}, Group: "g:3"})
	for round := range 2 {
		w.apply(t, wrong)
		if during, _ := w.standing(t); reflect.DeepEqual(during, before) {
			t.Fatal("the wrong roster changed nothing")
		}
		change := w.lastChange(t, "Загрузка списков")
		preview, err := w.as(t, "Админова").PreviewUndo(w.ctx(t, "Админова"), change)
		must(t, err)
		if said := strings.Join(preview.Losses, "; "); round == 0 && !strings.Contains(said, "войдёт в них снова сам, по ссылке") {
			t.Errorf("said before the undo: %q", said)
		}
		if got := preview.Lines[0].Details; round == 0 && !strings.HasPrefix(got, "группы: добавлено 1; студенты: добавлено 1, ушло 3") || strings.Contains(got, "+0") {
			t.Errorf("the journal says %q", got)
		}
		must(t, w.as(t, "Админова").UndoChange(w.ctx(t, "Админова"), change))
		if after, _ := w.standing(t); !reflect.DeepEqual(after, before) {
			t.Errorf("after the undo:\n%+v\nbefore:\n%+v", after, before)
		}
	}
	w.run(t, correct)
	if got := w.member(t, "А-1", "Борисова"); got.Origin != model.OriginAuto {
		t.Errorf("%+v", got)
	}
}

// TestUndoOfUndo: a roster that is in force again, because its undo was taken back, is no longer called taken back: it can be, again
// and again, and stands in the way of what was before it by its name.
func TestUndoOfUndo(t *testing.T) {
	w := newWorld(t)
	s, ctx := w.as(t, "Админова"), t.Context()
	student := []model.PersonID{w.person(t, "Борисова")}
	must(t, s.LeaveStudents(s.As(ctx), student))
	left := w.lastChange(t, "Выбытие студента")
	before, _ := w.standing(t)
	r := small()
	r.Students = append(r.Students[:2:2], roster.Student{Key: "u:99", Code: "99", Name: model.ParseName("Новая Анна"), Group: "g:2"})
	r.Teachings, r.Parents = r.Teachings[:1], r.Parents[:2]
	w.apply(t, r)
	loaded := w.lastChange(t, "Загрузка списков")
	after, _ := w.standing(t)
	says := func(want bool) {
		t.Helper()
		lines, _, err := s.Audit(s.As(ctx), model.AuditFilter{})
		must(t, err)
		for _, l := range lines {
			if l.Change == loaded && l.Undone != want {
				t.Errorf("the journal says that the roster was taken back: %v", l.Undone)
			}
		}
	}
	for round := range 2 {
		must(t, s.UndoChange(s.As(ctx), loaded))
		says(true)
		if now, _ := w.standing(t); !reflect.DeepEqual(now, before) {
			t.Errorf("round %d: not taken back", round)
		}
		must(t, s.UndoChange(s.As(ctx), w.lastChange(t, "Отмена изменения")))
		says(false)
		if now, _ := w.standing(t); !reflect.DeepEqual(now, after) {
			t.Errorf("round %d: not in force again", round)
		}
	}
	if err := s.UndoChange(s.As(ctx), left); err == nil || !strings.Contains(err.Error(), "Сначала отмените то, что сделано позже: Загрузка списков") {
		t.Errorf("what was before it: %v", err)
	}
	must(t, s.UndoChange(s.As(ctx), loaded))
	again := w.lastChange(t, "Отмена изменения")
	must(t, s.UndoChange(s.As(ctx), again))
	must(t, s.UndoChange(s.As(ctx), w.lastChange(t, "Отмена изменения")))
	says(true)
	if err := s.UndoChange(s.As(ctx), loaded); err == nil || !strings.Contains(err.Error(), "уже отменено") {
		t.Errorf("after the third undo in a row: %v", err)
	}
}

// TestLastDone: what a toast takes back is what this person has just done, whatever others did after it.
func TestLastDone(t *testing.T) {
	w := newWorld(t)
	s, ctx := w.as(t, "Админова"), w.ctx(t, "Админова")
	must(t, s.LeaveStudents(ctx, []model.PersonID{w.person(t, "Борисова")}))
	left := w.lastChange(t, "Выбытие студента")
	w.run(t, initialise) // by the owner of the folder
	line, err := s.LastDone(ctx)
	must(t, err)
	if line.Change != left || line.Undone || !strings.HasPrefix(line.Subject, "Борисова") {
		t.Fatalf("the last that was done is %+v", line)
	}
	must(t, s.UndoChange(ctx, left))
	line, err = s.LastDone(ctx)
	must(t, err)
	if line.Change != w.lastChange(t, "Отмена изменения") {
		t.Errorf("after its undo %+v", line)
	}
}

// TestUndoRefuses: what was changed since is not thrown away, and the words say what to do.
func TestUndoRefuses(t *testing.T) {
	w := newWorld(t)
	s, ctx := w.as(t, "Админова"), t.Context()
	student := []model.PersonID{w.person(t, "Борисова")}
	must(t, s.LeaveStudents(s.As(ctx), student))
	left := w.lastChange(t, "Выбытие студента")
	must(t, s.ReturnStudents(s.As(ctx), student, w.group(t, "Б-1")))
	before, _ := w.standing(t)
	err := s.UndoChange(s.As(ctx), left)
	if err == nil || !strings.Contains(err.Error(), "Сначала отмените то, что сделано позже: Возвращение студента") {
		t.Error(err)
	}
	if after, _ := w.standing(t); !reflect.DeepEqual(after, before) {
		t.Error("a refused undo changed something")
	}
	must(t, s.UndoChange(s.As(ctx), w.lastChange(t, "Возвращение студента")))
	must(t, s.UndoChange(s.As(ctx), left))
	if err := s.UndoChange(s.As(ctx), left); err == nil || !strings.Contains(err.Error(), "уже отменено") {
		t.Error(err)
	}
	for _, who := range []string{"Менеджерова", "Кураторова", "Учителева", "Алексеева", "Мамина"} {
		if err := w.as(t, who).UndoChange(w.ctx(t, who), left); err == nil || !strings.Contains(err.Error(), "нет права") {
			t.Errorf("%s: %v", who, err)
		}
		if _, err := w.as(t, who).PreviewUndo(w.ctx(t, who), left); err == nil {
			t.Errorf("%s sees what would be undone", who)
		}
	}
}

// TestUndoInitialise: hand-made members and exclusions that an initialisation threw away come back, in VK too.
func TestUndoInitialise(t *testing.T) {
	w := newWorld(t)
	w.run(t, initialise)
	s, ctx := w.as(t, "Админова"), t.Context()
	card, err := s.Chat(s.As(ctx), w.chat(t, "А-1").ID)
	must(t, err)
	must(t, s.SaveChat(s.As(ctx), model.ChatEdit{Chat: card.ID, Version: card.Version, Title: card.Title,
		Add: []model.PersonID{w.person(t, "Завхозова")}, Remove: []model.PersonID{w.person(t, "Борисова")}}))
	w.run(t, correct)
	w.run(t, initialise)
	if got := w.member(t, "А-1", "Борисова"); got.Origin != model.OriginAuto {
		t.Fatalf("%+v", got)
	}
	change := w.lastChange(t, "Инициализация списка чатов")
	preview, err := s.PreviewUndo(s.As(ctx), change)
	must(t, err)
	if len(preview.Counts) == 0 || len(preview.Losses) != 0 || len(preview.Lines) != 1 {
		t.Errorf("%+v", preview)
	}
	must(t, s.UndoChange(s.As(ctx), change))
	w.run(t, correct)
	if got := w.member(t, "А-1", "Борисова"); got.Origin != model.OriginExcluded {
		t.Errorf("who was excluded by hand: %+v", got)
	}
	if got := w.member(t, "А-1", "Завхозова"); got.Origin != model.OriginManual {
		t.Errorf("who was added by hand: %+v", got)
	}
}

// TestUndoCutInitialise: an initialisation that failed, was cancelled or killed while it sent stands in «Журнал изменений»
// from the moment in which it changed the lists, and can be taken back.
func TestUndoCutInitialise(t *testing.T) {
	for name, cut := range map[string]func(cancel context.CancelFunc) error{
		"failed": func(context.CancelFunc) error {
			return &app.Fault{Kind: app.FaultStop, Message: "VK не отвечает"}
		},
		"cancelled": func(cancel context.CancelFunc) error {
			cancel()
			return stopped(context.Canceled)
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			var killed *world
			w.vk.intercept = func(int, []app.Op, func(int) []app.Outcome) ([]app.Outcome, error) {
				if killed == nil { // as the disk stands when the process is killed here
					killed = w.twin(t)
				}
				return nil, cut(cancel)
			}
			by := initialise
			by.Actor = w.person(t, "Админова")
			if _, err := w.agent.Run(ctx, by, nil); err == nil {
				t.Fatal("the run did not fail")
			}
			for _, w := range []*world{w, killed} {
				change := w.lastChange(t, "Инициализация списка чатов")
				preview, err := w.as(t, "Админова").PreviewUndo(w.ctx(t, "Админова"), change)
				must(t, err)
				if line := preview.Lines[0]; line.Actor != by.Actor || !strings.HasPrefix(line.Details, "новых чатов: ") {
					t.Errorf("%+v", line)
				}
				must(t, w.as(t, "Админова").UndoChange(w.ctx(t, "Админова"), change))
				if after := w.lists(t); slices.ContainsFunc(after, func(line string) bool { return strings.Contains(line, "deleted=false") }) {
					t.Errorf("left: %q", after)
				}
			}
		})
	}
}

// TestUndoDeletion: a deleted chat comes back with its list, as a new one in VK; that is said before.
func TestUndoDeletion(t *testing.T) {
	w := newWorld(t)
	w.run(t, initialise)
	s, ctx := w.as(t, "Админова"), t.Context()
	must(t, s.DeleteChats(s.As(ctx), []model.ChatID{w.chat(t, "А-1").ID, w.chat(t, "Б-1").ID}))
	w.run(t, agent.RunOptions{OverLimit: true})
	change := w.lastChange(t, "Удаление чата")
	preview, err := s.PreviewUndo(s.As(ctx), change)
	must(t, err)
	if len(preview.Lines) != 1 || preview.Lines[0].Subject != "2 чата: А-1, Б-1" || len(preview.Losses) != 1 || !strings.Contains(preview.Losses[0], "переписка") {
		t.Errorf("%+v", preview)
	}
	must(t, s.UndoChange(s.As(ctx), change))
	w.run(t, initialise)
	if got := w.chat(t, "А-1"); got.Peer == 0 || len(got.Members) != 4 {
		t.Errorf("%+v", got)
	}
}

// TestUndoRename: a chat that was only renamed comes back without a loss.
func TestUndoRename(t *testing.T) {
	w := newWorld(t)
	w.run(t, initialise)
	s, ctx := w.as(t, "Админова"), t.Context()
	card, err := s.Chat(s.As(ctx), w.chat(t, "А-1").ID)
	must(t, err)
	must(t, s.SaveChat(s.As(ctx), model.ChatEdit{Chat: card.ID, Version: card.Version, Title: "А-1 (1 курс)"}))
	change := w.lastChange(t, "Изменение чата")
	preview, err := s.PreviewUndo(s.As(ctx), change)
	must(t, err)
	if len(preview.Losses) != 0 || len(preview.Counts) != 1 {
		t.Errorf("%+v", preview)
	}
	must(t, s.UndoChange(s.As(ctx), change))
	if got := w.chat(t, "А-1"); got.TitleByHand {
		t.Errorf("%+v", got)
	}
}

// TestUndoOfOrderSaysWhoHasLeft: an order that took people out of their chats was taken back without a word that they come in again by
// link only. One of tomorrow, and an enrolment, took nobody out; a cancelled enrolment did.
func TestUndoOfOrderSaysWhoHasLeft(t *testing.T) {
	w := newWorld(t)
	s, ctx := w.as(t, "Админова"), w.ctx(t, "Админова")
	said := func() bool {
		t.Helper()
		lines, _, err := s.Audit(ctx, model.AuditFilter{Limit: 1})
		must(t, err)
		preview, err := s.PreviewUndo(ctx, lines[0].Change)
		must(t, err)
		return strings.Contains(strings.Join(preview.Losses, "; "), "войдёт в них снова сам, по ссылке")
	}
	save := func(edit model.OrderEdit) model.OrderID {
		t.Helper()
		edit.Date, edit.Losing = onDay(20), true
		id, err := s.SaveOrder(ctx, edit)
		must(t, err)
		return id
	}
	withdrawal := model.OrderEdit{Number: "1-к", Kind: model.OrderWithdraw, Effective: onDay(27), People: []model.PersonID{w.person(t, "Борисова")}}
	if save(withdrawal); said() {
		t.Error("an order to come has taken somebody out")
	}
	withdrawal.Number, withdrawal.Effective = "2-к", onDay(20)
	if save(withdrawal); !said() {
		t.Error("a withdrawal has taken nobody out")
	}
	enrolment := save(model.OrderEdit{Number: "3-к", Kind: model.OrderEnroll, To: w.group(t, "А-1"), New: []model.NewPerson{{Name: model.ParseName("Новая Анна")}}})
	if said() {
		t.Error("an enrolment has taken somebody out")
	}
	must(t, s.CancelOrder(ctx, enrolment))
	if !said() {
		t.Error("a cancelled enrolment has taken nobody out")
	}
}
