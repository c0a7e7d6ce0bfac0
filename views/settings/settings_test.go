package settings

import (
	"encoding/json"
	"errors"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/scroll"
	"zvonok/views/shell"
)

// TestSave: nothing is saved before «Сохранить», and that saves exactly what the fields say.
func TestSave(t *testing.T) {
	b := newBench(t, admin())
	b.Sees("Педагогический колледж", "Академический час, минут", "Часовой пояс", "Москва (МСК, UTC+3)")
	b.SeesNot("есть несохранённые изменения")
	b.screen.form.name.SetText("  Колледж   связи ")
	b.screen.form.hour.SetText("40")
	b.screen.form.agentOn.SetChecked(false)
	b.screen.form.messages.SetChecked(true)
	b.screen.form.api.SetText("https://vk.example.ru/")
	if len(b.service.saved) != 0 {
		t.Error("something was saved before «Сохранить»")
	}
	b.Sees("есть несохранённые изменения")
	b.Press("Сохранить")
	want := b.service.card.Settings
	want.CollegeName, want.AcademicHour, want.AgentOn, want.Addresses.API = "Колледж связи", 40, false, "https://vk.example.ru"
	want.SignInMessages = true
	if got := last(t, "saving", b.service.saved); got != want {
		t.Errorf("saved %+v, want %+v", got, want)
	}
	b.Sees("Настройки сохранены")
	b.SeesNot("есть несохранённые изменения")
}

// TestZone: a city is chosen, its time zone is saved.
func TestZone(t *testing.T) {
	b := newBench(t, admin())
	for _, r := range "Владив" {
		b.screen.form.zone.Field.TypedRune(r)
	}
	b.screen.form.zone.SetSelected("Хабаровск")
	b.screen.form.touch()
	b.Press("Сохранить")
	if got := last(t, "saving", b.service.saved).TimeZone; got != "Asia/Vladivostok" {
		t.Errorf("saved the zone %q", got)
	}
	b.Sees("Владивосток (МСК+7, UTC+10)")
}

// TestForeignZone: a time zone that is none of the eleven is shown and stays as it is.
func TestForeignZone(t *testing.T) {
	f := admin()
	f.card.TimeZone = "Europe/Minsk"
	b := newBench(t, f)
	b.Sees("Europe/Minsk")
	if b.screen.form.dirty() {
		t.Error("the form wants to save something by itself")
	}
}

// TestWrong: a wrong field is told below it and keeps everything from being saved.
func TestWrong(t *testing.T) {
	for name, c := range map[string]struct {
		set  func(*form)
		say  string
		back string // the block to which the screen turns
	}{
		"hour":    {func(f *form) { f.hour.SetText("29") }, "Академический час — от 30 до 90 минут.", blockCollege},
		"words":   {func(f *form) { f.idle.SetText("много") }, "Блокировка — от 0 до 480 минут.", blockCollege},
		"days":    {func(f *form) { f.oneTime.SetText("0") }, "Срок пароля — от 1 до 366 дней.", blockCollege},
		"name":    {func(f *form) { f.name.SetText(" ") }, "Напишите название колледжа.", blockCollege},
		"limit":   {func(f *form) { f.limit.SetText("101") }, "Предел удаления — от 0 до 100 %.", blockMessenger},
		"address": {func(f *form) { f.web.SetText("http://vk.ru") }, "Нужен адрес вида https://api.vk.ru.", blockMessenger},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, admin())
			b.screen.tabs.Select(blockJournal)
			c.set(b.screen.form)
			b.screen.Do(shell.CommandSave)
			b.Sees(c.say)
			if len(b.service.saved) != 0 || b.screen.tabs.Selected() != c.back {
				t.Errorf("saved %d times, shows %q", len(b.service.saved), b.screen.tabs.Selected())
			}
		})
	}
}

// TestRefused: what the program refuses is told, and the changes stay on the screen.
func TestRefused(t *testing.T) {
	f := admin()
	f.saveErr = errors.New("база данных занята: повторите")
	b := newBench(t, f)
	b.screen.form.hour.SetText("40")
	b.Press("Сохранить")
	b.Sees("Настройки не сохранены", "База данных занята: повторите.")
	if !b.screen.form.dirty() {
		t.Error("the changes are gone")
	}
}

