package people

import (
	"context"
	"errors"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/widgets"
)

var orderFormSize = fyne.NewSize(720, 620)

var errOrderDay = errors.New("дату пишут как ДД.ММ.ГГГГ, например 01.12.2026")

// orderForm is «Добавить приказ» and «Изменить приказ».
type orderForm struct {
	deps                     Deps
	seen                     *model.OrderCard // that is edited; nil for a new one
	kind                     *widgets.Select[model.OrderKind]
	number, date, effective  *widgets.Entry
	note, basis, fresh       *widgets.Entry
	from, to                 *widgets.Select[model.GroupID]
	people                   *widgets.CheckList[model.OrderChoice, model.PersonID]
	fromLabel                *widgets.Label
	toField                  fyne.CanvasObject
	freshField, groupAndNext *fyne.Container
	form                     *form
	groups                   []widgets.Option[model.GroupID]
	sure                     bool
	turn                     int // tells answers that came too late
}

// addOrder asks for an order and writes it.
func addOrder(deps Deps) {
	withGroups(deps, func(groups []widgets.Option[model.GroupID]) {
		f := newOrderForm(deps, groups)
		f.form = showForm(deps, formSpec{
			title: "Добавить приказ", primary: "Добавить", size: orderFormSize, focus: f.kind, grow: f.people,
			hint:   "Группы и чаты изменятся в день вступления приказа в силу, не раньше.",
			fields: f.fields(), work: f.work, sure: f.isSure,
			done: func() { deps.Frame.Toast("Приказ добавлен.", widgets.ToneGood) },
		})
		f.arrange()
	})
}

func newOrderForm(deps Deps, groups []widgets.Option[model.GroupID]) *orderForm {
	f := &orderForm{deps: deps, groups: groups}
	kinds := make([]widgets.Option[model.OrderKind], 0, len(model.OrderKinds()))
	for _, k := range model.OrderKinds() {
		kinds = append(kinds, widgets.Option[model.OrderKind]{Key: k, Label: k.String()})
	}
	f.kind = widgets.NewSelect(kinds, func(model.OrderKind) { f.kindChosen() })
	f.kind.SetSelected(model.OrderTransfer)
	f.number, f.date, f.effective = widgets.NewEntry("15-к"), widgets.NewEntry("ДД.ММ.ГГГГ"), widgets.NewEntry("как дата приказа")
	f.note, f.basis = widgets.NewEntry("если есть"), widgets.NewEntry("если есть")
	f.fresh = widgets.NewEntry("Иванова Анна Петровна, Петров Пётр Ильич")
	f.from = widgets.NewSelect(groups, func(model.GroupID) { f.load() })
	f.from.Placeholder = "Выберите группу"
	f.to = widgets.NewSelect(groups, nil)
	f.to.Placeholder = "Выберите группу"
	for _, day := range []*widgets.Entry{f.date, f.effective} {
		day.OnChanged = func(string) { f.load() }
	}
	f.people = widgets.NewCheckList([]widgets.Column[model.OrderChoice]{
		{ID: "name", Title: "ФИО", Width: 280, Grow: 2, Cell: func(c model.OrderChoice) widgets.Cell { return widgets.Cell{Text: c.Name.String()} }},
		{ID: "more", Title: "Сейчас", Width: 200, Grow: 1, Cell: func(c model.OrderChoice) widgets.Cell { return muted(c.Detail) }},
	}, func(c model.OrderChoice) model.PersonID { return c.Person }, func(c model.OrderChoice) string { return c.Name.String() + " " + c.Detail })
	return f
}

func (f *orderForm) fields() []fyne.CanvasObject {
	f.fromLabel, f.toField = widgets.Caption(""), widgets.Field("В группу", f.to)
	from := widgets.Field("", f.from)
	from.Objects[0] = f.fromLabel
	f.groupAndNext = shares([]float32{1, 1}, from, f.toField)
	f.freshField = column(widgets.Field("Новые студенты: ФИО через запятую", f.fresh))
	var kind fyne.CanvasObject = f.kind
	if f.seen != nil {
		kind = widgets.Text(f.seen.Kind.String())
	}
	return []fyne.CanvasObject{
		shares([]float32{5, 3, 3, 3}, widgets.Field("Вид", kind), widgets.Field("Номер", f.number), widgets.Field("Дата", f.date),
			widgets.Field("Вступает в силу", f.effective)),
		f.groupAndNext, f.freshField, f.people,
		shares([]float32{1, 1}, widgets.Field("Причина", f.note), widgets.Field("Основание", f.basis)),
	}
}

