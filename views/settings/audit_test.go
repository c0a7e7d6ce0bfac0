package settings

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/drawn"
	"zvonok/views/shell"
	"zvonok/views/widgets"
)

// findDialogCheck is the checkbox in front that has that label.
func findDialogCheck(b *bench, label string) *widgets.Check {
	b.T.Helper()
	var found *widgets.Check
	drawn.Walk(b.Front(), func(o fyne.CanvasObject) {
		if c, ok := o.(*widgets.Check); ok {
			found = c
		}
	})
	if found == nil {
		b.T.Fatal("there is no checkbox")
	}
	b.Sees(label)
	return found
}

// TestJournalPages: the journal comes by pages and says where one is.
func TestJournalPages(t *testing.T) {
	b := newBench(t, admin())
	b.screen.tabs.Select(blockJournal)
	b.Sees("1–200 из 450", "Владелец файла", "Рязанцева Е.В.", "20 % › 35 %")
	if newer, older := b.Find("Новее").(fyne.CanvasObject), b.Find("Старше").(fyne.CanvasObject); newer.Position().Y != older.Position().Y {
		t.Error("«Новее» and «Старше» stand one below the other")
	}
	b.Press("Старше")
	b.Press("Старше")
	b.Sees("401–450 из 450")
	b.Press("Старше") // there is nothing older
	if got := last(t, "filter", b.service.filters).Offset; got != 400 {
		t.Errorf("the page begins at %d", got)
	}
	b.Press("Новее")
	b.Sees("201–400 из 450")
}

// TestJournalFilter: every condition reaches the program, and a new one begins at the first page.
func TestJournalFilter(t *testing.T) {
	b := newBench(t, admin())
	b.screen.tabs.Select(blockJournal)
	b.Press("Старше")
	j := b.screen.journal
	j.people.SetSelected(0)
	j.actions.SetSelected("Изменение настроек")
	j.from.SetText("1.3.2026")
	j.until.SetText("02.03.2026")
	j.text.SetText(" предел ")
	want := model.AuditFilter{ByActor: true, Action: "Изменение настроек", Text: "предел", Limit: journalPage,
		From: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), Until: time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)}
	if got := last(t, "filter", b.service.filters); got != want {
		t.Errorf("asked for %+v, want %+v", got, want)
	}
	if got := b.shown(); !slices.Equal(got, []string{"Предел удаления участников"}) {
		t.Errorf("shows %q", got)
	}
	b.Sees("Найдено 90")
	b.SeesNot("Всего")
	j.text.SetText("нет такого")
	b.Sees("Ничего не найдено")
	b.Press("Сбросить фильтр")
	if got := last(t, "filter", b.service.filters); got != (model.AuditFilter{Limit: journalPage}) {
		t.Errorf("after the reset asks for %+v", got)
	}
}

// TestJournalWrongDate: a date that is none is told and asks for nothing.
func TestJournalWrongDate(t *testing.T) {
	b := newBench(t, admin())
	b.screen.tabs.Select(blockJournal)
	asked := len(b.service.filters)
	b.screen.journal.from.SetText("32.01.2026")
	b.screen.journal.apply()
	if len(b.service.filters) != asked {
		t.Error("asked with a wrong date")
	}
	b.Sees("ДД.ММ.ГГГГ")
}

// TestJournalLine: a line is told whole.
func TestJournalLine(t *testing.T) {
	f := admin()
	f.lines[0].Details = strings.Repeat("очень длинное пояснение ", 20) + "конец"
	b := newBench(t, f)
	b.screen.tabs.Select(blockJournal)
	b.screen.journal.table.OnOpen(f.lines[0])
	b.Sees("Подробности", "конец")
}

// TestJournalExport: what the filter leaves goes into the file that was chosen.
func TestJournalExport(t *testing.T) {
	b := newBench(t, admin())
	b.screen.tabs.Select(blockJournal)
	b.screen.journal.actions.SetSelected("Изменение чата")
	b.screen.journal.apply()
	b.Press("Экспорт в Excel")
	if b.file.String() != "workbook" || !b.file.closed {
		t.Errorf("wrote %q, closed %v", b.file.String(), b.file.closed)
	}
	if got := last(t, "export", b.service.exported); got.Action != "Изменение чата" {
		t.Errorf("exported %+v", got)
	}
	b.Sees("Журнал записан в файл")
	b.Press("Закрыть")

	b.file.err = errors.New("disk full")
	b.Press("Экспорт в Excel")
	b.Sees("Файл не записан")
	b.SeesNot("disk full")
	b.Press("Понятно")

	b.service.exportErr = errors.New("в журнале больше строк, чем помещается на лист Excel")
	b.Press("Экспорт в Excel")
	b.Sees("Журнал не выгружен", "В журнале больше строк")
}

