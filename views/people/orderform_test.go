package people

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/dates"
	"zvonok/views/orders"
	"zvonok/views/shell"
	"zvonok/views/table"
)

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
	if b.Window.Canvas().Focused() != fyne.Focusable(nth[*table.Select[model.GroupID]](b, 1).Field) {
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
	b.Sees("Такой даты нет, формат: ДД.ММ.ГГГГ.")
	if b.Window.Canvas().Focused() != fyne.Focusable(b.day(0)) || b.day(0).SelectedText() != "31.02.2026" {
		t.Error("the date does not wait to be written again")
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
