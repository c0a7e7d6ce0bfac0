package chats

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/table"
	"zvonok/views/viewtest"
	"zvonok/views/widgets"
)

func openAdd(t *testing.T, f *fakeService) (*bench, *add) {
	t.Helper()
	b := newBench(t, f)
	b.Ctrl(fyne.KeyN)
	return b, b.top().(*add)
}

func offering() *fakeService {
	f := admin()
	offer(f)
	return f
}

func TestAddGroupChat(t *testing.T) {
	f := offering()
	b, a := openAdd(t, f)
	b.Sees("Добавить новый чат", "Тип чата", "Наименование чата", "Выберите тип чата")
	b.SeesNot("Учебная группа", "Предмет")
	if !b.Find("Добавить").Disabled() {
		t.Error("a chat of no type may be created")
	}
	a.types.Field.TypedRune('Р')
	b.Sees("Учебная группа", "Выберите учебную группу")
	a.groups.Field.TypedRune('Д')
	if a.title.Text != "ДО-19-3 родители" {
		t.Errorf("title %q", a.title.Text)
	}
	b.Sees("Воробьева Алена Сергеевна", "Ильин Роман Олегович", "Всего 10 · выбрано 9", "администратор: Каган Н.В.")
	b.SeesNot("такой чат уже есть")
	a.title.SetText("Родители третьей группы")
	a.list.SetChecked(100, 300)
	a.list.OnChanged()
	b.Sees("выбрано 2 · администратор: Каган Н.В.")
	b.Ctrl(fyne.KeyS)
	want := model.NewChat{Key: model.ChatKey{Type: model.ChatParents, Group: 3}, Title: "Родители третьей группы", Members: []model.PersonID{100, 300}}
	if len(f.created) != 1 {
		t.Fatalf("created %d chats", len(f.created))
	}
	got := f.created[0]
	if got.Key != want.Key || got.Title != want.Title || !slices.Equal(got.Members, want.Members) {
		t.Errorf("created %+v, want %+v", got, want)
	}
	if b.top() != b.list {
		t.Error("the screen stays after creating")
	}
	b.Sees("Чат «Родители третьей группы» создан")
}

// TestAddSaysWhoWillAdminister: as the program does it, nobody chosen or not.
func TestAddSaysWhoWillAdminister(t *testing.T) {
	staff := model.Candidate{Person: 5, Name: model.ParseName("Ильин Роман Олегович"), Kind: model.Staff}
	for _, c := range []struct {
		name string
		me   model.PersonID
		want string
	}{{"a person", 1, "администратор: вы"}, {"the owner of the file", 0, "администратора можно назначить после создания"}} {
		t.Run(c.name, func(t *testing.T) {
			f := offering()
			f.person.ID, f.start.Suggested, f.start.Admins = c.me, []model.Candidate{staff}, nil
			b, a := openAdd(t, f)
			a.types.Field.TypedRune('У')
			b.Sees("выбрано 1 · " + c.want)
		})
	}
}

// TestAddTellsASearchFromAnEmptyGroup: the words about the group are not said of a search that finds nobody.
func TestAddTellsASearchFromAnEmptyGroup(t *testing.T) {
	b, a := openAdd(t, offering())
	a.types.Field.TypedRune('Р')
	a.groups.Field.TypedRune('Д')
	a.list.SearchField().(*widgets.Search).SetText("никто")
	b.Sees("Никого не найдено", "Сбросить поиск")
	b.SeesNot("В списке группы пока никого")
}

func TestAddSubjectChat(t *testing.T) {
	f := offering()
	b, a := openAdd(t, f)
	a.types.Field.TypedRune('П')
	b.Sees("Учебная группа", "Предмет", "Выберите учебную группу")
	a.groups.Field.TypedRune('Д')
	if a.title.Text != "ДО-19-3/Английский язык(ОГСЭ)" {
		t.Errorf("title %q", a.title.Text)
	}
	if want := (model.ChatKey{Type: model.ChatSubject, Group: 3, Teaching: 30}); f.keys[len(f.keys)-1] != want {
		t.Errorf("asked for the people of %+v", f.keys)
	}
	b.Press("Добавить")
	if got := f.created[0]; len(got.Members) != 9 {
		t.Errorf("created %+v", got)
	}
}

