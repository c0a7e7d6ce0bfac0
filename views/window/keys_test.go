//go:build !nowindow

package window

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"

	"zvonok/app/demo"
	"zvonok/app/host"
	"zvonok/app/vkid"
	"zvonok/app/vkmessenger"
	"zvonok/model"
	"zvonok/views/entry"
	"zvonok/views/shell"
	"zvonok/views/theme"
	"zvonok/views/tour"
	"zvonok/views/tour/world"
	"zvonok/views/viewtest"
)

// typist sits at the whole window and has a keyboard alone, whose keys go where Fyne's driver sends them.
type typist struct {
	viewtest.Person
	stage *tour.Memory
	world *world.World
}

// awaits lets the window work until the words are to be seen.
func (p *typist) awaits(words string) {
	p.T.Helper()
	if err := p.stage.Wait(func() bool { return strings.Contains(p.Sight(), words) }); err != nil {
		p.T.Fatalf("nobody sees %q in:\n%s\nthe focus is on %q", words, p.Sight(), p.focus())
	}
}

// focus is what a screen reader says of what has the focus.
func (p *typist) focus() string {
	if said, ok := p.Window.Canvas().Focused().(fyne.Accessible); ok {
		return said.AccessibilityLabel()
	}
	return ""
}

// press presses a key and lets it go.
func (p *typist) press(names ...fyne.KeyName) {
	for _, name := range names {
		c, e := p.Window.Canvas(), &fyne.KeyEvent{Name: name}
		if heard, ok := c.Focused().(desktop.Keyable); ok {
			heard.KeyDown(e)
		}
		if tabs, ok := c.Focused().(fyne.Tabbable); name == fyne.KeyTab && !(ok && tabs.AcceptsTab()) {
			c.FocusNext()
		} else {
			p.Key(name)
		}
		if heard, ok := c.Focused().(desktop.Keyable); ok {
			heard.KeyUp(e)
		}
	}
}

// types writes a text where the focus is, in place of what Tab has selected.
func (p *typist) types(text string) {
	p.T.Helper()
	for _, r := range text {
		if f := p.Window.Canvas().Focused(); f != nil {
			f.TypedRune(r)
		}
	}
}

// tabsTo presses Tab until the focus is on what says the words.
func (p *typist) tabsTo(words string) {
	p.T.Helper()
	var passed []string
	err := p.stage.Wait(func() bool {
		if strings.Contains(p.focus(), words) {
			return true
		}
		passed = append(passed, p.focus())
		p.press(fyne.KeyTab)
		return false
	})
	if err != nil {
		p.T.Fatalf("Tab does not lead to %q but past %q in:\n%s", words, passed[max(0, len(passed)-40):], p.Sight())
	}
}

// signIn gives the lesson's teacher an account and opens the window at the sign-in; it returns login and one-time password.
func (p *typist) signIn(ctx context.Context) (login, password string) {
	p.T.Helper()
	w := p.world
	_, err := w.Import(ctx)
	if err = errors.Join(err, w.FillJournals(ctx), w.SetClock(ctx, "10:03")); err != nil {
		p.T.Fatal(err)
	}
	if err := w.ActTeacher(ctx); err != nil {
		p.T.Fatal(err)
	}
	teacher := w.Session.Person().ID
	if err := w.Session.EnterOwner(ctx); err != nil {
		p.T.Fatal(err)
	}
	slips, err := w.Session.CreateAccounts(w.Session.As(ctx), []model.PersonID{teacher})
	if err != nil {
		p.T.Fatal(err)
	}
	cfg := shell.Config{Window: p.Window, Exec: p.stage.Exec(w.Session.As(context.Background())), Timer: p.stage.Timer(), Now: w.Now, Service: w.Session}
	wayIn(cfg, w.Session, outside{}, entry.Deps{}).Start()
	return slips[0].Login, slips[0].Password
}

// newWorld is a demonstration with a local VK.
func newWorld(t *testing.T) *world.World {
	t.Helper()
	w, err := world.New(t.Context(), world.Options{Dir: t.TempDir(), Log: slog.New(slog.DiscardHandler), VK: host.Messenger{
		Reach: vkmessenger.Reach, OfCommunity: vkmessenger.VK{}.OfCommunity, OfAccount: vkmessenger.VK{}.OfAccount, ProbeAccount: vkmessenger.VK{}.ProbeAccount,
		Pages: vkmessenger.Pages, Identity: vkid.At,
	}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.Close)
	return w
}

// TestByKeysAlone: a teacher signs in by a one-time password, makes a lesson and its call, opens it and ends it, and has no mouse.
func TestByKeysAlone(t *testing.T) {
	if err := theme.Russian(); err != nil {
		t.Fatal(err)
	}
	w := newWorld(t)
	p := &typist{Person: viewtest.NewPerson(t, fynetheme.VariantLight), stage: tour.NewMemory(), world: w}
	p.Window.Resize(fyne.NewSize(1280, 800))

	login, password := p.signIn(t.Context())
	const own = "синяя-ворона-7"
	p.awaits("Вход в «Звонок»")
	p.types(login)
	p.press(fyne.KeyTab)
	p.types(password)
	p.press(fyne.KeyReturn)
	p.awaits("Придумайте свой пароль")
	p.types(own)
	p.press(fyne.KeyReturn)
	p.types(own)
	p.press(fyne.KeyReturn)
	p.awaits("Сегодня")

	p.tabsTo("Вкладка Сегодня")
	p.press(fyne.KeyRight, fyne.KeyRight)
	p.awaits("Группа " + demo.RemoteGroup)
	p.tabsTo("Группа " + demo.RemoteGroup)
	p.press(fyne.KeyReturn)
	p.awaits("ч. по плану")
	p.Ctrl(fyne.KeyN)
	p.awaits("Темы занятий из КТП нельзя редактировать")
	p.tabsTo("Тема занятия")
	p.types("Проверка уровня знаний")
	p.press(fyne.KeyReturn)
	p.awaits("сохранено")
	p.awaits("Лекция на тему:")
	p.tabsTo("Действия")
	p.press(fyne.KeyReturn)
	p.awaits("+ Создать дистанционное занятие")
	p.types("+")
	p.press(fyne.KeyReturn)
	p.awaits("Окончание")
	p.types("10:15")
	p.tabsTo("Окончание")
	p.types("11:00")
	p.press(fyne.KeyReturn)
	p.awaits("Дистанционное занятие создано")
	if err := w.StartCalls(t.Context()); err != nil {
		t.Fatal(err)
	}
	p.awaits("начнётся через")

	if err := w.SetClock(t.Context(), "10:15"); err != nil {
		t.Fatal(err)
	}
	p.tabsTo("Открыть")
	p.press(fyne.KeyReturn)
	p.awaits("Присоединиться через браузер")
	p.tabsTo("Присоединиться через браузер")
	p.press(fyne.KeyReturn)
	p.awaits("Занятие открыто в браузере")
	if err := w.EnterCall(t.Context()); err != nil {
		t.Fatal(err)
	}
	p.tabsTo("Завершить")
	p.press(fyne.KeyReturn)
	p.awaits("Звонок закончится для всех")
	p.tabsTo("Завершить")
	p.press(fyne.KeyReturn)
	p.awaits("Звонок завершен")
	if err := w.StartCalls(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, finished := w.InCall(); !finished {
		t.Error("the call goes on in the messenger")
	}
}