// TestJournalFails: a journal that cannot be read says so and can be asked again.
func TestJournalFails(t *testing.T) {
	f := admin()
	f.auditErr = errSaid
	b := newBench(t, f)
	b.screen.tabs.Select(blockJournal)
	b.Sees("Журнал не прочитан")
	f.auditErr = nil
	b.Press("Повторить")
	b.Sees("1–200 из 450")
	b.screen.Do(shell.CommandFilter)
	if b.Window.Canvas().Focused() != b.screen.journal.text {
		t.Error("Ctrl+F does not lead into the filter")
	}
}

// TestAgentCard: the last run is told in words, and the button does what it says.
func TestAgentCard(t *testing.T) {
	f := admin()
	f.runs = f.runs[1:]
	b := newBench(t, f)
	b.screen.tabs.Select(blockMessenger)
	b.Sees("02.03.2026 12:45, 8 с", "1 отказ", "Создано 12 чатов, добавлено 340 участников, ждут входа 21.")
	b.Press("Запустить сейчас")
	if f.ran != 1 {
		t.Errorf("ran %d times", f.ran)
	}
	f.sync.Running = true
	f.Publish(model.Change{Sync: true})
	b.timer.Pass(time.Hour)
	b.Sees("идёт сейчас")
	b.Press("Остановить")
	if f.stopped != 1 {
		t.Errorf("stopped %d times", f.stopped)
	}
}

// TestAgentAway: where the agent cannot work, «Запустить сейчас» is closed.
func TestAgentAway(t *testing.T) {
	for name, prepare := range map[string]func(*fakeService){
		"no token":     func(f *fakeService) { f.sync.AgentHere = false },
		"switched off": func(f *fakeService) { f.card.AgentOn = false },
	} {
		t.Run(name, func(t *testing.T) {
			f := admin()
			prepare(f)
			b := newBench(t, f)
			b.screen.tabs.Select(blockMessenger)
			b.Press("Запустить сейчас")
			if f.ran != 0 {
				t.Error("a closed button ran the agent")
			}
		})
	}
}

// TestRuns: the log tells every run, and each of them whole.
func TestRuns(t *testing.T) {
	b := newBench(t, admin())
	b.screen.tabs.Select(blockMessenger)
	b.screen.form.hour.SetText("40")
	b.Press("Журнал синхронизаций")
	b.Sees("без ошибок", "не закончена", "остановлена", "Всего 12")
	b.shell.Top().(*runs).table.OnOpen(b.service.runs[1])
	b.Sees("Гаршина Мария Сергеевна: закрытый профиль")
	b.Press("Закрыть")
	b.Press("Назад")
	if b.shell.Top() != shell.Screen(b.screen) || !b.screen.form.dirty() {
		t.Error("the change that was not saved is gone")
	}
}

// TestRunWords: lengths and deeds in words.
func TestRunWords(t *testing.T) {
	at := time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC)
	for d, want := range map[time.Duration]string{
		0: "меньше 1 с", 14 * time.Second: "14 с", 61 * time.Second: "1 мин 1 с", 2*time.Hour + 3*time.Minute: "2 ч 3 мин",
	} {
		if got := lasted(model.RunLine{Started: at, Finished: at.Add(d)}); got != want {
			t.Errorf("%v is %q, want %q", d, got, want)
		}
	}
	if got := lasted(model.RunLine{Started: at}); got != "—" {
		t.Errorf("an unfinished run lasted %q", got)
	}
	var r model.Report
	r.Chats.Created, r.Chats.Deleted, r.Members.Removed, r.Admins.Set = 1, 2, 5, 3
	if got := doneWords(r); got != "создано 1 чат, удалено 2 чата, удалено 5 участников, администраторов изменено 3" {
		t.Errorf("got %q", got)
	}
}

// TestAgentRetry: after a run that failed the button repeats it.
func TestAgentRetry(t *testing.T) {
	f := admin()
	f.runs = []model.RunLine{{Report: f.runs[0].Report, Started: f.runs[0].Started, Finished: f.runs[0].Finished, Problem: "VK не отвечает"}}
	b := newBench(t, f)
	b.screen.tabs.Select(blockMessenger)
	b.Sees("VK не отвечает.")
	b.Press("Повторить сейчас")
	if f.ran != 1 {
		t.Errorf("ran %d times", f.ran)
	}
}

// TestMessengerInFront: what is put over another screen begins with the key, and leads back.
func TestMessengerInFront(t *testing.T) {
	b := newBench(t, admin())
	b.shell.Push(OpenMessenger(b.screen.deps))
	b.Sees("Последняя синхронизация", "Назад")
	b.Press("Назад")
	if b.shell.Top() != b.screen {
		t.Error("«Назад» does not lead back")
	}
}
