package people

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"zvonok/model"
	"zvonok/views/table"
)

func (f *fakeService) Orders(context.Context, model.OrderFilter) ([]model.OrderRow, error) {
	return f.orders, f.readErr
}

func (f *fakeService) Order(_ context.Context, id model.OrderID) (model.OrderCard, error) {
	return f.orderCards[id], f.readErr
}

func (f *fakeService) OrderDay(context.Context) (time.Time, error) {
	return time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC), f.readErr
}

func (f *fakeService) OrderChoices(_ context.Context, c model.OrderChoiceFilter) ([]model.OrderChoice, error) {
	f.choicesOf = append(f.choicesOf, c.Kind.String()+" "+c.Day.Format(table.DayLayout))
	var people, marked []model.OrderChoice
	for _, s := range f.students {
		choice := model.OrderChoice{Person: s.Person, Name: s.Name, Detail: s.GroupName, Studies: true}
		if !c.Kind.OfStudying() {
			choice.Detail, choice.Studies = "выбыл из "+s.GroupName, false
		}
		switch {
		case !c.Kind.OfStudying() && s.Person%3 != 0: // the others study
		case !c.MarkedOnly && (c.Group == s.Group || c.Group == 0 && s.Person%3 == 0):
			people = append(people, choice)
		case slices.Contains(c.Marked, s.Person):
			choice.Elsewhere = true
			marked = append(marked, choice)
		}
	}
	return append(people, marked...), f.readErr
}

func (f *fakeService) SaveOrder(_ context.Context, e model.OrderEdit) (model.OrderID, error) {
	f.orderEdit = e
	return 9, f.do("save order %s", e.Number)
}

func (f *fakeService) EditOrder(_ context.Context, seen model.Order, e model.OrderEdit) error {
	f.orderEdit = e
	return f.do("edit order %d", seen.ID)
}

func (f *fakeService) OrderLosses(_ context.Context, id model.OrderID, e model.OrderEdit) (model.Losses, error) {
	f.lossesOf = append(f.lossesOf, fmt.Sprintf("%d %s %v %d %d", id, e.Kind, e.People, e.To, e.Group))
	return f.losses, f.readErr
}

func (f *fakeService) CancelLosses(context.Context, model.OrderID) (model.Losses, error) {
	return f.losses, f.readErr
}

func (f *fakeService) CancelOrder(_ context.Context, id model.OrderID) error {
	return f.do("cancel order %d", id)
}

func (f *fakeService) WriteOrderTemplate(_ context.Context, path string) error {
	return f.do("template %s", path)
}

func (f *fakeService) PreviewOrders(_ context.Context, files model.Files) (model.OrdersPreview, error) {
	f.did = append(f.did, "preview "+strings.Join(files.Names(), " "))
	return f.ordersPreview, f.readErr
}

func (f *fakeService) ApplyOrders(_ context.Context, files model.Files, over bool, fingerprint string) error {
	f.over = over
	return f.do("apply orders %s of %s", fingerprint, strings.Join(files.Names(), " "))
}

// withOrders puts orders into the fake college.
func (f *fakeService) withOrders() *fakeService {
	day := func(n int) time.Time { return time.Date(2026, 11, n, 0, 0, 0, 0, time.UTC) }
	add := func(number string, date int, kind model.OrderKind, effective int, state model.OrderState, people int, who string) {
		o := model.Order{ID: model.OrderID(len(f.orders) + 1), Number: number, Date: day(date), Kind: kind, Effective: day(effective), Note: "по заявлению", Basis: "заявление от 18.11.2026"}
		f.orders = append(f.orders, model.OrderRow{Order: o, State: state, People: people, Who: who, Folded: model.Fold(number + "\n" + who)})
	}
	add("18-к", 20, model.OrderTransfer, 31, model.OrderToCome, 3, "Анисимова Юлия Алексеевна")
	add("17-к", 19, model.OrderWithdraw, 19, model.OrderInForce, 1, "Воробьёва Алёна Сергеевна")
	add("16-к", 18, model.OrderDisband, 31, model.OrderToCome, 0, "ЭБ-23-1")
	add("15-к", 12, model.OrderAcademicLeave, 15, model.OrderCancelled, 1, "Гаршина Мария Сергеевна")
	people := []model.OrderPerson{}
	effects := []model.OrderEffect{}
	for _, s := range f.students[:3] {
		people = append(people, model.OrderPerson{Person: s.Person, Name: s.Name, Before: "ДО-19-3", After: "ДО-19-10"})
		effects = append(effects, model.OrderEffect{Name: s.Name, With: "ДО-19-10", Less: "ДО-19-3"})
	}
	f.orderCards = map[model.OrderID]model.OrderCard{
		1: {Order: f.orders[0].Order, State: model.OrderToCome, To: 2, People: people, Cancelling: effects},
		2: {Order: f.orders[1].Order, State: model.OrderInForce, People: people[:1]},
		3: {Order: f.orders[2].Order, State: model.OrderToCome, Group: "ЭБ-23-1", Disbands: 4, Cancelling: []model.OrderEffect{{Name: f.students[4].Name, Goes: true}}},
		4: {Order: f.orders[3].Order, State: model.OrderCancelled, People: people[:1]},
	}
	f.ordersPreview = model.OrdersPreview{Fingerprint: "f5", Files: []string{"приказы.csv"},
		Taken: []model.ImportProblem{{Row: 2, Value: "Злобина Юлия Витальевна", Message: "Приказ № 14-к от 10.11.2026 уже записан"},
			{Row: 3, Value: "Галочкина Наталья Ивановна", Message: "На 10.11.2026 студент уже в группе ДО-19-3"}},
		Notices: []model.ImportProblem{{Row: 4, Message: "Строка была сдвинута на столбец и прочитана так: № 16-к от 18.11.2026, Отчисление, Воробьёва Алёна Сергеевна, ДО-19-3"},
			{Row: 9, Value: "Егорова Екатерина Сергеевна", Message: "Такая строка уже есть в строке 8: эта пропущена"}}}
	for i, o := range f.orders {
		p := model.OrderPreview{Number: o.Number, Date: o.Date, Kind: o.Kind, Effective: o.Effective, People: 3, New: i % 2, Lines: people}
		f.ordersPreview.Orders = append(f.ordersPreview.Orders, p)
	}
	return f
}
