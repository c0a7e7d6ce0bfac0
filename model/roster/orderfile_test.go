package roster_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"zvonok/model"
	"zvonok/model/roster/orderfile"
)

// orderOptions are a college as the files of orders name it.
func orderOptions() orderfile.Options {
	opts := orderfile.Options{Today: today, Groups: map[model.GroupID]string{1: "ДО-19-1", 2: "ДО-19-3", 3: "АМ-19-1", 4: "ТД-1", 5: "тд 1"}}
	for i, s := range []struct {
		name   string
		groups []model.GroupID
	}{
		{"Анисимова Юлия Алексеевна", []model.GroupID{1}}, {"Воробьёва Алёна Сергеевна", []model.GroupID{2}},
		{"Галочкина Наталья Ивановна", []model.GroupID{2}}, {"Гаршина Мария Сергеевна", []model.GroupID{2}},
		{"Егорова Екатерина Сергеевна", []model.GroupID{2}}, {"Егорова Екатерина Сергеевна", []model.GroupID{3}},
		{"Иванов Иван Иванович", []model.GroupID{3}}, {"Иванов Иван Иванович", []model.GroupID{3}},
	} {
		opts.Students = append(opts.Students, orderfile.Student{Person: model.PersonID(10 + i), Name: model.ParseName(s.name), Groups: s.groups})
	}
	return opts
}

// orderWords say what a file of orders holds: a line for each line, problem and notice.
func orderWords(f orderfile.File, opts orderfile.Options) string {
	var b strings.Builder
	for _, l := range f.Lines {
		place := ""
		switch before, after := opts.Groups[l.Before], opts.Groups[l.After]; {
		case before != "" && after != "":
			place = ", из " + before + " в " + after
		case before+after != "":
			place = ", " + before + after
		}
		fmt.Fprintf(&b, "+ %d: %s, %s, %s%s [%d]", l.At.Row, model.Order{Number: l.Number, Date: l.Date}.Title(), l.Kind, l.Name, place, l.Person)
		if !l.Effective.Equal(l.Date) {
			b.WriteString(" с " + l.Effective.Format(dayLayout))
		}
		b.WriteString("\n")
	}
	for _, p := range f.Problems {
		fmt.Fprintf(&b, "! %s «%s»: %s\n", p.Words(), p.Value, p.Message)
	}
	for _, p := range f.Notices {
		fmt.Fprintf(&b, "~ %s «%s»: %s\n", p.Words(), p.Value, p.Message)
	}
	return b.String()
}

// TestDaysOfTwoFiles: a workbook that counts its days from 1904 says nothing of the file after it.
func TestDaysOfTwoFiles(t *testing.T) {
	book := excelize.NewFile()
	defer func() { _ = book.Close() }()
	since1904 := true
	if err := book.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &since1904}); err != nil {
		t.Fatal(err)
	}
	header := []any{"ДатаПриказа", "НомерПриказа", "Тип", "ФИО", "ГруппаДо", "ГруппаПосле"}
	row := []any{44884, "1-к", "Отчислить", "Анисимова Юлия Алексеевна", "ДО-19-1", ""}
	if err := errors.Join(book.SetSheetRow("Sheet1", "A1", &header), book.SetSheetRow("Sheet1", "A2", &row)); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := book.Write(&b); err != nil {
		t.Fatal(err)
	}
	got, err := orderfile.Read(t.Context(), model.Files{{Name: "1.xlsx", Data: b.Bytes()}, {Name: "2.csv", Data: []byte(
		"ДатаПриказа;НомерПриказа;Тип;ФИО;ГруппаДо;ГруппаПосле\n46346;2-к;Отчислить;Воробьёва Алёна Сергеевна;ДО-19-3;\n")}}, orderOptions())
	if err != nil || len(got.Lines) != 2 {
		t.Fatalf("%+v, %v", got, err)
	}
	for _, l := range got.Lines {
		if day := l.Date.Format(dayLayout); day != "20.11.2026" {
			t.Errorf("№ %s is of %s", l.Number, day)
		}
	}
}

