package chats

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/widgets"
)

func TestListShowsTheManualsColumns(t *testing.T) {
	b := newBench(t, admin())
	b.Sees("Управление чатами", "+ Добавить", "VK Мессенджер", "Инициализировать список", "- все типы -", "Имя чата", "ФИО участника",
		"Применить", "Действия", "№", "Наименование чата", "Тип чата", "Кол-во участников", "Администратор", "В VK",
		"Ермаков Максим Сергеевич", "3 ждут входа", "отказ: 1", "нет VK ID: 1", "не создан в VK", "все в чате", "Всего 14")
	b.SeesNot("Назад")
	wantStrings(t, "order", b.titles()[:3], []string{"АМ-19-1", "АМ-19-1 родители", "ВФ-19-1"})
}

func TestListRightsByRole(t *testing.T) {
	staff := func(r model.Roles) model.Actor { return model.Actor{Person: 1, Kind: model.Staff, Roles: r} }
	curator, teacher := staff(model.RoleCurator), staff(model.RoleTeacher)
	curator.Groups, teacher.Teachings = []model.GroupID{3}, []model.TeachingID{30}
	for _, tt := range []struct {
		name            string
		actor           model.Actor
		add, initialise bool
	}{
		{"administrator", staff(model.RoleAdmin), true, true},
		{"right holder", staff(model.RightManageChats), true, true},
		{"curator", curator, true, false},
		{"teacher", teacher, true, false},
		{"other staff", staff(0), false, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := admin()
			f.actor = tt.actor
			b := newBench(t, f)
			if got := !b.Find("+ Добавить").Disabled(); got != tt.add {
				t.Errorf("adding: %v, want %v", got, tt.add)
			}
			if got := !b.Find("Инициализировать список").Disabled(); got != tt.initialise {
				t.Errorf("initialising: %v, want %v", got, tt.initialise)
			}
			b.Ctrl(fyne.KeyN)
			if got := b.top() != b.list; got != tt.add {
				t.Errorf("Ctrl+N adds: %v, want %v", got, tt.add)
			}
		})
	}
}

func TestListIsClosedToStudents(t *testing.T) {
	f := admin()
	f.actor = model.Actor{Person: 5, Kind: model.Student}
	b := newBench(t, f)
	b.Sees("«Управление чатами» доступно сотрудникам ПОО")
	b.SeesNot("Добавить", "АМ-19-1")
	if len(f.filters) != 0 {
		t.Error("the chats were read for somebody who may not see them")
	}
}

func TestListMenu(t *testing.T) {
	f := admin()
	f.chats[2].Access.Delete = false
	b := newBench(t, f)
	for _, tt := range []struct {
		name     string
		chosen   []model.ChatID
		labels   []string
		disabled []bool
		why      string // of the last disabled
	}{
		{"nothing", nil, []string{"Редактировать", "Пригласительная ссылка и QR…", "", "Удалить"}, []bool{true, true, false, true}, "Выберите чаты"},
		{"one", []model.ChatID{5}, []string{"Редактировать", "Пригласительная ссылка и QR…", "", "Удалить 1 чат…"}, []bool{false, false, false, false}, ""},
		{"two", []model.ChatID{5, 6}, []string{"Редактировать", "Пригласительная ссылка и QR…", "", "Удалить 2 чата…"}, []bool{true, true, false, false}, "Выберите один чат"},
		{"not in VK", []model.ChatID{11}, []string{"Редактировать", "Пригласительная ссылка и QR…", "", "Удалить 1 чат…"}, []bool{false, true, false, false}, "ещё не создан"},
		{"not mine", []model.ChatID{3}, []string{"Редактировать", "Пригласительная ссылка и QR…", "", "Удалить 1 чат…"}, []bool{false, false, false, true}, "«ВФ-19-1»"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b.list.pane.Table.SelectKeys(tt.chosen...)
			var labels []string
			why := ""
			// The invitations in the middle have a test of their own.
			for i, item := range slices.Delete(b.list.pane.Menu(), 3, 7) {
				labels = append(labels, item.Label)
				if item.Disabled != tt.disabled[i] {
					t.Errorf("%q disabled: %v", item.Label, item.Disabled)
				}
				if item.Disabled {
					why = item.Why
				}
			}
			wantStrings(t, "labels", labels, tt.labels)
			if !strings.Contains(why, tt.why) {
				t.Errorf("why %q, want %q in it", why, tt.why)
			}
		})
	}
}

