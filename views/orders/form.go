package orders

import (
	"context"
	"errors"
	"reflect"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/dates"
	"zvonok/views/lists"
	"zvonok/views/shell"
	"zvonok/views/table"
	"zvonok/views/widgets"
)

var orderFormSize, orderAskSize = fyne.NewSize(860, 860), fyne.NewSize(560, 0)

const lowWindow float32 = 700

// orderForm is «Добавить приказ» and «Изменить приказ».
type orderForm struct {
	deps                       Deps
	seen                       *model.OrderCard // that is edited; nil for a new one
	kind                       *table.Select[model.OrderKind]
	number, note, basis, fresh *widgets.Entry
	date, effective            *dates.Field
	from, to                   *table.Select[model.GroupID]
	people                     *table.CheckList[model.OrderChoice, model.PersonID]
	aboutMarks, aboutLosses    *widgets.Label
	marks                      marks
	fromLabel                  *widgets.Label
	fromField, toField         fyne.CanvasObject
	freshField, groupAndNext   *fyne.Container
	form                       *lists.Form
	groups                     []table.Option[model.GroupID]
	group                      model.GroupID   // that was chosen last
	others                     map[string]bool // folded names of those who are confirmed to be others than the college knows
	asked                      model.OrderEdit // what was sent last, and what of it is confirmed
	sure, losing               bool
	losses                     *shell.Coalescer
	turn, lossTurn             int // recognises answers that come too late
}

// Start is what a new order begins with.
type Start struct {
	Kind   model.OrderKind
	Group  model.GroupID // of the people to choose from; 0: not chosen yet
	Marked []model.OrderChoice
}

// Add asks for an order and writes it.
func Add(deps Deps, start Start) {
	withOrderDay(deps, func(today time.Time, groups []table.Option[model.GroupID]) {
		f := newOrderForm(deps, groups, today)
		f.date.SetDate(today)
		f.kind.SetSelected(start.Kind)
		f.group, f.marks.people = start.Group, start.Marked
		f.open(lists.FormSpec{
			Title: "Добавить приказ", Primary: "Добавить", Focus: f.kind.Field,
			Hint: "Группы и чаты изменятся в день вступления приказа в силу, не раньше.",
			Done: func() string { return "Приказ добавлен." },
		})
	})
}

// open shows the form.
func (f *orderForm) open(spec lists.FormSpec) {
	spec.Size, spec.Grow, spec.Fields = orderFormSize, f.people, f.fields()
	spec.Work, spec.Sure, spec.Known, spec.Blame, spec.Losing = f.work, f.isSure, f.askNamesake, f.blame, f.askLosing
	if f.deps.Frame.Window().Canvas().Size().Height < lowWindow {
		spec.Hint = "" // the list needs the room more
	}
	f.form = lists.ShowForm(f.deps.Desk, spec)
	f.form.Fill(f.arrange)
}

// withOrderDay reads the college's day and its groups, and goes on with them.
func withOrderDay(deps Deps, then func(time.Time, []table.Option[model.GroupID])) {
	shell.Ask(deps.Desk, "Приказ не открылся", deps.Service.OrderDay, func(today time.Time) {
		lists.WithGroups(deps.Desk, deps.Service.Groups, func(groups []table.Option[model.GroupID]) { then(today, groups) })
	})
}

func newOrderForm(deps Deps, groups []table.Option[model.GroupID], today time.Time) *orderForm {
	f := &orderForm{deps: deps, groups: groups, others: map[string]bool{}}
	f.kind = table.NewSelect(model.Each(model.OrderKinds(), kindOption), func(model.OrderKind) { f.kindChosen() })
	f.number, f.date, f.effective = widgets.NewEntry("15-к"), dates.NewField(today), dates.NewField(today)
	f.effective.SetPlaceHolder("как дата приказа")
	f.note, f.basis = widgets.NewEntry("если есть"), widgets.NewEntry("если есть")
	f.fresh = widgets.NewEntry("Иванова Анна Петровна, Петров Пётр Ильич")
	f.from = table.NewSelect(groups, func(model.GroupID) { f.load() })
	f.from.Field.Placeholder = "Выберите группу"
	f.to = table.NewSelect(groups, func(model.GroupID) { f.losses.Changed() })
	f.to.Field.Placeholder = "Выберите группу"
	for _, day := range []*dates.Field{f.date, f.effective} {
		day.OnChanged = func(string) { f.load() }
	}
	f.people = lists.NewPeople("В день приказа", choiceID, choiceName, func(c model.OrderChoice) string { return c.Detail })
	f.people.OnChanged = func() {
		f.marks.take(f.people.Checked())
		f.sayMarks("")
		f.losses.Changed()
	}
	f.aboutMarks = widgets.Flow("").In(widgets.ToneWaiting)
	f.aboutMarks.Hide()
	f.aboutLosses = widgets.Flow("")
	f.aboutLosses.Hide()
	f.losses = shell.NewCoalescer(deps.Exec, deps.Timer, f.readLosses)
	return f
}

