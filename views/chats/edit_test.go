package chats

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

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
	e.table.ClearSelection()
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

func TestEditLeaving(t *testing.T) {
	begin := func(t *testing.T) (*fakeService, *bench) {
		f := admin()
		b, e := openEdit(t, f)
		e.table.SelectKeys(103)
		b.Key(fyne.KeyDelete)
		b.Press("Назад")
		b.Sees("Сохранить изменения?")
		return f, b
	}
	t.Run("cancel", func(t *testing.T) {
		f, b := begin(t)
		b.Press("Отмена")
		if b.top() == b.list || len(f.saved) > 0 {
			t.Error("«Отмена» left or saved")
		}
		b.Sees("несохранённые изменения: удалить 1")
	})
	t.Run("discard", func(t *testing.T) {
		f, b := begin(t)
		b.Press("Не сохранять")
		if b.top() != b.list || len(f.saved) > 0 {
			t.Error("«Не сохранять» stayed or saved")
		}
	})
	t.Run("save", func(t *testing.T) {
		f, b := begin(t)
		b.Press("Сохранить")
		if b.top() != b.list || len(f.saved) != 1 {
			t.Error("«Сохранить» stayed or did not save")
		}
	})
	t.Run("save refused", func(t *testing.T) {
		f, b := begin(t)
		f.saveErr = errors.New("База занята.")
		b.Press("Сохранить")
		if b.top() == b.list {
			t.Error("edits were lost")
		}
		b.Sees("Изменения не сохранены", "База занята.", "несохранённые изменения: удалить 1")
	})
	t.Run("window", func(t *testing.T) {
		f, b := begin(t)
		b.Press("Отмена")
		b.shell.Close()
		b.Sees("Сохранить изменения?")
		if len(f.saved) > 0 {
			t.Error("closing saved by itself")
		}
	})
	t.Run("unchanged", func(t *testing.T) {
		b, _ := openEdit(t, admin())
		b.Key(fyne.KeyEscape)
		if b.DialogOpen() || b.top() != b.list {
			t.Error("Esc asks though nothing was changed")
		}
	})
}

func TestEditConflictKeepsTheEdits(t *testing.T) {
	f := admin()
	b, e := openEdit(t, f)
	e.table.SelectKeys(103, 104)
	b.Key(fyne.KeyDelete)
	f.saveErr = &model.Conflict{Thing: "чат «ДО-19-3»", Who: "Лебедев Олег Иванович", At: time.Date(2026, 11, 30, 14, 5, 0, 0, time.UTC),
		What: "добавлены: Котов Я.", Mine: "удалены: Иванова М. и ещё 1"}
	f.onSave = func() { f.card.Version = 9 }
	b.Press("Сохранить")
	b.Sees("Уже изменено", "Лебедев Олег Иванович, 14:05 добавлены: Котов Я. У вас: удалены: Иванова М. и ещё 1", "изменил другой сотрудник. Ваши изменения сохранены на экране")
	b.Press("Отмена")
	b.Sees("несохранённые изменения: удалить 2")
	f.saved = nil
	b.Press("Сохранить")
	f.saveErr, f.onSave = nil, nil
	b.Press("Сохранить моё")
	if last := f.saved[1]; last.Version != 9 || len(last.Remove) != 2 {
		t.Errorf("the second saving: %+v", last)
	}
	b.SeesNot("изменил другой сотрудник")

	e.table.SelectKeys(100)
	b.Key(fyne.KeyDelete)
	f.saveErr = &model.Conflict{Thing: "чат «ДО-19-3»"}
	b.Press("Сохранить")
	b.Press("Оставить как есть")
	if b.DialogOpen() || e.draft.dirty() {
		t.Error("the edits stay though the other's were taken")
	}
}

