package people

import (
	"errors"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/lists"
	"zvonok/views/orders"
	"zvonok/views/shell"
	"zvonok/views/table"
	"zvonok/views/widgets"
)

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
	b.Sees("Отменить приказ № 18-к от 20.11.2026?", "С 01.12.2026 будет не так, как в приказе", "ДО-19-3 (по приказу — ДО-19-10)", "Анисимова Юлия Алексеевна")
	b.Press("Оставить приказ")
	b.did()
	b.item(p.Menu(), "Отменить приказ…")
	b.Press("Отменить приказ")
	b.did("cancel order 1")
	b.Sees("Приказ отменён")

	p.Table.SelectKeys(3)
	p.Table.Grid.OnDelete()
	b.Sees("Группа ЭБ-23-1 останется в колледже", "не будет числиться в колледже")
	b.Key(fyne.KeyEscape)
	p.Table.SelectKeys(2)
	p.Table.Grid.OnDelete()
	b.Sees("Это ничего не изменит")
	f.editErr = errors.New("приказ уже отменён")
	b.Press("Отменить приказ")
	b.Sees("Приказ не отменён", "Приказ уже отменён.")
	b.Press("Понятно")

	p.Table.SelectKeys(4)
	p.Table.Grid.OnDelete()
	if b.DialogOpen() {
		t.Error("a cancelled order may be cancelled again")
	}
	f.readErr = errors.New("база данных занята")
	p.Table.SelectKeys(1)
	p.Table.Grid.OnDelete()
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
	b.Sees("Загрузка приказов", "перетащите", "Выбрать файл…", "Сохранить образец…")
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
