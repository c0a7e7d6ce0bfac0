package chats

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/widgets"
)

// openEdit shows the editing of «ДО-19-3/Английский язык(ОГСЭ)».
func openEdit(t *testing.T, f *fakeService) (*bench, *edit) {
	t.Helper()
	b := newBench(t, f)
	b.list.open(&chatRow{ChatSummary: f.chats[7]})
	return b, b.top().(*edit)
}

func (b *bench) choose(items []widgets.MenuItem, label string) {
	b.T.Helper()
	for _, item := range items {
		if item.Label == label {
			if item.Disabled {
				b.T.Fatalf("%q is closed: %s", label, item.Why)
			}
			item.Do()
			return
		}
	}
	b.T.Fatalf("there is no %q in the menu %+v", label, items)
}

func TestEditShowsTheManualsFields(t *testing.T) {
	b, _ := openEdit(t, admin())
	b.Sees("Редактирование чата", "Сохранить", "Назад", "Общая информация", "Тип чата", "Предметы", "Учебная группа", "ДО-19-3",
		"Наименование чата", "ДО-19-3/Английский язык(ОГСЭ)", "Участники 9, из них в чате 5", "ФИО", "Группа", "Администратор", "Откуда", "В VK",
		"Преподаватель Да по списку группы в чате", "отказ: закрытый профиль", "ждёт входа", "нет VK ID", "добавлен вручную")
	if !b.Find("Сохранить").Disabled() {
		t.Error("there is something to save at once")
	}
	b.SeesNot("несохранённые")
}

func TestEditSendsNothingBeforeSave(t *testing.T) {
	f := admin()
	b, e := openEdit(t, f)
	e.table.SelectKeys(103)
	b.choose(e.menu(), "Удалить участников (1)")
	b.Sees("Гаршина Мария Сергеевна", "будет удалён", "есть несохранённые изменения: удалить 1", "Участники 8, из них в чате 4")
	b.choose(e.menu(), "Не удалять")
	b.SeesNot("будет удалён", "несохранённые")
	b.Key(fyne.KeyDelete)
	e.table.SelectKeys(100, 101)
	b.choose(e.menu(), "Назначить администратором (2)")
	e.table.SelectKeys(106)
	b.choose(e.menu(), "Отменить назначение администратором")
	b.Sees("удалить 1, администраторы: 3")
	if len(f.saved) > 0 {
		t.Fatal("something was sent before «Сохранить»")
	}
	f.card.Version = 6
	b.Ctrl(fyne.KeyS)
	if len(f.saved) != 1 {
		t.Fatalf("Ctrl+S saved %d times", len(f.saved))
	}
	got := f.saved[0]
	if got.Version != 5 || !slices.Equal(got.Remove, []model.PersonID{103}) || !slices.Equal(got.MakeAdmin, []model.PersonID{100, 101}) ||
		!slices.Equal(got.NoMore, []model.PersonID{106}) {
		t.Errorf("saved %+v", got)
	}
	b.Sees("Изменения сохранены")
	b.SeesNot("несохранённые")
}

func TestEditAddsFromTheCheckList(t *testing.T) {
	f := admin()
	b, e := openEdit(t, f)
	b.choose(e.menu(), "Добавить студентов")
	b.Sees("Добавить студентов", "Всего 3", "Показывать по")
	if !b.Find("Добавить").Disabled() {
		t.Error("nobody is chosen, yet «Добавить» works")
	}
	b.Key(fyne.KeyEscape)
	if b.DialogOpen() {
		t.Fatal("Esc does not cancel")
	}
	b.Ctrl(fyne.KeyN)
	b.Key(fyne.KeyDown) // from the search into the list
	b.Key(fyne.KeySpace)
	b.Key(fyne.KeyEnd)
	b.Key(fyne.KeySpace)
	b.Press("Добавить (2)")
	b.Sees("добавлен, не сохранено", "несохранённые изменения: добавить 2", "Участники 11")
	var added []model.PersonID
	for _, c := range e.draft.added {
		added = append(added, c.Person)
	}
	slices.Sort(added)
	if len(added) != 2 || added[0] == added[1] {
		t.Errorf("added %v", added)
	}
	// Those who are on the draft's list are not offered again.
	b.choose(e.menu(), "Добавить студентов")
	b.Sees("Всего 1")
}

func TestEditAddsByType(t *testing.T) {
	for typ, label := range map[model.ChatType]string{
		model.ChatTeachers: "Добавить сотрудников", model.ChatGroup: "Добавить студентов",
		model.ChatParents: "Добавить родителей", model.ChatSubject: "Добавить студентов"} {
		f := admin()
		f.card.Key.Type = typ
		b, e := openEdit(t, f)
		b.choose(e.menu(), label)
		b.Sees(label)
	}
}

