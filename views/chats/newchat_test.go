package chats

import (
	"errors"
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"zvonok/model"
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
	a.types.TypedRune('Р')
	b.Sees("Учебная группа", "Выберите учебную группу")
	a.groups.TypedRune('Д')
	if a.title.Text != "ДО-19-3 родители" {
		t.Errorf("title %q", a.title.Text)
	}
	b.Sees("Воробьева Алена Сергеевна", "Ильин Роман Олегович", "Всего 10 · выбрано 9", "администратор: Каган Н.В.")
	a.title.SetText("Родители третьей группы")
	a.list.SetChecked(100, 300)
	a.list.OnChanged()
	b.Sees("администратор: Каган Н.В.; если такой чат уже есть — вы")
	b.Ctrl(fyne.KeyS)
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
			f.person.ID, f.suggested = c.me, []model.Candidate{staff}
			b, a := openAdd(t, f)
			a.types.TypedRune('У')
			b.Sees("выбрано 1 · " + c.want)
		})
	}
}

// TestAddTellsASearchFromAnEmptyGroup: the words about the group are not said of a search that finds nobody.
func TestAddTellsASearchFromAnEmptyGroup(t *testing.T) {
	b, a := openAdd(t, offering())
	a.types.TypedRune('Р')
	a.groups.TypedRune('Д')
	a.list.SearchField().(*widgets.Search).SetText("никто")
	b.Sees("Никого не найдено", "Сбросить поиск")
	b.SeesNot("В списке группы пока никого")
}

func TestAddSubjectChat(t *testing.T) {
	f := offering()
	b, a := openAdd(t, f)
	a.types.TypedRune('П')
	b.Sees("Учебная группа", "Предмет", "Выберите учебную группу")
	a.groups.TypedRune('Д')
	b.Sees("Выберите предмет")
	a.subjects.TypedRune('А')
	if a.title.Text != "ДО-19-3/Английский язык(ОГСЭ)" {
		t.Errorf("title %q", a.title.Text)
	}
	if want := (model.ChatKey{Type: model.ChatSubject, Group: 3, Teaching: 30}); f.keys[len(f.keys)-1] != want {
		t.Errorf("asked for the people of %+v", f.keys)
	}
	b.Press("Добавить")
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
	b.Press("Добавить")
	if got := f.created[0]; got.Key != (model.ChatKey{Type: model.ChatSubject, Teaching: 31}) || got.Title != "Шахматы" {
		t.Errorf("created %+v", got)
	}
}

func TestAddTeachersChat(t *testing.T) {
	f := offering()
	f.suggested = append(f.suggested, model.Candidate{Person: 1, Name: f.person.Name, Kind: model.Staff})
	b, a := openAdd(t, f)
	a.types.TypedRune('У')
	b.SeesNot("Учебная группа")
	b.Sees("администратор: Рязанцева Е.В.")
	b.Press("Добавить")
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
	b.Sees("Предметы", "Учебная группа")

	none := offering()
	none.choices = model.NewChatChoices{}
	b, _ = openAdd(t, none)
	b.Sees("Вам нечего добавить")
}

func TestAddKeepsATitleOfOnesOwn(t *testing.T) {
	b, a := openAdd(t, offering())
	a.types.TypedRune('Г')
	a.title.SetText("Мой чат")
	a.groups.TypedRune('Д')
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

func TestAddCancelUntouched(t *testing.T) {
	f := offering()
	b, a := openAdd(t, f)
	a.types.TypedRune('Г')
	a.groups.TypedRune('Д')
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
	f.choicesErr, f.membersErr = nil, errors.New("Список студентов не прочитан.")
	a.load()
	a.types.TypedRune('Г')
	a.groups.TypedRune('Д')
	b.Sees("Список студентов не прочитан.")
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
	a.types.TypedRune('Г')
	b.late.Late = true
	a.groups.TypedRune('А')
	first := b.late.Take()
	a.groups.Open() // another letter at once would go on with the first
	viewtest.Keys(b.Window.Canvas().Focused(), fyne.KeyEnd, fyne.KeyReturn)
	b.late.Run()
	f.suggested = nil
	for _, answer := range first {
		answer()
	}
	if len(a.people) != 10 {
		t.Errorf("%d people shown: the answer to an older choice won", len(a.people))
	}
}