func TestListSyncInTheFooter(t *testing.T) {
	f := admin()
	b := newBench(t, f)
	b.SeesNot("Остановить")
	f.sync = model.SyncStatus{Running: true, Progress: model.Progress{Stage: model.StageCarry, Done: 61, Total: 214, Left: 20 * time.Second}}
	f.Publish(model.Change{Sync: true})
	b.timer.Pass(100 * time.Millisecond)
	b.Sees("Синхронизация: 61 из 214, осталось около 20 с")
	b.Press("Остановить")
	if f.stopped != 1 {
		t.Error("the synchronisation was not stopped")
	}
	f.sync = model.SyncStatus{}
	b.Key(fyne.KeyF5)
	b.SeesNot("Остановить")
}

// TestListSyncEndsWhileItIsRead: a state that was read before a run has ended, and comes after that was told, is not shown for good.
func TestListSyncEndsWhileItIsRead(t *testing.T) {
	f := admin()
	b := newBench(t, f)
	f.sync = model.SyncStatus{Running: true, Progress: model.Progress{Stage: model.StageCarry, Done: 784, Total: 830}}
	f.meanwhile = func() {
		f.sync = model.SyncStatus{}
		b.list.loadSync()
	}
	b.list.loadSync()
	b.SeesNot("Остановить")
}

func TestListDelete(t *testing.T) {
	f := admin()
	b := newBench(t, f)
	b.list.pane.Table.SelectKeys(5, 6)
	b.Key(fyne.KeyDelete)
	b.Sees("Удалить 2 чата?", "«ДО-19-1»", "«ДО-19-1 родители»", "из «Звонка» и из VK Мессенджера без возможности восстановления.")
	b.Key(fyne.KeyEscape)
	if b.DialogOpen() || len(f.deleted) > 0 {
		t.Fatal("Esc did not cancel")
	}
	b.Key(fyne.KeyDelete)
	b.Press("Удалить 2 чата")
	if !slices.Equal(f.deleted, []model.ChatID{5, 6}) {
		t.Errorf("deleted %v", f.deleted)
	}
	b.Sees("Удалены 2 чата", "Всего 12")
	b.SeesNot("выбрано")
}

func TestListDeleteRefused(t *testing.T) {
	f := admin()
	f.deleteErr = errors.New("VK не отвечает: проверьте интернет и повторите.")
	f.chats[2].Access.Delete = false
	b := newBench(t, f)
	b.list.pane.Table.SelectKeys(5)
	b.Key(fyne.KeyDelete)
	b.Press("Удалить 1 чат")
	b.Sees("Чаты не удалены", "VK не отвечает", "выбрано 1")
	b.Press("Понятно")
	b.list.pane.Table.SelectKeys(3, 5)
	b.Key(fyne.KeyDelete)
	b.Sees("Эти чаты удалить нельзя", "«ВФ-19-1»")
}

func TestDeleteTextNamesEight(t *testing.T) {
	var titles []string
	for i := range 15 {
		titles = append(titles, fmt.Sprintf("Ч-%02d", i))
	}
	text := deleteText(titles)
	if !strings.Contains(text, "«Ч-07»\nи ещё 7\n") || strings.Contains(text, "Ч-08") {
		t.Errorf("text:\n%s", text)
	}
	if one := deleteText(titles[:1]); !strings.Contains(one, "Чат удаляется из «Звонка» и из VK Мессенджера без возможности восстановления.") {
		t.Errorf("text for one:\n%s", one)
	}
}

func TestListInvite(t *testing.T) {
	f := admin()
	b := newBench(t, f)
	b.list.showInvite(b.list.pane.Table.Rows()[4])
	b.Sees("Пригласительная ссылка", "ДО-19-1", f.link)
	b.Press("Скопировать")
	if got := fyne.CurrentApp().Clipboard().Content(); got != f.link {
		t.Errorf("the clipboard holds %q", got)
	}
	b.Sees("Скопировано")
	f.openErr = errors.New("Браузер не найден: установите его или скопируйте ссылку.")
	b.Press("Открыть")
	b.Sees("Чат не открылся", "Браузер не найден")
	if !slices.Equal(f.opened, []model.ChatID{5}) {
		t.Errorf("opened %v", f.opened)
	}
}

func TestListInviteError(t *testing.T) {
	f := admin()
	f.linkErr = errors.New("У сообщества нет прав на ссылку этого чата.")
	b := newBench(t, f)
	b.list.showInvite(b.list.pane.Table.Rows()[4])
	b.Sees("Ссылка не получена", "У сообщества нет прав на ссылку этого чата.")
}

func TestListMessenger(t *testing.T) {
	f := admin()
	b := newBench(t, f)
	b.Press("VK Мессенджер")
	f.messengerErr = errors.New("Браузер не найден.")
	b.Press("VK Мессенджер")
	b.Sees("VK Мессенджер не открылся", "Браузер не найден.")
	if f.messenger != 2 {
		t.Errorf("opened %d times", f.messenger)
	}
}