func (f *orderForm) fields() []fyne.CanvasObject {
	f.fromLabel, f.toField = widgets.Caption(""), widgets.Field("В группу", f.to.Field)
	from := widgets.Field("", f.from.Field)
	from.Objects[0] = f.fromLabel
	f.fromField = from
	f.freshField = widgets.Field("Новые студенты: ФИО через запятую. Прежних отметьте ниже", f.fresh)
	f.groupAndNext = widgets.Fields(nil, from, f.toField, f.freshField)
	var kind fyne.CanvasObject = f.kind.Field
	if f.seen != nil {
		kind = widgets.Text(f.seen.Kind.String())
	}
	return []fyne.CanvasObject{
		widgets.Fields([]float32{-5, -3, -3, -3}, widgets.Field("Вид", kind), widgets.Field("Номер", f.number), widgets.Field("Дата", f.date),
			widgets.Field("Вступает в силу", f.effective)),
		f.groupAndNext, f.people, f.aboutMarks, f.aboutLosses,
		widgets.Fields(nil, widgets.Field("Причина", f.note), widgets.Field("Основание", f.basis)),
	}
}

func (f *orderForm) kindNow() model.OrderKind {
	kind, _ := f.kind.Selected()
	return kind
}

// outside is the choice of people who are in no group.
func outside(kind model.OrderKind) table.Option[model.GroupID] {
	if kind.OfStudying() {
		return table.Option[model.GroupID]{Label: "- в академическом отпуске -"}
	}
	return table.Option[model.GroupID]{Label: "- без группы и выбывшие -"}
}

// kindChosen shows the fields of the kind.
func (f *orderForm) kindChosen() {
	if f.form != nil {
		f.arrange()
	}
}

func (f *orderForm) arrange() {
	kind := f.kindNow()
	options, label := f.groups, "Студенты группы"
	switch {
	case kind == model.OrderWithdraw || kind == model.OrderAcademicLeave:
		options = append([]table.Option[model.GroupID]{outside(kind)}, f.groups...)
	case !kind.OfStudying() && kind != model.OrderDisband:
		options, label = []table.Option[model.GroupID]{outside(kind)}, "Студенты"
	case kind == model.OrderDisband:
		label = "Группа, которую расформировывают"
	}
	f.fromLabel.SetText(label)
	f.from.Field.Filters = kind != model.OrderDisband
	if was, chosen := f.from.Selected(); chosen && was != 0 {
		f.group = was
	}
	f.from.SetOptions(options)
	alone := len(options) == 1 && options[0].Key == 0
	switch {
	case alone:
		f.from.SetSelected(0)
	case f.group != 0:
		f.from.SetSelected(f.group)
	default:
		f.from.Field.ClearSelected()
	}
	show := func(o fyne.CanvasObject, shown bool) {
		if shown {
			o.Show()
		} else {
			o.Hide()
		}
	}
	show(f.fromField, !alone)
	show(f.toField, kind.Targets())
	show(f.freshField, kind.Enrols())
	show(f.people, kind != model.OrderDisband)
	f.groupAndNext.Refresh()
	f.form.LayOut()
	f.load()
}

// day is the day on which the order becomes effective; zero while it is not written.
func (f *orderForm) day() (time.Time, error) {
	date, err := typedDay(f.date)
	if err != nil {
		return date, err
	}
	day, err := typedDay(f.effective)
	if day.IsZero() && err == nil {
		return date, nil
	}
	return day, err
}

// typedDay is the day in a field, which is zero while there is nothing in it.
func typedDay(field *dates.Field) (time.Time, error) {
	if strings.TrimSpace(field.Text) == "" {
		return time.Time{}, nil
	}
	return field.Date()
}

// blame is the field that an error is about. The words about the marked people give way to the error.
func (f *orderForm) blame(err error) fyne.Focusable {
	f.aboutMarks.Hide()
	f.form.LayOut()
	_, wrong := typedDay(f.date)
	switch {
	case errors.Is(err, model.ErrNoTarget):
		return f.to.Field
	case errors.Is(err, model.ErrNobody) && f.kindNow().Enrols():
		return f.fresh
	case errors.Is(err, model.ErrNobody):
		return f.people.SearchField()
	case errors.Is(err, model.ErrNoDisbanded):
		return f.from.Field
	case errors.Is(err, model.ErrNoOrderDate), errors.Is(err, dates.ErrDate) && wrong != nil:
		return f.date
	case errors.Is(err, dates.ErrDate):
		return f.effective
	}
	return f.number
}

func (f *orderForm) isSure() { f.sure = true }

func (f *orderForm) work(bool) func(context.Context) error {
	edit, wrong := f.edit()
	if !reflect.DeepEqual(edit, f.asked) {
		f.asked, f.sure, f.losing = edit, false, false
	}
	edit.Sure, edit.Losing = f.sure, f.losing
	return func(ctx context.Context) error {
		if wrong != nil {
			return wrong
		}
		if f.seen != nil {
			return f.deps.Service.EditOrder(ctx, f.seen.Order, edit)
		}
		_, err := f.deps.Service.SaveOrder(ctx, edit)
		return err
	}
}

// edit is what is entered, or what is wrong with it.
func (f *orderForm) edit() (model.OrderEdit, error) {
	edit := model.OrderEdit{Number: f.number.Text, Kind: f.kindNow(), People: f.people.Checked(), Note: f.note.Text, Basis: f.basis.Text}
	date, wrong := typedDay(f.date)
	edit.Date = date
	if wrong == nil {
		edit.Effective, wrong = f.day()
	}
	edit.To, _ = f.to.Selected()
	if edit.Kind == model.OrderDisband {
		edit.Group, _ = f.from.Selected()
	}
	if edit.Kind.Enrols() {
		for _, name := range f.freshNames() {
			name := model.ParseName(name)
			edit.New = append(edit.New, model.NewPerson{Name: name, Namesake: f.others[model.Fold(name.String())]})
		}
	}
	return edit, wrong
}
