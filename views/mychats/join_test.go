package mychats

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"zvonok/model"
)

// TestFirstCrossing: «Войти в Сферум» is shown once.
func TestFirstCrossing(t *testing.T) {
	f := teacher()
	f.link.Crossed = false
	b := newBench(t, f)
	b.Press("Перейти в VK Мессенджер")
	if f.called("enter") {
		t.Fatal("gone over without being told what comes")
	}
	b.Press("Войти в Сферум")
	if !f.called("enter") {
		t.Fatal("the messenger did not open")
	}
	f.publishAndSettle(b)
	f.calls = nil
	b.Press("Перейти в VK Мессенджер")
	b.Press("Перейти в VK Мессенджер") // the second half of a double click
	if b.DialogOpen() || !slices.Equal(f.calls, []string{"enter"}) {
		t.Errorf("the second crossing asks again, or is done as %v", f.calls)
	}
}

func (f *fakeService) publishAndSettle(b *bench) {
	f.publish()
	b.timer.Pass(time.Second)
}

func TestJoiningAll(t *testing.T) {
	f := teacher()
	f.joining = model.Joining{Left: []model.MyChat{f.chats[2], f.chats[3]}}
	b := newBench(t, f)
	b.Press("Войти во все мои чаты (3)")
	b.Press("Открыть следующий (1 из 2)")
	b.Sees("ссылка открыта")
	b.Press("Открыть следующий (2 из 2)") // the second half of a double click
	if want := []model.ChatID{3}; !slices.Equal(f.opened, want) {
		t.Errorf("opened %v, want %v", f.opened, want)
	}
	b.timer.Pass(time.Second)
	b.Press("Открыть следующий (2 из 2)")
	if want := []model.ChatID{3, 4}; !slices.Equal(f.opened, want) {
		t.Errorf("opened %v, want %v", f.opened, want)
	}
	b.timer.Pass(lookAfter)
	if !f.called("look") {
		t.Error("nobody looks who has come")
	}
	f.chats[2].Presence, f.chats[3].Presence = model.PresenceInChat, model.PresenceInChat
	f.publishAndSettle(b)
	b.Sees("Вы вошли: 2 из 2.")
	b.Press("Готово")
	if b.DialogOpen() {
		t.Error("the dialog still stands")
	}
}

// TestLinkThatDoesNotOpen waits for another try.
func TestLinkThatDoesNotOpen(t *testing.T) {
	f := teacher()
	f.joining, f.openErr = model.Joining{Left: f.chats[2:3]}, errors.New("браузер не открылся")
	b := newBench(t, f)
	b.Press("Войти во все мои чаты (3)")
	b.Press("Открыть следующий (1 из 1)")
	b.Sees("Браузер не открылся.")
	b.Press("Понятно")
	f.openErr = nil
	b.Press("Открыть следующий (1 из 1)")
	b.Sees("ссылка открыта")
}

// TestJoinedByThemselves: what needed no hand is told in passing.
func TestJoinedByThemselves(t *testing.T) {
	for want, joining := range map[string]model.Joining{
		"Вы вошли в 2 чата":                 {Joined: 2},
		"Синхронизация добавит вас в 1 чат": {ByAgent: 1},
		"Вы уже во всех своих чатах":        {},
	} {
		f := teacher()
		f.joining = joining
		b := newBench(t, f)
		b.Press("Войти во все мои чаты (3)")
		b.Sees(want)
		if b.DialogOpen() {
			t.Errorf("%s: there is nothing left to open", want)
		}
	}
}

// TestJoiningAfterTheScreenWasLeft opens nothing over the next one.
func TestJoiningAfterTheScreenWasLeft(t *testing.T) {
	f := teacher()
	f.joining = model.Joining{Left: f.chats[2:3]}
	b := newBench(t, f)
	b.exec.Late = true
	b.Press("Войти во все мои чаты (3)")
	b.shell.Push(page{})
	b.exec.Release()
	if b.DialogOpen() {
		t.Error("the links are offered over another screen")
	}
}

// TestInviteOpensOnce, however often its button is pressed while the link is asked for.
func TestInviteOpensOnce(t *testing.T) {
	b := newBench(t, teacher())
	b.screen.table.SelectKeys(3)
	b.exec.Late = true
	b.screen.showInvite()
	b.screen.showInvite()
	b.exec.Release()
	if n := len(b.Window.Canvas().Overlays().List()); n != 1 {
		t.Errorf("%d windows are open", n)
	}
}

func TestOpening(t *testing.T) {
	f := teacher()
	b := newBench(t, f)
	b.screen.open(b.screen.table.Rows()[0])
	b.screen.open(b.screen.table.Rows()[0]) // the second half of a double click
	b.screen.open(b.screen.table.Rows()[5]) // is not in VK yet
	if want := []model.ChatID{1}; !slices.Equal(f.opened, want) {
		t.Errorf("opened %v, want %v", f.opened, want)
	}
	b.Sees("Чата ещё нет в VK")
}

func TestInvite(t *testing.T) {
	b := newBench(t, teacher())
	if !b.Find("Пригласительная ссылка и QR").Disabled() {
		t.Error("no chat is chosen")
	}
	b.screen.table.SelectKeys(6)
	if !b.Find("Пригласительная ссылка и QR").Disabled() {
		t.Error("the chat has no link yet")
	}
	b.screen.table.SelectKeys(3)
	b.Press("Пригласительная ссылка и QR")
	b.Sees("ДО-19-3 родители", "https://vk.me/join/")
	b.Press("Скопировать")
	if got := fyne.CurrentApp().Clipboard().Content(); !strings.HasPrefix(got, "https://vk.me/join/") {
		t.Errorf("copied %q", got)
	}
}
