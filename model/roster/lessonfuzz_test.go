package roster_test

import (
	"bytes"
	"context"
	"testing"

	"zvonok/model"
	"zvonok/model/roster/lessonfile"
)

// fuzzLessons reads a file of lessons whatever it holds, and holds what is read to what the types promise.
func fuzzLessons(t *testing.T, name string, data []byte) {
	files := model.Files{{Name: name, Data: data}}
	topics, err := lessonfile.ReadPlan(context.Background(), files, lessonOptions())
	for _, l := range topics.Lines {
		if l.Teaching < 1 || l.Number < 1 || l.Hours < 1 || model.CheckTopicTitle(l.Title) != nil || l.Kind != 0 && !l.Kind.Known() {
			t.Fatalf("topic %+v, %v, %v", l, topics.Problems, err)
		}
	}
	lessons, err := lessonfile.ReadTimetable(context.Background(), files, lessonOptions())
	for _, l := range lessons.Lines {
		if l.Teaching < 1 || l.Date.IsZero() || l.Begins < 0 || l.Begins >= l.Ends || l.Ends >= 24*60 {
			t.Fatalf("lesson %+v, %v", l, err)
		}
	}
	for _, p := range append(topics.Problems, lessons.Problems...) {
		if p.Message == "" || p.Row < 0 || len([]rune(p.Value)) > 80 {
			t.Fatalf("problem %+v", p)
		}
	}
}

func FuzzReadLessonsCSV(f *testing.F) {
	f.Add([]byte(planHead + "ДО-19-3;История;;1;Россия;2;Лекция\n"))
	f.Add([]byte(timeHead + "01.12.2026;08:30;10:00;ДО-19-3;История;;Каган Н.В.;Лекция;Т;301\n01.12.2026;9.3;0.5;ДО-19-4;История;;;;;\n"))
	f.Add([]byte("\xff\xfe№\x00"))
	for _, data := range append(dirtyBytes(f, "plan", unpacked), dirtyBytes(f, "timetable", unpacked)...) {
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) { fuzzLessons(t, "файл.csv", data) })
}

func FuzzReadLessonsXLSX(f *testing.F) {
	for _, kind := range []model.LessonFileKind{model.FilePlan, model.FileTimetable} {
		var book bytes.Buffer
		if err := lessonfile.WriteTemplate(&book, kind, today); err != nil {
			f.Fatal(err)
		}
		f.Add(book.Bytes(), 0, byte(0))
		f.Add(book.Bytes(), 900, byte(0xff))
		f.Add(book.Bytes()[:book.Len()-30], 0, byte(0))
	}
	for _, data := range append(dirtyBytes(f, "plan", packed), dirtyBytes(f, "timetable", packed)...) {
		f.Add(data, 0, byte(0))
	}
	f.Fuzz(func(t *testing.T, data []byte, at int, flip byte) {
		data = bytes.Clone(data)
		if at >= 0 && at < len(data) {
			data[at] ^= flip
		}
		fuzzLessons(t, "книга.xlsx", data)
	})
}
