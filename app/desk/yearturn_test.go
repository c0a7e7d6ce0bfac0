package desk_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"zvonok/app"
	"zvonok/app/agent"
	"zvonok/model"
	"zvonok/model/store"
)

// graduating is a world whose group «Б-1» is on its last course and whose chats stand in the messenger.
func graduating(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	s := small()
	s.Groups[1].Year = model.LastCourse
	w.apply(t, s)
	w.run(t, initialise)
	return w
}

// turnYear makes the year's turn as the administrator sees it.
func (w *world) turnYear(t *testing.T, choices model.YearTurnChoices) {
	t.Helper()
	s := w.as(t, "Админова")
	plan, err := s.PreviewYearTurn(s.As(t.Context()), choices)
	must(t, err)
	if why := plan.Stops(); why != "" {
		t.Fatal(why)
	}
	must(t, s.ApplyYearTurn(s.As(t.Context()), choices, plan.Fingerprint))
}

// whole is all that a year's turn may change, line by line; what the messenger answered is not the college's.
func (w *world) whole(t *testing.T) []string {
	t.Helper()
	r, chats := w.standing(t)
	var lines []string
	say := func(format string, args ...any) { lines = append(lines, fmt.Sprintf(format, args...)) }
	say("people %v %v %v", r.Admins, r.Teachers, r.Curators)
	for _, g := range r.Groups {
		say("group %+v %v %v", g, r.Students[g.ID], r.Parents[g.ID])
	}
	for _, teaching := range r.Teachings {
		say("teaching %+v %v", teaching, r.Learners[teaching.ID])
	}
	for _, c := range chats {
		say("chat %d %+v %s auto=%v by hand=%v deleted=%v", c.ID, c.Key, c.Title, c.Auto, c.TitleByHand, c.Deleted)
		for _, m := range c.Members {
			say("chat %d person %d origin=%d admin=%v/%v", c.ID, m.Person, m.Origin, m.Admin, m.AdminByHand)
		}
	}
	for _, surname := range []string{"Алексеева", "Григорьева", "Дмитриева"} {
		say("%s student=%v %+v", surname, w.student(t, surname), w.enrolments(t, surname))
	}
	w.view(t, func(tx *store.Tx) error {
		year, err := tx.Setting(store.SettingSchoolYear, "never")
		say("turned to %s", year)
		return err
	})
	return lines
}

func (w *world) enrolments(t *testing.T, surname string) (list []model.Enrolment) {
	t.Helper()
	id := w.person(t, surname)
	w.view(t, func(tx *store.Tx) error {
		movements, err := tx.Movements(id)
		list = model.Enrolments(movements)
		return err
	})
	return list
}

// sameWhole fails the test unless the college stands as before.
func sameWhole(t *testing.T, when string, got, want []string) {
	t.Helper()
	for _, line := range got {
		if !slices.Contains(want, line) {
			t.Errorf("%s there is %s", when, line)
		}
	}
	for _, line := range want {
		if !slices.Contains(got, line) {
			t.Errorf("%s there is no %s", when, line)
		}
	}
}

// TestYearTurn: the groups go on, the last course graduates, its chats are kept, emptied or deleted in the messenger,
// and nobody else's are touched.
func TestYearTurn(t *testing.T) {
	for _, c := range []struct {
		name  string
		chats model.GraduatesChats
		holds []string // of the group's and the subject's chats afterwards
	}{
		{"kept", model.KeepChats, []string{"Б-1 (выпуск 2026): 6 21 22", "Б-1/Физика (выпуск 2026): 4* 5* 21"}},
		{"emptied", model.EmptyChats, []string{"Б-1 (выпуск 2026): 6", "Б-1/Физика (выпуск 2026): 4* 5*"}},
		{"deleted", model.DeleteChats, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := graduating(t)
			chat := w.chat(t, "Б-1")
			w.update(t, func(tx *store.Tx) error {
				return tx.PutMembers([]store.ChatRow{{Chat: chat.ID, RowChange: model.RowChange{
					Member: model.Member{Person: w.person(t, "Завхозова"), Origin: model.OriginManual}}}})
			})
			_, room := w.vk.titled("Б-1")
			room.members[6] = false // came by the link
			w.run(t, correct)
			others := []string{"А-1: 3* 11 12", "А-1 родители: 3* 31 32", "А-1/История(ОГСЭ): 4* 11 12"}
			for _, chat := range others {
				w.holds(t, "before", chat)
			}
			w.turnYear(t, model.YearTurnChoices{Number: "7-в", Chats: c.chats})
			w.run(t, agent.RunOptions{Refresh: true}) // within the limit of removals
			w.run(t, correct)
			for _, chat := range append(others, c.holds...) {
				w.holds(t, "afterwards", chat)
			}
			left := slices.DeleteFunc(w.vk.state(), func(line string) bool { return !strings.HasPrefix(line, "Б-1") })
			want := len(c.holds)
			if want > 0 {
				want++ // the parents'
			}
			if len(left) != want {
				t.Errorf("of the graduates' chats there are %q", left)
			}
			r, _ := w.standing(t)
			if len(r.Groups) != 1 || r.Groups[0].Year != 2 || r.Groups[0].Curator != w.person(t, "Кураторова") {
				t.Errorf("groups %+v", r.Groups)
			}
			if w.student(t, "Григорьева") || w.student(t, "Дмитриева") || !w.student(t, "Алексеева") {
				t.Error("the wrong people are students")
			}
			if e := w.enrolments(t, "Григорьева"); len(e) != 1 || !e[0].Until.Equal(onDay(23)) || e[0].Closed == 0 {
				t.Errorf("enrolments %+v", e)
			}
			if report := w.run(t, initialise); report.Chats.Created != 0 {
				t.Errorf("chats came back: %+v", report)
			}
		})
	}
}

