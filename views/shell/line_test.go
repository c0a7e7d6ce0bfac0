package shell

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/viewtest"
	"zvonok/views/widgets"
)

// fakeLine is the line of a desk, with what waits at it.
type fakeLine struct {
	now    model.Line
	told   func()
	unsent []model.Unsent
	err    error
	did    []string
	keeps  bool
}

func (f *fakeLine) Line() model.Line { return f.now }

func (f *fakeLine) SubscribeLine(do func()) (cancel func()) {
	f.told = do
	return func() { f.told = nil }
}

func (f *fakeLine) Unsent(context.Context) ([]model.Unsent, error) {
	return slices.Clone(f.unsent), f.err
}

func (f *fakeLine) drop(what, id string) error {
	f.did = append(f.did, what+" "+id)
	if f.err == nil {
		f.unsent = slices.DeleteFunc(f.unsent, func(u model.Unsent) bool { return u.ID == id })
	}
	return f.err
}

func (f *fakeLine) Revoke(_ context.Context, id string) error    { return f.drop("revoke", id) }
func (f *fakeLine) SendAgain(_ context.Context, id string) error { return f.drop("again", id) }
func (f *fakeLine) KeepsUnsent() bool                            { return f.keeps }

// someUnsent are a step of one cell, one of many, and two that were refused.
func someUnsent() []model.Unsent {
	day, at := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC), time.Date(2026, 3, 2, 9, 40, 0, 0, time.UTC)
	cell := func(student string, mark model.Mark, absence model.Absence) model.UnsentCell {
		return model.UnsentCell{CellEdit: model.CellEdit{Mark: mark, Absence: absence}, Date: day, Student: model.ParseName(student)}
	}
	many := model.Unsent{ID: "b", At: at.Add(-24 * time.Hour), Group: "ДО-19-3", Subject: "История"}
	for _, student := range []string{"Алёхина Юлия", "Волков Олег", "Гаршина Мария", "Котов Янис", "Петров Лев", "Яковлева Ида"} {
		many.Cells = append(many.Cells, cell(student, 5, 0))
	}
	many.Cells[1].Date = day.AddDate(0, 0, 1)
	return []model.Unsent{
		{ID: "a", At: at, Group: "ДО-19-3", Subject: "История", Cells: []model.UnsentCell{cell("Алёхина Юлия Олеговна", 4, 0)}}, many,
		{ID: "c", At: at, Group: "ДО-19-1", Subject: "Химия", Cells: []model.UnsentCell{cell("Волков Олег", 0, model.AbsenceLate)},
			Refused: "занятие удалено: отметку поставить негде"},
		{ID: "d", At: at, Group: "ДО-19-1", Subject: "Химия", Cells: []model.UnsentCell{cell("Котов Янис", 5, 0)},
			Refused: "другое", Conflict: &model.Conflict{Thing: "отметку", Who: "Каган Н.В.", At: at, What: "4 → 3", Theirs: "3", Yours: "5"}},
	}
}

func TestLineWords(t *testing.T) {
	now := time.Date(2026, 3, 2, 15, 0, 0, 0, time.FixedZone("", 3*3600))
	at := time.Date(2026, 3, 2, 11, 5, 0, 0, time.UTC)
	for _, tt := range []struct {
		want string
		tone widgets.Tone
		line model.Line
	}{
		{"", 0, model.Line{}},
		{"", 0, model.Line{State: model.LineConnected}},
		{"Соединяемся…", widgets.ToneNeutral, model.Line{State: model.LineConnecting}},
		{"Нет связи с колледжем", widgets.ToneWaiting, model.Line{State: model.LineLost}},
		{"Нет связи с колледжем · показано на 14:05", widgets.ToneWaiting, model.Line{State: model.LineLost, ShownAt: at}},
		{"Нет связи с колледжем · показано на 28.02 14:05", widgets.ToneWaiting, model.Line{State: model.LineLost, ShownAt: at.AddDate(0, 0, -2)}},
		{"Нет связи с колледжем · показано на 14:05 · ждут отправки: 3", widgets.ToneWaiting, model.Line{State: model.LineLost, ShownAt: at, Waiting: 3}},
		{"Ждут отправки: 3", widgets.ToneNeutral, model.Line{State: model.LineConnected, Waiting: 3}},
		{"Не приняты: 1", widgets.ToneRefused, model.Line{State: model.LineConnected, Refused: 1}},
		{"Ждут отправки: 2 · не приняты: 1", widgets.ToneRefused, model.Line{State: model.LineConnected, Waiting: 2, Refused: 1}},
		{"Войдите заново", widgets.ToneRefused, model.Line{State: model.LineSignedOut}},
		{"Отвечает не сервер колледжа", widgets.ToneRefused, model.Line{State: model.LineWrongKey}},
		{"Обновите «Звонок»", widgets.ToneRefused, model.Line{State: model.LineOtherVersion}},
	} {
		got := lineWords(tt.line, now)
		if got.text != tt.want || got.tone != tt.tone || (got.tip == "") != (tt.want == "") || got.held != (tt.line.Waiting+tt.line.Refused > 0) {
			t.Errorf("%+v: %+v, want %q", tt.line, got, tt.want)
		}
	}
}

// far is a bench of a desk whose college is on another computer; the line may be changed.
func far(t *testing.T, person model.Person, now model.Line) (*bench, *viewtest.Person) {
	b := newBench(t, false, func(f *fakeService) {
		f.person, f.line = person, &fakeLine{now: now, unsent: someUnsent()}
	})
	return b, &viewtest.Person{T: t, Window: b.window}
}

