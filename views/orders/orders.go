package orders

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/dialog"
	"zvonok/views/lists"
	"zvonok/views/shell"
	"zvonok/views/table"
	"zvonok/views/widgets"
)

// Service is what is done with orders.
type Service interface {
	Orders(ctx context.Context, filter model.OrderFilter) ([]model.OrderRow, error)
	Order(ctx context.Context, order model.OrderID) (model.OrderCard, error)
	// OrderDay is the college's calendar day, 00:00 UTC.
	OrderDay(ctx context.Context) (time.Time, error)
	// OrderChoices are the people of a group, or of none, that an order may name, and the marked ones from elsewhere.
	OrderChoices(ctx context.Context, filter model.OrderChoiceFilter) ([]model.OrderChoice, error)
	SaveOrder(ctx context.Context, edit model.OrderEdit) (model.OrderID, error)
	// EditOrder changes an order that was seen in the given state; it refuses if the order has changed since.
	EditOrder(ctx context.Context, seen model.Order, edit model.OrderEdit) error
	CancelOrder(ctx context.Context, order model.OrderID) error
	// OrderLosses says what an order that is not saved yet does to groups and chats; order is the one being edited, or 0.
	OrderLosses(ctx context.Context, order model.OrderID, edit model.OrderEdit) (model.Losses, error)
	// CancelLosses says what cancelling an order does to groups and chats.
	CancelLosses(ctx context.Context, order model.OrderID) (model.Losses, error)
	// PreviewOrders says what files of orders would bring; problems in them are part of the answer.
	PreviewOrders(ctx context.Context, files model.Files) (model.OrdersPreview, error)
	// ApplyOrders writes the orders of the preview that has the fingerprint; over confirms that more students may leave
	// than the limits let go.
	ApplyOrders(ctx context.Context, files model.Files, over bool, fingerprint string) error
	// WriteOrderTemplate writes the workbook to fill in; a file that is there is not overwritten.
	WriteOrderTemplate(ctx context.Context, path string) error
	// ReadFiles reads the files behind the paths that were chosen: one folder, or files.
	ReadFiles(ctx context.Context, paths []string) (model.Files, error)
}

// Deps is what the screens of orders are made of.
type Deps struct {
	shell.Desk
	Service Store
	// Person makes the card of a person.
	Person func(model.PersonID) shell.Screen
}

// Store is all that the screens of orders ask of the program.
type Store interface {
	Service
	Groups(ctx context.Context) ([]model.GroupRow, error)
	Subscribe(f func(model.Change)) (cancel func())
}

// List is «Приказы».
type List struct {
	deps Deps
	kind *table.Select[model.OrderKind]
	how  *table.Select[model.OrderState]
	Pane *lists.Pane[model.OrderRow, model.OrderID]
}

// NewList makes the list of orders.
func NewList(deps Deps) *List {
	l := &List{deps: deps}
	narrow := func() { l.Pane.Show() }
	all := []table.Option[model.OrderKind]{{Label: "Все виды"}}
	l.kind = table.NewSelect(append(all, model.Each(model.OrderKinds(), kindOption)...), func(model.OrderKind) { narrow() })
	l.kind.SetSelected(0)
	l.how = table.NewSelect([]table.Option[model.OrderState]{
		{Label: "Все состояния"}, {Key: model.OrderInForce, Label: "Действуют"}, {Key: model.OrderToCome, Label: "Вступят в силу"},
		{Key: model.OrderCancelled, Label: "Отменены"},
	}, func(model.OrderState) { narrow() })
	l.how.SetSelected(0)
	l.Pane = lists.New(deps.Desk, lists.Listing[model.OrderRow, model.OrderID]{
		NameHint: "Номер или ФИО", Columns: orderColumns(), Name: number, Folded: func(r model.OrderRow) string { return r.Folded },
		Key: func(r model.OrderRow) model.OrderID { return r.ID },
		Read: func(ctx context.Context) ([]model.OrderRow, error) {
			return deps.Service.Orders(ctx, model.OrderFilter{})
		},
		Open: func(r model.OrderRow) { deps.Frame.Push(NewCard(deps, r.ID)) },
		Menu: l.menu,
		Drop: func(rows []model.OrderRow) { l.cancel(rows) },
		More: func() []fyne.CanvasObject { return []fyne.CanvasObject{l.kind.Field, l.how.Field} },
		Keep: func(r model.OrderRow) bool {
			kind, _ := l.kind.Selected()
			how, _ := l.how.Selected()
			return (kind == 0 || r.Kind == kind) && (how == 0 || r.State == how)
		},
		Reset: func() {
			l.kind.SetSelected(0)
			l.how.SetSelected(0)
		},
		None: func() table.Empty {
			return table.Empty{Title: "Приказов пока нет", Hint: "Зачисления, переводы и отчисления сами изменят группы и чаты в день вступления приказа в силу.",
				Action: "Добавить приказ", Do: l.Add}
		},
	})
	l.Pane.Table.Grid.SortBy("date", true)
	return l
}

func kindOption(k model.OrderKind) table.Option[model.OrderKind] {
	return table.Option[model.OrderKind]{Key: k, Label: k.String()}
}

// orderWho names the people of an order: «Иванов Иван Иванович и ещё 3».
func orderWho(r model.OrderRow) string {
	switch {
	case r.Kind == model.OrderDisband:
		return "группа " + r.Who
	case r.People > 1:
		return r.Who + " и ещё " + model.PeopleWords(r.People-1)
	}
	return r.Who
}

func number(r model.OrderRow) string { return r.Number }

// kindWidth has room for the longest kind, «Расформирование группы».
const kindWidth float32 = 215

