package app_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"zvonok/app"
	"zvonok/app/demo"
	"zvonok/model"
	"zvonok/model/roster"
	"zvonok/model/store"
)

// year is a school year of a college that lives by its orders.
type year struct {
	*world
	t      *testing.T
	admin  *app.Session
	dice   *rand.Rand
	groups []model.GroupRow
	orders []model.OrderID // in force, as far as the year knows
	number int             // of the last order that was written, refused ones included
	saved  int
	manual map[model.ChatID]model.PersonID // put there by hand
	banned map[model.ChatID]model.PersonID // removed by hand
}

func newYear(t *testing.T, groups int) *year {
	t.Helper()
	vk := newFake()
	vk.batch, vk.may.AddDirectly = 25, true
	w := openWorld(t, t.TempDir(), vk)
	snapshot, _ := demo.College(groups)
	w.apply(t, snapshot)
	w.run(t, app.RunOptions{Initialise: true, OverLimit: true})
	y := &year{world: w, t: t, admin: w.as(t, ""), dice: rand.New(rand.NewPCG(29, 9)),
		manual: map[model.ChatID]model.PersonID{}, banned: map[model.ChatID]model.PersonID{}}
	var err error
	y.groups, err = y.admin.Groups(t.Context())
	must(t, err)
	return y
}

// byHand puts somebody into a few chats, and takes somebody out.
func (y *year) byHand() {
	staff, err := y.admin.StaffMembers(y.t.Context(), model.PeopleFilter{})
	must(y.t, err)
	for _, g := range y.groups[:8] {
		chat := y.chat(y.t, g.Name)
		within := func(p model.PersonID) bool {
			return slices.ContainsFunc(chat.Members, func(m model.Member) bool { return m.Person == p })
		}
		stranger := staff[slices.IndexFunc(staff, func(p model.StaffRow) bool { return !within(p.Person) })].Person
		out := chat.Members[slices.IndexFunc(chat.Members, func(m model.Member) bool { return !m.Admin })].Person
		card, err := y.admin.Chat(y.t.Context(), chat.ID)
		must(y.t, err)
		must(y.t, y.admin.SaveChat(y.t.Context(), model.ChatEdit{Chat: chat.ID, Version: card.Version, Title: card.Title,
			Add: []model.PersonID{stranger}, Remove: []model.PersonID{out}}))
		y.manual[chat.ID], y.banned[chat.ID] = stranger, out
	}
}

// order writes an order about somebody, or cancels an earlier one; effective up to two weeks ahead.
func (y *year) order(today time.Time) {
	ctx := y.t.Context()
	if len(y.orders) > 0 && y.dice.IntN(20) == 0 {
		at := y.dice.IntN(len(y.orders))
		must(y.t, y.admin.CancelOrder(ctx, y.orders[at]))
		y.orders = append(y.orders[:at], y.orders[at+1:]...)
		return
	}
	y.number++
	edit := model.OrderEdit{Number: fmt.Sprintf("%d-к", y.number), Date: today, Effective: today.AddDate(0, 0, y.dice.IntN(14)), Kind: model.OrderTransfer}
	group := y.groups[y.dice.IntN(len(y.groups))]
	edit.To = y.groups[y.dice.IntN(len(y.groups))].ID
	students, err := y.admin.Students(ctx, model.PeopleFilter{Group: group.ID})
	must(y.t, err)
	switch kind := y.dice.IntN(10); {
	case kind < 3 || len(students) == 0:
		edit.Kind = model.OrderEnroll
		edit.New = []model.NewPerson{{Name: model.Name{LastName: newcomer(y.number), FirstName: "Анна"}}}
	case kind < 5:
		edit.Kind, edit.To = model.OrderWithdraw, 0
	case kind < 6:
		edit.Kind, edit.To = model.OrderAcademicLeave, 0
	case edit.To == group.ID:
		return
	}
	if edit.Kind != model.OrderEnroll {
		edit.People = []model.PersonID{students[y.dice.IntN(len(students))].Person}
	}
	id, err := y.admin.SaveOrder(ctx, edit)
	if err != nil {
		return // refused in words: somebody on leave already, a student of two groups …
	}
	y.saved++
	y.orders = append(y.orders, id)
}

// newcomer is a surname of its own for each number.
func newcomer(number int) string {
	letters := []rune("абвгдежзик")
	name := []rune("Нов")
	for _, digit := range fmt.Sprint(number) {
		name = append(name, letters[digit-'0'])
	}
	return string(name)
}

