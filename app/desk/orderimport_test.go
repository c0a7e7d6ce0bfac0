package desk_test

import (
	"errors"
	"fmt"
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
	read := files(t, path)
	preview, err := admin.PreviewOrders(admin.As(t.Context()), read)
	people, added := preview.Totals()
	if err != nil || preview.Fingerprint == "" || len(preview.Orders) != 4 || people != 5 || added != 1 || len(preview.Notices) != 1 || len(preview.Problems) != 0 {
		t.Fatalf("%+v, %v", preview, err)
	}
	if o := preview.Orders[0]; o.People != 2 || o.Lines[0].Before != "А-1" || o.Lines[0].After != "Б-1" || o.Kind != model.OrderTransfer {
		t.Errorf("first order %+v", o)
	}
	if got := w.enrolled(t, "Алексеева"); got != "А-1 –" {
		t.Errorf("a preview moves people: %s", got)
	}
	if err := admin.ApplyOrders(admin.As(t.Context()), read, false, preview.Fingerprint); err != nil {
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
	if err := admin.ApplyOrders(admin.As(t.Context()), read, false, preview.Fingerprint); !errors.Is(err, app.ErrOutdated) {
		t.Errorf("applied twice: %v", err)
	}
	again, err := admin.PreviewOrders(admin.As(t.Context()), read)
	if err != nil || again.Fingerprint != "" || len(again.Taken) != 5 || again.Taken[0].Message != "Приказ № 1-к от 10.11.2026 уже записан" || len(again.Orders) != 0 {
		t.Errorf("the same file again: %+v, %v", again, err)
	}
	lines, _, err := admin.Audit(admin.As(t.Context()), model.AuditFilter{Action: "Загрузка приказов"})
	if err != nil || len(lines) != 1 || lines[0].Details != "приказов: 4, людей: 3, новых студентов: 1" {
		t.Errorf("the journal of changes: %+v, %v", lines, err)
	}

	// The whole file is one change that can be taken back.
	if err := admin.UndoChange(admin.As(t.Context()), lines[0].Change); err != nil {
		t.Fatal(err)
	}
	for surname, want := range map[string]string{"Алексеева": "А-1 –", "Борисова": "А-1 –"} {
		if got := w.enrolled(t, surname); got != want {
			t.Errorf("taken back, %s: %s, want %s", surname, got, want)
		}
	}
	if !w.student(t, "Алексеева") || w.known(t, "Новикова") {
		t.Error("taken back, who left and who came are not what they were")
	}
}

// TestOrdersFromFileSorted: a row is written, or of it account has been taken, or it contradicts the college: that is said
// row by row, and holds no other row up.
func TestOrdersFromFileSorted(t *testing.T) {
	w := newWorld(t)
	admin := w.as(t, "Админова")
	must(t, admin.LeaveStudents(admin.As(t.Context()), []model.PersonID{w.person(t, "Дмитриева")}))
	w.order(t, model.OrderAcademicLeave, 20, "Григорьева", "")
	_, err := admin.SaveOrder(admin.As(t.Context()), model.OrderEdit{Number: "9", Date: onDay(20), Kind: model.OrderDisband, Group: w.group(t, "Б-1"), Effective: onDay(31), Losing: true})
	must(t, err)
	for _, c := range []struct {
		name, rows           string
		orders               int
		taken, problem, asks string
	}{
		{"a transfer of who is there", "10.11.2026;1-к;Перевести;Алексеева Анна;Б-1;;А-1;;;", 0, "На 10.11.2026 студент уже в группе А-1", "", ""},
		{"an enrolment of who is there", "10.11.2026;1-к;Зачислить;Алексеева Анна;;;А-1;;;", 0, "На 10.11.2026 студент уже в группе А-1", "", ""},
		{"a return of who is there", "10.11.2026;1-к;Восстановить;Алексеева Анна;;;А-1;;;", 0, "На 10.11.2026 студент уже в группе А-1", "", ""},
		{"a withdrawal of who is gone", "24.11.2026;1-к;Отчислить;Дмитриева Анна;Б-1;;;;;", 0, "Студент уже выбыл", "", ""},
		{"a withdrawal of who is gone from another group", "10.11.2026;1-к;Отчислить;Дмитриева Анна;А-1;;;;;", 0, "Студент уже выбыл", "", ""},
		{"a leave of who is on leave from another group", "10.11.2026;1-к;Предоставить;Григорьева Анна;А-1;;;;;", 0, "Студент уже в академическом отпуске", "", ""},
		{"the leave goes on", "24.11.2026;1-к;Продлить;Григорьева Анна;Б-1;;;;;", 1, "", "", ""},
		{"a way that leads to where they are", "10.09.2023;1-к;Зачислить;Алексеева Анна;;;Б-1;;;\n10.09.2024;2-к;Перевести;Алексеева Анна;Б-1;;А-1;;;", 0, "Студент уже в группе А-1", "", ""},
		{"from another group", "10.11.2026;1-к;Отчислить;Алексеева Анна;Б-1;;;;;", 0, "", "На 10.11.2026 студент в группе А-1, а не в Б-1", ""},
		{"a namesake", "10.11.2026;1-к;Зачислить;Алексеева Анна;;;Б-1;;;", 1, "", "", "записан новый"},
		{"back to another group", "10.11.2026;1-к;Восстановить;Алексеева Анна;;;Б-1;;;", 0, "", "студент уже в группе А-1", ""},
		{"nobody of the name", "10.11.2026;1-к;Отчислить;Алексеев Антон;А-1;;;;;", 0, "", "Студента с таким ФИО нет", ""},
		{"a transfer of who left", "10.11.2026;1-к;Отчислить;Алексеева Анна;А-1;;;;;\n11.11.2026;2-к;Перевести;Алексеева Анна;А-1;;Б-1;;;", 1, "", "На 11.11.2026 студент не числится ни в одной группе", ""},
		{"a leave of who left", "24.11.2026;1-к;Предоставить;Дмитриева Анна;Б-1;;;;;", 0, "", "На 24.11.2026 студент не числится ни в одной группе", ""},
		{"to a group that ends", "01.12.2026;1-к;Перевести;Алексеева Анна;А-1;;Б-1;;;", 0, "", "Группу Б-1 расформируют 01.12.2026 по приказу № 9 от 20.11.2026", ""},
		{"to a group before it ends", "30.11.2026;1-к;Перевести;Алексеева Анна;А-1;;Б-1;;;", 1, "", "", ""},
		{"years ahead", "20.11.2062;1-к;Отчислить;Алексеева Анна;А-1;;;;;", 0, "", "Приказ датирован 20.11.2062, это через 35 лет", ""},
	} {
		preview, err := admin.PreviewOrders(admin.As(t.Context()), files(t, orderFile(t, strings.Split(c.rows, "\n")...)))
		if err != nil || len(preview.Orders) != c.orders || (preview.Fingerprint != "") != (c.orders > 0) {
			t.Errorf("%s: %+v, %v", c.name, preview, err)
		}
		for _, part := range []struct {
			what, want string
			list       []model.ImportProblem
		}{{"taken", c.taken, preview.Taken}, {"problem", c.problem, preview.Problems}, {"notice", c.asks, preview.Notices}} {
			if (part.want == "") != (len(part.list) == 0) || part.want != "" && (part.list[0].Row < 2 || !strings.Contains(part.list[0].Message, part.want)) {
				t.Errorf("%s: %s %+v, want «%s»", c.name, part.what, part.list, part.want)
			}
		}
	}
}

// TestOrdersWithoutBadRows: the good rows are loaded, nothing of the bad ones is lost: put right and loaded again they
// come to the same orders, and after that there is nothing left to do.
func TestOrdersWithoutBadRows(t *testing.T) {
	w := newWorld(t)
	admin := w.as(t, "Админова")
	load := func(orders, taken, problems int, rows ...string) {
		t.Helper()
		read := files(t, orderFile(t, rows...))
		preview, err := admin.PreviewOrders(admin.As(t.Context()), read)
		if err != nil || len(preview.Orders) != orders || len(preview.Taken) != taken || len(preview.Problems) != problems {
			t.Fatalf("%+v, %v", preview, err)
		}
		if orders > 0 {
			must(t, admin.ApplyOrders(admin.As(t.Context()), read, false, preview.Fingerprint))
		}
	}
	good := "10.11.2026;1-к;Перевести;Алексеева Анна;А-1;;Б-1;;;"
	bad, mended := "10.11.2026;1-к;Перевести;Борисва Анна;А-1;;Б-1;;;", "10.11.2026;1-к;Перевести;Борисова Анна;А-1;;Б-1;;;"
	wrong := "12.11.2026;2-к;Отчислить;Григорьева Анна;А-1;;;;;"
	load(1, 0, 2, good, bad, wrong)
	if w.enrolled(t, "Алексеева") != "Б-1 10.11–; А-1 –10.11" || w.enrolled(t, "Борисова") != "А-1 –" || !w.student(t, "Григорьева") {
		t.Errorf("the good row: %s; the bad ones: %s", w.enrolled(t, "Алексеева"), w.enrolled(t, "Борисова"))
	}
	load(1, 1, 0, good, mended)
	rows, err := admin.Orders(admin.As(t.Context()), model.OrderFilter{})
	if err != nil || len(rows) != 1 || rows[0].People != 2 || w.enrolled(t, "Борисова") != "Б-1 10.11–; А-1 –10.11" {
		t.Errorf("the mended row: %s; orders %+v, %v", w.enrolled(t, "Борисова"), rows, err)
	}
	load(0, 2, 0, good, mended)

	// An order that was put right in the college is the same order.
	card := w.orderCard(t, rows[0].ID)
	e := edited(card)
	e.Effective = onDay(15)
	must(t, admin.EditOrder(admin.As(t.Context()), card.Order, e))
	load(0, 2, 0, good, mended)
	must(t, admin.UndoChange(admin.As(t.Context()), w.lastChange(t, "Изменение приказа")))
	must(t, admin.UndoChange(admin.As(t.Context()), w.lastChange(t, "Загрузка приказов")))
	if w.enrolled(t, "Борисова") != "А-1 –" || w.enrolled(t, "Алексеева") != "Б-1 10.11–; А-1 –10.11" {
		t.Errorf("the second load taken back: %s; %s", w.enrolled(t, "Борисова"), w.enrolled(t, "Алексеева"))
	}
	w.cancelOrder(t, rows[0].ID)
	preview, err := admin.PreviewOrders(admin.As(t.Context()), files(t, orderFile(t, good)))
	if err != nil || len(preview.Orders) != 1 || len(preview.Notices) != 1 || !strings.Contains(preview.Notices[0].Message, "отменён 23.11.2026: загрузка запишет его снова") {
		t.Errorf("a cancelled order: %+v, %v", preview, err)
	}
}

// TestOrdersFromFileRefused: what nobody may, or what came too late, writes nothing.
func TestOrdersFromFileRefused(t *testing.T) {
	w := newWorld(t)
	admin := w.as(t, "Админова")
	read := files(t, orderFile(t, "10.11.2026;1-к;Отчислить;Алексеева Анна;А-1;;;;;"))
	preview, err := admin.PreviewOrders(admin.As(t.Context()), read)
	if err != nil {
		t.Fatal(err)
	}
	if err := admin.RenamePerson(admin.As(t.Context()), w.person(t, "Борисова"), model.ParseName("Борисова Анна"), model.ParseName("Борисова Инна")); err != nil {
		t.Fatal(err)
	}
	if err := admin.ApplyOrders(admin.As(t.Context()), read, false, preview.Fingerprint); !errors.Is(err, app.ErrOutdated) || w.enrolled(t, "Алексеева") != "А-1 –" {
		t.Errorf("the college changed meanwhile: %v, %s", err, w.enrolled(t, "Алексеева"))
	}
	if _, err := w.as(t, "Кураторова").PreviewOrders(w.ctx(t, "Кураторова"), files(t, orderFile(t))); !errors.Is(err, app.ErrNoRight) {
		t.Errorf("a curator: %v", err)
	}
	if err := w.as(t, "Кураторова").ApplyOrders(w.ctx(t, "Кураторова"), read, false, preview.Fingerprint); err == nil {
		t.Error("a curator applies another's preview")
	}
}

// TestOrderIsTakenBack: one order is one change of «Журнал изменений»; taking it back, and that back, gives what was.
func TestOrderIsTakenBack(t *testing.T) {
	w := newWorld(t)
	admin := w.as(t, "Админова")
	first := w.order(t, model.OrderWithdraw, 20, "Алексеева", "")
	change := func(action string) model.ChangeID {
		t.Helper()
		lines, _, err := admin.Audit(admin.As(t.Context()), model.AuditFilter{Action: action})
		if err != nil || len(lines) == 0 {
			t.Fatal(lines, err)
		}
		return lines[0].Change
	}
	undo := func(id model.ChangeID) {
		t.Helper()
		if err := admin.UndoChange(admin.As(t.Context()), id); err != nil {
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
	if card, err := admin.Order(admin.As(t.Context()), first); err != nil || card.State != model.OrderCancelled || len(card.People) != 1 {
		t.Errorf("the order that was taken back: %+v, %v", card, err)
	}
	undo(change("Отмена изменения"))
	look("and that taken back", "А-1 –20.11", false)
	w.cancelOrder(t, first)
	look("cancelled", "А-1 –", true)
	undo(change("Отмена приказа"))
	look("the cancelling taken back", "А-1 –20.11", false)

	// An edit by hand is derived as well.
	if err := admin.MoveStudents(admin.As(t.Context()), []model.PersonID{w.person(t, "Борисова")}, w.group(t, "Б-1")); err != nil {
		t.Fatal(err)
	}
	undo(change("Перевод студента"))
	if got := w.enrolled(t, "Борисова"); got != "А-1 –" {
		t.Errorf("a move by hand taken back: %s", got)
	}
}

// TestTooManyLeaveByOrders: a file by which too many of the college or of a group would leave writes nothing until that is
// confirmed; that everybody finishes is asked about of the college alone.
func TestTooManyLeaveByOrders(t *testing.T) {
	w := newWorld(t)
	admin := w.as(t, "Админова")
	var names []string
	for i := range 8 {
		name := fmt.Sprintf("Лишних Анна %c", 'А'+rune(i))
		names = append(names, name)
		if _, err := admin.AddStudent(admin.As(t.Context()), w.group(t, "Б-1"), model.NewPerson{Name: model.ParseName(name)}); err != nil {
			t.Fatal(err)
		}
	}
	rows := func(kind string, n int) (rows []string) {
		for _, name := range names[:n] {
			rows = append(rows, "24.11.2026;1-к;"+kind+";"+name+";Б-1;;;;;")
		}
		return rows
	}
	var read model.Files // that were looked at last
	preview := func(kind string, n int) model.OrdersPreview {
		t.Helper()
		read = files(t, orderFile(t, rows(kind, n)...))
		p, err := admin.PreviewOrders(admin.As(t.Context()), read)
		if err != nil || len(p.Problems) > 0 {
			t.Fatal(p.Problems, err)
		}
		return p
	}
	if p := preview("Отчислить", 4); len(p.Over) != 0 {
		t.Errorf("four may leave: %q", p.Over)
	}
	if over := strings.Join(preview("Завершить обучение", 8).Over, "; "); !strings.Contains(over, "из колледжа уйдут 8 студентов") || strings.Contains(over, "из группы") {
		t.Errorf("eight finish: %q", over)
	}
	p := preview("Отчислить", 8)
	if over := strings.Join(p.Over, "; "); !strings.Contains(over, "из колледжа уйдут 8 студентов") || !strings.Contains(over, "из группы Б-1 уйдут 8 студентов") {
		t.Errorf("eight leave: %q", over)
	}
	var limit *app.ImportLimitError
	if err := admin.ApplyOrders(admin.As(t.Context()), read, false, p.Fingerprint); !errors.As(err, &limit) || !strings.Contains(err.Error(), "в колледже ничего не изменено") {
		t.Errorf("not confirmed: %v", err)
	}
	if got := len(w.copies(t)); got != 0 {
		t.Errorf("%d copies before nothing", got)
	}
	if err := admin.ApplyOrders(admin.As(t.Context()), read, true, p.Fingerprint); err != nil {
		t.Errorf("confirmed: %v", err)
	}
	if p := preview("Отчислить", 8); len(p.Over) != 0 {
		t.Errorf("who has left leaves once more: %q", p.Over)
	}
}