// TestUnsaved: leaving asks; «Отмена» stays, «Не сохранять» goes, «Сохранить» saves and goes.
func TestUnsaved(t *testing.T) {
	for answer, want := range map[string]struct{ left, saved bool }{
		"Отмена": {}, "Не сохранять": {left: true}, "Сохранить": {true, true},
	} {
		t.Run(answer, func(t *testing.T) {
			b := newBench(t, admin())
			b.screen.form.hour.SetText("40")
			b.shell.Go(1)
			b.Sees("несохранённые изменения")
			b.Press(answer)
			_, left := b.shell.Top().(other)
			if left != want.left || (len(b.service.saved) == 1) != want.saved {
				t.Errorf("left %v, saved %d times", left, len(b.service.saved))
			}
		})
	}
	b := newBench(t, admin())
	b.shell.Go(1)
	if b.DialogOpen() {
		t.Error("asks although nothing changed")
	}
}

// TestRevert: «Отменить изменения» brings back what is saved.
func TestRevert(t *testing.T) {
	b := newBench(t, admin())
	b.screen.form.hour.SetText("40")
	b.screen.form.agentOn.SetChecked(false)
	b.Press("Отменить изменения")
	if b.screen.form.dirty() || b.screen.form.hour.Text != "45" || !b.screen.form.agentOn.Checked() {
		t.Error("the changes are still there")
	}
}

// TestChangedMeanwhile: saving what somebody else has changed meanwhile shows their change; one can save over it or take
// theirs.
func TestChangedMeanwhile(t *testing.T) {
	for answer, c := range map[string]struct {
		saved int
		hour  string
	}{"Сохранить моё": {2, "40"}, "Оставить как есть": {1, "60"}, "Отмена": {1, "40"}} {
		t.Run(answer, func(t *testing.T) {
			b := newBench(t, admin())
			now := b.service.card.CollegeSettings
			now.AcademicHour = 60
			sent, err := json.Marshal(now)
			if err != nil {
				t.Fatal(err)
			}
			b.service.saveErr = &model.Conflict{Thing: "настройки", Who: "Котов Ян", What: "Академический час: 45 мин → 60 мин, у вас 40 мин", Now: sent}
			b.screen.form.hour.SetText("40")
			b.Press("Сохранить")
			b.Sees("Уже изменено", "Котов Ян", "Академический час: 45 мин › 60 мин, у вас 40 мин")
			b.service.saveErr = nil
			b.Press(answer)
			if len(b.service.saved) != c.saved || b.service.seen[c.saved-1].AcademicHour != map[bool]int{true: 60, false: 45}[c.saved > 1] || b.screen.form.hour.Text != c.hour {
				t.Errorf("saved %d times, seen %+v, the field says %q", len(b.service.saved), b.service.seen, b.screen.form.hour.Text)
			}
		})
	}
}

// TestReloaded: what somebody else saved is shown, but never over one's own changes.
func TestReloaded(t *testing.T) {
	b := newBench(t, admin())
	b.service.card.AcademicHour = 60
	b.service.Publish(model.Change{All: true})
	b.timer.Pass(time.Hour)
	if b.screen.form.hour.Text != "60" {
		t.Errorf("shows %q after a change", b.screen.form.hour.Text)
	}
	b.screen.form.hour.SetText("40")
	b.service.card.AcademicHour = 50
	b.service.Publish(model.Change{All: true})
	b.timer.Pass(time.Hour)
	if b.screen.form.hour.Text != "40" {
		t.Errorf("own change became %q", b.screen.form.hour.Text)
	}
}

// TestOwnAddresses: «Вернуть обычные» fills VK's own in, and they are saved as nothing, so that the program's defaults
// are followed.
func TestOwnAddresses(t *testing.T) {
	f := admin()
	f.card.Addresses = model.MessengerAddresses{API: "https://vk.example.ru", Web: "http://127.0.0.1:8080/im"}
	b := newBench(t, f)
	b.screen.tabs.Select(blockMessenger)
	if got := b.screen.form.api.Text; got != "https://vk.example.ru" {
		t.Errorf("shows %q", got)
	}
	b.Press("Вернуть обычные")
	b.Press("Сохранить")
	if got := last(t, "saving", b.service.saved).Addresses; got != (model.MessengerAddresses{}) {
		t.Errorf("saved %+v", got)
	}
}