func TestEditFollowsChanges(t *testing.T) {
	f := admin()
	b, e := openEdit(t, f)
	e.table.SelectKeys(100)
	f.card.Members[2].Presence = model.PresenceInChat
	f.Publish(model.Change{Chats: []model.ChatID{99}})
	f.Publish(model.Change{Chats: []model.ChatID{8}})
	b.timer.Pass(100 * time.Millisecond)
	b.Sees("из них в чате 6 · выбрано 1")
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

func TestEditErrors(t *testing.T) {
	f := admin()
	f.chatErr = errors.New("Чат уже удалён: вернитесь к списку.")
	b, e := openEdit(t, f)
	b.Sees("Чат не прочитан", "Чат уже удалён: вернитесь к списку.")
	f.chatErr = nil
	b.Press("Повторить")
	b.Sees("Воробьева Алена Сергеевна")
	f.chatErr = errors.New("База не отвечает.")
	b.Key(fyne.KeyF5)
	b.Sees("База не отвечает.", "Воробьева Алена Сергеевна")
	f.candidatesErr = errors.New("Список группы не прочитан.")
	b.choose(e.menu(), "Добавить студентов")
	b.Sees("Список не прочитан", "Список группы не прочитан.")
}

// TestEditKeepsWhatIsEditedWhileSaving: it is neither dropped nor sent, and leaving asks about it.
func TestEditKeepsWhatIsEditedWhileSaving(t *testing.T) {
	f := admin()
	b, e := openEdit(t, f)
	e.table.SelectKeys(103)
	b.Key(fyne.KeyDelete)
	b.late.Late = true
	left := false
	e.MayLeave(func(bool) { left = true })
	b.Press("Сохранить")
	e.table.SelectKeys(104)
	e.removeSelected()
	e.title.SetText("Английский")
	f.Publish(model.Change{All: true})
	b.timer.Pass(time.Second)
	b.late.Release()
	if len(f.saved) != 1 || !slices.Equal(f.saved[0].Remove, []model.PersonID{103}) {
		t.Fatalf("saved %+v", f.saved)
	}
	b.Sees("есть несохранённые изменения: удалить 1, наименование", "Егорова Екатерина Сергеевна")
	if left {
		t.Error("the screen is left with what was edited meanwhile")
	}
	f.card.Version = 6
	b.Press("Сохранить")
	if got := f.saved[len(f.saved)-1]; len(f.saved) != 2 || !slices.Equal(got.Remove, []model.PersonID{104}) || got.Title != "Английский" {
		t.Errorf("then saved %+v", f.saved)
	}
}

// TestEditSavesAgainAtOnce: what is edited and saved before the saved chat was read again waits for its new version.
func TestEditSavesAgainAtOnce(t *testing.T) {
	f := admin()
	b, e := openEdit(t, f)
	f.onSave = func() { f.card.Version++ }
	e.table.SelectKeys(103)
	b.Key(fyne.KeyDelete)
	b.late.Late = true
	b.Press("Сохранить")
	saving := b.late.Take()
	saving[0]() // it is saved; the reading waits
	e.table.SelectKeys(104)
	e.removeSelected()
	b.Press("Сохранить")
	if len(f.saved) != 1 {
		t.Fatalf("saved %+v", f.saved)
	}
	b.late.Late = false
	b.late.Release()
	if len(f.saved) != 2 || f.saved[1].Version != f.saved[0].Version+1 || !slices.Equal(f.saved[1].Remove, []model.PersonID{104}) {
		t.Errorf("saved %+v", f.saved)
	}
	b.SeesNot("Изменения не сохранены")
}

// TestEditAsksBeforeAChatIsEmptied: with the names; until the answer nothing is sent, and what was edited stays.
func TestEditAsksBeforeAChatIsEmptied(t *testing.T) {
	f := admin()
	b, e := openEdit(t, f)
	b.Window.Canvas().Focus(e.table)
	e.table.SelectKeys(100, 101, 102, 103, 104, 105, 106, 107, 108)
	b.Key(fyne.KeyDelete)
	b.Ctrl(fyne.KeyS)
	b.Sees("Удалить из чата всех?", "Воробьева Алена Сергеевна", "В чате не останется никого", "по пригласительной ссылке")
	b.Press("Отмена")
	if len(f.saved) != 0 {
		t.Fatal("it was sent without an answer")
	}
	b.Sees("есть несохранённые изменения: удалить 9")
	b.Ctrl(fyne.KeyS)
	b.Press("Удалить 9 человек")
	if len(f.saved) != 1 || len(f.saved[0].Remove) != 9 {
		t.Errorf("sent %+v", f.saved)
	}
}

// TestEditAsksBeforeAChatLosesItsAdministrator: also where nobody leaves.
func TestEditAsksBeforeAChatLosesItsAdministrator(t *testing.T) {
	f := admin()
	b, e := openEdit(t, f)
	e.table.SelectKeys(106)
	b.choose(e.menu(), "Отменить назначение администратором")
	b.Press("Сохранить")
	b.Sees("Оставить чат без администратора?", "Назначить его потом смогут")
	b.Press("Оставить без администратора")
	if len(f.saved) != 1 || !slices.Equal(f.saved[0].NoMore, []model.PersonID{106}) {
		t.Errorf("sent %+v", f.saved)
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
