//go:build !race

// Drawing happens on one goroutine: the race detector finds nothing in it and takes minutes.

package lessonimport

import (
	"errors"
	"testing"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/viewtest"
)

// TestPictures draws every step, as viewtest.Pictures says.
func TestPictures(t *testing.T) {
	viewtest.Pictures(t, scenes(), func(s scene) string { return s.name }, draw)
}

func draw(t *testing.T, s scene, size fyne.Size, look fyne.ThemeVariant) fyne.Window {
	t.Helper()
	b := newBenchLook(t, &fakeService{preview: s.preview, previewErr: s.err}, true, size, look)
	if s.show != nil {
		s.show(b)
	} else {
		b.screen.Open([]string{"/дом/расписание на декабрь.xlsx"})
	}
	return b.Window
}

type scene struct {
	name    string
	preview model.LessonsPreview
	err     error
	show    func(*bench)
}

func scenes() []scene {
	long := samplePreview()
	for i := range 40 {
		long.Subjects = append(long.Subjects, model.LessonsChange{
			Group: "ОЧЕНЬ-ДЛИННАЯ-ГРУППА-23-1", Added: 36 + i, Kept: i % 2,
			Subject: "Теоретические и методические основы организации игровой деятельности детей раннего и дошкольного возраста (МДК.02.01), подгруппа 1",
		})
	}
	long.Added, long.Changed, long.Removed, long.Kept = 10_000, 2_341, 1_112, 12
	long.Kind = model.FileTimetable
	timetable := func(b *bench) { b.screen.tabs.Select("timetable") }
	return []scene{
		{name: "choose", show: func(*bench) {}},
		{name: "choose-timetable", show: timetable},
		{name: "failed", err: errors.New("за раз загружают не больше 100000 строк: разделите файл на несколько и загрузите их по очереди")},
		{name: "preview", preview: samplePreview()},
		{name: "preview-long", preview: long, show: func(b *bench) { timetable(b); b.screen.Open([]string{"расписание.xlsx"}) }},
		{name: "nothing", preview: model.LessonsPreview{Subjects: samplePreview().Subjects[2:]}},
		{name: "problems", preview: sampleProblems(40)},
		{name: "reading", show: func(b *bench) { b.exec.Late = true; b.screen.Open([]string{"ктп.xlsx"}) }},
	}
}
