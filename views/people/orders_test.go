package people

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/shell"
	"zvonok/views/widgets"
)

func (f *fakeService) Orders(context.Context, model.OrderFilter) ([]model.OrderRow, error) {
	return f.orders, f.readErr
}

func (f *fakeService) Order(_ context.Context, id model.OrderID) (model.OrderCard, error) {
	return f.orderCards[id], f.readErr
}

func (f *fakeService) OrderChoices(_ context.Context, kind model.OrderKind, group model.GroupID, day time.Time) ([]model.OrderChoice, error) {
	f.choicesOf = append(f.choicesOf, kind.String()+" "+day.Format(dateLayout))
	var people []model.OrderChoice
	for _, s := range f.students {
		switch {
		case group != 0 && s.Group == group:
			people = append(people, model.OrderChoice{Person: s.Person, Name: s.Name})
		case group == 0 && s.Person%3 == 0:
			people = append(people, model.OrderChoice{Person: s.Person, Name: s.Name, Detail: "выбыл из " + s.GroupName})
		}
	}
	return people, f.readErr
}

func (f *fakeService) SaveOrder(_ context.Context, e model.OrderEdit) (model.OrderID, error) {
	f.orderEdit = e
	return 9, f.do("save order %s", e.Number)
}

func (f *fakeService) CancelOrder(_ context.Context, id model.OrderID) error {
	return f.do("cancel order %d", id)
}

func (f *fakeService) PreviewOrders(_ context.Context, paths []string) (model.OrdersPreview, error) {
	f.did = append(f.did, "preview "+strings.Join(paths, " "))
	return f.ordersPreview, f.readErr
}

func (f *fakeService) ApplyOrders(_ context.Context, id model.ImportID) error {
	return f.do("apply orders %d", id)
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
		1: {Order: f.orders[0].Order, State: model.OrderToCome, People: people, Cancelling: effects},
		2: {Order: f.orders[1].Order, State: model.OrderInForce, People: people[:1]},
		3: {Order: f.orders[2].Order, State: model.OrderToCome, Group: "ЭБ-23-1", Cancelling: []model.OrderEffect{{Name: f.students[4].Name, Goes: true}}},
		4: {Order: f.orders[3].Order, State: model.OrderCancelled, People: people[:1]},
	}
	f.ordersPreview = model.OrdersPreview{ID: 5, Files: []string{"приказы.csv"}, Known: 2,
		Notices: []model.ImportProblem{{Row: 4, Message: "Строка была сдвинута на столбец и прочитана так: № 16-к от 18.11.2026, Отчисление, Воробьёва Алёна Сергеевна, ДО-19-3"},
			{Row: 9, Value: "Егорова Екатерина Сергеевна", Message: "Такая строка уже есть в строке 8: эта пропущена"}}}
	for i, o := range f.orders {
		p := model.OrderPreview{Number: o.Number, Date: o.Date, Kind: o.Kind, Effective: o.Effective, People: 3, New: i % 2, Lines: people}
		f.ordersPreview.Orders = append(f.ordersPreview.Orders, p)
	}
	return f
}

func (b *bench) orders() *pane[model.OrderRow, model.OrderID] {
	b.section.tabs.Select("orders")
	return b.section.lists[4].tab.(*pane[model.OrderRow, model.OrderID])
}

func TestOrdersAreListedAndNarrowed(t *testing.T) {
	b := newBench(t, admin().withOrders())
	p := b.orders()
	b.Sees("18-к", "20.11.2026", "Перевод", "Анисимова Юлия Алексеевна и ещё 2 человека", "вступит в силу 01.12.2026", "действует", "отменён", "группа ЭБ-23-1", "Всего 4")
	if got := names(p.table.Rows()); !slices.Equal(got, []string{"18-к", "17-к", "16-к", "15-к"}) {
		t.Errorf("the latest are not first: %q", got)
	}
	p.names.SetText("ВОРОБЬЕВА")
	if got := names(p.table.Rows()); !slices.Equal(got, []string{"17-к"}) {
		t.Errorf("by name %q", got)
	}
	p.names.SetText("")
	typeTo(t, widgetsIn[*widgets.Select[model.OrderKind]](p.bar)[0], model.OrderDisband)
	if got := names(p.table.Rows()); !slices.Equal(got, []string{"16-к"}) {
		t.Errorf("by kind %q", got)
	}
	typeTo(t, widgetsIn[*widgets.Select[model.OrderState]](p.bar)[0], model.OrderCancelled)
	b.Sees("Ничего не найдено")
	b.Press("Сбросить поиск")
	if got := names(p.table.Rows()); len(got) != 4 {
		t.Errorf("after the filters were put back %q", got)
	}
}

