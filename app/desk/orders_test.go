package desk_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"zvonok/model"
	"zvonok/model/store"
)

// onDay is a calendar day of November or, from 31 on, of December 2026.
func onDay(n int) time.Time { return time.Date(2026, 11, n, 0, 0, 0, 0, time.UTC) }

// at moves the world's clock to the college's noon of a day.
func (w *world) at(day int) {
	w.clock.mu.Lock()
	defer w.clock.mu.Unlock()
	w.clock.now = onDay(day).Add(9 * time.Hour)
}

// order writes an order of the administrator about one student.
func (w *world) order(t *testing.T, kind model.OrderKind, effective int, surname, to string) model.OrderID {
	t.Helper()
	edit := model.OrderEdit{Number: "15-к", Date: onDay(20), Kind: kind, Effective: onDay(effective), Losing: true}
	if surname != "" {
		edit.People = []model.PersonID{w.person(t, surname)}
	}
	if to != "" {
		edit.To = w.group(t, to)
	}
	id, err := w.as(t, "Админова").SaveOrder(w.ctx(t, "Админова"), edit)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func (w *world) cancelOrder(t *testing.T, id model.OrderID) {
	t.Helper()
	if err := w.as(t, "Админова").CancelOrder(w.ctx(t, "Админова"), id); err != nil {
		t.Fatal(err)
	}
}

// holds fails the test unless the messenger's chat has these members.
func (w *world) holds(t *testing.T, when, chat string) {
	t.Helper()
	if state := w.vk.state(); !slices.Contains(state, chat) {
		t.Errorf("%s the messenger holds %q, want %q", when, state, chat)
	}
}

func (w *world) student(t *testing.T, surname string) bool {
	t.Helper()
	id, is := w.person(t, surname), false
	w.view(t, func(tx *store.Tx) error {
		p, err := tx.Person(id)
		is = p.Active && p.Kind.Has(model.Student)
		return err
	})
	return is
}

// TestOrderReachesChatsOnItsDay: before its day an order changes no chat, on the day it does, and cancelled it is
// undone; a person who was added by hand stays and a person who was taken out by hand stays out.
func TestOrderReachesChatsOnItsDay(t *testing.T) {
	w := newWorld(t)
	w.run(t, initialise)
	chat := w.chat(t, "Б-1")
	w.update(t, func(tx *store.Tx) error {
		return tx.PutMembers([]store.ChatRow{
			{Chat: chat.ID, RowChange: model.RowChange{Member: model.Member{Person: w.person(t, "Завхозова"), Origin: model.OriginManual}}},
			{Chat: chat.ID, RowChange: model.RowChange{Member: model.Member{Person: w.person(t, "Дмитриева"), Origin: model.OriginExcluded, InChatAs: 22}}},
		})
	})
	_, room := w.vk.titled("Б-1")
	room.members[6] = false // came by the link
	w.run(t, correct)
	w.holds(t, "at first", "Б-1: 6 21")

	id := w.order(t, model.OrderTransfer, 25, "Алексеева", "Б-1")
	for _, day := range []int{23, 24} {
		w.at(day)
		w.run(t, correct)
		w.holds(t, "before the day", "А-1: 3* 11 12")
		w.holds(t, "before the day", "Б-1: 6 21")
	}
	w.at(25)
	w.run(t, correct)
	w.holds(t, "on the day", "А-1: 3* 12")
	if m := w.member(t, "Б-1", "Алексеева"); m.Origin != model.OriginAuto || m.Presence != model.PresenceWaiting {
		t.Errorf("in the new group's list she is %+v", m)
	}
	if m := w.member(t, "Б-1 родители", "Мамина"); m.Origin != model.OriginAuto {
		t.Errorf("in the new parents' list the mother is %+v", m)
	}
	room.members[11] = false
	w.run(t, correct)
	w.holds(t, "once she came", "Б-1: 6 11 21")

	w.cancelOrder(t, id)
	w.run(t, correct)
	w.holds(t, "after the order was cancelled", "Б-1: 6 21")
	if m := w.member(t, "А-1", "Алексеева"); m.Origin != model.OriginAuto {
		t.Errorf("back in the old group's list she is %+v", m)
	}
	if m := w.member(t, "Б-1", "Дмитриева"); m.Origin != model.OriginExcluded || m.InChatAs != 0 {
		t.Errorf("who was taken out by hand is %+v", m)
	}
}

// TestOrdersInAnyOrder: an order of the past, one of the future, and the first cancelled after the next.
func TestOrdersInAnyOrder(t *testing.T) {
	w := newWorld(t)
	first := w.order(t, model.OrderTransfer, 10, "Алексеева", "Б-1")
	leave := w.order(t, model.OrderAcademicLeave, 22, "Алексеева", "")
	groups := func() (words string) {
		w.view(t, func(tx *store.Tx) error {
			list, err := tx.Enrolled(w.person(t, "Алексеева"))
			for _, e := range list {
				words += e.GroupName + " " + e.From.Format("02.01") + "–" + e.Until.Format("02.01") + "; "
			}
			return err
		})
		return words
	}
	if got := groups(); got != "Б-1 10.11–22.11; А-1 01.01–10.11; " {
		t.Error(got)
	}
	admin := w.as(t, "Админова")
	students, err := admin.Students(admin.As(t.Context()), model.PeopleFilter{Name: "Алексеева"})
	if err != nil || len(students) != 1 || !students[0].OnLeave {
		t.Errorf("who is on leave is listed as %+v, %v", students, err)
	}
	card, err := admin.PersonCard(admin.As(t.Context()), w.person(t, "Алексеева"))
	if err != nil || !card.OnLeave {
		t.Errorf("the card of who is on leave: %+v, %v", card, err)
	}
	w.cancelOrder(t, first)
	if got := groups(); got != "А-1 01.01–22.11; " {
		t.Error(got)
	}
	back := w.order(t, model.OrderReturn, 30, "Алексеева", "Б-1")
	w.cancelOrder(t, leave)
	w.cancelOrder(t, back)
	if got := groups(); got != "А-1 01.01–01.01; " {
		t.Error(got)
	}
	if err := admin.CancelOrder(admin.As(t.Context()), back); err == nil || !strings.Contains(err.Error(), "уже отменён 23.11.2026") {
		t.Errorf("cancelled twice: %v", err)
	}
}

// TestWithdrawnLeavesOnTheDay: a person who opens the program on the day is told, and lists show it.
func TestWithdrawnLeavesOnTheDay(t *testing.T) {
	w := newWorld(t)
	w.run(t, initialise)
	id := w.order(t, model.OrderWithdraw, 25, "Алексеева", "")
	w.at(24)
	if err := w.college.TurnDay(t.Context()); err != nil || !w.student(t, "Алексеева") {
		t.Errorf("the day before: %v", err)
	}
	w.at(25)
	if err := w.college.TurnDay(t.Context()); err != nil || w.student(t, "Алексеева") {
		t.Errorf("on the day: %v", err)
	}
	w.run(t, correct)
	w.holds(t, "on the day", "А-1: 3* 12")
	w.holds(t, "on the day", "А-1/История(ОГСЭ): 4* 12")
	w.cancelOrder(t, id)
	if !w.student(t, "Алексеева") {
		t.Error("the cancelled order still holds")
	}
}

// TestOrderEnrolsNewPeople: an order adds people, and its cancelling takes them away again.
func TestOrderEnrolsNewPeople(t *testing.T) {
	w := newWorld(t)
	admin := w.as(t, "Админова")
	edit := model.OrderEdit{Number: "7-з", Date: onDay(20), Kind: model.OrderEnroll, Effective: onDay(26), To: w.group(t, "А-1"),
		New: []model.NewPerson{{Name: model.ParseName("Новикова Анна")}}}
	id, err := admin.SaveOrder(admin.As(t.Context()), edit)
	if err != nil {
		t.Fatal(err)
	}
	if !w.student(t, "Новикова") {
		t.Error("who is to come is not listed")
	}
	inChat := func() bool {
		r := model.Roster{}
		w.view(t, func(tx *store.Tx) (err error) {
			r, err = tx.Roster(w.clock.Now().Format(time.DateOnly))
			return err
		})
		return slices.Contains(r.Students[edit.To], w.person(t, "Новикова"))
	}
	if inChat() {
		t.Error("in the chat before the day")
	}
	w.at(26)
	if !inChat() {
		t.Error("not in the chat on the day")
	}
	card, err := admin.Order(admin.As(t.Context()), id)
	if err != nil || len(card.People) != 1 || len(card.Cancelling) != 1 || !card.Cancelling[0].Goes || card.Cancelling[0].With != "А-1" {
		t.Errorf("card %+v, %v", card, err)
	}
	w.cancelOrder(t, id)
	if w.student(t, "Новикова") || inChat() {
		t.Error("the cancelled order's student stays")
	}
	edit.Number = "8-з"
	if _, err := admin.SaveOrder(admin.As(t.Context()), edit); !errors.Is(err, model.ErrNamesake) || !strings.Contains(err.Error(), "Новикова Анна, выбыл") {
		t.Errorf("a namesake of who left: %v", err)
	}
	edit.New[0].Name = model.ParseName("Алексеева Анна")
	if _, err := admin.SaveOrder(admin.As(t.Context()), edit); !errors.Is(err, model.ErrNamesake) || !strings.Contains(err.Error(), "Алексеева Анна, группа А-1") {
		t.Errorf("a namesake of the group: %v", err)
	}
	edit.To = w.group(t, "Б-1")
	var known *model.OrderNamesake
	if _, err := admin.SaveOrder(admin.As(t.Context()), edit); !errors.As(err, &known) || len(known.Known) != 1 || !known.Known[0].Studies || known.Known[0].Person != w.person(t, "Алексеева") {
		t.Errorf("a namesake of another group: %v, %+v", err, known)
	}
	edit.New[0].Namesake = true
	if _, err := admin.SaveOrder(admin.As(t.Context()), edit); err != nil {
		t.Errorf("a confirmed namesake: %v", err)
	}
	edit.Number = "9-з"
	twice := model.NewPerson{Name: model.ParseName("Щукин Ян")}
	edit.New = []model.NewPerson{twice, twice}
	if _, err := admin.SaveOrder(admin.As(t.Context()), edit); !errors.Is(err, model.ErrNamesake) || !strings.Contains(err.Error(), "Щукин Ян есть в приказе дважды") {
		t.Errorf("one name twice: %v", err)
	}
	edit.New[1].Namesake = true
	if _, err := admin.SaveOrder(admin.As(t.Context()), edit); err != nil {
		t.Errorf("two people of one name: %v", err)
	}
}

// TestDisbandByOrder: the group ends for everybody on the day, and comes back with the order's cancelling.
func TestDisbandByOrder(t *testing.T) {
	w := newWorld(t)
	w.run(t, initialise)
	group := w.group(t, "Б-1")
	id, err := w.as(t, "Админова").SaveOrder(w.ctx(t, "Админова"), model.OrderEdit{Number: "3", Date: onDay(20), Kind: model.OrderDisband, Effective: onDay(25), Group: group, Losing: true})
	if err != nil {
		t.Fatal(err)
	}
	card, err := w.as(t, "Админова").Order(w.ctx(t, "Админова"), id)
	if err != nil || card.Group != "Б-1" || len(card.Cancelling) != 2 || card.Cancelling[0].Less != "Б-1" || card.Cancelling[0].With != "без группы" {
		t.Errorf("card %+v, %v", card, err)
	}
	w.run(t, correct)
	w.holds(t, "before the day", "Б-1: 21 22")
	w.at(25)
	w.run(t, correct)
	if state := strings.Join(w.vk.state(), "\n"); strings.Contains(state, "Б-1: 21") || !w.student(t, "Григорьева") {
		t.Errorf("on the day %s", state)
	}
	if taught := w.as(t, "Наставникова").Actor().Teachings; len(taught) != 1 {
		t.Errorf("a teacher of the group still has %v", taught)
	}
	w.cancelOrder(t, id)
	if taught := w.as(t, "Наставникова").Actor().Teachings; len(taught) != 2 {
		t.Errorf("the subject did not come back to its teacher: %v", taught)
	}
	if w.group(t, "Б-1") != group {
		t.Error("another group came back")
	}
	w.run(t, correct)
	if m := w.member(t, "Б-1", "Григорьева"); m.Origin != model.OriginAuto {
		t.Errorf("back in the list she is %+v", m)
	}
}

// TestKeeperAtMidnight: the agent corrects the chats when the college's day turns, and where there is none the lists
// follow nevertheless.
func TestKeeperAtMidnight(t *testing.T) {
	w := newWorld(t)
	w.run(t, initialise)
	w.order(t, model.OrderWithdraw, 24, "Алексеева", "")
	k := keep(t, w, w.agent)
	midnight := k.nap(12 * time.Hour) // 12:00 in Moscow
	w.holds(t, "before midnight", "А-1: 3* 11 12")
	close(midnight.over)
	k.until(func(s model.SyncStatus) bool { return !s.Running && slices.Contains(w.vk.state(), "А-1: 3* 12") })
	k.nap(24 * time.Hour)
	k.stop()
	if w.student(t, "Алексеева") {
		t.Error("who was withdrawn is still a student")
	}

	alone := newWorld(t)
	alone.order(t, model.OrderWithdraw, 24, "Алексеева", "")
	turned := make(chan struct{}, 9)
	defer alone.college.Store.Subscribe(func(c model.Change) {
		if c.Roster {
			turned <- struct{}{}
		}
	})()
	k = keep(t, alone, nil)
	close(k.nap(12 * time.Hour).over)
	select {
	case <-turned:
	case <-time.After(patience):
		t.Fatal("without an agent the day does not turn")
	}
	k.stop()
	if alone.student(t, "Алексеева") {
		t.Error("without an agent who was withdrawn is still a student")
	}
}

// TestWithdrawnDoNotSignIn: on the day of an order it holds for a sign-in, though neither agent nor window ran since.
func TestWithdrawnDoNotSignIn(t *testing.T) {
	w, owner := newAccounts(t)
	admin := w.signIn(t, owner, "Админова")
	login := w.account(t, admin, "Алексеева")
	_, err := admin.SaveOrder(admin.As(t.Context()), model.OrderEdit{Number: "7-о", Date: onDay(20), Kind: model.OrderWithdraw, Effective: onDay(25),
		People: []model.PersonID{w.person(t, "Алексеева")}})
	must(t, err)
	try := func() error {
		_, err := w.session(t, "").SignIn(t.Context(), login, chosenPassword, false)
		return err
	}
	w.at(24)
	if err := try(); err != nil {
		t.Errorf("the day before: %v", err)
	}
	w.at(25)
	if err := try(); !errors.Is(err, model.ErrAccountDisabled) {
		t.Errorf("on the day: %v", err)
	}
}

// TestOrderOutlastedByAnother: an order that ends studying on a day before a transfer that is written already would end nothing, which is
// asked about; of files it is a problem, unless the file brings the student back in between.
func TestOrderOutlastedByAnother(t *testing.T) {
	w := newWorld(t)
	s, ctx := w.as(t, "Админова"), w.ctx(t, "Админова")
	moved := w.order(t, model.OrderTransfer, 22, "Алексеева", "Б-1")
	edit := model.OrderEdit{Number: "2-к", Date: onDay(20), Kind: model.OrderWithdraw, Effective: onDay(20), People: []model.PersonID{w.person(t, "Алексеева")}}
	if _, err := s.SaveOrder(ctx, edit); !errors.Is(err, model.ErrOrderDoubt) || !strings.Contains(err.Error(), "и после этого приказа учится: с 22.11.2026 в группе Б-1") {
		t.Errorf("a withdrawal that ends nothing: %v", err)
	}
	const head = "ДатаПриказа;НомерПриказа;ТипПриказа;ФИО;ГруппаДо;ГруппаПосле\n"
	const withdrawn = "20.11.2026;2-к;Отчислить;Алексеева Анна;А-1;\n"
	preview := func(rows string) model.OrdersPreview {
		t.Helper()
		p, err := s.PreviewOrders(ctx, model.Files{{Name: "приказы.csv", Data: []byte(head + rows)}})
		must(t, err)
		return p
	}
	if p := preview(withdrawn); len(p.Orders) != 0 || len(p.Problems) != 1 || !strings.Contains(p.Problems[0].Message, "с 22.11.2026 в группе Б-1") {
		t.Errorf("%+v", p)
	}
	if p := preview(withdrawn + "21.11.2026;3-к;Восстановить;Алексеева Анна;;А-1\n"); len(p.Orders) != 2 || len(p.Problems) != 0 {
		t.Errorf("with a return: %+v", p)
	}
	w.cancelOrder(t, moved)
	if _, err := s.SaveOrder(ctx, edit); err != nil || w.student(t, "Алексеева") {
		t.Errorf("once the transfer is cancelled: %v", err)
	}
}

// TestDisbandBeforeSomebodyComes: no order ends a group to which another brings somebody later, neither when it is written nor when its
// day is changed.
func TestDisbandBeforeSomebodyComes(t *testing.T) {
	w := newWorld(t)
	s, ctx := w.as(t, "Админова"), w.ctx(t, "Админова")
	w.order(t, model.OrderTransfer, 27, "Борисова", "Б-1")
	edit := model.OrderEdit{Number: "3-к", Date: onDay(20), Kind: model.OrderDisband, Effective: onDay(25), Group: w.group(t, "Б-1"), Losing: true}
	refused := func(err error) {
		t.Helper()
		if err == nil || !strings.Contains(err.Error(), "в группу Б-1 после этого дня придёт 1 студент") {
			t.Errorf("got %v", err)
		}
	}
	_, err := s.SaveOrder(ctx, edit)
	refused(err)
	edit.Effective = onDay(28)
	id, err := s.SaveOrder(ctx, edit)
	must(t, err)
	seen := w.orderCard(t, id).Order
	edit.Effective = onDay(26)
	refused(s.EditOrder(ctx, seen, edit))
	edit.Effective = onDay(29)
	must(t, s.EditOrder(ctx, seen, edit))
}
