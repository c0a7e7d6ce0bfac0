package chats

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"zvonok/model"
)

func TestListFiltersTitlesInMemoryAndTheRestByTheService(t *testing.T) {
	f := admin()
	b := newBench(t, f)
	b.list.pane.NameSearch.SetText(" до-19-3/  ")
	wantStrings(t, "by title", b.titles(), []string{"ДО-19-3/Английский язык(ОГСЭ)", "ДО-19-3/История(ОГСЭ)"})
	b.Sees("Показано 2 из 14")
	if len(f.filters) != 1 {
		t.Fatalf("typing a title asked the service: %v", f.filters)
	}
	b.list.pane.NameSearch.SetText("")
	b.list.types.Field.TypedRune('Г')
	b.list.member.SetText("Ермаков Максим Сергеевич")
	if len(f.filters) != 1 {
		t.Fatal("type and member were read before «Применить»")
	}
	b.Press("Применить")
	want := model.ChatFilter{Type: model.ChatGroup, Member: "Ермаков Максим Сергеевич"}
	if got := f.filters[len(f.filters)-1]; got != want {
		t.Errorf("asked for %+v, want %+v", got, want)
	}
	wantStrings(t, "by type and member", b.titles(), []string{"АМ-19-1"})

	b.list.member.SetText("Никто")
	b.Window.Canvas().Focus(b.list.member)
	b.Key(fyne.KeyReturn)
	b.Sees("Ничего не найдено")
	b.Press("Сбросить поиск")
	if n := len(b.titles()); n != 14 {
		t.Errorf("%d chats after the filter was dropped, want 14", n)
	}
	if t0, _ := b.list.types.Selected(); t0 != 0 || b.list.member.Text != "" {
		t.Error("the fields still hold the filter")
	}
}

func TestListClearedMemberShowsAllAgain(t *testing.T) {
	f := admin()
	b := newBench(t, f)
	b.list.member.SetText("Ермаков Максим Сергеевич")
	b.Press("Применить")
	b.Window.Canvas().Focus(b.list.member)
	b.Key(fyne.KeyEscape)
	if n := len(b.titles()); n != 14 {
		t.Errorf("%d chats after Esc in the field, want 14", n)
	}
}

func TestListEmpty(t *testing.T) {
	f := admin()
	f.chats = nil
	b := newBench(t, f)
	b.Sees("Чатов пока нет", "Загрузите список групп")
	f.actor.Roles = model.RightManageChats
	b.Key(fyne.KeyF5)
	b.Sees("Когда администратор ПОО загрузит список групп", "Инициализировать список")
	f.actor.Roles = model.RoleCurator
	b.Key(fyne.KeyF5)
	b.Sees("Здесь появятся чаты ваших групп")
	b.SeesNot("Загрузите список групп")
}

func TestListReadErrors(t *testing.T) {
	f := admin()
	f.chatsErr = errors.New("Файл базы занят другой программой: закройте её и повторите.")
	b := newBench(t, f)
	b.Sees("Список не прочитан", "Файл базы занят другой программой")
	f.chatsErr = nil
	b.Press("Повторить")
	b.Sees("АМ-19-1", "Всего 14")
	f.chatsErr = errors.New("База не отвечает.")
	b.Key(fyne.KeyF5)
	b.Sees("База не отвечает.", "АМ-19-1")
}

func TestListReloadsOnceForABurst(t *testing.T) {
	f := admin()
	b := newBench(t, f)
	b.list.pane.Table.SelectKeys(5, 6)
	f.chats[0].Title = "АА-00-1"
	for i := range 50 {
		f.Publish(model.Change{Chats: []model.ChatID{model.ChatID(i)}})
	}
	f.Publish(model.Change{Sync: true})
	if len(f.filters) != 1 {
		t.Error("the list was read before the burst was over")
	}
	b.timer.Pass(100 * time.Millisecond)
	if len(f.filters) != 2 {
		t.Errorf("read %d times, want 2", len(f.filters))
	}
	b.Sees("АА-00-1", "выбрано 2")
	b.shell.Push(newEdit(b.list.deps, 8))
	read := len(f.filters)
	f.Publish(model.Change{All: true})
	b.timer.Pass(time.Second)
	if len(f.filters) != read {
		t.Error("the list was read while it was covered")
	}
}

func TestListDoesNotShowAnAnswerToAnOldFilter(t *testing.T) {
	f := admin()
	b := newBench(t, f)
	b.late.Late = true
	b.list.pane.Load()
	b.list.types.Field.TypedRune('Г')
	b.list.apply()
	b.late.Run()
	b.late.Run()
	for _, r := range b.list.pane.Table.Rows() {
		if r.Key.Type != model.ChatGroup {
			t.Fatalf("%q is shown though groups were asked for", r.Title)
		}
	}
	if got := f.filters[len(f.filters)-1].Type; got != model.ChatGroup {
		t.Errorf("last read type %v", got)
	}
}

// BenchmarkFilter2400 is typing one letter in the title filter over 2,400 chats; frames/op is its share of the 50 ms
// in which a window answers at once.
func BenchmarkFilter2400(b *testing.B) {
	f := admin()
	f.chats = nil
	for i := range 2400 {
		c := model.ChatSummary{Members: 25, InChat: 25, Admins: []string{"Каган Наталья Васильевна"}}
		c.ID, c.Title, c.Peer = model.ChatID(i+1), fmt.Sprintf("ДО-%d-%d/Английский язык(ОГСЭ)", i%20, i), 1
		f.chats = append(f.chats, c)
	}
	bench := newBench(&testing.T{}, f)
	texts := []string{"д", "до", "до-1", "до-19", "английский", ""}
	b.ResetTimer()
	for i := range b.N {
		bench.list.pane.NameSearch.SetText(texts[i%len(texts)])
	}
	b.ReportMetric(float64(b.Elapsed())/float64(b.N)/float64(50*time.Millisecond), "frames/op")
}

// TestListCountsWhatAFilterLeaves: of how many, and from the top.
func TestListCountsWhatAFilterLeaves(t *testing.T) {
	b := newBench(t, admin())
	b.list.types.SetSelected(model.ChatParents)
	b.Press("Применить")
	b.Sees("Показано 3 из 14")
	b.list.pane.NameSearch.SetText("ВФ")
	b.Sees("Показано 1 из 14")
	b.list.pane.Reset()
	b.Sees("Всего 14")
}
