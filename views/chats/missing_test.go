package chats

import (
	"errors"
	"slices"
	"testing"

	"zvonok/model"
)

// selectMissing selects rows of the service's list by their places in it.
func selectMissing(b *bench, rows ...int) {
	keys := make([]model.ChatPerson, len(rows))
	for i, n := range rows {
		keys[i] = b.service.missing[n].ChatPerson
	}
	b.top().(*missing).list.Table.SelectKeys(keys...)
}

func missingBench(t *testing.T, set func(*fakeService)) *bench {
	f := admin()
	if set != nil {
		set(f)
	}
	b := newBench(t, f)
	b.Press("Кто ещё не в чате")
	return b
}

func TestMissingFilters(t *testing.T) {
	b := missingBench(t, nil)
	m := b.top().(*missing)
	b.Sees("Всего 6, людей 5", "ждёт входа", "нет VK ID", "отказ: закрытый профиль", "не разрешает писать", "01.03.2026 09:30")
	m.why.SetSelected(model.PresenceNoProfile)
	m.list.Show()
	if got := len(m.list.Table.Rows()); got != 2 {
		t.Errorf("without a profile there are %d", got)
	}
	m.groups.SetSelected("ЭБ-23-1")
	m.list.Show()
	b.Sees("Ничего не найдено")
	b.Press("Сбросить поиск")
	m.list.NameSearch.SetText("ИЛЬИН")
	if got := m.list.Table.Rows(); len(got) != 1 || got[0].Title != "Учительская" {
		t.Errorf("found %+v", got)
	}
}

// TestRemind: a person who stands in several rows is written to once, and what became of it is told.
func TestRemind(t *testing.T) {
	b := missingBench(t, func(f *fakeService) {
		f.told = model.Reminded{Sent: 1, Closed: 1}
		f.missing[3].Linked, f.missing[3].Link = true, "https://vk.me/join/abc"
	})
	selectMissing(b, 1, 2, 3)
	b.Sees("выбрано 3, людей 2")
	b.Press("Напомнить…")
	b.Sees("Напомнить 2 людям?", "наименования чатов, в которых его ждут", "(нет VK ID или ссылки на чат): 1 человек.")
	if b.service.reminded != nil {
		t.Fatal("written to before it was confirmed")
	}
	b.Press("Отмена")
	if b.service.reminded != nil {
		t.Fatal("written to though it was declined")
	}
	b.Press("Напомнить…")
	b.Press("Отправить")
	if !slices.Equal(b.service.reminded, []model.PersonID{101, 103}) {
		t.Errorf("reminded: %v", b.service.reminded)
	}
	b.Sees("Напомнили 1 человеку, не разрешают писать им: 1 человек")
	b.service.remindErr = errors.New("VK ограничил число запросов: подождите час")
	b.Press("Напомнить…")
	b.Press("Отправить")
	b.Sees("Напоминания отправлены не все", "подождите час", "при следующей синхронизации")
}

func TestMissingFiles(t *testing.T) {
	b := missingBench(t, nil)
	b.Press("Экспорт в Excel")
	b.Press("Закрыть")
	if len(b.service.exported) != 6 || b.String() != "workbook" {
		t.Errorf("exported %v: %q", b.service.exported, b.String())
	}
	selectMissing(b, 0)
	b.Press("Экспорт в Excel")
	b.Press("Закрыть")
	b.Press("Приглашения (PDF)…")
	b.Press("Закрыть")
	one := []model.ChatPerson{b.service.missing[0].ChatPerson}
	if !slices.Equal(b.service.exported, one) || len(b.service.printed) != 1 || !slices.Equal(b.service.printed[0].People, one) {
		t.Errorf("exported %v, printed %+v", b.service.exported, b.service.printed)
	}
	if want := []string{"Кто ещё не в чате.xlsx", "Кто ещё не в чате.xlsx", "Приглашения.pdf"}; !slices.Equal(b.saved, want) {
		t.Errorf("files: %q", b.saved)
	}
	b.service.printErr = errors.New("приглашать некого: все уже в чате")
	b.Press("Приглашения (PDF)…")
	b.Sees("Приглашения не сделаны", "Приглашать некого: все уже в чате")
}

func TestMissingNotRead(t *testing.T) {
	b := missingBench(t, func(f *fakeService) { f.missingErr = errors.New("база данных занята") })
	b.Sees("Список не прочитан", "База данных занята")
	b.service.missingErr = nil
	b.Press("Повторить")
	b.Sees("Всего 6")
	m := b.top().(*missing)
	m.groups.SetSelected("ЭБ-23-1")
	b.service.missing, b.service.missingErr = nil, errors.New("база данных занята")
	b.service.Publish(model.Change{Sync: true})
	b.timer.Pass(1 << 40)
	b.Sees("База данных занята")
	if group, chosen := m.groups.Selected(); group != "ЭБ-23-1" || !chosen {
		t.Errorf("the filter became %q, %v", group, chosen)
	}
}

// TestInvitesOfChats: «Действия» prints invitations for the chosen chats.
func TestInvitesOfChats(t *testing.T) {
	b := newBench(t, admin())
	b.list.pane.Table.SelectKeys(1, 3)
	for _, item := range b.list.pane.Menu() {
		if item.Label == "Листы с QR-кодом, по одному на чат (PDF)…" {
			item.Do()
		}
	}
	if len(b.service.printed) != 1 || b.service.printed[0].Kind != model.InviteSheets || !slices.Equal(b.service.printed[0].Chats, []model.ChatID{1, 3}) {
		t.Errorf("printed %+v", b.service.printed)
	}
	b.list.pane.Table.Grid.ClearSelection()
	for _, item := range b.list.pane.Menu()[3:6] {
		if !item.Disabled || item.Why == "" {
			t.Errorf("without a choice there is %q", item.Label)
		}
	}
}
