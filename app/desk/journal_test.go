package desk_test

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"zvonok/model"
	"zvonok/model/store"
)

// journal fills a world's audit: lines at midnight of Moscow and around, by two people and by nobody.
func journal(t *testing.T) (*world, *office) {
	t.Helper()
	w := newWorld(t)
	w.update(t, func(tx *store.Tx) error { return tx.SetSetting(store.SettingTimeZone, "Asia/Vladivostok") })
	admin, teacher := w.person(t, "Админова"), w.person(t, "Учителева")
	zone, err := time.LoadLocation("Asia/Vladivostok")
	if err != nil {
		t.Fatal(err)
	}
	w.update(t, func(tx *store.Tx) error {
		for _, l := range []struct {
			at      time.Time
			actor   model.PersonID
			action  string
			details string
		}{
			{time.Date(2026, 3, 1, 23, 59, 59, 0, zone), admin, "Первое", "добавлен Королёв"},
			{time.Date(2026, 3, 2, 0, 0, 0, 0, zone), teacher, "Второе", "=1+1"},
			{time.Date(2026, 3, 2, 23, 59, 59, 0, zone), 0, "Второе", "@SUM(A1)"},
			{time.Date(2026, 3, 3, 0, 0, 0, 0, zone), admin, "Третье", "-2+3"},
		} {
			if err := tx.Audit(l.at, l.actor, l.action, "запись", l.details); err != nil {
				return err
			}
		}
		return nil
	})
	return w, w.office(t, "Админова")
}

func details(lines []model.AuditLine) string {
	text := ""
	for _, l := range lines {
		text += l.Details + "; "
	}
	return text
}

// TestAudit: each condition narrows, days are those of the college, pages are cut after the conditions.
func TestAudit(t *testing.T) {
	w, o := journal(t)
	day := func(d int) time.Time { return time.Date(2026, 3, d, 0, 0, 0, 0, time.UTC) }
	from := day(1) // the college itself was made much later
	for name, c := range map[string]struct {
		filter model.AuditFilter
		want   string
		total  int
	}{
		"a day":          {model.AuditFilter{From: day(2), Until: day(2)}, "@SUM(A1); =1+1; ", 2},
		"until":          {model.AuditFilter{From: from, Until: day(1)}, "добавлен Королёв; ", 1},
		"action":         {model.AuditFilter{Action: "Второе"}, "@SUM(A1); =1+1; ", 2},
		"person":         {model.AuditFilter{ByActor: true, Actor: w.person(t, "Учителева")}, "=1+1; ", 1},
		"nobody":         {model.AuditFilter{ByActor: true, Action: "Второе"}, "@SUM(A1); ", 1},
		"text, ё":        {model.AuditFilter{Text: "КОРОЛЕВ"}, "добавлен Королёв; ", 1},
		"text of a name": {model.AuditFilter{Text: "учителева"}, "=1+1; ", 1},
		"page":           {model.AuditFilter{From: from, Until: day(3), Offset: 1, Limit: 2}, "@SUM(A1); =1+1; ", 4},
		"page of a text": {model.AuditFilter{Text: "запись", Offset: 2, Limit: 1}, "=1+1; ", 4},
		"nothing":        {model.AuditFilter{Text: "нет такого"}, "", 0},
		"like a pattern": {model.AuditFilter{Text: "%"}, "", 0},
	} {
		t.Run(name, func(t *testing.T) {
			lines, total, err := o.Audit(o.As(t.Context()), c.filter)
			if err != nil || details(lines) != c.want || total != c.total {
				t.Errorf("got %q of %d, %v; want %q of %d", details(lines), total, err, c.want, c.total)
			}
		})
	}
	lines, _, err := o.Audit(o.As(t.Context()), model.AuditFilter{From: from, Until: day(1)})
	if err != nil || lines[0].At.Format("02.01.2006 15:04:05") != "01.03.2026 23:59:59" || lines[0].Who != "Админова Анна" {
		t.Errorf("the line is %+v, %v", lines[0], err)
	}
}

// TestAuditChoices: those who did something, each once.
func TestAuditChoices(t *testing.T) {
	_, o := journal(t)
	choices, err := o.AuditChoices(o.As(t.Context()))
	if err != nil {
		t.Fatal(err)
	}
	who := map[string]int{}
	for _, p := range choices.People {
		who[p.Who]++
	}
	if who["Админова Анна"] != 1 || who["Учителева Анна"] != 1 || who[model.NobodyDid] != 1 || len(choices.Actions) < 3 {
		t.Errorf("got %+v", choices)
	}
}

// TestExportAudit: every line is in the workbook, and nothing in it is a formula.
func TestExportAudit(t *testing.T) {
	_, o := journal(t)
	var file bytes.Buffer
	filter := model.AuditFilter{From: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), Until: time.Date(2026, 3, 3, 0, 0, 0, 0, time.UTC), Limit: 1}
	if err := o.ExportAudit(o.As(t.Context()), filter, &file); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(&file)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	rows, err := book.GetRows("Журнал изменений")
	if err != nil || len(rows) != 5 || rows[0][0] != "Когда" {
		t.Fatalf("the sheet holds %q, %v", rows, err)
	}
	want := []string{"-2+3", "@SUM(A1)", "=1+1", "добавлен Королёв"}
	for i, text := range want {
		cell := fmt.Sprintf("E%d", i+2)
		formula, err := book.GetCellFormula("Журнал изменений", cell)
		if err != nil || formula != "" {
			t.Errorf("%s holds the formula %q, %v", cell, formula, err)
		}
		kind, err := book.GetCellType("Журнал изменений", cell)
		if err != nil || kind != excelize.CellTypeInlineString && kind != excelize.CellTypeSharedString {
			t.Errorf("%s is of type %v, %v", cell, kind, err)
		}
		if rows[i+1][4] != text {
			t.Errorf("%s holds %q, want %q", cell, rows[i+1][4], text)
		}
	}
	if rows[1][0] != "03.03.2026 00:00:00" || rows[2][1] != model.NobodyDid {
		t.Errorf("got %q", rows[1:3])
	}
}

// TestRuns: the log tells what each run did, in the college's time.
func TestRuns(t *testing.T) {
	w, o := journal(t)
	w.run(t, initialise)
	w.vk.refuse = nil
	runs, err := o.Runs(o.As(t.Context()), 10)
	if err != nil || len(runs) != 1 {
		t.Fatalf("got %+v, %v", runs, err)
	}
	if r := runs[0]; r.Report.Chats.Created == 0 || r.Problem != "" || r.Started.Format("02.01.2006 15:04") != "23.11.2026 19:00" || r.Finished.IsZero() {
		t.Errorf("the run is %+v", r)
	}
	w.run(t, correct)
	if runs, err = o.Runs(o.As(t.Context()), 1); err != nil || len(runs) != 1 || runs[0].Report.Chats.Created != 0 {
		t.Errorf("the latest run is %+v, %v", runs, err)
	}
}
