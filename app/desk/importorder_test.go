package desk_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"zvonok/app"
	"zvonok/app/college"
	"zvonok/app/desk"
	"zvonok/app/imports"
	"zvonok/app/orders"
	"zvonok/model"
	"zvonok/model/roster"
)

// fromFiles is a college that came from a file; file makes one without some of its students.
func fromFiles(t *testing.T) (w *world, file func(without ...string) string) {
	t.Helper()
	w = openWorld(t, t.TempDir(), newFake())
	file = func(without ...string) string {
		s := small()
		s.Teachings = s.Teachings[:1] // a workbook has no sections without a group
		s.Parents = nil
		for i, surname := range aLot {
			code := fmt.Sprint(100 + i)
			s.Students = append(s.Students, roster.Student{Key: roster.Key("u:" + code), Code: code, Name: model.Name{LastName: surname, FirstName: "Анна"}, Group: "g:1"})
		}
		s.Students = slices.DeleteFunc(s.Students, func(u roster.Student) bool { return slices.Contains(without, u.Name.LastName) })
		return rosterFile(t, s)
	}
	w.load(t, file(), model.ImportChoices{})
	return w, file
}

// aLot are students of one group, more than may leave at once.
var aLot = []string{"Жукова", "Зайцева", "Иванова", "Котова", "Лисина", "Мышкина"}

// ordersOf are «Приказы» in words, the latest first.
func ordersOf(t *testing.T, s *desk.Session) (list []string) {
	t.Helper()
	rows, err := s.Orders(s.As(t.Context()), model.OrderFilter{})
	must(t, err)
	for _, o := range rows {
		state := "действует"
		if o.State == model.OrderCancelled {
			state = "отменён"
		}
		list = append(list, strings.Join([]string{o.Kind.String(), o.Title(), state, o.Who}, ", "))
	}
	return list
}

const rosterOrder = "Отчисление, № б/н (список) от 23.11.2026, действует, Борисова Анна"

// TestImportWithdraws: a person who is gone from a file leaves by an order that the preview names, «Приказы» show and the journal
// tells; taking the import back takes the order back.
func TestImportWithdraws(t *testing.T) {
	w, file := fromFiles(t)
	s, ctx := w.as(t, "Админова"), t.Context()
	fewer := files(t, file("Борисова"))
	preview, err := s.PreviewImport(s.As(ctx), fewer, model.ImportChoices{})
	must(t, err)
	if preview.Withdrawal != "№ б/н (список) от 23.11.2026" || len(preview.Sections[1].Lines) != 1 || !slices.Equal(preview.Sections[1].Lines[0].Groups, []string{"А-1"}) {
		t.Errorf("%+v", preview)
	}
	must(t, s.ApplyImport(s.As(ctx), fewer, preview.Choices, preview.Fingerprint))
	if got := ordersOf(t, s); !slices.Equal(got, []string{rosterOrder}) || w.student(t, "Борисова") {
		t.Errorf("%q", got)
	}
	lines := w.journal(t, "Загрузка списков")
	if last := lines[len(lines)-1]; !strings.Contains(last, "студенты: ушло 1") || !strings.Contains(last, "отчисление: приказ № б/н (список) от 23.11.2026") {
		t.Errorf("the journal says %q", lines)
	}

	again, err := s.PreviewImport(s.As(ctx), files(t, file("Борисова")), model.ImportChoices{})
	must(t, err)
	if again.Fingerprint != "" || again.Changes() != 0 || again.Withdrawal != "" {
		t.Errorf("the same file again: %+v", again)
	}

	change := w.lastChange(t, "Загрузка списков")
	undo, err := s.PreviewUndo(s.As(ctx), change)
	must(t, err)
	if !slices.Contains(undo.Counts, "1 приказ") {
		t.Errorf("to be undone: %q", undo.Counts)
	}
	must(t, s.UndoChange(s.As(ctx), change))
	if got := ordersOf(t, s); len(got) != 1 || !strings.Contains(got[0], "отменён") || !w.student(t, "Борисова") {
		t.Errorf("after the undo %q", got)
	}
	if list := w.enrolments(t, "Борисова"); len(list) != 1 || list[0].Group != w.group(t, "А-1") || !list[0].Until.IsZero() {
		t.Errorf("after the undo she is in %+v", list)
	}
}

// TestImportKeepsGone: a person who is gone from a file stays when that was chosen, in the window and on the command line.
func TestImportKeepsGone(t *testing.T) {
	w, file := fromFiles(t)
	s, ctx := w.as(t, "Админова"), t.Context()
	fewer := files(t, file("Борисова"))
	kept, err := s.PreviewImport(s.As(ctx), fewer, model.ImportChoices{KeepGone: true})
	must(t, err)
	if kept.Withdrawal != "" || kept.Fingerprint != "" || kept.Changes() != 0 {
		t.Errorf("%+v", kept)
	}
	if back, err := s.PreviewImport(s.As(ctx), fewer, model.ImportChoices{}); err != nil || back.Fingerprint == "" || back.Withdrawal == "" {
		t.Errorf("back to leaving: %+v, %v", back, err)
	}
	w.load(t, file("Борисова"), model.ImportChoices{KeepGone: true})
	if got := ordersOf(t, s); len(got) != 0 || !w.student(t, "Борисова") {
		t.Errorf("%q", got)
	}
}

