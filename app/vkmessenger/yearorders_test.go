package vkmessenger_test

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"zvonok/model"
	"zvonok/model/store"
)

// writtenOrder is an order as the year knows it.
type writtenOrder struct {
	id        model.OrderID
	kind      model.OrderKind
	to        model.GroupID
	effective time.Time
	cancelled bool
}

// orderBook writes orders and remembers them.
type orderBook struct {
	*year
	number  int // of the last order
	orders  []*writtenOrder
	of      map[model.PersonID][]*writtenOrder
	until   map[model.PersonID]time.Time // the day of the last order about somebody
	kinds   map[model.OrderKind]int
	refused []string
	byFile  int
	cancels int
	mended  int // rows of files that the program has a word about
	taken   int // rows of files that it leaves out

	obeyedBy int // how often somebody was found where their last order says

	disbanded *writtenOrder // by mistake
}

func newOrderBook(y *year) *orderBook {
	return &orderBook{year: y, kinds: map[model.OrderKind]int{}, of: map[model.PersonID][]*writtenOrder{}, until: map[model.PersonID]time.Time{}}
}

// kind throws the dice for what an order does.
func (b *orderBook) kind() model.OrderKind {
	for _, k := range []struct {
		kind  model.OrderKind
		share int // per cent of the cases that are left
	}{
		{model.OrderTransfer, 32}, {model.OrderWithdraw, 25}, {model.OrderAcademicLeave, 22}, {model.OrderReturn, 35},
		{model.OrderEnroll, 60}, {model.OrderEnrollTransfer, 90},
	} {
		if b.dice.IntN(100) < k.share {
			return k.kind
		}
	}
	return model.OrderGraduate
}

// take picks somebody of a list and takes them off it; 0 when it is empty.
func (b *orderBook) take(list *[]model.PersonID) model.PersonID {
	if len(*list) == 0 {
		return 0
	}
	i := b.dice.IntN(len(*list))
	p := (*list)[i]
	*list = slices.Delete(*list, i, i+1)
	return p
}

// draft makes up an order about one person, effective at once, soon, or since yesterday; it has no kind when there is
// nobody for it.
func (b *orderBook) draft(s *standing) model.OrderEdit {
	today := b.today()
	b.number++
	e := model.OrderEdit{Number: fmt.Sprintf("%d-к", b.number), Date: today, Effective: today.AddDate(0, 0, b.dice.IntN(14)), Kind: b.kind()}
	who := model.PersonID(0)
	switch e.Kind {
	case model.OrderEnroll, model.OrderEnrollTransfer:
		e.To = s.groups[b.dice.IntN(len(s.groups))]
		e.New = []model.NewPerson{{Name: newcomer(b.number)}}
		return e
	case model.OrderReturn:
		if who = b.take(&s.onLeave); who == 0 || b.dice.IntN(4) == 0 {
			who = b.take(&s.left)
		}
		e.To = s.last[who]
	default:
		who = b.take(&s.studying)
		if e.Kind == model.OrderTransfer {
			for e.To = s.last[who]; e.To == s.last[who]; {
				e.To = s.groups[b.dice.IntN(len(s.groups))]
			}
		}
		if len(b.of[who]) == 0 && b.dice.IntN(10) == 0 {
			e.Effective = today.AddDate(0, 0, -1)
			e.Date = e.Effective
		}
	}
	if who == 0 {
		return model.OrderEdit{}
	}
	e.People = []model.PersonID{who}
	return e
}

// newcomer is a name of its own for each number.
func newcomer(number int) model.Name {
	letters := []rune("абвгдежзик")
	surname := []rune("Нов")
	for _, digit := range fmt.Sprint(number) {
		surname = append(surname, letters[digit-'0'])
	}
	if number%2 == 0 {
		return model.Name{LastName: string(surname) + "ёв", FirstName: "Пётр", MiddleName: "Семёнович"}
	}
	return model.Name{LastName: string(surname) + "ёва", FirstName: "Алёна", MiddleName: "Фёдоровна"}
}

// writeDay writes the orders of a day by hand. s is where everybody was when the week began: what was cancelled since
// may make the program refuse some.
func (b *orderBook) writeDay(s *standing, n int) {
	for range n {
		if e := b.draft(s); e.Kind != 0 {
			b.write(e)
		}
	}
}

