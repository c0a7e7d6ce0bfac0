package people

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/dates"
	"zvonok/views/lists"
	"zvonok/views/orders"
	"zvonok/views/shell"
	"zvonok/views/table"
	"zvonok/views/widgets"
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

func (f *fakeService) PreviewOrders(_ context.Context, files model.Files) (model.OrdersPreview, error) {
	f.did = append(f.did, "preview "+strings.Join(files.Names(), " "))
	return f.ordersPreview, f.readErr
}

func (f *fakeService) ApplyOrders(_ context.Context, files model.Files, over bool, fingerprint string) error {
	f.over = over
	return f.do("apply orders %s of %s", fingerprint, strings.Join(files.Names(), " "))
}

// day is the n-th field for a day in front.
func (b *bench) day(n int) *dates.Field {
	b.T.Helper()
	return nth[*dates.Field](b, n)
}

// choices is the list of people in front.
func (b *bench) choices() *table.CheckList[model.OrderChoice, model.PersonID] {
	b.T.Helper()
	return nth[*table.CheckList[model.OrderChoice, model.PersonID]](b, 0)
}

// mark marks people as clicks do.
func (b *bench) mark(ids ...model.PersonID) {
	b.T.Helper()
	list := b.choices()
	list.SetChecked(ids...)
	list.OnChanged()
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

func (b *bench) orders() *lists.Pane[model.OrderRow, model.OrderID] {
	b.section.tabs.Select("orders")
	return b.section.lists[4].tab.(*lists.Pane[model.OrderRow, model.OrderID])
}

func TestOrdersAreListedAndNarrowed(t *testing.T) {
	b := newBench(t, admin().withOrders())
	p := b.orders()
	b.Sees("18-к", "20.11.2026", "Перевод", "Анисимова Юлия Алексеевна и ещё 2 человека", "вступит в силу 01.12.2026", "действует", "отменён", "группа ЭБ-23-1", "Всего 4")
	if got := names(p.Table); !slices.Equal(got, []string{"18-к", "17-к", "16-к", "15-к"}) {
		t.Errorf("the latest are not first: %q", got)
	}
	p.NameSearch.SetText("ВОРОБЬЕВА")
	if got := names(p.Table); !slices.Equal(got, []string{"17-к"}) {
		t.Errorf("by name %q", got)
	}
	p.NameSearch.SetText("")
	typeTo(t, widgetsIn[*table.Select[model.OrderKind]](p.Bar)[0], model.OrderDisband)
	if got := names(p.Table); !slices.Equal(got, []string{"16-к"}) {
		t.Errorf("by kind %q", got)
	}
	typeTo(t, widgetsIn[*table.Select[model.OrderState]](p.Bar)[0], model.OrderCancelled)
	b.Sees("Ничего не найдено")
	b.Press("Сбросить поиск")
	if got := names(p.Table); len(got) != 4 {
		t.Errorf("after the filters were put back %q", got)
	}
}

func TestOrderIsCancelledOnceConfirmed(t *testing.T) {
	f := admin().withOrders()
	b := newBench(t, f)
	p := b.orders()
	p.Table.SelectKeys(1)
	b.item(p.Menu(), "Отменить приказ…")
	b.Sees("Отменить приказ № 18-к от 20.11.2026?", "С 01.12.2026 будет не так, как в приказе", "Анисимова Юлия Алексеевна: ДО-19-3 (по приказу — ДО-19-10)")
	b.Press("Оставить приказ")
	b.did()
	b.item(p.Menu(), "Отменить приказ…")
	b.Press("Отменить приказ")
	b.did("cancel order 1")
	b.Sees("Приказ отменён")

	p.Table.SelectKeys(3)
	p.Table.OnDelete()
	b.Sees("Группа ЭБ-23-1 останется в колледже", "не будет числиться в колледже")
	b.Key(fyne.KeyEscape)
	p.Table.SelectKeys(2)
	p.Table.OnDelete()
	b.Sees("Это ничего не изменит")
	f.editErr = errors.New("приказ уже отменён")
	b.Press("Отменить приказ")
	b.Sees("Приказ не отменён", "Приказ уже отменён.")
	b.Press("Понятно")

	p.Table.SelectKeys(4)
	p.Table.OnDelete()
	if b.DialogOpen() {
		t.Error("a cancelled order may be cancelled again")
	}
	f.readErr = errors.New("база данных занята")
	p.Table.SelectKeys(1)
	p.Table.OnDelete()
	b.Sees("Приказ не прочитан", "База данных занята.")
}

func TestOrderCard(t *testing.T) {
	f := admin().withOrders()
	b := newBench(t, f)
	p := b.orders()
	p.Table.OnOpen(p.Table.Rows()[0])
	b.Sees("Приказ № 18-к от 20.11.2026", "по заявлению", "заявление от 18.11.2026", "вступит в силу 01.12.2026", "ДО-19-10", "3 студента")
	b.Press("Отменить приказ…")
	b.Press("Отменить приказ")
	b.did("cancel order 1")
	card := f.orderCards[1]
	card.State, card.Cancelling = model.OrderCancelled, nil
	f.orderCards[1] = card
	f.Publish(model.Change{Roster: true})
	b.timer.Pass(time.Second)
	b.Sees("отменён")
	b.SeesNot("Отменить приказ…")
	f.readErr = errors.New("диск отключён")
	b.shell.Top().Do(shell.CommandRefresh)
	b.Sees("Диск отключён.")
	b.shell.Push(orders.NewCard(b.deps.orders(), 3))
	b.Sees("Приказ не открылся")
	f.readErr = nil
	b.Press("Повторить")
	b.Sees("Расформирование группы ЭБ-23-1")
}

func TestAddOrder(t *testing.T) {
	f := admin().withOrders()
	b := newBench(t, f)
	b.orders()
	b.Press("+ Добавить приказ")
	b.Sees("Добавить приказ", "Выберите группу", "В группу")
	b.SeesNot("Новые студенты")
	if got := b.day(0).Text; got != "20.11.2026" {
		t.Errorf("the form begins with %q", got)
	}
	pick[model.GroupID](b, 0, 3)
	b.field(0).SetText("21-к")
	b.day(0).SetText("20/11/26")
	b.day(1).SetText("01.12.2026")
	b.Sees("ДО-19-3", "Анисимова Юлия Алексеевна")
	if last := f.choicesOf[len(f.choicesOf)-1]; last != "Перевод 01.12.2026" {
		t.Errorf("people of %s", last)
	}
	choose[model.GroupID](b, 1, 2)
	b.mark(100, 102)
	f.editErr = errors.New("приказ уже записан: проверьте номер и дату")
	b.Press("Добавить")
	b.Sees("Приказ уже записан")
	if b.Window.Canvas().Focused() != fyne.Focusable(b.field(0)) {
		t.Error("the focus is not on the number")
	}
	f.editErr = model.ErrNoTarget
	b.Press("Добавить")
	if b.Window.Canvas().Focused() != fyne.Focusable(nth[*table.Select[model.GroupID]](b, 1)) {
		t.Error("the focus is not on the group that is missing")
	}
	f.editErr = nil
	b.Press("Добавить")
	e := f.orderEdit
	if b.DialogOpen() || e.Number != "21-к" || e.Kind != model.OrderTransfer || !slices.Equal(e.People, []model.PersonID{100, 102}) || e.To != 2 ||
		e.Date.Format(table.DayLayout) != "20.11.2026" || e.Effective.Format(table.DayLayout) != "01.12.2026" {
		t.Errorf("dialog %v, sent %+v", b.DialogOpen(), e)
	}
	b.Sees("Приказ добавлен.")

	b.section.Do(shell.CommandAdd)
	pick(b, 0, model.OrderEnroll)
	b.Sees("Новые студенты", "выбыл из ДО-19-3")
	b.field(0).SetText("22-з")
	b.day(0).SetText("31.02.2026")
	b.field(1).SetText("Новикова Анна Петровна, Новиков Пётр;")
	b.Press("Добавить")
	b.Sees("Формат: ДД.ММ.ГГГГ")
	if b.Window.Canvas().Focused() != fyne.Focusable(b.day(0)) {
		t.Error("the focus is not on the date")
	}
	b.day(0).SetText("1.12.2026")
	f.editErr = nil
	b.Press("Добавить")
	if e := f.orderEdit; b.DialogOpen() || len(e.New) != 2 || e.New[1].Name != model.ParseName("Новиков Пётр") || e.New[0].Namesake {
		t.Errorf("new people %+v", e)
	}
	b.section.Do(shell.CommandAdd)
	b.field(0).SetText("23-л")
	pick(b, 0, model.OrderDisband)
	b.Sees("Группа, которую расформировывают")
	b.SeesNot("Новые студенты", "В группу")
	choose[model.GroupID](b, 0, 4)
	f.editErr = nil
	b.Press("Добавить")
	if e := f.orderEdit; e.Group != 4 || e.Kind != model.OrderDisband || len(e.New) != 0 {
		t.Errorf("disbanding sent %+v", e)
	}
}

// TestMarksStay: marked people stay marked while a day is typed and other groups are chosen; those whom the order cannot be
// about are named, and come back.
func TestMarksStay(t *testing.T) {
	f := admin().withOrders()
	b := newBench(t, f)
	b.orders()
	b.Press("+ Добавить приказ")
	b.field(0).SetText("21-к")
	pick[model.GroupID](b, 0, 3)
	b.mark(100, 102)
	for _, typed := range []string{"", "2", "25.11.20", "25.11.26"} {
		b.day(0).SetText(typed)
		if got := b.choices().Checked(); !slices.Equal(got, []model.PersonID{100, 102}) {
			t.Errorf("with the day %q marked are %v", typed, got)
		}
	}
	pick[model.GroupID](b, 0, 1)
	b.Sees("Отмечены и из других групп: 2 человека", "АМ-19-1")
	b.mark(100, 102, 150)
	b.mark(100, 150)
	pick(b, 0, model.OrderReturn)
	b.Sees("Не войдут в приказ на этот день: Анисимова Юлия Алексеевна.")
	pick(b, 0, model.OrderWithdraw)
	b.SeesNot("Не войдут в приказ")
	f.readErr = errors.New("база данных занята")
	b.day(0).SetText("26.11.26")
	b.Sees("Список не прочитан. База данных занята")
	f.readErr = nil
	b.Press("Добавить")
	if e := f.orderEdit; b.DialogOpen() || !slices.Equal(e.People, []model.PersonID{150, 100}) || e.Kind != model.OrderWithdraw {
		t.Errorf("sent %+v", e)
	}
}

// TestOrderFormAsksBeforeItIsClosed: what was entered is never dropped silently.
func TestOrderFormAsksBeforeItIsClosed(t *testing.T) {
	b := newBench(t, admin().withOrders())
	b.orders()
	b.Press("+ Добавить приказ")
	pick[model.GroupID](b, 0, 3) // is nothing entered yet
	b.Key(fyne.KeyEscape)
	if b.DialogOpen() {
		t.Error("an empty form is asked about")
	}
	b.Press("+ Добавить приказ")
	pick[model.GroupID](b, 0, 3)
	b.mark(100)
	b.Key(fyne.KeyEscape)
	b.Sees("Закрыть без сохранения?")
	b.Press("Вернуться")
	if got := b.choices().Checked(); len(got) != 1 {
		t.Errorf("after going back marked are %v", got)
	}
	b.Press("Отмена")
	b.Press("Закрыть без сохранения")
	if b.DialogOpen() {
		t.Error("the form stays")
	}
	orders.Edit(b.deps.orders(), 1)
	b.Key(fyne.KeyEscape)
	if b.DialogOpen() {
		t.Error("an order that was only looked at is asked about")
	}
}

// TestNewStudentWhoIsKnown: somebody new who is called as a student of the college is asked about.
func TestNewStudentWhoIsKnown(t *testing.T) {
	f := admin().withOrders()
	b := newBench(t, f)
	b.orders()
	b.Press("+ Добавить приказ")
	pick(b, 0, model.OrderEnroll)
	const name = "Гаршина Мария Сергеевна"
	known := model.OrderChoice{Person: 105, Name: model.ParseName(name), Detail: "выбыл из ДО-19-3"}
	refuse := func(known ...model.OrderChoice) {
		f.editErr = &model.OrderNamesake{Name: model.ParseName(name), Known: known}
	}
	b.field(1).SetText(name + ", Котов Ян")
	refuse(known)
	b.Press("Добавить")
	b.Sees("Такой студент уже есть: Гаршина Мария Сергеевна, выбыл из ДО-19-3. Это он?")
	b.Press("Да, это он")
	if got := b.choices().Checked(); b.field(1).Text != "Котов Ян" || !slices.Equal(got, []model.PersonID{105}) {
		t.Errorf("new is %q, marked %v", b.field(1).Text, got)
	}
	b.field(1).SetText(name)
	b.mark()
	known.Studies, known.Detail = true, "ДО-19-3"
	refuse(known)
	b.Press("Добавить")
	b.Sees("Такой студент уже есть: Гаршина Мария Сергеевна, группа ДО-19-3. Если это он, оформите перевод")
	b.Key(fyne.KeyEscape)
	refuse()
	b.field(1).SetText(name + ", " + name)
	b.Press("Добавить")
	b.Sees("Имя указано дважды")
	b.Press("Оставить одного")
	if b.field(1).Text != name {
		t.Errorf("new are %q", b.field(1).Text)
	}
	refuse(known, known)
	b.Press("Добавить")
	b.Sees("Если это один из них, уберите имя из новых")
	f.editErr = nil
	b.Press("Это другой человек")
	if e := f.orderEdit; b.DialogOpen() || len(e.New) != 1 || !e.New[0].Namesake {
		t.Errorf("sent %+v", e)
	}
}

// TestOrderOfSelectedStudents: an order begins with those who are selected in «Студенты».
func TestOrderOfSelectedStudents(t *testing.T) {
	f := admin()
	b := newBench(t, f)
	p := b.students()
	p.Table.SelectKeys(101, 150)
	b.item(p.Menu(), "Оформить приказ…")
	b.Sees("Добавить приказ", "Перевод")
	if got := b.choices().Checked(); !slices.Equal(got, []model.PersonID{101, 150}) {
		t.Errorf("marked are %v", got)
	}
	b.Key(fyne.KeyEscape)
	f.readErr = errors.New("база данных занята")
	b.item(p.Menu(), "Оформить приказ…")
	b.Sees("Приказ не открылся", "База данных занята.")
}

// TestTooManyLeaveByOrders: orders by which too many would leave are loaded only once that is confirmed.
func TestTooManyLeaveByOrders(t *testing.T) {
	f := admin().withOrders()
	f.ordersPreview.Over = []string{"из колледжа уйдут 558 студентов из 558: больше 20 %"}
	b := newBench(t, f)
	s := orders.NewImport(b.deps.orders())
	b.shell.Push(s)
	s.Open([]string{"приказы.csv"})
	b.Sees("Остановлено для безопасности: из колледжа уйдут 558 студентов из 558", "тот ли это файл")
	s.Do(shell.CommandSave)
	b.did("preview приказы.csv")
	check := nth[*widgets.Check](b, 0)
	check.Tapped(nil)
	b.Press("Загрузить 4 приказа")
	b.did("preview приказы.csv", "apply orders f5 of приказы.csv")
	if !f.over {
		t.Error("the confirmation is not sent")
	}
}

// TestOrdersPreviewIsSearched: Ctrl+F leads to the search, which leaves the people it finds; F5 reads the files again.
func TestOrdersPreviewIsSearched(t *testing.T) {
	f := admin().withOrders()
	b := newBench(t, f)
	s := orders.NewImport(b.deps.orders())
	b.shell.Push(s)
	s.Do(shell.CommandFilter)
	s.Do(shell.CommandRefresh)
	b.did()
	s.Open([]string{"приказы.csv"})
	s.Do(shell.CommandFilter)
	if b.Window.Canvas().Focused() != fyne.Focusable(s.Search) {
		t.Fatal("Ctrl+F does not lead to the search")
	}
	s.Search.SetText("ВОРОБЬЕВА")
	b.Sees("Воробьёва Алёна Сергеевна", "17-к", "18-к")
	b.SeesNot("Анисимова Юлия Алексеевна")
	s.Search.SetText("нет такого")
	b.Sees("Ничего не найдено")
	s.Do(shell.CommandRefresh)
	b.did("preview приказы.csv", "preview приказы.csv")
	b.Sees("Анисимова Юлия Алексеевна")
}

func TestLoadOrders(t *testing.T) {
	f := admin().withOrders()
	b := newBench(t, f)
	chosen := func(path string) { b.shell.Top().(*orders.Import).Open([]string{path}) }
	b.orders()
	b.Press("Загрузить приказы…")
	b.Sees("Загрузка приказов", "перетащите", "Выбрать файл…")
	f.readErr = errors.New("файл «приказы.csv» не найден")
	chosen("приказы.csv")
	b.Sees("Файл не прочитан", "Файл «приказы.csv» не найден.")
	f.readErr = nil
	good := f.ordersPreview
	wrong := []model.ImportProblem{
		{File: "приказы.csv", Row: 3, Column: "ФИО", Value: "Анисимва Юлия", Message: "Студента с таким ФИО нет в колледже; может быть, это «Анисимова Юлия Алексеевна»?"}}
	f.ordersPreview = model.OrdersPreview{Files: []string{"приказы.csv"}, Problems: wrong}
	chosen("приказы.csv")
	b.Sees("Загружать нечего", "Анисимва Юлия", "может быть, это", "Ошибки (1)", "строк с ошибками: 1")
	b.SeesNot("Загрузить 4 приказа", "Загрузить без строк с ошибками", "Будет записано")
	f.ordersPreview = model.OrdersPreview{Files: []string{"приказы.csv"}, Taken: good.Taken}
	chosen("приказы.csv")
	b.Sees("всё, что в нём есть, в колледже уже учтено", "Уже учтено (2)", "Злобина Юлия Витальевна", "Приказ № 14-к от 10.11.2026 уже записан")
	b.SeesNot("Загрузить 0 приказов")
	f.ordersPreview = good
	chosen("приказы.csv")
	b.Sees("4 приказа · 12 человек · новых студентов: 2 · уже учтено строк: 2", "Будет записано (12)", "ДО-19-10")
	b.SeesNot("эта пропущена")
	tabs := b.shell.Top().(*orders.Import).Tabs
	tabs.Select("notices")
	b.Sees("эта пропущена")
	tabs.Select("taken")
	b.Sees("На 10.11.2026 студент уже в группе ДО-19-3")
	f.editErr = errors.New("пока вы смотрели, списки изменились")
	b.Press("Загрузить 4 приказа")
	b.Sees("Приказы не загружены", "Пока вы смотрели")
	b.Press("Понятно")
	f.editErr = nil
	b.shell.Top().Do(shell.CommandSave)
	b.Sees("Загружено: 4 приказа", "+ Добавить приказ")

	// The good rows are loaded without the bad ones, which stay to be seen.
	b.Press("Загрузить приказы…")
	f.ordersPreview.Problems = wrong
	chosen("приказы.csv")
	b.Sees("Строки с ошибками не загрузятся", "Анисимва Юлия")
	f.did = nil
	b.Press("Загрузить без строк с ошибками")
	f.ordersPreview = model.OrdersPreview{Files: []string{"приказы.csv"}, Problems: wrong, Taken: good.Taken}
	b.shell.Top().(*orders.Import).Open([]string{"приказы.csv"})
	b.did("apply orders f5 of приказы.csv", "preview приказы.csv", "preview приказы.csv")
	b.Sees("Загружать нечего", "Анисимва Юлия", "Уже учтено (2)")
}

// TestEditOrder: an order is opened for editing as it is, and what was changed of it is sent with what was seen.
func TestEditOrder(t *testing.T) {
	f := admin().withOrders()
	f.students[6].Name = model.ParseName("Яхонтова Юлия Витальевна")
	b := newBench(t, f)
	p := b.orders()
	p.Table.OnOpen(p.Table.Rows()[0])
	b.Press("Изменить…")
	b.Sees("Изменить приказ № 18-к от 20.11.2026", "Анисимова Юлия Алексеевна", "в приказе", "Яхонтова Юлия Витальевна", "ДО-19-10")
	if b.field(0).Text != "18-к" || b.day(0).Text != "20.11.2026" || b.day(1).Text != "01.12.2026" {
		t.Errorf("the form has %q, %q, %q", b.field(0).Text, b.day(0).Text, b.day(1).Text)
	}
	list := nth[*table.CheckList[model.OrderChoice, model.PersonID]](b, 0)
	if got := list.Checked(); !slices.Equal(got, []model.PersonID{100, 101, 102}) {
		t.Errorf("checked are %v", got)
	}
	b.mark(100, 106)
	b.day(1).SetText("01.12.2062")
	if got := list.Checked(); !slices.Equal(got, []model.PersonID{100, 106}) {
		t.Errorf("with another day checked are %v", got)
	}
	f.editErr = fmt.Errorf("приказ вступает в силу 01.12.2062, это через 36 лет: %w", model.ErrOrderDoubt)
	b.Press("Сохранить")
	b.Sees("Всё верно?", "Приказ вступает в силу 01.12.2062, это через 36 лет")
	b.Key(fyne.KeyEscape)
	if !b.DialogOpen() || f.orderEdit.Sure {
		t.Error("without an answer the form is gone, or the order written")
	}
	b.Press("Сохранить")
	f.editErr = errors.New("пока вы изменяли приказ, его изменил кто-то другой")
	b.Press("Да, записать")
	b.Sees("Пока вы изменяли приказ, его изменил кто-то другой")
	if e := f.orderEdit; !b.DialogOpen() || !e.Sure || !slices.Equal(e.People, []model.PersonID{100, 106}) || e.To != 2 || e.Kind != model.OrderTransfer {
		t.Errorf("dialog %v, sent %+v", b.DialogOpen(), e)
	}
	b.day(1).SetText("02.12.2026")
	f.editErr, f.did = nil, nil
	b.Press("Сохранить")
	b.did("edit order 1")
	if e := f.orderEdit; e.Sure || e.Effective.Format(table.DayLayout) != "02.12.2026" {
		t.Errorf("another day is taken for meant: %+v", e)
	}
	b.Sees("Приказ изменён.")
	b.shell.Back()

	p.Table.SelectKeys(3)
	b.item(p.Menu(), "Изменить приказ…")
	b.Sees("Группа, которую расформировывают", "ЭБ-23-1")
	b.Press("Сохранить")
	if e := f.orderEdit; e.Group != 4 || e.Kind != model.OrderDisband {
		t.Errorf("disbanding sent %+v", e)
	}
	p.Table.SelectKeys(4)
	for _, i := range p.Menu() {
		if i.Label == "Изменить приказ…" && (!i.Disabled || i.Why != "Приказ отменён: добавьте новый.") {
			t.Errorf("a cancelled order may be edited: %+v", i)
		}
	}
	b.shell.Push(orders.NewCard(b.deps.orders(), 4))
	b.SeesNot("Изменить…", "Отменить приказ…")
	byRoster := f.orderCards[2]
	byRoster.ByRoster = true
	f.orderCards[2] = byRoster
	b.shell.Push(orders.NewCard(b.deps.orders(), 2))
	b.Sees("Отменить приказ…")
	b.SeesNot("Изменить…")

	// People of several groups, one of which has ended, stay where they are unless one group is chosen.
	card := f.orderCards[1]
	card.To, card.People[1].After = 0, "АМ-19-1"
	card.People[0].Before = "СТАРАЯ-1"
	f.orderCards[1] = card
	orders.Edit(b.deps.orders(), 1)
	b.Sees("У каждого своя", "Воробьёва Алёна Сергеевна")
	b.Press("Сохранить")
	if e := f.orderEdit; e.To != 0 || len(e.People) != 3 {
		t.Errorf("people of several groups sent %+v", e)
	}
	f.readErr = errors.New("база данных занята")
	orders.Edit(b.deps.orders(), 1)
	b.Sees("Приказ не прочитан", "База данных занята.")
}

// TestPersonSteps: a student's history opens the orders behind it.
func TestPersonSteps(t *testing.T) {
	f := admin().withOrders().withSteps()
	b := newBench(t, f)
	b.shell.Push(newPersonCard(b.deps, 101))
	b.shell.Top().(*personCard).tabs.Select("steps")
	b.Sees("Движение (3)", "с 01.12.2026 будет в ДО-19-10 (приказ № 18-к от 20.11.2026)", "Перевод", "список или правка")
	table := nth[*factTable](b, 0)
	table.OnOpen(table.Rows()[2])
	b.Sees("с 01.09.2025 в ДО-19-3")
	table.OnOpen(table.Rows()[0])
	b.Sees("Приказ № 18-к от 20.11.2026", "Изменить…")
}

// withSteps gives a student a history.
func (f *fakeService) withSteps() *fakeService {
	card := f.people[101]
	card.Steps = []model.PersonStep{
		{Day: time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC), Words: "с 01.12.2026 будет в ДО-19-10 (приказ № 18-к от 20.11.2026)", Order: 1, Kind: model.OrderTransfer, ToCome: true},
		{Day: time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC), Words: "с 01.09.2026 в ДО-19-3 (приказ № 15-к от 28.08.2026)", Order: 2, Kind: model.OrderReturn},
		{Day: time.Date(2025, 9, 1, 0, 0, 0, 0, time.UTC), Words: "с 01.09.2025 в ДО-19-3"},
	}
	f.people[101] = card
	return f
}