// TestClosed: others than the administrator see that the section is not theirs, and nothing is read for them.
func TestClosed(t *testing.T) {
	for name, actor := range map[string]model.Actor{
		"manager": {Kind: model.Staff, Roles: model.RightManageChats}, "teacher": {Kind: model.Staff, Roles: model.RoleTeacher},
		"student": {Kind: model.Student}, "parent": {Kind: model.Parent}, "former": {Roles: model.RoleAdmin},
	} {
		t.Run(name, func(t *testing.T) {
			f := admin()
			f.actor = actor
			b := newBench(t, f)
			b.Sees("доступны администратору ПОО")
			b.SeesNot("Название", "Сохранить", f.state.Tail)
		})
	}
}

// TestCommunity: the community's identifier is copied as it is.
func TestCommunity(t *testing.T) {
	b := newBench(t, admin())
	b.screen.tabs.Select(blockMessenger)
	b.Sees("Идентификатор ВК-сообщества", "225544871", "отправьте администратору сервера")
	b.Press("Скопировать")
	if got := fyne.CurrentApp().Clipboard().Content(); got != "225544871" {
		t.Errorf("copied %q", got)
	}
}

// TestHanging: while the keyring and VK hang, the screen obeys.
func TestHanging(t *testing.T) {
	b := newBench(t, admin())
	b.late.Late = true
	b.screen.Do(shell.CommandRefresh)
	b.screen.tabs.Select(blockMessenger)
	b.screen.token.ask()
	b.write("Вставьте ключ", "vk1.a.0123456789abcdef")
	b.Press("Проверить")
	b.Sees("Проверяем…")
	b.Press("Отмена")
	b.Press("Закрыть без сохранения")
	if b.DialogOpen() {
		t.Fatal("the dialog waits for VK")
	}
	b.screen.tabs.Select(blockCollege)
	b.screen.form.hour.SetText("40")
	b.Sees("есть несохранённые изменения")
	b.late.Release()
	if b.DialogOpen() || len(b.service.kept) > 0 {
		t.Error("the late answer opened something")
	}
	if b.screen.form.hour.Text != "40" {
		t.Error("the late answer took the change away")
	}
}

// TestNeeds: what the college needs of VK is told step by step where it is asked for, with the return address of its port.
func TestNeeds(t *testing.T) {
	for port, address := range map[string]string{"8934": "http://127.0.0.1:8934/callback", "0": "http://127.0.0.1:порт/callback"} {
		b := newBench(t, admin())
		b.screen.tabs.Select(blockMessenger)
		b.screen.form.port.SetText(port)
		b.screen.form.needs.Tapped(&fyne.PointEvent{})
		b.Sees(needsLabel, "1. Сообщество колледжа", "Сообщения сообщества", "Подтверждённый профиль VK Бизнес ID", "С 1 марта 2026", address,
			"до трёх рабочих дней")
		b.Press("Понятно")
		if b.DialogOpen() {
			t.Error("the dialog stands")
		}
	}
}

// TestFormsAreNotCut: on a screen of 1366 points at a text size of 150 % the forms scrolled sideways; on one of 1024 at 200 % they
// were cut at the right, where the window is to be scrolled as a whole.
func TestFormsAreNotCut(t *testing.T) {
	b := newBench(t, admin())
	for _, size := range []fyne.Size{{Width: 910, Height: 560}, {Width: 512, Height: 300}} {
		b.Window.Resize(size)
		for _, key := range []string{blockCollege, blockMessenger} {
			b.screen.tabs.Select(key)
			b.late.Run()
			area := b.screen.blocks[key].(*scroll.Area)
			if needs, has := area.Content.MinSize().Width, area.Size().Width; needs > has {
				t.Errorf("at %v %s needs %.0f of %.0f", size, key, needs, has)
			}
		}
	}
}