func TestOrderIsCancelledOnceConfirmed(t *testing.T) {
	f := admin().withOrders()
	b := newBench(t, f)
	p := b.orders()
	p.table.SelectKeys(1)
	b.item(p.menu(), "Отменить приказ…")
	b.Sees("Отменить приказ № 18-к от 20.11.2026?", "С 01.12.2026 будет не так, как в приказе", "Анисимова Юлия Алексеевна: ДО-19-3 (по приказу: ДО-19-10)")
	b.Key(fyne.KeyEscape)
	b.did()
	b.item(p.menu(), "Отменить приказ…")
	b.Press("Отменить приказ")
	b.did("cancel order 1")
	b.Sees("Приказ отменён")

	p.table.SelectKeys(3)
	p.table.OnDelete()
	b.Sees("Группа ЭБ-23-1 останется в колледже", "не будет числиться в колледже")
	b.Key(fyne.KeyEscape)
	p.table.SelectKeys(2)
	p.table.OnDelete()
	b.Sees("Это ничего не изменит")
	f.editErr = errors.New("приказ уже отменён")
	b.Press("Отменить приказ")
	b.Sees("Приказ не отменён", "Приказ уже отменён.")
	b.Press("Понятно")

	p.table.SelectKeys(4)
	p.table.OnDelete()
	if b.DialogOpen() {
		t.Error("a cancelled order may be cancelled again")
	}
	f.readErr = errors.New("база данных занята")
	p.table.SelectKeys(1)
	p.table.OnDelete()
	b.Sees("Приказ не прочитан", "База данных занята.")
}

func TestOrderCard(t *testing.T) {
	f := admin().withOrders()
	b := newBench(t, f)
	p := b.orders()
	p.table.OnOpen(p.table.Rows()[0])
	b.Sees("Приказ № 18-к от 20.11.2026", "по заявлению", "заявление от 18.11.2026", "вступит в силу 01.12.2026", "ДО-19-10", "3 студента")
	b.Press("Отменить приказ…")
	b.Press("Отменить приказ")
	b.did("cancel order 1")
	card := f.orderCards[1]
	card.State, card.Cancelling = model.OrderCancelled, nil
	f.orderCards[1] = card
	f.publish(model.Change{Roster: true})
	b.timer.Pass(time.Second)
	b.Sees("отменён")
	b.SeesNot("Отменить приказ…")
	f.readErr = errors.New("диск отключён")
	b.shell.Top().Do(shell.CommandRefresh)
	b.Sees("Диск отключён.")
	b.shell.Push(newOrderCard(b.deps, 3))
	b.Sees("Приказ не открылся")
	f.readErr = nil
	b.Press("Повторить")
	b.Sees("Ликвидация группы ЭБ-23-1")
}