// TestImportOrderCancelled: cancelling the order by hand brings the students back into their groups, after which the
// import is no longer taken back as a whole, and says why.
func TestImportOrderCancelled(t *testing.T) {
	w, file := fromFiles(t)
	s := w.as(t, "Админова")
	w.run(t, initialise)
	w.load(t, file("Борисова"), model.ImportChoices{})
	w.run(t, correct)
	w.holds(t, "after the import", "А-1: 3* 11")
	rows, err := s.Orders(s.As(t.Context()), model.OrderFilter{})
	must(t, err)
	card, err := s.Order(s.As(t.Context()), rows[0].ID)
	must(t, err)
	if len(card.People) != 1 || card.People[0].Before != "А-1" || len(card.Cancelling) != 1 || card.Cancelling[0].With != "не учится" || card.Cancelling[0].Less != "А-1" {
		t.Errorf("%+v", card)
	}
	w.cancelOrder(t, rows[0].ID)
	w.run(t, correct)
	if !w.student(t, "Борисова") {
		t.Error("she is no student after the order was cancelled")
	}
	if m := w.member(t, "А-1", "Борисова"); m.Origin != model.OriginAuto {
		t.Errorf("in her group's list she is %+v", m)
	}
	err = s.UndoChange(s.As(t.Context()), w.lastChange(t, "Загрузка списков"))
	if err == nil || !strings.Contains(err.Error(), "Отмена приказа") {
		t.Errorf("the import is undone: %v", err)
	}
}

// TestImportBringsBack: a person who left by the order of a flawed export is back with the next one; a person who left by an order of the
// college is not.
func TestImportBringsBack(t *testing.T) {
	w, file := fromFiles(t)
	w.load(t, file("Борисова"), model.ImportChoices{})
	w.at(27)
	w.order(t, model.OrderWithdraw, 25, "Алексеева", "")
	preview := w.load(t, file(), model.ImportChoices{})
	if len(preview.Warnings) != 1 || !strings.Contains(preview.Warnings[0], "Алексеева А.") || strings.Contains(preview.Warnings[0], "Борисова") {
		t.Errorf("warnings %q", preview.Warnings)
	}
	if !w.student(t, "Борисова") || w.student(t, "Алексеева") {
		t.Error("who left by a file is not back, or who left by an order is")
	}
	if got := ordersOf(t, w.as(t, "Админова")); len(got) != 2 {
		t.Errorf("%q", got)
	}
}

// TestImportOrderIsLimited: those who would leave by an order count for the limits.
func TestImportOrderIsLimited(t *testing.T) {
	w, file := fromFiles(t)
	half := file(aLot...)
	var limit *app.ImportLimitError
	preview := w.look(t, half, model.ImportChoices{})
	err := imports.New(w.college, orders.Write).ApplyImport(college.AsOwner(t.Context()), files(t, half), preview.Choices, preview.Fingerprint)
	if !errors.As(err, &limit) || len(ordersOf(t, w.as(t, "Админова"))) != 0 {
		t.Fatalf("half a file: %v", err)
	}
	w.load(t, half, model.ImportChoices{KeepGone: true})
	w.load(t, half, model.ImportChoices{OverLimit: true})
	if got := ordersOf(t, w.as(t, "Админова")); len(got) != 1 {
		t.Errorf("confirmed: %q", got)
	}
}

// TestImportDoubt: while it is open whether a new student is one who seems gone nothing is loaded; each answer is
// heeded, and nothing is asked the next time.
func TestImportDoubt(t *testing.T) {
	ctx := t.Context()
	for answer, same := range map[string]bool{"same": true, "different": false} {
		t.Run(answer, func(t *testing.T) {
			w := openWorld(t, t.TempDir(), newFake())
			file := func(surname string) string {
				s := small()
				s.Teachings, s.Parents = s.Teachings[:1], nil
				s.Students = append(s.Students, roster.Student{Key: "new", Name: model.ParseName(surname + " Раиса Артёмовна"), Group: "g:1"})
				return rosterFile(t, s)
			}
			w.load(t, file("Белова"), model.ImportChoices{})
			id := w.person(t, "Белова")
			s := w.as(t, "Админова")
			renamed := files(t, file("Серова"))
			preview, err := s.PreviewImport(s.As(ctx), renamed, model.ImportChoices{})
			must(t, err)
			if len(preview.Doubts) != 1 || preview.Doubts[0].Person != id {
				t.Fatalf("asked %+v", preview.Doubts)
			}
			var open *app.ImportDoubtsError
			if err := s.ApplyImport(s.As(ctx), renamed, preview.Choices, preview.Fingerprint); !errors.As(err, &open) || !strings.Contains(err.Error(), "«Белова Раиса Артёмовна» и «Серова Раиса Артёмовна»") {
				t.Fatalf("loaded with an open doubt: %v", err)
			}
			answers := map[string]model.PersonID{preview.Doubts[0].Key: id}
			choices := model.ImportChoices{Different: answers}
			if same {
				choices = model.ImportChoices{Same: answers}
			}
			preview, err = s.PreviewImport(s.As(ctx), renamed, choices)
			must(t, err)
			if len(preview.Doubts) != 0 {
				t.Fatalf("asked again: %+v", preview.Doubts)
			}
			must(t, s.ApplyImport(s.As(ctx), renamed, choices, preview.Fingerprint))
			if is := w.person(t, "Серова") == id; is != same {
				t.Errorf("one person: %v", is)
			}
			preview, err = s.PreviewImport(s.As(ctx), renamed, model.ImportChoices{})
			must(t, err)
			if len(preview.Doubts) != 0 || preview.Changes() != 0 {
				t.Errorf("the next time: %+v", preview)
			}
		})
	}
}
