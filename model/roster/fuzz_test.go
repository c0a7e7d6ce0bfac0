package roster

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"zvonok/model"
)

// fuzzRead reads files whatever they hold; it must answer without panic, in order and in bounds, and
// what it takes without problems must compare and stay.
func fuzzRead(t *testing.T, files []file) {
	r := &reader{ctx: context.Background(), today: today}
	s := r.read(files)
	s.Today = today
	problems := r.problems.sorted()
	if len(problems) > maxProblems+1 {
		t.Fatalf("%d problems", len(problems))
	}
	for _, p := range problems {
		if p.Message == "" || p.Row < 0 || len([]rune(p.Value)) > maxShown {
			t.Fatalf("problem %+v", p)
		}
	}
	if len(problems) > 0 {
		return
	}
	if ch, problems := Compare(College{}, s); len(problems) == 0 {
		same(t, apply(t, College{}, ch), s)
	}
}

func FuzzReadCSV(f *testing.F) {
	for _, files := range []map[string]string{goodFolder(), oneRoster11(), sds2()} {
		for name, content := range files {
			f.Add(name, []byte(content))
		}
	}
	f.Add("x.csv", []byte("\"a;\"\"b\r\rc\x00;;\n\""))
	f.Add("users.csv", []byte("\xff\xfes\x00"))
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		files := []file{{"a.csv", []byte(goodFolder()["Группы.csv"])}, {name, data}}
		fuzzRead(t, files)
		fuzzRead(t, files[1:])
	})
}

func FuzzReadXLSX(f *testing.F) {
	var book, template bytes.Buffer
	if err := WriteWorkbook(&book, exampleSnapshot()); err != nil {
		f.Fatal(err)
	}
	if err := WriteTemplate(&template); err != nil {
		f.Fatal(err)
	}
	f.Add(book.Bytes(), 0, byte(0))
	f.Add(template.Bytes(), 0, byte(0))
	f.Add(book.Bytes(), 900, byte(0xff))
	f.Add(book.Bytes()[:book.Len()-30], 0, byte(0))
	f.Fuzz(func(t *testing.T, data []byte, at int, flip byte) {
		data = bytes.Clone(data)
		if at >= 0 && at < len(data) {
			data[at] ^= flip
		}
		fuzzRead(t, []file{{"книга.xlsx", data}})
	})
}

// fuzzLessons reads a file of lessons whatever it holds, and holds what is read to what the types promise.
func fuzzLessons(t *testing.T, name string, data []byte) {
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	topics, problems, err := ReadPlan(context.Background(), []string{path}, lessonOptions())
	for _, l := range topics {
		if l.Teaching < 1 || l.Number < 1 || l.Hours < 1 || model.CheckTopicTitle(l.Title) != nil || l.Kind != 0 && !l.Kind.Known() {
			t.Fatalf("topic %+v, %v, %v", l, problems, err)
		}
	}
	lessons, more, err := ReadTimetable(context.Background(), []string{path}, lessonOptions())
	for _, l := range lessons {
		if l.Teaching < 1 || l.Date.IsZero() || l.Begins < 0 || l.Begins >= l.Ends || l.Ends >= minutesOfDay {
			t.Fatalf("lesson %+v, %v", l, err)
		}
	}
	for _, p := range append(problems, more...) {
		if p.Message == "" || p.Row < 0 || len([]rune(p.Value)) > maxShown {
			t.Fatalf("problem %+v", p)
		}
	}
}

func FuzzReadLessonsCSV(f *testing.F) {
	f.Add([]byte(planHead + "ДО-19-3;История;;1;Россия;2;Лекция\n"))
	f.Add([]byte(timeHead + "01.12.2026;08:30;10:00;ДО-19-3;История;;Каган Н.В.;Лекция;Т;301\n01.12.2026;9.3;0.5;ДО-19-4;История;;;;;\n"))
	f.Add([]byte("\xff\xfe№\x00"))
	f.Fuzz(func(t *testing.T, data []byte) { fuzzLessons(t, "файл.csv", data) })
}

func FuzzReadLessonsXLSX(f *testing.F) {
	for _, kind := range []model.LessonFileKind{model.FilePlan, model.FileTimetable} {
		var book bytes.Buffer
		if err := WriteLessonTemplate(&book, kind, today); err != nil {
			f.Fatal(err)
		}
		f.Add(book.Bytes(), 0, byte(0))
		f.Add(book.Bytes(), 900, byte(0xff))
		f.Add(book.Bytes()[:book.Len()-30], 0, byte(0))
	}
	f.Fuzz(func(t *testing.T, data []byte, at int, flip byte) {
		data = bytes.Clone(data)
		if at >= 0 && at < len(data) {
			data[at] ^= flip
		}
		fuzzLessons(t, "книга.xlsx", data)
	})
}

func FuzzReadZip(f *testing.F) {
	f.Add([]byte(zipOf(f, oneRoster11())))
	f.Add([]byte(zipOf(f, sds2())))
	f.Add([]byte(zipOf(f, goodFolder())))
	f.Add([]byte(zipOf(f, map[string]string{"a/b/users.csv": ""})))
	f.Fuzz(func(t *testing.T, data []byte) { fuzzRead(t, []file{{"данные.zip", data}}) })
}

// FuzzValues holds the readers of values to what they promise.
func FuzzValues(f *testing.F) {
	for _, s := range []string{"13001.0", "1.3001E4", "01.09.2026", "45536", " a  b ", "Ёлка", "id5", "8.3", "0.354"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if once := squeeze(s); squeeze(once) != once || strings.Contains(once, "  ") {
			t.Fatalf("squeeze(%q) is %q", s, once)
		}
		if once := fold(s); strings.ToValidUTF8(fold(once), "�") != strings.ToValidUTF8(once, "�") && strings.ToLower(s) == s {
			t.Fatalf("fold(%q) is %q, then %q", s, once, fold(once))
		}
		rec := &record{r: &reader{today: today}, cols: []column{{name: "x"}}, values: []string{squeeze(s)}}
		if d := rec.date(0); !d.IsZero() && (d.Year() < 1950 || d.Year() > 2100 || d.Truncate(24*time.Hour) != d) {
			t.Fatalf("date(%q) is %s", s, d)
		}
		if minutes, ok := rec.clock(0); minutes < 0 || minutes >= minutesOfDay || !ok && minutes != 0 {
			t.Fatalf("clock(%q) is %d, %t", s, minutes, ok)
		}
		if id := rec.messengerID(0); id < 0 {
			t.Fatalf("messengerID(%q) is %d", s, id)
		}
	})
}