// TestOrderTemplate: the sample is read as it says, with no problem in it.
func TestOrderTemplate(t *testing.T) {
	var b bytes.Buffer
	if err := orderfile.WriteTemplate(&b, today); err != nil {
		t.Fatal(err)
	}
	opts := orderOptions()
	got, err := orderfile.Read(t.Context(), model.Files{{Name: "Приказы.xlsx", Data: b.Bytes()}}, opts)
	if err != nil {
		t.Fatal(err)
	}
	want := `+ 2: № 101-к от 21.11.2026, Зачисление, Иванова Анна Петровна, ДО-19-3 [-1]
+ 3: № 101-к от 21.11.2026, Зачисление, Петров Пётр Ильич, ДО-19-3 [-2]
+ 4: № 102-к от 22.11.2026, Перевод, Галочкина Наталья Ивановна, из ДО-19-3 в ДО-19-1 [12]
+ 6: № 104-к от 23.11.2026, Отчисление, Анисимова Юлия Алексеевна, ДО-19-1 [10]
+ 5: № 103-к от 23.11.2026, Академический отпуск, Гаршина Мария Сергеевна, ДО-19-3 [13] с 30.11.2026
`
	if words := orderWords(got, opts); words != want {
		t.Errorf("read\n%s", words)
	}
}

// TestOrdersBook: a workbook is read like a file of text, days as numbers and all of its sheets.
func TestOrdersBook(t *testing.T) {
	book := excelize.NewFile()
	rows := [][]any{
		{"ДатаПриказа", "НомерПриказа", "Тип", "ФИО", "ГруппаДо", "СпециальностьДо", "ГруппаПосле", "СпециальностьПосле", "Причина", "Основание"},
		{46346, 15, "Отчислить", "Воробьёва Алёна Сергеевна", "ДО-19-3", "44.02.01"},
		{"", 46346, "16-к", "Отчислить", "Галочкина Наталья Ивановна", "ДО-19-3", "44.02.01"},
	}
	if _, err := book.NewSheet("Ещё"); err != nil {
		t.Fatal(err)
	}
	put := func(sheet string, rows ...[]any) {
		for i, cells := range rows {
			if err := book.SetSheetRow(sheet, fmt.Sprintf("A%d", i+1), &cells); err != nil {
				t.Fatal(err)
			}
		}
	}
	put("Sheet1", rows...)
	put("Ещё", rows[0], rows[2])
	path := filepath.Join(t.TempDir(), "приказы.xlsx")
	if err := book.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	opts := orderOptions()
	f, err := orderfile.Read(context.Background(), opened(t, path), opts)
	want := "+ 2: № 15 от 20.11.2026, Отчисление, Воробьёва Алёна Сергеевна, ДО-19-3 [11]\n" +
		"+ 3: № 16-к от 20.11.2026, Отчисление, Галочкина Наталья Ивановна, ДО-19-3 [12]\n"
	if got := orderWords(f, opts); err != nil || !strings.HasPrefix(got, want) || len(f.Problems) != 0 || len(f.Notices) != 3 {
		t.Errorf("%v, read as\n%s", err, got)
	}
	if !strings.Contains(orderWords(f, opts), "Такая строка уже есть в строке 3 («приказы.xlsx, лист «Sheet1»»)") {
		t.Errorf("read as\n%s", orderWords(f, opts))
	}
}

func TestOrdersCannotBeRead(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	stop()
	if _, err := orderfile.Read(ctx, opened(t, filepath.Join(dirtyFolder, "orders", "01-clean.csv")), orderOptions()); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	many := "ДатаПриказа;НомерПриказа;Тип;ФИО;ГруппаДо;ГруппаПосле\n" + strings.Repeat(strings.Repeat("x;", 9)+"\n", 100_000+1)
	path := filepath.Join(writeFiles(t, map[string]string{"много.csv": many}), "много.csv")
	if _, err := orderfile.Read(context.Background(), opened(t, path), orderOptions()); err == nil || !strings.Contains(err.Error(), "разделите файл") {
		t.Errorf("too many rows: %v", err)
	}
}