// becomes changes the line.
func (b *bench) becomes(now model.Line) {
	b.line.now = now
	b.line.told()
	b.timer.pass()
}

// TestLineIsTold: everybody reads how the line is, once for a burst of changes and without a dialog; the state of synchronisation gives
// way to it and comes back.
func TestLineIsTold(t *testing.T) {
	b, p := far(t, administrator, model.Line{State: model.LineConnecting})
	p.Sees("Соединяемся…")
	p.SeesNot("В VK всё по спискам")
	b.becomes(model.Line{State: model.LineConnected})
	p.Sees("В VK всё по спискам")
	b.becomes(model.Line{State: model.LineLost, ShownAt: b.now})
	p.Sees("Нет связи с колледжем · показано на 10:02")
	p.SeesNot("В VK всё по спискам")
	if p.DialogOpen() {
		t.Error("a dialog opens by itself")
	}
	b.shell.Drop()
	if b.line.told != nil {
		t.Error("the line is followed by a shell that is gone")
	}

	b, p = far(t, student, model.Line{State: model.LineConnected})
	if b.shell.bar.dot.Visible() {
		t.Error("there is a dot without words")
	}
	b.becomes(model.Line{State: model.LineSignedOut})
	p.Sees("Войдите заново")
}

// TestUnsent: a click on what waits leads to the list, where it is revoked, sent again or put away; the list follows the line.
func TestUnsent(t *testing.T) {
	b, p := far(t, teacher, model.Line{State: model.LineLost, Waiting: 2, Refused: 2})
	b.shell.bar.link.Tapped(nil)
	p.Sees("Ждут отправки", "ДО-19-3 · История · 02.03", "Алёхина Ю.О.", "6 студентов", "2 занятия", "не принято", "01.03 09:40", "09:40")
	list := b.shell.unsent.table
	p.Press(revoke) // nothing is chosen
	list.SelectKeys("b")
	p.Sees("Волков О., 03.03.2026: 5", "и ещё 1")
	p.SeesNot("Всё равно отправить")
	p.Press(revoke)
	p.Sees("Введённое пропадёт: ДО-19-3 · История · 2 занятия")
	b.line.err = errors.New("на диске нет места")
	p.Press(revoke)
	p.Sees("Не отменено", "На диске нет места.")
	p.Press("Понятно")
	b.line.err = nil
	p.Press(revoke)
	p.Press(revoke)
	list.SelectKeys("c")
	p.Sees("Занятие удалено: отметку поставить негде.")
	p.Press(remove)
	list.SelectKeys("d")
	p.Sees("Каган Н.В., 09:40 (4 › 3), у вас 5")
	p.Press("Всё равно отправить")
	if got := strings.Join(b.line.did, ", "); got != "revoke b, revoke b, revoke c, again d" {
		t.Errorf("did %s", got)
	}
	b.line.unsent = nil
	b.becomes(model.Line{State: model.LineConnected})
	p.Sees("Всё отправлено", "экран Чаты")
	p.Key(fyne.KeyEscape)
	if p.DialogOpen() || b.shell.unsent != nil {
		t.Error("the dialog stays")
	}
	b.line.err = errors.New("файл повреждён")
	b.shell.showUnsent()
	p.Sees("Список не прочитан", "Файл повреждён.")
}

// TestLeavingWithUnsent: people who leave with something unsent are told what becomes of it; others are asked nothing.
func TestLeavingWithUnsent(t *testing.T) {
	for name, c := range map[string]struct {
		waiting      int
		keeps        bool
		says, button string
		close        bool
	}{
		"nothing waits":                {close: true},
		"closing keeps it":             {waiting: 2, keeps: true, close: true},
		"closing loses it":             {waiting: 2, says: "поэтому введённое пропадёт", button: "Закрыть программу", close: true},
		"signing out with nothing":     {},
		"signing out, it stays here":   {waiting: 2, keeps: true, says: "останется на этом компьютере", button: "Выйти"},
		"signing out, it will be lost": {waiting: 2, says: "поэтому введённое пропадёт", button: "Выйти"},
	} {
		t.Run(name, func(t *testing.T) {
			b, p := far(t, teacher, model.Line{State: model.LineLost, Waiting: c.waiting})
			b.line.keeps = c.keeps
			out := false
			leave := func() { b.shell.MayLeave(func() { out = true }) }
			if c.close {
				leave = b.shell.Close
			}
			leave()
			left := func() bool { return out || b.closed }
			if left() != (c.says == "") {
				t.Fatalf("left: %v", left())
			}
			if c.says == "" {
				return
			}
			p.Sees("Ждут отправки: 2.", c.says)
			p.Press("Отмена")
			if left() {
				t.Fatal("left against the answer")
			}
			leave()
			p.Press(c.button)
			if !left() {
				t.Error("does not leave")
			}
		})
	}
}

// TestClosingWithGuests: closing the window through which others work with the college names them first.
func TestClosingWithGuests(t *testing.T) {
	b, p := far(t, teacher, model.Line{State: model.LineConnected})
	b.shell.cfg.Guests = func() []string { return []string{"Волков О.", "Каган Н.В."} }
	b.shell.Close()
	p.Sees("С других компьютеров сейчас работают: Волков О., Каган Н.В. Без этого окна")
	p.Press("Отмена")
	if b.closed {
		t.Fatal("closed against the answer")
	}
	b.shell.Close()
	p.Press("Закрыть программу")
	if !b.closed {
		t.Error("does not close")
	}
	again, _ := far(t, teacher, model.Line{State: model.LineConnected})
	again.shell.cfg.Guests = func() []string { return nil }
	if again.shell.Close(); !again.closed {
		t.Error("asks although nobody else is there")
	}
}