func TestAddSectionWithoutGroup(t *testing.T) {
	f := offering()
	b, a := openAdd(t, f)
	a.types.Field.TypedRune('П')
	a.groups.Field.TypedRune('б') // без группы
	a.subjects.Field.TypedRune('Ш')
	b.Press("Добавить")
	if got := f.created[0]; got.Key != (model.ChatKey{Type: model.ChatSubject, Teaching: 31}) {
		t.Errorf("created %+v", got)
	}
}

func TestAddTeachersChat(t *testing.T) {
	f := offering()
	f.start.Others = append(f.start.Others, model.Candidate{Person: 40, Name: model.ParseName("Осипова Вера Юрьевна"), Kind: model.Staff})
	f.start.Admins, f.start.Follows = []model.PersonID{40}, false
	b, a := openAdd(t, f)
	a.types.Field.TypedRune('У')
	b.SeesNot("Учебная группа")
	b.Sees("администратор: Осипова В.Ю. · такой чат уже есть, состав этого меняют вручную")
	b.Press("Добавить")
	if got := f.created[0]; got.Key.Type != model.ChatTeachers {
		t.Errorf("created %+v", got)
	}
}

// TestAddMarksTheNewChat: the list shows the new chat and has it selected, whatever it was narrowed to.
func TestAddMarksTheNewChat(t *testing.T) {
	f := offering()
	for n := range 60 { // more than there is room for
		chat := f.chats[0]
		chat.ID, chat.Title = model.ChatID(1000+n), fmt.Sprintf("ЭБ-%d", n)
		f.chats = append(f.chats, chat)
	}
	b := newBench(t, f)
	b.list.pane.NameSearch.SetText("ЭБ")
	b.list.types.SetSelected(model.ChatSubject)
	b.Press("Применить")
	b.Press("+ Добавить")
	a := b.top().(*add)
	a.types.Field.TypedRune('Г')
	a.groups.Field.TypedRune('Д')
	a.title.SetText("Яблоневый сад")
	b.late.Late = true
	b.Press("Добавить")
	b.late.Run()
	b.late.Run()
	if got := b.list.pane.Table.Selected(); len(got) != 1 || got[0].Title != "Яблоневый сад" {
		t.Errorf("marked is %v of %q", got, b.titles())
	}
	b.Sees("Яблоневый сад", "Всего 75")
}

// TestAddSorts: groups and subjects are offered in Russian order, not in that of their numbers.
func TestAddSorts(t *testing.T) {
	f := offering()
	f.choices.Groups = []model.GroupChoice{{Group: 1, Name: "ДО-19-10"}, {Group: 2, Name: "ДО-19-2"}, {Group: 3, Name: "АМ-19-1"}}
	f.choices.Teachings = []model.TeachingChoice{{Teaching: 1, Group: 3, GroupName: "АМ-19-1", Title: "АМ-19-1/Химия"}, {Teaching: 2, Group: 3, GroupName: "АМ-19-1", Title: "АМ-19-1/Алгебра"}}
	_, a := openAdd(t, f)
	a.types.Field.TypedRune('Г')
	label := func(o table.Option[model.GroupID]) string { return o.Label }
	wantStrings(t, "groups", model.Each(a.groups.Options(), label), []string{"АМ-19-1", "ДО-19-2", "ДО-19-10"})
	a.typeChosen(model.ChatSubject)
	wantStrings(t, "subjects", model.Each(a.subjects.Options(), func(o table.Option[model.TeachingID]) string { return o.Label }), []string{"Алгебра", "Химия"})
}

func TestAddByRight(t *testing.T) {
	f := offering()
	f.choices = model.NewChatChoices{Types: []model.ChatType{model.ChatSubject}, Teachings: f.choices.Teachings[:1]}
	b, a := openAdd(t, f)
	if a.key.Type != model.ChatSubject {
		t.Error("the only type is not chosen by itself")
	}
	b.Sees("Предметы", "Учебная группа")
	if a.key.Group != 3 || a.key.Teaching != 30 {
		t.Errorf("the only group and subject are not chosen by themselves: %+v", a.key)
	}

	none := offering()
	none.choices = model.NewChatChoices{}
	b, _ = openAdd(t, none)
	b.Sees("Вам нечего добавить")
}

