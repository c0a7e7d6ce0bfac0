//go:build !race

// Drawing happens on one goroutine: the race detector finds nothing in it and takes minutes.

package lessons

import (
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"zvonok/model"
)

// TestPictures draws the screens and notices: none may be wider than the window. With ZVONOK_PICTURES set to a folder
// it draws them in both looks and both sizes and leaves the pictures there, to be looked at.
func TestPictures(t *testing.T) {
	folder := os.Getenv("ZVONOK_PICTURES")
	for n, scene := range scenes() {
		for _, size := range []fyne.Size{{Width: 1280, Height: 800}, {Width: 1024, Height: 640}} {
			for name, look := range map[string]fyne.ThemeVariant{"light": fynetheme.VariantLight, "dark": fynetheme.VariantDark} {
				if folder == "" && (name == "dark" || (size.Width == 1280) == (n%2 == 0)) {
					continue // one combination tells whether a scene can be drawn at all
				}
				width := "1280"
				if size.Width < 1100 {
					width = "1024"
				}
				t.Run(scene.name+"-"+name+"-"+width, func(t *testing.T) {
					b := newBenchLook(t, scene.service(), size, look)
					if scene.show != nil {
						scene.show(b)
					}
					picture := b.window.Canvas().Capture()
					if got := picture.Bounds().Dx(); got != int(size.Width) {
						t.Errorf("the picture is %d wide: the content does not fit a window of %v", got, size.Width)
					}
					if folder == "" {
						return
					}
					file, err := os.Create(filepath.Join(folder, "lessons-"+strings.TrimPrefix(t.Name(), "TestPictures/")+".png"))
					if err != nil {
						t.Fatal(err)
					}
					defer file.Close()
					if err := png.Encode(file, picture); err != nil {
						t.Fatal(err)
					}
				})
			}
		}
	}
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
	own := func(b *bench) { b.screen.tabs.Select(panelOwn) }
	return []scene{
		{"student", student, nil},
		{"student-during", with(student, during), nil},
		{"student-week", student, week},
		{"student-long", with(student, long), nil},
		{"student-long-week", with(student, long), week},
		{"student-empty", with(student, empty), nil},
		{"student-empty-week", with(student, empty), week},
		{"student-unread", with(student, unread), nil},
		{"today", teacher, nil},
		{"today-during", with(teacher, during), nil},
		{"today-long", with(teacher, long), nil},
		{"today-nolink", with(teacher, func(f *fakeService) { f.lines[1].Remote.Link, f.now = "", at(0, 10, 30).In(zone) }), nil},
		{"today-empty", with(teacher, empty), nil},
		{"today-free", with(teacher, func(f *fakeService) { f.lines = f.lines[5:] }), nil},
		{"today-unread", with(teacher, unread), nil},
		{"own", teacher, own},
		{"own-empty", with(teacher, empty), own},
		{"journal", teacher, func(b *bench) { b.screen.tabs.Select(panelJournal) }},
		{"both", both, func(b *bench) { b.screen.tabs.Select(panelLearning) }},
		{"nobody", with(student, func(f *fakeService) { f.access = model.LessonsAccess{} }), nil},
		{"soon", student, func(b *bench) { b.notices().soon(b.service.lines[2]) }},
		{"ended", with(student, long), func(b *bench) { b.notices().ended(b.service.lines[2]) }},
	}
}