func (f *orderForm) kindNow() model.OrderKind {
	kind, _ := f.kind.Selected()
	return kind
}

// outside is the choice of people who are in no group.
func outside(kind model.OrderKind) widgets.Option[model.GroupID] {
	if kind.OfStudying() {
		return widgets.Option[model.GroupID]{Label: "— в академическом отпуске —"}
	}
	return widgets.Option[model.GroupID]{Label: "— без группы и выбывшие —"}
}

// kindChosen offers what the kind has use for.
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
		options = append([]widgets.Option[model.GroupID]{outside(kind)}, f.groups...)
	case !kind.OfStudying() && kind != model.OrderDisband:
		options, label = []widgets.Option[model.GroupID]{outside(kind)}, "Студенты"
	case kind == model.OrderDisband:
		label = "Группа, которую ликвидируют"
	}
	f.fromLabel.SetText(label)
	was, chosen := f.from.Selected()
	f.from.SetOptions(options)
	f.from.ClearSelected()
	switch {
	case len(options) == 1 && options[0].Key == 0:
		f.from.SetSelected(0)
	case chosen && was != 0:
		f.from.SetSelected(was)
	}
	show := func(o fyne.CanvasObject, shown bool) {
		if shown {
			o.Show()
		} else {
			o.Hide()
		}
	}
	show(f.toField, kind.Targets())
	show(f.freshField, kind.Enrols())
	show(f.people, kind != model.OrderDisband)
	f.groupAndNext.Refresh()
	f.form.body.Refresh()
	f.form.dialog.SetPrimary(f.form.primary, true) // lays the dialog out anew
	f.load()
}

// load reads who may be named in the order.
func (f *orderForm) load() {
	if f.form == nil {
		return
	}
	f.turn++
	turn := f.turn
	kind := f.kindNow()
	group, chosen := f.from.Selected()
	day, err := f.day()
	say := func(title, hint string) {
		f.people.SetRows(f.named())
		f.people.SetEmpty(widgets.Empty{Title: title, Hint: hint})
	}
	switch {
	case kind == model.OrderDisband:
		return
	case !chosen:
		say("Выберите группу", "Здесь появятся её студенты.")
		return
	case err != nil || day.IsZero():
		say("Укажите дату", "Здесь появятся те, кто будет в группе в день вступления приказа в силу.")
		return
	}
	widgets.Fetch(f.deps.Exec, func() ([]model.OrderChoice, error) {
		return f.deps.Service.OrderChoices(context.Background(), kind, group, day)
	}, func(people []model.OrderChoice, err error) {
		switch {
		case turn != f.turn:
		case err != nil:
			say("Список не прочитан", err.Error())
		default:
			f.people.SetRows(f.withNamed(people))
			f.people.SetEmpty(widgets.Empty{Title: "Никого нет", Hint: "На день вступления приказа в силу."})
		}
	})
}

// day is the day on which the order becomes effective; zero while it is not written.
func (f *orderForm) day() (time.Time, error) {
	date, err := parseDay(f.date.Text)
	if err != nil {
		return date, err
	}
	day, err := parseDay(f.effective.Text)
	if day.IsZero() && err == nil {
		return date, nil
	}
	return day, err
}

func parseDay(text string) (time.Time, error) {
	if text = strings.TrimSpace(text); text == "" {
		return time.Time{}, nil
	}
	day, err := time.Parse("2.1.2006", text)
	if err != nil {
		return day, errOrderDay
	}
	return day, nil
}

func (f *orderForm) isSure() { f.sure = true }

func (f *orderForm) work(namesake bool) func(context.Context) error {
	edit := model.OrderEdit{Number: f.number.Text, Kind: f.kindNow(), People: f.people.Checked(), Note: f.note.Text, Basis: f.basis.Text,
		Sure: f.sure}
	f.sure = false // the next time something else may be typed
	date, wrong := parseDay(f.date.Text)
	edit.Date = date
	if wrong == nil {
		edit.Effective, wrong = f.day()
	}
	edit.To, _ = f.to.Selected()
	if edit.Kind == model.OrderDisband {
		edit.Group, _ = f.from.Selected()
	}
	if edit.Kind.Enrols() {
		for _, name := range strings.FieldsFunc(f.fresh.Text, func(r rune) bool { return r == ',' || r == ';' }) {
			if strings.TrimSpace(name) != "" {
				edit.New = append(edit.New, model.NewPerson{Name: model.ParseName(name), Namesake: namesake})
			}
		}
	}
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
