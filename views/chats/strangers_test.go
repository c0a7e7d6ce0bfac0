package chats

import (
	"errors"
	"slices"
	"testing"

	"zvonok/model"
)

// openStrangers goes from the list over a chat's card to «Не из списка».
func openStrangers(b *bench) {
	b.list.open(&chatRow{ChatSummary: b.service.chats[7]})
	b.Press("Не из списка: 5")
}

func strangersBench(t *testing.T, set func(*fakeService)) *bench {
	f := admin()
	if set != nil {
		set(f)
	}
	b := newBench(t, f)
	openStrangers(b)
	return b
}

// TestLinkStranger: «Это он» links by one click; it is closed where it would be wrong, and says why.
func TestLinkStranger(t *testing.T) {
	b := strangersBench(t, nil)
	s := b.top().(*strangers)
	b.Sees("Екатерина Егорова", "похоже, Палагина Татьяна Петровна, ДО-19-3", "профиль привязан", "администратор чата", "будет удалён", "id7005", "Всего 5")
	for _, c := range []struct {
		profile     model.MessengerID
		link, other bool
	}{{7001, true, true}, {7002, true, true}, {7003, false, false}, {7004, false, true}} {
		s.table.SelectKeys(c.profile)
		if s.link.Disabled() == c.link || s.other.Disabled() == c.other {
			t.Errorf("%d: link %v, other %v", c.profile, !s.link.Disabled(), !s.other.Disabled())
		}
	}
	s.table.SelectKeys(7001)
	b.Press("Это он")
	if !slices.Equal(b.service.linked, [][2]int64{{7001, 104}}) {
		t.Errorf("linked %v", b.service.linked)
	}
	b.Sees("привязан: Егорова Екатерина Сергеевна")
	b.service.linkStrangerErr = errors.New("этот профиль уже привязан: Иванов Иван")
	b.Press("Это он")
	b.Sees("Профиль не привязан", "Этот профиль уже привязан: Иванов Иван")
}

func TestStrangersForOthers(t *testing.T) {
	b := strangersBench(t, func(f *fakeService) { f.actor.Roles = model.RightManageChats })
	s := b.top().(*strangers)
	s.table.SelectKeys(7001)
	if !s.link.Disabled() || !s.other.Disabled() || s.remove.Disabled() || s.whyNotLink() != adminLinks {
		t.Error("who is no administrator links profiles")
	}
}

// TestRemoveStrangers: removing asks once and names whom.
func TestRemoveStrangers(t *testing.T) {
	b := strangersBench(t, nil)
	b.top().(*strangers).table.SelectKeys(7001, 7004)
	b.Press("Удалить из чата…")
	b.Sees("Удалить 2 человека из чата?", "Екатерина Егорова", "Dark Lord", "по пригласительной ссылке")
	if b.service.removed != nil {
		t.Fatal("removed before it was confirmed")
	}
	b.Press("Удалить 2 человека")
	if !slices.Equal(b.service.removed, []model.MessengerID{7001, 7004}) {
		t.Errorf("removed %v", b.service.removed)
	}
	b.Sees("При ближайшей синхронизации из чата будут удалены 2 человека")
	b.service.removeErr = errors.New("запись не найдена: возможно, её уже удалили")
	b.top().(*strangers).askRemove()
	b.Press("Удалить 2 человека")
	b.Sees("Люди не удалены", "Запись не найдена")
}

func TestStrangersNotRead(t *testing.T) {
	b := strangersBench(t, func(f *fakeService) { f.strangersErr = errors.New("база данных занята") })
	b.Sees("Список не прочитан", "База данных занята")
	b.service.strangersErr = nil
	b.Press("Повторить")
	b.Sees("Всего 5")
}
