package settings

import (
	"errors"
	"strings"
	"testing"

	"zvonok/model"
	"zvonok/views/viewtest"
	"zvonok/views/widgets"
)

// TestCollegeIsMoved: the form says before what happens, shows why it did not, and afterwards what to do now; then the window lets go of
// the college.
func TestCollegeIsMoved(t *testing.T) {
	const address = "postgres://zvonok@db.college.ru/zvonok"
	b := openAccess(t, func(f *fakeService) {
		f.moveErr = errors.New("нужен PostgreSQL 15 или новее: обновите сервер базы данных")
	})
	b.Press("Перенести колледж на сервер…")
	b.Sees("Все таблицы копируются разом и сверяются", "Колледж на этом компьютере сохранится таким, какой он сейчас, но закроется", "zvonok serve --db", "заново подключаться не нужно")
	b.Press("Перенести")
	b.Sees("Введите адрес базы данных")
	fields := viewtest.InFront[*widgets.Entry](&b.Person)
	if len(fields) != 2 || fields[0].Password || !fields[1].Password {
		t.Fatalf("the fields: %d", len(fields))
	}
	fields[0].SetText(" " + address + " ")
	fields[1].SetText("тайна")
	b.Press("Перенести")
	b.Sees("Нужен PostgreSQL 15 или новее: обновите сервер базы данных.")
	b.SeesNot("Не закрывайте окно")
	b.service.moveErr = nil
	b.service.there = model.Moved{Command: `zvonok serve --data "/дом" --db "` + address + `"`, Notice: "пароль базы данных не сохранён"}
	b.Press("Перенести")
	b.Sees("Колледж перенесён", b.service.there.Command, "Пароль базы данных не сохранён.")
	if want := address + " тайна"; strings.Join(b.service.moves, "\n") != want+"\n"+want {
		t.Errorf("moved to %q", b.service.moves)
	}
	if strings.Contains(b.Sight(), "тайна") || b.service.letGo != 0 {
		t.Errorf("let go %d times of:\n%s", b.service.letGo, b.Sight())
	}
	b.Press("Понятно")
	if b.service.letGo != 1 {
		t.Errorf("let go %d times", b.service.letGo)
	}
}

// TestNothingMovesWhileOthersWrite: the button says why it does nothing while the college is open to other computers.
func TestNothingMovesWhileOthersWrite(t *testing.T) {
	b := openAccess(t, func(f *fakeService) { f.serving = openServing() })
	if !b.screen.access.move.Disabled() {
		t.Error("a college that others write in can be moved")
	}
}
