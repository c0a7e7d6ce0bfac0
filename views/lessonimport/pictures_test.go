//go:build !race

// Drawing happens on one goroutine: the race detector finds nothing in it and takes minutes.

package lessonimport

import (
	"errors"
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"zvonok/model"
)

// TestPictures draws every step: none may fail or be wider than the window. With ZVONOK_PICTURES set to a folder it
// draws them in both looks and both sizes and leaves the pictures there, to be looked at.
func TestPictures(t *testing.T) {
	folder := os.Getenv("ZVONOK_PICTURES")
	for n, scene := range scenes() {
		for _, size := range []fyne.Size{{Width: 1280, Height: 800}, {Width: 1024, Height: 640}} {
			for name, look := range map[string]fyne.ThemeVariant{"light": fynetheme.VariantLight, "dark": fynetheme.VariantDark} {
				if folder == "" && (name == "dark" || (size.Width == 1280) == (n%2 == 0)) {
					continue // one combination tells whether a scene can be drawn at all
				}
				t.Run(fmt.Sprintf("%s-%s-%.0f", scene.name, name, size.Width), func(t *testing.T) {
					b := newBenchLook(t, &fakeService{preview: scene.preview, previewErr: scene.err}, true, size, look)
					if scene.show != nil {
						scene.show(b)
					} else {
						b.screen.read([]string{"/дом/расписание на декабрь.xlsx"})
					}
					picture := b.window.Canvas().Capture()
					if got := picture.Bounds().Dx(); got != int(size.Width) {
						t.Errorf("the picture is %d wide: the content does not fit a window of %v", got, size.Width)
					}
					if folder == "" {
						return
					}
					file, err := os.Create(filepath.Join(folder, t.Name()[len("TestPictures/"):]+".png"))
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
		{name: "preview-long", preview: long, show: func(b *bench) { timetable(b); b.screen.read([]string{"расписание.xlsx"}) }},
		{name: "nothing", preview: model.LessonsPreview{Subjects: samplePreview().Subjects[2:]}},
		{name: "problems", preview: sampleProblems(40)},
		{name: "reading", show: func(b *bench) { b.exec.late = true; b.screen.read([]string{"ктп.xlsx"}) }},
	}
}