// write writes an order by hand and remembers it; nil when it was refused.
func (b *orderBook) write(e model.OrderEdit) *writtenOrder {
	e.Losing = true
	id, err := b.admin.SaveOrder(b.admin.As(b.t.Context()), e)
	if err != nil {
		b.refused = append(b.refused, err.Error())
		return nil
	}
	return b.remember(id, e)
}

func (b *orderBook) remember(id model.OrderID, e model.OrderEdit) *writtenOrder {
	b.t.Helper()
	o := &writtenOrder{id: id, kind: e.Kind, to: e.To, effective: e.Effective}
	b.orders = append(b.orders, o)
	b.kinds[e.Kind]++
	if e.Kind == model.OrderDisband {
		return o // says nothing of where anybody is
	}
	b.view(func(tx *store.Tx) error {
		people, err := tx.OrderConcerns(id)
		for _, p := range people {
			b.of[p] = append(b.of[p], o)
			if e.Effective.After(b.until[p]) {
				b.until[p] = e.Effective
			}
		}
		return err
	})
	return o
}

func (b *orderBook) cancel(o *writtenOrder) {
	b.t.Helper()
	b.must(b.admin.CancelOrder(b.admin.As(b.t.Context()), o.id))
	o.cancelled = true
	b.cancels++
}

// cancelOne cancels an order that is in force or to come, however old.
func (b *orderBook) cancelOne() {
	for range 20 {
		if len(b.orders) == 0 {
			return
		}
		if o := b.orders[b.dice.IntN(len(b.orders))]; !o.cancelled && o.kind != model.OrderDisband {
			b.cancel(o)
			return
		}
	}
}

// disbandOne disbands a group by mistake, one to which nobody comes later; bringBack cancels that.
func (b *orderBook) disbandOne() {
	s := b.standing()
	half := len(s.groups) / 2
	for _, group := range slices.Concat(s.groups[half:], s.groups[:half]) {
		b.number++
		b.disbanded = b.write(model.OrderEdit{Number: fmt.Sprintf("%d-к", b.number), Date: b.today(), Kind: model.OrderDisband, Group: group})
		if b.disbanded != nil {
			return
		}
	}
	b.t.Fatalf("no group was disbanded: %s", b.refused[len(b.refused)-1])
}

func (b *orderBook) bringBack() { b.cancel(b.disbanded) }

// graduate writes, for each group of the last course, an order by which its students graduate in a few days and one
// that disbands it a few days later.
func (b *orderBook) graduate() {
	s := b.standing()
	for _, g := range b.whole().Groups {
		if g.Year != model.LastCourse || !g.Active {
			continue
		}
		var people []model.PersonID
		for _, p := range s.studying {
			if s.in[p][0] == g.ID {
				people = append(people, p)
			}
		}
		b.number++
		b.write(model.OrderEdit{Number: fmt.Sprintf("%d-в", b.number), Date: b.today(), Effective: b.today().AddDate(0, 0, 3), Kind: model.OrderGraduate, People: people})
		b.write(model.OrderEdit{Number: fmt.Sprintf("%d-л", b.number), Date: b.today(), Effective: b.today().AddDate(0, 0, 8), Kind: model.OrderDisband, Group: g.ID})
	}
}

// obeyed checks that everybody is where the last order in force about them says. A person who was left out of a roster, or has
// a cancelled order of which the other system may have heard, is where the roster says.
func (b *orderBook) obeyed(when string) {
	b.t.Helper()
	s, today := b.standing(), b.today()
	for person, orders := range b.of {
		var last *writtenOrder
		cancelled := false
		for _, o := range orders {
			cancelled = cancelled || o.cancelled
			if !o.effective.After(today) && (last == nil || cmp.Or(o.effective.Compare(last.effective), cmp.Compare(o.id, last.id)) > 0) {
				last = o
			}
		}
		if last == nil || cancelled || b.source.forgotten[person] {
			continue
		}
		b.obeyedBy++
		in := s.in[person]
		if last.to == 0 && len(in) > 0 || last.to != 0 && slices.Contains(s.groups, last.to) && !slices.Contains(in, last.to) {
			b.t.Errorf("%s: person %d is in the groups %v after an order of %v to %d, effective %s", when, person, in,
				last.kind, last.to, last.effective.Format(time.DateOnly))
		}
	}
	if b.t.Failed() {
		b.t.FailNow()
	}
}