func TestAddKeepsATitleOfOnesOwn(t *testing.T) {
	b, a := openAdd(t, offering())
	a.types.Field.TypedRune('Г')
	a.title.SetText("Мой чат")
	a.groups.Field.TypedRune('Д')
	if a.title.Text != "Мой чат" {
		t.Errorf("title %q", a.title.Text)
	}
	b.Press("Отмена")
	b.Sees("Сохранить изменения?")
	b.Press("Не сохранять")
	if b.top() != b.list {
		t.Error("«Не сохранять» stays")
	}
}

// TestAddWaitsForThePeople: a chat that was created before its people were read would have none of them.
func TestAddWaitsForThePeople(t *testing.T) {
	f := offering()
	b, a := openAdd(t, f)
	a.types.Field.TypedRune('Г')
	a.title.SetText("Мой чат")
	b.late.Late = true
	a.groups.Field.TypedRune('Д')
	b.Ctrl(fyne.KeyS)
	b.late.Release()
	b.Sees("Дождитесь, пока появится список участников.")
	if len(f.created) > 0 {
		t.Fatalf("created %+v", f.created)
	}
	b.Press("Добавить")
	if len(f.created) != 1 || len(f.created[0].Members) != 9 {
		t.Errorf("created %+v", f.created)
	}
}

// TestAddSaysWhyItIsNotSaved: «Сохранить» of the question cannot look disabled.
func TestAddSaysWhyItIsNotSaved(t *testing.T) {
	b, a := openAdd(t, offering())
	a.title.SetText("Мой чат")
	b.Press("Отмена")
	b.Press("Сохранить")
	b.Sees("Выберите, какой это чат, и введите его наименование.")
}

func TestAddCancelUntouched(t *testing.T) {
	f := offering()
	b, a := openAdd(t, f)
	a.types.Field.TypedRune('Г')
	a.groups.Field.TypedRune('Д')
	b.Press("Отмена")
	if b.top() != b.list || b.DialogOpen() || len(f.created) > 0 {
		t.Error("«Отмена» asks about what the program filled in itself")
	}
}

func TestAddErrors(t *testing.T) {
	f := offering()
	f.choicesErr = errors.New("Список групп не прочитан.")
	b, a := openAdd(t, f)
	b.Sees("Нельзя начать новый чат", "Список групп не прочитан.")
	b.Press("Понятно")
	f.choicesErr, f.startErr = nil, errors.New("Список студентов не прочитан.")
	a.load()
	a.types.Field.TypedRune('Г')
	a.groups.Field.TypedRune('Д')
	b.Sees("Список студентов не прочитан.")
	a.title.SetText("ДО-19-3")
	if !a.create.Disabled() {
		t.Error("a chat whose people were not read may be created")
	}
	f.startErr = nil
	b.Press("Повторить")
	f.createErr = errors.New("Чат с таким наименованием уже есть: измените наименование.")
	b.Press("Добавить")
	b.Sees("Чат не создан", "Чат с таким наименованием уже есть")
	b.Press("Понятно")
	if b.top() == b.list || a.create.Disabled() {
		t.Error("the new chat was lost")
	}
}

func TestAddIgnoresPeopleOfAnotherChoice(t *testing.T) {
	f := offering()
	b, a := openAdd(t, f)
	a.types.Field.TypedRune('Г')
	b.late.Late = true
	a.groups.Field.TypedRune('А')
	first := b.late.Take()
	a.groups.Field.Open() // another letter at once would go on with the first
	viewtest.Keys(b.Window.Canvas().Focused(), fyne.KeyEnd, fyne.KeyReturn)
	b.late.Run()
	f.start.Suggested = nil
	for _, answer := range first {
		answer()
	}
	if len(a.people) != 10 {
		t.Errorf("%d people shown: the answer to an older choice won", len(a.people))
	}
}
