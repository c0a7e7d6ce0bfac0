package chats

import (
	"errors"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"zvonok/model"
)

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
	b.Window.Canvas().Focus(e.table.Grid)
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
