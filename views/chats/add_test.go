package chats

import (
	"errors"
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"zvonok/model"
)

func openAdd(t *testing.T, f *fakeService) (*bench, *add) {
	t.Helper()
	b := newBench(t, f)
	b.ctrl(fyne.KeyN)
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
	b.sees("Добавить новый чат", "Тип чата", "Наименование чата", "Выберите тип чата")
	b.seesNot("Учебная группа", "Предмет")
	if !b.find("Добавить").Disabled() {
		t.Error("a chat of no type may be created")
	}
	a.types.TypedRune('Р')
	b.sees("Учебная группа", "Выберите учебную группу")
	a.groups.TypedRune('Д')
	if a.title.Text != "ДО-19-3 родители" {
		t.Errorf("title %q", a.title.Text)
	}
	b.sees("Воробьева Алена Сергеевна", "Ильин Роман Олегович", "Всего 10 · выбрано 9", "администратор: Каган Н. В.")
	a.title.SetText("Родители третьей группы")
	a.list.SetChecked(100, 300)
	a.list.OnChanged()
	b.sees("администратора можно назначить после создания")
	b.ctrl(fyne.KeyS)
	want := model.NewChat{Key: model.ChatKey{Type: model.ChatParents, Group: 3}, Title: "Родители третьей группы", Members: []model.PersonID{100, 300}}
	if len(f.created) != 1 {
		t.Fatalf("created %d chats", len(f.created))
	}
	got := f.created[0]
	if got.Key != want.Key || got.Title != want.Title || !slices.Equal(got.Members, want.Members) || len(got.Admins) != 0 {
		t.Errorf("created %+v, want %+v", got, want)
	}
	if b.top() != b.list {
		t.Error("the screen stays after creating")
	}
	b.sees("Чат «Родители третьей группы» создан")
}

func TestAddSubjectChat(t *testing.T) {
	f := offering()
	b, a := openAdd(t, f)
	a.types.TypedRune('П')
	b.sees("Учебная группа", "Предмет", "Выберите учебную группу")
	a.groups.TypedRune('Д')
	b.sees("Выберите предмет")
	a.subjects.TypedRune('А')
	if a.title.Text != "ДО-19-3/Английский язык(ОГСЭ)" {
		t.Errorf("title %q", a.title.Text)
	}
	if want := (model.ChatKey{Type: model.ChatSubject, Group: 3, Teaching: 30}); f.keys[len(f.keys)-1] != want {
		t.Errorf("asked for the people of %+v", f.keys)
	}
	b.press("Добавить")
	if got := f.created[0]; len(got.Members) != 9 || !slices.Equal(got.Admins, []model.PersonID{106}) {
		t.Errorf("created %+v", got)
	}
}

func TestAddSectionWithoutGroup(t *testing.T) {
	f := offering()
	b, a := openAdd(t, f)
	a.types.TypedRune('П')
	a.groups.TypedRune('б') // без группы
	a.subjects.TypedRune('Ш')
	b.press("Добавить")
	if got := f.created[0]; got.Key != (model.ChatKey{Type: model.ChatSubject, Teaching: 31}) || got.Title != "Шахматы" {
		t.Errorf("created %+v", got)
	}
}

func TestAddTeachersChat(t *testing.T) {
	f := offering()
	f.suggested = append(f.suggested, model.Candidate{Person: 1, Name: f.person.Name, Kind: model.Staff})
	b, a := openAdd(t, f)
	a.types.TypedRune('У')
	b.seesNot("Учебная группа")
	b.sees("администратор: Рязанцева Е. В.")
	b.press("Добавить")
	if got := f.created[0]; got.Key.Type != model.ChatTeachers || !slices.Equal(got.Admins, []model.PersonID{1}) {
		t.Errorf("created %+v", got)
	}
}

func TestAddByRight(t *testing.T) {
	f := offering()
	f.choices = model.NewChatChoices{Types: []model.ChatType{model.ChatSubject}, Teachings: f.choices.Teachings[:1]}
	b, a := openAdd(t, f)
	if a.key.Type != model.ChatSubject {
		t.Error("the only type is not chosen by itself")
	}
	b.sees("Предметы", "Учебная группа")

	none := offering()
	none.choices = model.NewChatChoices{}
	b, _ = openAdd(t, none)
	b.sees("Вам нечего добавить")
}

func TestAddKeepsATitleOfOnesOwn(t *testing.T) {
	b, a := openAdd(t, offering())
	a.types.TypedRune('Г')
	a.title.SetText("Мой чат")
	a.groups.TypedRune('Д')
	if a.title.Text != "Мой чат" {
		t.Errorf("title %q", a.title.Text)
	}
	b.press("Отмена")
	b.sees("Сохранить изменения?")
	b.press("Не сохранять")
	if b.top() != b.list {
		t.Error("«Не сохранять» stays")
	}
}

func TestAddCancelUntouched(t *testing.T) {
	f := offering()
	b, a := openAdd(t, f)
	a.types.TypedRune('Г')
	a.groups.TypedRune('Д')
	b.press("Отмена")
	if b.top() != b.list || b.dialogOpen() || len(f.created) > 0 {
		t.Error("«Отмена» asks about what the program filled in itself")
	}
}

func TestAddErrors(t *testing.T) {
	f := offering()
	f.choicesErr = errors.New("Список групп не прочитан.")
	b, a := openAdd(t, f)
	b.sees("Нельзя начать новый чат", "Список групп не прочитан.")
	b.press("Понятно")
	f.choicesErr, f.membersErr = nil, errors.New("Список студентов не прочитан.")
	a.load()
	a.types.TypedRune('Г')
	a.groups.TypedRune('Д')
	b.sees("Список студентов не прочитан.")
	f.createErr = errors.New("Чат с таким наименованием уже есть: измените наименование.")
	b.press("Добавить")
	b.sees("Чат не создан", "Чат с таким наименованием уже есть")
	b.press("Понятно")
	if b.top() == b.list || a.create.Disabled() {
		t.Error("the new chat was lost")
	}
}

func TestAddIgnoresPeopleOfAnotherChoice(t *testing.T) {
	f := offering()
	b, a := openAdd(t, f)
	a.types.TypedRune('Г')
	b.late.late = true
	a.groups.TypedRune('А')
	first := b.late.waiting
	b.late.waiting = nil
	a.groups.TypedRune('Д')
	b.late.run()
	f.suggested = nil
	for _, answer := range first {
		answer()
	}
	if len(a.people) != 10 {
		t.Errorf("%d people shown: the answer to an older choice won", len(a.people))
	}
}
