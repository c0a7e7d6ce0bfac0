package app_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"zvonok/app"
	"zvonok/model"
	"zvonok/model/store"
)

const orderHead = "ДатаПриказа;НомерПриказа;Тип;ФИО;ГруппаДо;СпециальностьДо;ГруппаПосле;СпециальностьПосле;Причина;Основание\n"

// orderFile writes a file of orders.
func orderFile(t *testing.T, rows ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "приказы.csv")
	if err := os.WriteFile(path, []byte(orderHead+strings.Join(rows, "\n")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// enrolled says where a student was and is: «Б-1 10.11–; А-1 –10.11».
func (w *world) enrolled(t *testing.T, surname string) string {
	t.Helper()
	day := func(d time.Time) string {
		if d.IsZero() {
			return ""
		}
		return d.Format("02.01")
	}
	var words []string
	w.view(t, func(tx *store.Tx) error {
		list, err := tx.Enrolled(w.person(t, surname))
		for _, e := range list {
			words = append(words, e.GroupName+" "+day(e.From)+"–"+day(e.Until))
		}
		return err
	})
	return strings.Join(words, "; ")
}

// TestOrdersFromFile: the orders of a file follow one another, are written at once, and are not written twice.
func TestOrdersFromFile(t *testing.T) {
	w := newWorld(t)
	admin := w.as(t, "Админова")
	path := orderFile(t,
		"10.11.2026;1-к;Перевести;Алексеева Анна;А-1;;Б-1;;по заявлению;заявление",
		"10.11.2026;1-к;Перевести;Борисова Анна;А-1;;Б-1;;по заявлению;заявление",
		"12.11.2026;2-к;Отчислить;Алексеева Анна;Б-1;;;;;",
		";20.11.2026;3-к;Зачислить;Новикова Анна;;;А-1;;",
		"01.12.2026;4-к;Перевести;Новикова Анна;А-1;;Б-1;;;")
	preview, err := admin.PreviewOrders(t.Context(), []string{path})
	people, added := preview.Totals()
	if err != nil || preview.ID == 0 || len(preview.Orders) != 4 || people != 5 || added != 1 || len(preview.Notices) != 1 || len(preview.Problems) != 0 {
		t.Fatalf("%+v, %v", preview, err)
	}
	if o := preview.Orders[0]; o.People != 2 || o.Lines[0].Before != "А-1" || o.Lines[0].After != "Б-1" || o.Kind != model.OrderTransfer {
		t.Errorf("first order %+v", o)
	}
	if got := w.enrolled(t, "Алексеева"); got != "А-1 –" {
		t.Errorf("a preview moves people: %s", got)
	}
	if err := admin.ApplyOrders(t.Context(), preview.ID); err != nil {
		t.Fatal(err)
	}
	if got := w.copies(t); len(got) != 1 || got[0] != model.BackupOrders {
		t.Errorf("copies: %v", got)
	}
	for surname, want := range map[string]string{
		"Алексеева": "Б-1 10.11–12.11; А-1 –10.11", "Борисова": "Б-1 10.11–; А-1 –10.11", "Новикова": "Б-1 01.12–; А-1 20.11–01.12",
	} {
		if got := w.enrolled(t, surname); got != want {
			t.Errorf("%s: %s, want %s", surname, got, want)
		}
	}
	if w.student(t, "Алексеева") || !w.student(t, "Новикова") {
		t.Error("who left and who came are not what the orders say")
	}
	if err := admin.ApplyOrders(t.Context(), preview.ID); err == nil || !strings.Contains(err.Error(), "уже загружены") {
		t.Errorf("applied twice: %v", err)
	}
	again, err := admin.PreviewOrders(t.Context(), []string{path})
	if err != nil || again.ID != 0 || again.Known != 5 || len(again.Orders) != 0 {
		t.Errorf("the same file again: %+v, %v", again, err)
	}
	lines, _, err := admin.Audit(t.Context(), model.AuditFilter{Action: "Загрузка приказов"})
	if err != nil || len(lines) != 1 || lines[0].Details != "приказов: 4, людей: 3, новых студентов: 1" {
		t.Errorf("the journal of changes: %+v, %v", lines, err)
	}

	// The whole file is one change that can be taken back.
	if err := admin.UndoChange(t.Context(), lines[0].Change); err != nil {
		t.Fatal(err)
	}
	for surname, want := range map[string]string{"Алексеева": "А-1 –", "Борисова": "А-1 –", "Новикова": ""} {
		if got := w.enrolled(t, surname); got != want {
			t.Errorf("taken back, %s: %s, want %s", surname, got, want)
		}
	}
	if !w.student(t, "Алексеева") || w.student(t, "Новикова") {
		t.Error("taken back, who left and who came are not what they were")
	}
}

// TestOrdersFromFileRefused: what does not fit the college is said row by row, and nothing is written.
func TestOrdersFromFileRefused(t *testing.T) {
	w := newWorld(t)
	admin := w.as(t, "Админова")
	for _, c := range []struct{ row, says string }{
		{"10.11.2026;1-к;Перевести;Алексеева Анна;Б-1;;А-1;;;", ""}, // it is so already
		{"10.11.2026;1-к;Отчислить;Алексеева Анна;Б-1;;;;;", "на 10.11.2026 студент в группе А-1, а не в Б-1"},
		{"10.11.2026;1-к;Зачислить;Алексеева Анна;;;Б-1;;;", ""}, // a namesake
		{"10.11.2026;1-к;Восстановить;Алексеева Анна;;;Б-1;;;", "студент уже в группе А-1"},
		{"10.11.2026;1-к;Отчислить;Алексеев Антон;А-1;;;;;", "Студента с таким ФИО нет"},
		{"10.11.2026;1-к;Отчислить;Алексеева Анна;А-1;;;;;\n11.11.2026;2-к;Перевести;Алексеева Анна;А-1;;Б-1;;;", "не числится ни в одной группе"},
	} {
		preview, err := admin.PreviewOrders(t.Context(), []string{orderFile(t, c.row)})
		switch {
		case err != nil:
			t.Errorf("%s: %v", c.row, err)
		case c.says == "" && (len(preview.Problems) > 0 || preview.ID == 0):
			t.Errorf("%s: %+v", c.row, preview.Problems)
		case c.says != "" && (len(preview.Problems) != 1 || preview.ID != 0 || preview.Problems[0].Row < 2 || !strings.Contains(preview.Problems[0].Message, c.says)):
			t.Errorf("%s: %+v, want «%s»", c.row, preview.Problems, c.says)
		}
	}
	preview, err := admin.PreviewOrders(t.Context(), []string{orderFile(t, "10.11.2026;1-к;Отчислить;Алексеева Анна;А-1;;;;;")})
	if err != nil {
		t.Fatal(err)
	}
	if err := admin.RenamePerson(t.Context(), w.person(t, "Борисова"), model.ParseName("Борисова Анна"), model.ParseName("Борисова Инна")); err != nil {
		t.Fatal(err)
	}
	if err := admin.ApplyOrders(t.Context(), preview.ID); !errors.Is(err, app.ErrRosterChanged) || w.enrolled(t, "Алексеева") != "А-1 –" {
		t.Errorf("the college changed meanwhile: %v, %s", err, w.enrolled(t, "Алексеева"))
	}
	if _, err := w.as(t, "Кураторова").PreviewOrders(t.Context(), []string{orderFile(t)}); !errors.Is(err, app.ErrNoRight) {
		t.Errorf("a curator: %v", err)
	}
	if err := w.as(t, "Кураторова").ApplyOrders(t.Context(), preview.ID); err == nil {
		t.Error("a curator applies another's preview")
	}
	if _, err := admin.PreviewOrders(t.Context(), []string{"нет.csv"}); err == nil || !strings.Contains(err.Error(), "не найден") {
		t.Errorf("no file: %v", err)
	}
}

// TestOrderIsTakenBack: one order is one change of «Журнал изменений»; taking it back, and that back, gives what was.
func TestOrderIsTakenBack(t *testing.T) {
	w := newWorld(t)
	admin := w.as(t, "Админова")
	first := w.order(t, model.OrderWithdraw, 20, "Алексеева", "")
	change := func(action string) model.ChangeID {
		t.Helper()
		lines, _, err := admin.Audit(t.Context(), model.AuditFilter{Action: action})
		if err != nil || len(lines) == 0 {
			t.Fatal(lines, err)
		}
		return lines[0].Change
	}
	undo := func(id model.ChangeID) {
		t.Helper()
		if err := admin.UndoChange(t.Context(), id); err != nil {
			t.Fatal(err)
		}
	}
	look := func(when, enrolled string, student bool) {
		t.Helper()
		if got := w.enrolled(t, "Алексеева"); got != enrolled || w.student(t, "Алексеева") != student {
			t.Errorf("%s: %s, a student %v", when, got, w.student(t, "Алексеева"))
		}
	}
	look("withdrawn", "А-1 –20.11", false)
	undo(change("Приказ"))
	look("taken back", "А-1 –", true)
	if card, err := admin.Order(t.Context(), first); err != nil || card.State != model.OrderCancelled || len(card.People) != 1 {
		t.Errorf("the order that was taken back: %+v, %v", card, err)
	}
	undo(change("Отмена изменения"))
	look("and that taken back", "А-1 –20.11", false)
	w.cancelOrder(t, first)
	look("cancelled", "А-1 –", true)
	undo(change("Отмена приказа"))
	look("the cancelling taken back", "А-1 –20.11", false)

	// An edit by hand is derived as well.
	if err := admin.MoveStudents(t.Context(), []model.PersonID{w.person(t, "Борисова")}, w.group(t, "Б-1")); err != nil {
		t.Fatal(err)
	}
	undo(change("Перевод студента"))
	if got := w.enrolled(t, "Борисова"); got != "А-1 –" {
		t.Errorf("a move by hand taken back: %s", got)
	}
}