func orderColumns() []*table.Column[model.OrderRow] {
	day := func(id, title string, width float32, get func(model.OrderRow) time.Time) *table.Column[model.OrderRow] {
		c := table.Day(id, title, width, get)
		c.Compare = func(a, b model.OrderRow) int { return cmp.Or(get(a).Compare(get(b)), cmp.Compare(a.ID, b.ID)) }
		return c
	}
	numbers := lists.NameColumn("Номер", number)
	numbers.Width, numbers.Grow = 90, 0
	return []*table.Column[model.OrderRow]{
		numbers, day("date", "Дата", 100, func(r model.OrderRow) time.Time { return r.Date }),
		table.Text("kind", "Вид", kindWidth, 0, func(r model.OrderRow) string { return r.Kind.String() }),
		day("effective", "Вступает в силу", 130, func(r model.OrderRow) time.Time { return r.Effective }),
		table.Text("group", "Студенты", 220, 2, orderWho).Muted(),
		table.Ranked("state", "Состояние", 205, func(r model.OrderRow) table.Cell { return stateCell(r.Order, r.State) },
			func(r model.OrderRow) int { return int(r.State) }),
	}
}

// stateCell is the state of an order, in a pill.
func stateCell(o model.Order, state model.OrderState) table.Cell {
	cell := table.Cell{Text: state.Words(o), Pill: true, Tone: widgets.ToneGood}
	switch state {
	case model.OrderToCome:
		cell.Tone = widgets.ToneWaiting
	case model.OrderCancelled:
		cell.Tone = widgets.ToneNeutral
	}
	return cell
}

func (l *List) menu(chosen []model.OrderRow) []widgets.MenuItem {
	one := len(chosen) == 1
	const why = "Выберите один приказ."
	over := one && chosen[0].State == model.OrderCancelled
	byRoster := one && chosen[0].ByRoster
	edit := widgets.MenuItem{Label: "Изменить приказ…", Disabled: !one || over || byRoster, Why: why, Do: func() { Edit(l.deps, chosen[0].ID) }}
	if byRoster {
		edit.Why = "Приказ записан по загруженному списку: отмените его и добавьте новый."
	}
	item := widgets.MenuItem{Label: "Отменить приказ…", Hint: "Del", Danger: true, Disabled: !one || over, Why: why, Do: func() { l.cancel(chosen) }}
	if over {
		item.Why, edit.Why = "Приказ уже отменён.", "Приказ отменён: добавьте новый."
	}
	return []widgets.MenuItem{
		{Label: "Открыть карточку", Hint: "Enter", Disabled: !one, Why: why, Do: func() { l.deps.Frame.Push(NewCard(l.deps, chosen[0].ID)) }},
		edit, {Separator: true}, item,
	}
}

func (l *List) cancel(chosen []model.OrderRow) {
	if len(chosen) == 1 && chosen[0].State != model.OrderCancelled {
		Cancel(l.deps, chosen[0].ID)
	}
}

// Add asks for an order and writes it.
func (l *List) Add() { Add(l.deps, Start{Kind: model.OrderTransfer}) }

// Load begins to load orders from a file.
func (l *List) Load() { l.deps.Frame.Push(NewImport(l.deps)) }

// withOrder reads an order for what is done with it.
func withOrder(deps Deps, id model.OrderID, then func(model.OrderCard)) {
	shell.Ask(deps.Desk, "Приказ не прочитан", func(ctx context.Context) (model.OrderCard, error) { return deps.Service.Order(ctx, id) }, then)
}

// Cancel cancels an order once it was confirmed, naming what comes back.
func Cancel(deps Deps, id model.OrderID) {
	withOrder(deps, id, func(card model.OrderCard) {
		shell.Ask(deps.Desk, "Приказ не прочитан", func(ctx context.Context) (model.Losses, error) { return deps.Service.CancelLosses(ctx, id) }, func(lost model.Losses) {
			text := strings.TrimSpace(cancelWords(card) + "\n\n" + cancelLossWords(lost))
			dialog.ConfirmCancelling(deps.Frame.Window(), "Отменить приказ "+card.Title()+"?", text, "Отменить приказ", "Оставить приказ", func() {
				deps.Act("Приказ не отменён", func(ctx context.Context) error { return deps.Service.CancelOrder(ctx, id) },
					cancelledWords(lost), nil)
			})
		})
	})
}

// cancelWords say what cancelling an order brings back.
func cancelWords(card model.OrderCard) string {
	if len(card.Cancelling) == 0 {
		return "Это ничего не изменит: где учатся студенты, определяют другие приказы и списки."
	}
	alike := !slices.ContainsFunc(card.Cancelling, func(e model.OrderEffect) bool {
		first := card.Cancelling[0]
		return e.Less != first.Less || e.With != first.With || e.Goes != first.Goes
	})
	when := "Сразу после отмены:"
	if card.State == model.OrderToCome {
		when = "С " + card.Effective.Format(table.DayLayout) + " будет не так, как в приказе:"
	}
	lines := model.Each(card.Cancelling, func(e model.OrderEffect) string { return e.Name.String() })
	if alike && len(lines) > 1 {
		when += " " + effectWords(card.Cancelling[0])
	} else {
		lines = model.Each(card.Cancelling, func(e model.OrderEffect) string { return e.Name.String() + ": " + effectWords(e) })
	}
	text := when + "\n" + lists.ListOf(lines)
	if card.Group != "" {
		text = "Группа " + card.Group + " останется в колледже. " + text
	}
	return text
}

func effectWords(e model.OrderEffect) string {
	if e.Goes {
		return "не будет числиться в колледже"
	}
	return e.Less + " (по приказу — " + e.With + ")"
}
