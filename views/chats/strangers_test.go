package chats

import (
	"errors"
	"slices"
	"testing"

	"zvonok/model"
	"zvonok/views/table"
	"zvonok/views/viewtest"
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
		s.pane.Table.SelectKeys(c.profile)
		if s.link.Disabled() == c.link || s.other.Disabled() == c.other {
			t.Errorf("%d: link %v, other %v", c.profile, !s.link.Disabled(), !s.other.Disabled())
		}
	}
	s.pane.Table.SelectKeys(7001)
	b.Press("Это он")
	if !slices.Equal(b.service.linked, [][2]int64{{7001, 104}}) {
		t.Errorf("linked %v", b.service.linked)
	}
	b.Sees("привязан: Егорова Екатерина Сергеевна")
	b.service.linkStrangerErr = errors.New("этот профиль уже привязан: Иванов Иван")
	s.pane.Table.SelectKeys(7001)
	b.Press("Это он")
	b.Sees("Профиль не привязан", "Этот профиль уже привязан: Иванов Иван")
}

// TestLinkStrangerTwice: pressed again while a slow college answers, or before the rows are read again, it links once and complains of nothing.
func TestLinkStrangerTwice(t *testing.T) {
	b := strangersBench(t, nil)
	s := b.top().(*strangers)
	s.pane.Table.SelectKeys(7001)
	b.late.Late = true
	b.Press("Это он")
	b.Press("Это он")
	b.Sees("Подождите: предыдущее действие ещё выполняется.")
	for _, work := range b.late.Take() {
		work()
	}
	b.Press("Это он")
	b.late.Release()
	if len(b.service.linked) != 1 {
		t.Errorf("linked %v", b.service.linked)
	}
	b.service.linkStrangerErr = errors.New("этот профиль уже привязан: Иванов Иван")
	s.pane.Table.SelectKeys(7001)
	b.Press("Это он")
	b.Press("Понятно")
	b.service.linkStrangerErr = nil
	b.Press("Это он")
	if len(b.service.linked) != 3 {
		t.Errorf("after a refusal %v", b.service.linked)
	}
}

// TestWhoAStrangerMayBe is read when it is asked: somebody who was linked meanwhile is offered no longer.
func TestWhoAStrangerMayBe(t *testing.T) {
	b := strangersBench(t, nil)
	s := b.top().(*strangers)
	s.pane.Table.SelectKeys(7001)
	s.chooseOther()
	if n := len(viewtest.InFront[*table.Select[model.PersonID]](&b.Person)[0].Options()); n != 1 {
		t.Fatalf("%d people are offered", n)
	}
	b.Press("Отмена")
	b.service.card.Members = slices.DeleteFunc(slices.Clone(b.service.card.Members), func(m model.MemberRow) bool { return m.Presence == model.PresenceNoProfile })
	s.chooseOther()
	b.Sees("Выбирать не из кого")
}

// TestListStrangers: somebody of the college who is in a chat is put on its list by one click; a stranger is not.
func TestListStrangers(t *testing.T) {
	b := strangersBench(t, nil)
	s := b.top().(*strangers)
	for _, c := range []struct {
		chosen []model.MessengerID
		closed bool
	}{{nil, true}, {[]model.MessengerID{7001}, true}, {[]model.MessengerID{7003, 7004}, true}, {[]model.MessengerID{7003}, false}} {
		s.pane.Table.SelectKeys(c.chosen...)
		if s.list.Disabled() != c.closed || (s.whyNotList() != "") != c.closed {
			t.Errorf("%v: closed %v, %q", c.chosen, s.list.Disabled(), s.whyNotList())
		}
	}
	b.Press("Добавить в список")
	if !slices.Equal(b.service.listed, []model.MessengerID{7003}) {
		t.Errorf("listed %v", b.service.listed)
	}
	b.Sees("В список добавлен 1 человек")
	b.service.listErr = errors.New("Лебедев Олег Иванович больше не числится в колледже: добавить нельзя")
	s.pane.Table.SelectKeys(7003)
	b.Press("Добавить в список")
	b.Sees("Люди не добавлены", "больше не числится в колледже")
}

// TestStrangersInTheList: chats with strangers are marked in «Управление чатами» and can be shown alone; an initialisation
// that has nothing to do still tells of them.
func TestStrangersInTheList(t *testing.T) {
	b := newBench(t, admin())
	b.service.chats[3].Strangers = 2
	b.list.pane.Load()
	b.Sees("не из списка: 2", "Всего 14")
	b.check("Есть не из списка").Tapped(nil)
	wantStrings(t, "with strangers", b.titles(), []string{b.service.chats[3].Title})
	b.service.chats[3].Strangers = 0
	b.list.pane.Load()
	b.Sees("Ничего не найдено")
	b.Press("Сбросить поиск")
	if got := len(b.titles()); got != 14 || b.list.strangers.Checked() {
		t.Errorf("after the reset: %d chats", got)
	}
	b.service.plan = model.PlanSummary{Chats: 14, Existing: 14, Strangers: model.StrangerCount{Chats: 1, People: 2}}
	Initialise(b.list.deps)
	b.Press("Продолжить")
	b.Sees("В 1 чате 2 человека не из списка.", "отметьте над их списком «Есть не из списка»")
}

func TestStrangersForOthers(t *testing.T) {
	b := strangersBench(t, func(f *fakeService) { f.actor.Roles = model.RightManageChats })
	s := b.top().(*strangers)
	s.pane.Table.SelectKeys(7001)
	if !s.link.Disabled() || !s.other.Disabled() || s.remove.Disabled() || s.whyNotLink() != adminLinks {
		t.Error("who is no administrator links profiles")
	}
}

// TestRemoveStrangers: removing asks once and names the people.
func TestRemoveStrangers(t *testing.T) {
	b := strangersBench(t, nil)
	b.top().(*strangers).pane.Table.SelectKeys(7001, 7004)
	b.Press("Удалить из чата…")
	b.Sees("Удалить 2 человека из чата?", "Екатерина Егорова", "Dark Lord", "по пригласительной ссылке")
	if b.service.removed != nil {
		t.Fatal("removed before it was confirmed")
	}
	b.Press("Удалить 2 человека")
	if slices.Sort(b.service.removed); !slices.Equal(b.service.removed, []model.MessengerID{7001, 7004}) {
		t.Errorf("removed %v", b.service.removed)
	}
	b.Sees("При ближайшей синхронизации из чата будут удалены 2 человека")
	b.service.removeErr = errors.New("запись не найдена: возможно, её уже удалили")
	b.top().(*strangers).pane.Table.SelectKeys(7001, 7004)
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