func TestListKeyboard(t *testing.T) {
	f := admin()
	b := newBench(t, f)
	b.Ctrl(fyne.KeyF)
	if b.Window.Canvas().Focused() != fyne.Focusable(b.list.pane.NameSearch) {
		t.Error("Ctrl+F does not go to the filter")
	}
	b.Key(fyne.KeyF5)
	if len(f.filters) != 2 {
		t.Error("F5 in the filter does not read the list")
	}
	b.list.pane.Table.Grid.TakeFocus()
	b.Key(fyne.KeyDown)
	b.Key(fyne.KeyReturn)
	e, ok := b.top().(*edit)
	if !ok {
		t.Fatal("Enter does not open a chat")
	}
	if e.id != 1 && e.id != 2 {
		t.Errorf("Enter opened chat %d", e.id)
	}
	b.Key(fyne.KeyEscape)
	if b.top() != b.list {
		t.Error("Esc does not go back")
	}
	b.Key(fyne.KeyEscape)
	if b.top() != b.list {
		t.Error("Esc left the first screen")
	}
}

func TestListSortsByState(t *testing.T) {
	b := newBench(t, admin())
	b.list.pane.Table.Grid.SortBy("state", false)
	wantStrings(t, "worst first", b.titles()[:4],
		[]string{"ДО-19-3/Английский язык(ОГСЭ)", "ДО-19-1", "ВФ-19-1 родители", "СВ-19-2"})
}

func TestStateOf(t *testing.T) {
	chat := func(peer model.MessengerID, set func(*model.ChatSummary)) model.ChatSummary {
		c := model.ChatSummary{Members: 5}
		c.Peer = peer
		set(&c)
		return c
	}
	for _, tt := range []struct {
		want string
		tone widgets.Tone
		chat model.ChatSummary
	}{
		{"отказ: 1", widgets.ToneRefused, chat(1, func(c *model.ChatSummary) { c.Refused, c.Waiting, c.NoProfile = 1, 2, 3 })},
		{"отказ", widgets.ToneRefused, chat(1, func(c *model.ChatSummary) { c.Code = 925 })},
		{"1 ждёт входа", widgets.ToneWaiting, chat(1, func(c *model.ChatSummary) { c.Waiting, c.NoProfile = 1, 3 })},
		{"21 ждёт входа", widgets.ToneWaiting, chat(1, func(c *model.ChatSummary) { c.Waiting = 21 })},
		{"3 ждут входа", widgets.ToneWaiting, chat(0, func(c *model.ChatSummary) { c.Waiting = 3 })},
		{"нет VK ID: 3", widgets.ToneNeutral, chat(0, func(c *model.ChatSummary) { c.NoProfile = 3 })},
		{"не создан в VK", widgets.ToneNeutral, chat(0, func(c *model.ChatSummary) { c.Unsent = 5 })},
		{"не отправлено: 2", widgets.ToneNeutral, chat(1, func(c *model.ChatSummary) { c.Unsent, c.InChat = 2, 3 })},
		{"нет участников", widgets.ToneNeutral, chat(1, func(c *model.ChatSummary) { c.Members = 0 })},
		{"все в чате", widgets.ToneGood, chat(1, func(c *model.ChatSummary) { c.InChat = 5 })},
	} {
		if got := stateOf(tt.chat).pill; got.Text != tt.want || got.Tone != tt.tone || !got.Pill {
			t.Errorf("got %+v, want %q", got, tt.want)
		}
	}
	tip := stateOf(chat(1, func(c *model.ChatSummary) { c.Refused, c.Waiting, c.InChat = 1, 2, 2 })).pill.Tooltip
	if tip != "В чате: 2\nЖдут входа по ссылке: 2\nОтказ: 1" {
		t.Errorf("tooltip %q", tip)
	}
}

// TestListMarksChatsWithoutAdministrator: and sorting by the column brings them together.
func TestListMarksChatsWithoutAdministrator(t *testing.T) {
	f := admin()
	f.chats[4].Admins = nil
	b := newBench(t, f)
	b.Sees("нет администратора")
	row := newChatRow(f.chats[4])
	if tip := adminCell(row).Tooltip; !strings.Contains(tip, "Назначьте его") {
		t.Errorf("who may name an administrator reads %q", tip)
	}
	row.Access.NameAdmins = false
	if tip := adminCell(row).Tooltip; !strings.Contains(tip, "может администратор ПОО") {
		t.Errorf("who may not reads %q", tip)
	}
	b.list.pane.Table.Grid.SortBy("admin", false)
	if got := b.titles()[0]; got != f.chats[4].Title {
		t.Errorf("the first by administrator is %q", got)
	}
}