func TestEditAddMyself(t *testing.T) {
	f := admin()
	f.card.Peer = 2000000001
	b, e := openEdit(t, f)
	b.choose(e.menu(), "Добавить себя")
	b.Sees("Рязанцева Екатерина Викторовна", "добавлен, не сохранено", "войдите в чат по ссылке")
	if item := e.menu()[0]; !item.Disabled || item.Why != "Вы уже в этом чате." {
		t.Errorf("one may add oneself twice: %+v", item)
	}
}

func TestEditMenuByRight(t *testing.T) {
	f := admin()
	f.card.Access.NameAdmins = false
	b, e := openEdit(t, f)
	e.table.SelectKeys(100)
	for _, item := range e.menu()[len(e.menu())-2:] {
		if !item.Disabled || !strings.Contains(item.Why, "Назначать администраторов могут") {
			t.Errorf("%+v", item)
		}
	}
	e.table.Grid.ClearSelection()
	for _, item := range e.menu() {
		if item.Label == "Удалить участников" && !item.Disabled {
			t.Error("nobody is selected, yet one may remove")
		}
	}
	b.SeesNot("Только просмотр")
}

func TestEditReadOnly(t *testing.T) {
	f := admin()
	f.card.Access = model.Access{See: true, ForeignOnly: true}
	b, e := openEdit(t, f)
	b.Sees("Только просмотр: изменять чат могут")
	if !b.Find("Действия").Disabled() || !b.Find("Сохранить").Disabled() || !e.title.Disabled() || e.menu() != nil {
		t.Error("something may be changed")
	}
	e.table.SelectKeys(103)
	b.Key(fyne.KeyDelete)
	b.Ctrl(fyne.KeyS)
	if e.draft.dirty() || len(f.saved) > 0 {
		t.Error("the keyboard changes what may only be seen")
	}
}

func TestEditTitle(t *testing.T) {
	f := admin()
	b, e := openEdit(t, f)
	e.title.SetText("")
	b.Sees("Введите наименование чата.")
	b.Ctrl(fyne.KeyS)
	if len(f.saved) > 0 {
		t.Error("a chat without a title was saved")
	}
	e.title.SetText(" Английский,  группа 3 ")
	b.Sees("изменения: наименование")
	b.Press("Сохранить")
	if f.saved[0].Title != "Английский, группа 3" {
		t.Errorf("saved title %q", f.saved[0].Title)
	}
}

func TestEditSearch(t *testing.T) {
	b, e := openEdit(t, admin())
	b.Ctrl(fyne.KeyF)
	if b.Window.Canvas().Focused() != fyne.Focusable(e.find) {
		t.Error("Ctrl+F does not go to the search")
	}
	e.find.SetText("ЗЛОБИНА юл")
	if rows := e.table.Rows(); len(rows) != 1 || rows[0].Person != 105 {
		t.Errorf("found %v", rows)
	}
	e.find.SetText("никто")
	b.Sees("Ничего не найдено")
	b.Press("Сбросить поиск")
	if len(e.table.Rows()) != 9 {
		t.Error("the search was not dropped")
	}
}

// TestEditAddsAnybody: a person who may add anybody is offered the whole college, nobody else is.
func TestEditAddsAnybody(t *testing.T) {
	f := admin()
	f.others = []model.Candidate{{Person: 300, Name: model.ParseName("Ильин Роман Олегович"), Group: "АМ-19-1", Kind: model.Student}}
	f.card.Access.AddAnyone = true
	b, e := openEdit(t, f)
	b.choose(e.menu(), "Добавить других людей…")
	b.Sees("Добавить других людей", "Ильин Роман Олегович", "АМ-19-1")
	b.Key(fyne.KeyDown)
	b.Key(fyne.KeySpace)
	b.Press("Добавить (1)")
	b.Sees("несохранённые изменения: добавить 1")

	f.card.Access.AddAnyone = false
	_, e = openEdit(t, f)
	for _, item := range e.menu() {
		if item.Label == "Добавить других людей…" {
			t.Error("who may not add anybody is offered everybody")
		}
	}
}

// TestEditSaysWhoComesBack: a person who is in the chat by the roster comes back by «Инициализировать список», and a person who was added by hand does not.
func TestEditSaysWhoComesBack(t *testing.T) {
	automatic := draftRow{mark: markRemoved, MemberRow: model.MemberRow{Member: model.Member{Origin: model.OriginAuto}}}
	byHand := draftRow{mark: markRemoved, MemberRow: model.MemberRow{Member: model.Member{Origin: model.OriginManual}}}
	if got := stateOfRow(automatic).Tooltip; !strings.Contains(got, "«Инициализировать список»") {
		t.Errorf("of somebody from the roster it says %q", got)
	}
	if got := stateOfRow(byHand).Tooltip; got != "" {
		t.Errorf("of somebody added by hand it says %q", got)
	}
}