// equal compares every chat in the messenger with its list.
func (y *year) equal(week int) {
	y.t.Helper()
	y.view(y.t, func(tx *store.Tx) error {
		profiles, err := tx.Profiles()
		if err != nil {
			return err
		}
		chats, err := tx.ListedChats()
		for _, c := range chats {
			there := y.vk.rooms[c.Peer]
			wanted := map[model.MessengerID]bool{}
			for _, m := range c.Members {
				if p := profiles[m.Person]; m.Origin.Wanted() && p != 0 {
					wanted[p] = m.Admin
				}
			}
			if there == nil || !reflect.DeepEqual(there.members, wanted) {
				y.t.Errorf("week %d: chat %q differs from its list", week, c.Title)
			}
		}
		return err
	})
	for chat, person := range y.manual {
		y.standsAs(week, chat, person, model.OriginManual)
	}
}

func (y *year) standsAs(week int, chat model.ChatID, person model.PersonID, want model.Origin) {
	y.t.Helper()
	y.view(y.t, func(tx *store.Tx) error {
		c, err := tx.ListedChat(chat)
		for _, m := range c.Members {
			if m.Person == person && m.Origin == want {
				return err
			}
		}
		y.t.Errorf("week %d: person %d is not in chat %q by hand any more", week, person, c.Title)
		return err
	})
}

// outside checks that who was taken out by hand is in no chat from which they were taken.
func (y *year) outside(week int) {
	y.t.Helper()
	y.view(y.t, func(tx *store.Tx) error {
		profiles, err := tx.Profiles()
		for chat, person := range y.banned {
			c, err := tx.ListedChat(chat)
			if err != nil {
				return err
			}
			if room := y.vk.rooms[c.Peer]; profiles[person] != 0 && room != nil {
				if _, in := room.members[profiles[person]]; in {
					y.t.Errorf("week %d: who was taken out of %q is back", week, c.Title)
				}
			}
		}
		return err
	})
}

// TestYear lives through a school year: orders every day, some of them cancelled, a roster every fourth week, and a
// wrong one that is undone. After each week the messenger equals the lists, and what was done by hand stands.
func TestYear(t *testing.T) {
	groups, weeks, daily := 60, 40, 10
	if testing.Short() {
		groups, weeks, daily = demo.DefaultGroups, 8, 6
	}
	y := newYear(t, groups)
	y.byHand()
	snapshot, _ := demo.College(groups)
	for week := 1; week <= weeks; week++ {
		for range 5 {
			today := model.Day(y.clock.Now(), time.UTC)
			for range daily {
				y.order(today)
			}
			y.pass(t, 24*time.Hour)
		}
		y.pass(t, 48*time.Hour)
		if week%4 == 0 {
			snapshot.Today = model.Day(y.clock.Now(), time.UTC)
			y.apply(t, snapshot)
		}
		y.run(t, app.RunOptions{OverLimit: true})
		y.equal(week)
		y.outside(week)
	}
	day := model.Day(y.clock.Now(), time.UTC).Format(time.DateOnly)
	before := y.rosterOn(day)
	wrong := snapshot
	wrong.Today = model.Day(y.clock.Now(), time.UTC)
	wrong.Parents, wrong.Given = nil, map[roster.Section]bool{roster.Students: true, roster.Groups: true}
	wrong.Students = wrong.Students[:len(wrong.Students)/2]
	y.apply(t, wrong)
	if during := y.rosterOn(day); reflect.DeepEqual(before, during) {
		t.Error("half a roster changed nothing")
	}
	must(t, y.admin.UndoChange(t.Context(), y.lastChange(t, "Загрузка списков")))
	if after := y.rosterOn(day); !reflect.DeepEqual(before, after) {
		t.Error("after the undo the college is not what it was")
	}
	y.run(t, app.RunOptions{OverLimit: true})
	y.equal(weeks + 1)
	if y.saved < y.number*3/4 {
		t.Errorf("only %d of %d orders were taken", y.saved, y.number)
	}
	t.Logf("%d of %d orders taken", y.saved, y.number)
}

func (y *year) rosterOn(day string) (r model.Roster) {
	y.view(y.t, func(tx *store.Tx) (err error) {
		r, err = tx.Roster(day)
		return err
	})
	return r
}
