package orders

import (
	"context"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/lists"
	"zvonok/views/shell"
	"zvonok/views/table"
	"zvonok/views/widgets"
)

// Card is the screen of one order.
type Card struct {
	shell.Reader[model.OrderCard]
	deps  Deps
	id    model.OrderID
	card  model.OrderCard
	known bool

	title   *widgets.Label
	facts   [5]*widgets.Label // kind, effective day, state, reason, grounds
	edit    *widgets.Button
	cancel  *widgets.Button
	toolbar fyne.CanvasObject
	info    fyne.CanvasObject
	table   *table.Table[model.OrderPerson, model.PersonID]
	count   *widgets.Label
}

var _ shell.Screen = (*Card)(nil)

// NewCard makes the card of an order.
func NewCard(deps Deps, id model.OrderID) *Card {
	o := &Card{deps: deps, id: id, title: widgets.Title("Приказ"), count: widgets.Caption("")}
	for i := range o.facts {
		o.facts[i] = widgets.Text("").Shrink()
	}
	o.cancel = widgets.NewSecondary("Отменить приказ…", func() { Cancel(deps, id) })
	o.edit = widgets.NewSecondary("Изменить…", func() { Edit(deps, id) })
	o.edit.Hide()
	o.cancel.Hide()
	o.toolbar = widgets.Head(o.title, []fyne.CanvasObject{o.edit, o.cancel}, []fyne.CanvasObject{widgets.NewLink("Назад", deps.Frame.Back)})
	o.info = widgets.Card(widgets.Fields([]float32{-2, -2, -3, -3, -3}, widgets.Field("Вид", o.facts[0]), widgets.Field("Вступает в силу", o.facts[1]),
		widgets.Field("Состояние", o.facts[2]), widgets.Field("Причина", o.facts[3]), widgets.Field("Основание", o.facts[4])))
	name := func(p model.OrderPerson) string { return p.Name.String() }
	o.table = table.NewList([]*table.Column[model.OrderPerson]{
		table.Text("name", "ФИО", 300, 1, name).Opening(),
		table.Text("before", "Группа до", 180, 0, func(p model.OrderPerson) string { return p.Before }).Muted(),
		table.Text("after", "Группа после", 180, 0, func(p model.OrderPerson) string { return p.After }).Muted(),
	}, func(p model.OrderPerson) model.PersonID { return p.Person })
	o.table.Grid.Numbered = true
	o.table.TypeAhead = name
	o.table.OnOpen = func(p model.OrderPerson) { deps.Frame.Push(deps.Person(p.Person)) }
	o.Begin(shell.Base{Desk: deps.Desk, About: shell.TopicOrder, Changes: deps.Service}, o.toolbar, shell.Reading[model.OrderCard]{
		Waiting: "Читаем приказ…", Failed: "Приказ не открылся", Show: o.adopt,
		On:   func(c model.Change) bool { return c.Roster || c.All },
		Work: func(ctx context.Context) (model.OrderCard, error) { return deps.Service.Order(ctx, id) },
	})
	return o
}

// Title is the order's.
func (o *Card) Title() string { return o.title.Text() }

func (o *Card) adopt(card model.OrderCard) {
	first := !o.known
	o.card, o.known = card, true
	o.title.SetText("Приказ " + card.Title())
	state := stateCell(card.Order, card.State)
	for i, text := range []string{card.Kind.String(), card.Effective.Format(table.DayLayout), state.Text, lists.OrDash(card.Note), lists.OrDash(card.Basis)} {
		o.facts[i].SetText(text)
	}
	o.facts[2].SetTone(state.Tone)
	over := card.State == model.OrderCancelled
	o.edit.Hidden, o.cancel.Hidden = over || card.ByRoster, over
	o.table.Grid.Empty = table.Empty{Title: "В приказе нет студентов"}
	if card.Group != "" {
		o.table.Grid.Empty = table.Empty{Title: "Расформирование группы " + card.Group, Hint: "Все, кто учится в группе в этот день, выходят из неё и её чатов."}
	}
	o.table.SetRows(card.People)
	o.count.SetText("")
	if len(card.People) > 0 {
		o.count.SetText(model.StudentWords(len(card.People)))
	}
	o.Put(widgets.Page(o.toolbar, o.info, o.table.Grid, widgets.Footer(o.count)))
	if first {
		o.deps.Focus(o.table.Grid)
	}
}
