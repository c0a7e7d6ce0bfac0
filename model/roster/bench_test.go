package roster_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"zvonok/model"
	"zvonok/model/roster"
	"zvonok/model/roster/formats"
	"zvonok/model/roster/lessonfile"
)

// bigSnapshot is a college of so many groups: 25 students, 40 parents, two staff and ten teachings each.
func bigSnapshot(groups int) roster.Snapshot {
	s := roster.Snapshot{Format: roster.WorkbookXLSX, Source: "workbook", Today: today, Given: map[roster.Section]bool{
		roster.Groups: true, roster.Students: true, roster.Parents: true, roster.Staff: true, roster.Teachings: true, roster.Learners: true}}
	surnames := []string{"Анисимова", "Воробьева", "Гайворонская", "Галочкина", "Гаршина", "Егорова", "Злобина"}
	names := []string{"Юлия", "Алена", "Наталья", "Мария", "Екатерина"}
	n := 0
	name := func() model.Name {
		n++
		return model.Name{LastName: surnames[n%len(surnames)], FirstName: names[n/7%len(names)],
			MiddleName: fmt.Sprintf("%sовна", string([]rune{rune('А' + n/35%32), rune('а' + n/1120%32), rune('а' + n/35840%32)}))}
	}
	from := time.Date(2025, 9, 1, 0, 0, 0, 0, time.UTC)
	for i := range groups * 2 {
		code := fmt.Sprint(14000 + i)
		s.Staff = append(s.Staff, roster.StaffMember{Key: roster.CodeKey("staff", code), Code: code, Name: name(), Messenger: model.MessengerID(7000000 + i),
			Roles: model.RoleTeacher, Stated: model.RoleAdmin | model.RoleCurator | model.RoleTeacher})
	}
	s.Staff[0].Roles |= model.RoleAdmin
	for g := range groups {
		group := roster.Group{Name: fmt.Sprintf("ДО-%02d-%d", 10+g/8, 1+g%8), Year: 1 + g%4, Specialty: "Дошкольное образование", Curator: s.Staff[g].Key}
		group.Key = roster.GroupNameKey(group.Name)
		s.Groups = append(s.Groups, group)
		first := len(s.Students)
		for range 25 {
			code := fmt.Sprint(100000 + len(s.Students))
			s.Students = append(s.Students, roster.Student{Key: roster.CodeKey("student", code), Code: code, Name: name(), Group: group.Key, From: from,
				Messenger: model.MessengerID(1000000 + len(s.Students))})
		}
		for i := range 40 {
			code := fmt.Sprint(200000 + len(s.Parents))
			s.Parents = append(s.Parents, roster.Parent{Key: roster.CodeKey("parent", code), Code: code, Name: name(),
				Children: []roster.Child{{s.Students[first+i%25].Key, "мать"}}})
		}
		for i := range 10 {
			t := roster.Teaching{Group: group.Key, Subject: fmt.Sprintf("Дисциплина %d", i+1), Index: "ОГСЭ", Hours: 72, WholeGroup: i > 0,
				Teachers: []roster.Key{s.Staff[(g+i)%len(s.Staff)].Key}}
			if i == 0 {
				for _, p := range s.Students[first : first+12] {
					t.Learners = append(t.Learners, p.Key)
				}
			}
			t.Key = roster.TeachingNameKey(group.Name, t.Subject, t.Index, "")
			s.Teachings = append(s.Teachings, t)
		}
	}
	return s
}

// readRaw is the floor for reading a workbook: the library's own reading of every sheet.
func readRaw(tb testing.TB, path string) int {
	data, err := os.ReadFile(path)
	if err != nil {
		tb.Fatal(err)
	}
	book, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{RawCellValue: true})
	if err != nil {
		tb.Fatal(err)
	}
	defer func() { _ = book.Close() }()
	cells := 0
	for _, sheet := range book.GetSheetList() {
		rows, err := book.Rows(sheet)
		if err != nil {
			tb.Fatal(err)
		}
		for rows.Next() {
			row, err := rows.Columns()
			if err != nil {
				tb.Fatal(err)
			}
			cells += len(row)
		}
		_ = rows.Close()
	}
	return cells
}

// BenchmarkRead reads the workbook of 200 groups; ratio is to the library's own reading of its sheets.
func BenchmarkRead(b *testing.B) {
	path := writeBook(b, bigSnapshot(200))
	var raw, own time.Duration
	for b.Loop() {
		start := time.Now()
		readRaw(b, path)
		raw += time.Since(start)
		start = time.Now()
		_, problems, err := formats.Read(context.Background(), opened(b, path), formats.Options{Today: today})
		own += time.Since(start)
		if err != nil || len(problems) > 0 {
			b.Fatal(err, problems[:min(3, len(problems))])
		}
	}
	b.ReportMetric(float64(own)/float64(raw), "ratio")
}

// BenchmarkCompare compares the college of 200 groups with its own roster.
func BenchmarkCompare(b *testing.B) {
	s := bigSnapshot(200)
	ch, _ := roster.Compare(roster.College{}, s, roster.Decisions{})
	c := apply(b, roster.College{}, ch)
	b.ReportAllocs()
	for b.Loop() {
		ch, problems := roster.Compare(c, s, roster.Decisions{})
		if len(problems) > 0 || !ch.Writes.Empty() {
			b.Fatal(problems, ch.Counts())
		}
	}
}

// BenchmarkCompareEmpty compares the roster of 200 groups with an empty college.
func BenchmarkCompareEmpty(b *testing.B) {
	s := bigSnapshot(200)
	b.ReportAllocs()
	for b.Loop() {
		if _, problems := roster.Compare(roster.College{}, s, roster.Decisions{}); len(problems) > 0 {
			b.Fatal(problems)
		}
	}
}

// BenchmarkReadTimetable reads 10,000 lessons of 100 groups.
func BenchmarkReadTimetable(b *testing.B) {
	opts := lessonfile.Options{Today: today}
	var text strings.Builder
	text.WriteString(timeHead)
	for i := range 10_000 {
		group, day := i%100, i/100
		if day == 0 {
			opts.Teachings = append(opts.Teachings, model.TeachingRow{
				GroupName: fmt.Sprintf("ДО-%d", group), TeacherNames: []model.Name{{LastName: "Каган", FirstName: fmt.Sprint("Н", group)}},
				Teaching: model.Teaching{
					ID: model.TeachingID(1 + group), Group: model.GroupID(1 + group), Subject: "История", WholeGroup: true,
					Teachers: []model.PersonID{model.PersonID(1 + group)},
				},
			})
		}
		fmt.Fprintf(&text, "%s;08:30;10:00;ДО-%d;История;;Каган Н;Лекция;Тема %d;301\n", today.AddDate(0, 0, day).Format("02.01.2006"), group, i)
	}
	path := filepath.Join(writeFiles(b, map[string]string{"расписание.csv": text.String()}), "расписание.csv")
	for b.Loop() {
		read, err := lessonfile.ReadTimetable(context.Background(), opened(b, path), opts)
		if err != nil || len(read.Problems) > 0 || len(read.Lines) != 10_000 {
			b.Fatal(err, read.Problems[:min(3, len(read.Problems))], len(read.Lines))
		}
	}
}