// TestUndoYearTurn: one entry of the journal takes all of it back, before and after the agent carried it, and it can
// be made again with the same order.
func TestUndoYearTurn(t *testing.T) {
	for _, chats := range []model.GraduatesChats{model.KeepChats, model.EmptyChats, model.DeleteChats} {
		w := graduating(t)
		chat := w.chat(t, "Б-1")
		w.update(t, func(tx *store.Tx) error {
			return tx.PutMembers([]store.ChatRow{
				{Chat: chat.ID, RowChange: model.RowChange{Member: model.Member{Person: w.person(t, "Завхозова"), Origin: model.OriginManual, AdminByHand: true}}},
				{Chat: chat.ID, RowChange: model.RowChange{Member: model.Member{Person: w.person(t, "Дмитриева"), Origin: model.OriginExcluded}}},
			})
		})
		w.run(t, correct)
		before := w.whole(t)
		for _, carried := range []bool{false, true} {
			w.turnYear(t, model.YearTurnChoices{Number: "7-в", Effective: onDay(20), Chats: chats})
			if carried {
				w.run(t, correct)
			}
			s := w.as(t, "Админова")
			change := w.lastChange(t, "Новый учебный год")
			preview, err := s.PreviewUndo(s.As(t.Context()), change)
			must(t, err)
			if len(preview.Lines) != 1 {
				t.Errorf("the journal holds %d lines of it", len(preview.Lines))
			}
			must(t, s.UndoChange(s.As(t.Context()), change))
			if carried {
				w.run(t, correct) // the section without a group had lost its learners
			}
			sameWhole(t, fmt.Sprintf("chats %d, carried %v: after the undo", chats, carried), w.whole(t), before)
		}
		w.vk.titled("Б-1") // panics when it is not there again
		w.vk.titled("Б-1/Физика")
	}
}

// TestYearTurnRefuses: what was not seen is not done, and the words say what to do.
func TestYearTurnRefuses(t *testing.T) {
	w := graduating(t)
	s, ctx := w.as(t, "Админова"), t.Context()
	choices := model.YearTurnChoices{Number: "7-в"}
	plan, err := s.PreviewYearTurn(s.As(ctx), choices)
	must(t, err)
	must(t, s.LeaveStudents(s.As(ctx), []model.PersonID{w.person(t, "Дмитриева")}))
	before := w.whole(t)
	if err := s.ApplyYearTurn(s.As(ctx), choices, plan.Fingerprint); !errors.Is(err, app.ErrOutdated) {
		t.Errorf("after somebody left: %v", err)
	}
	choices.Number = ""
	plan, err = s.PreviewYearTurn(s.As(ctx), choices)
	must(t, err)
	if err := s.ApplyYearTurn(s.As(ctx), choices, plan.Fingerprint); err == nil || !strings.Contains(err.Error(), "введите номер приказа") {
		t.Errorf("without a number: %v", err)
	}
	for _, who := range []string{"Менеджерова", "Кураторова", "Учителева", "Алексеева", "Мамина"} {
		if err := w.as(t, who).ApplyYearTurn(w.ctx(t, who), choices, plan.Fingerprint); !errors.Is(err, app.ErrNoRight) {
			t.Errorf("%s: %v", who, err)
		}
	}
	w.college.DiskSpace = func(string) (uint64, error) { return 0, nil }
	choices.Number = "7-в"
	plan, err = s.PreviewYearTurn(s.As(ctx), choices)
	must(t, err)
	if err := s.ApplyYearTurn(s.As(ctx), choices, plan.Fingerprint); err == nil || !strings.Contains(err.Error(), "мало места") {
		t.Errorf("without a copy: %v", err)
	}
	sameWhole(t, "after what was refused", w.whole(t), before)
	w.college.DiskSpace = nil
	w.turnYear(t, choices)
	plan, err = s.PreviewYearTurn(s.As(ctx), choices)
	must(t, err)
	if len(plan.Problems) != 1 || !strings.Contains(plan.Problems[0].Text, "уже выполнен") {
		t.Errorf("a second time: %+v", plan.Problems)
	}
}

// TestNobodyComesToGraduates: a group does not graduate to which an order brings somebody later, who would then be in a group
// that is no more, and in none of its chats.
func TestNobodyComesToGraduates(t *testing.T) {
	w := graduating(t)
	s, choices := w.as(t, "Админова"), model.YearTurnChoices{Number: "7-в"}
	id := w.order(t, model.OrderTransfer, 27, "Алексеева", "Б-1")
	stops := func() string {
		plan, err := s.PreviewYearTurn(s.As(t.Context()), choices)
		must(t, err)
		return plan.GroupsStop()
	}
	const want = "В группу Б-1 позже придёт 1 студент: измените приказ или выберите для неё «Остаются как есть»."
	if why := stops(); why != want {
		t.Errorf("the turn stops by %q", why)
	}
	w.cancelOrder(t, id)
	if why := stops(); why != "" {
		t.Errorf("without the order the turn stops by %q", why)
	}
	id = w.order(t, model.OrderTransfer, 27, "Григорьева", "А-1")
	const leaves = "Григорьева Анна после выпуска перейдёт в группу А-1, как записано раньше: отмените тот приказ или выберите для группы Б-1 «Остаются как есть»."
	if why := stops(); why != leaves {
		t.Errorf("for a graduate who is moved later the turn stops by %q", why)
	}
	w.cancelOrder(t, id)
	if why := stops(); why != "" {
		t.Errorf("without that order the turn stops by %q", why)
	}
}