func TestAddOrder(t *testing.T) {
	f := admin().withOrders()
	b := newBench(t, f)
	b.orders()
	b.Press("+ Добавить приказ")
	b.Sees("Добавить приказ", "Выберите группу", "В группу")
	b.SeesNot("Новые студенты")
	pick[model.GroupID](b, 0, 3)
	b.Sees("Укажите дату")
	b.field(0).SetText("21-к")
	b.field(1).SetText("20.11.2026")
	b.field(2).SetText("01.12.2026")
	b.Sees("Анисимова Юлия Алексеевна")
	if last := f.choicesOf[len(f.choicesOf)-1]; last != "Перевод 01.12.2026" {
		t.Errorf("people of %s", last)
	}
	choose[model.GroupID](b, 1, 2)
	list := nth[*widgets.CheckList[model.OrderChoice, model.PersonID]](b, 0)
	list.SetChecked(100, 102)
	f.editErr = errors.New("приказ уже записан: проверьте номер и дату")
	b.Press("Добавить")
	b.Sees("Приказ уже записан")
	f.editErr = nil
	b.Press("Добавить")
	e := f.orderEdit
	if b.DialogOpen() || e.Number != "21-к" || e.Kind != model.OrderTransfer || !slices.Equal(e.People, []model.PersonID{100, 102}) || e.To != 2 ||
		e.Date.Format(dateLayout) != "20.11.2026" || e.Effective.Format(dateLayout) != "01.12.2026" {
		t.Errorf("dialog %v, sent %+v", b.DialogOpen(), e)
	}
	b.Sees("Приказ добавлен.")

	b.section.Do(shell.CommandAdd)
	pick(b, 0, model.OrderEnroll)
	b.Sees("Новые студенты", "без группы и выбывшие")
	b.field(0).SetText("22-з")
	b.field(1).SetText("31.02.2026")
	b.field(3).SetText("Новикова Анна Петровна, Новиков Пётр;")
	b.Press("Добавить")
	b.Sees("Дату пишут как ДД.ММ.ГГГГ")
	b.field(1).SetText("1.12.2026")
	f.editErr = model.NewPerson{Name: model.ParseName("Новиков Пётр")}.CheckNamesake([]model.Name{model.ParseName("Новиков Пётр")}, "в группе")
	b.Press("Добавить")
	b.Sees("Это другой человек с таким же именем")
	if len(f.orderEdit.New) != 2 || f.orderEdit.New[1].Name != model.ParseName("Новиков Пётр") || f.orderEdit.New[0].Namesake {
		t.Errorf("new people %+v", f.orderEdit.New)
	}
	pick(b, 0, model.OrderDisband)
	b.Sees("Группа, которую ликвидируют")
	b.SeesNot("Новые студенты", "В группу")
	choose[model.GroupID](b, 0, 4)
	f.editErr = nil
	b.Press("Добавить")
	if e := f.orderEdit; e.Group != 4 || e.Kind != model.OrderDisband || len(e.New) != 0 {
		t.Errorf("disbanding sent %+v", e)
	}
}

func TestLoadOrders(t *testing.T) {
	f := admin().withOrders()
	chosen := func(string) {}
	b := newBenchLook(t, f, fyne.NewSize(1280, 800), 0, func(d *Deps) {
		d.ChooseFile = func(_ string, _ []string, then func(string)) { chosen = then }
	})
	b.orders()
	b.Press("Загрузить приказы…")
	b.Sees("Загрузка приказов", "перетащите")
	b.Press("Выбрать файл…")
	f.readErr = errors.New("файл «приказы.csv» не найден")
	chosen("приказы.csv")
	b.Sees("Файл не прочитан", "Файл «приказы.csv» не найден.")
	f.readErr = nil
	good := f.ordersPreview
	f.ordersPreview = model.OrdersPreview{Files: []string{"приказы.csv"}, Problems: []model.ImportProblem{
		{File: "приказы.csv", Row: 3, Column: "ФИО", Value: "Анисимва Юлия", Message: "Студента с таким ФИО нет в колледже; может быть, это «Анисимова Юлия Алексеевна»?"}}}
	chosen("приказы.csv")
	b.Sees("В файле есть ошибки", "Анисимва Юлия", "может быть, это", "1 ошибка")
	b.SeesNot("Загрузить 4 приказа")
	f.ordersPreview = model.OrdersPreview{Files: []string{"приказы.csv"}, Known: 3}
	chosen("приказы.csv")
	b.Sees("Новых приказов в файле нет", "уже записано строк: 3")
	f.ordersPreview = good
	chosen("приказы.csv")
	b.Sees("4 приказа · 12 человек · новых студентов: 2 · уже записано строк: 2 · замечаний: 2", "Строка 4: ", "ДО-19-10")
	b.Press("Все замечания (2)…")
	b.Sees("эта пропущена")
	b.Key(fyne.KeyEscape)
	f.editErr = errors.New("пока вы смотрели, списки изменились")
	b.Press("Загрузить 4 приказа")
	b.Sees("Приказы не загружены", "Пока вы смотрели")
	b.Press("Понятно")
	f.editErr = nil
	b.shell.Top().Do(shell.CommandSave)
	b.Sees("Загружено: 4 приказа", "+ Добавить приказ")
}
