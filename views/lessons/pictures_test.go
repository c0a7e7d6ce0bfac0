//go:build !race

// Drawing happens on one goroutine: the race detector finds nothing in it and takes minutes.

package lessons

import (
	"testing"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/viewtest"
)

// TestPictures draws every screen and notice, as viewtest.Pictures says.
func TestPictures(t *testing.T) {
	viewtest.Pictures(t, scenes(), func(s scene) string { return s.name }, drawScene)
}

func drawScene(t *testing.T, s scene, size fyne.Size, look fyne.ThemeVariant) fyne.Window {
	t.Helper()
	b := newBenchLook(t, s.service(), size, look)
	s.show(b)
	return b.Window
}

type scene struct {
	name    string
	service func() *fakeService
	show    func(*bench)
}

func scenes() []scene {
	with := func(make func() *fakeService, change func(*fakeService)) func() *fakeService {
		return func() *fakeService {
			f := make()
			change(f)
			return f
		}
	}
	empty := func(f *fakeService) { f.lines = nil }
	unread := func(f *fakeService) { f.listErr = errStore }
	long := func(f *fakeService) {
		for i := range f.lines {
			f.lines[i].Subject = "Междисциплинарный курс «Теоретические и методические основы организации игровой деятельности»"
			f.lines[i].Title = "Особенности планирования и проведения сюжетно-ролевых игр с детьми раннего и дошкольного возраста"
			f.lines[i].GroupName = "ОЧЕНЬ-ДЛИННАЯ-23-1"
			f.lines[i].Kind = model.LessonSport
			f.lines[i].Room = "Библиотека"
			f.lines[i].Teachers = []model.Name{model.ParseName("Константинопольская-Преображенская Александра Владиславовна")}
		}
	}
	during := func(f *fakeService) { f.now = at(0, 10, 30).In(zone) }
	week := func(b *bench) { b.screen.panels[0].screen.(*schedule).spans.Select(spanWeek) }
	asIs := func(*bench) {}
	own := func(b *bench) { b.screen.tabs.Select(panelOwn) }
	return []scene{
		{"student", student, asIs},
		{"student-during", with(student, during), asIs},
		{"student-week", student, week},
		{"student-long", with(student, long), asIs},
		{"student-long-week", with(student, long), week},
		{"student-empty", with(student, empty), asIs},
		{"student-empty-week", with(student, empty), week},
		{"student-unread", with(student, unread), asIs},
		{"today", teacher, asIs},
		{"today-during", with(teacher, during), asIs},
		{"today-long", with(teacher, long), asIs},
		{"today-nolink", with(teacher, func(f *fakeService) { f.lines[1].Remote.Link, f.now = "", at(0, 10, 30).In(zone) }), asIs},
		{"today-empty", with(teacher, empty), asIs},
		{"today-free", with(teacher, func(f *fakeService) { f.lines = f.lines[5:] }), asIs},
		{"today-unread", with(teacher, unread), asIs},
		{"own", teacher, own},
		{"own-empty", with(teacher, empty), own},
		{"journal", teacher, func(b *bench) { b.screen.tabs.Select(panelJournal) }},
		{"both", both, func(b *bench) { b.screen.tabs.Select(panelLearning) }},
		{"nobody", with(student, func(f *fakeService) { f.access = model.LessonsAccess{} }), asIs},
		{"soon", student, func(b *bench) { b.notices().soon(b.service.lines[2]) }},
		{"ended", with(student, long), func(b *bench) { b.notices().ended(b.service.lines[2]) }},
	}
}
