//go:build !race

// Drawing happens on one goroutine: the race detector finds nothing in it and takes minutes.

package remote

import (
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"zvonok/model"
	"zvonok/views/widgets"
)

// TestPictures draws the dialogs: none may be wider than the window. With ZVONOK_PICTURES set to a folder it draws
// them in both looks and both sizes and leaves the pictures there, to be looked at.
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
					b := newBenchLook(t, scene.service, size, look)
					scene.show(b)
					picture := b.window.Canvas().Capture()
					if got := picture.Bounds().Dx(); got != int(size.Width) {
						t.Errorf("the picture is %d wide: the content does not fit a window of %v", got, size.Width)
					}
					if folder == "" {
						return
					}
					file, err := os.Create(filepath.Join(folder, "remote-"+strings.TrimPrefix(t.Name(), "TestPictures/")+".png"))
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
	service *fakeService
	show    func(*bench)
}

func scenes() []scene {
	open := func(b *bench) { Open(b.deps(), english()) }
	return []scene{
		{"choice", &fakeService{}, open},
		{"choice-long", &fakeService{}, func(b *bench) {
			line := english()
			line.Subject = "Междисциплинарный курс «Теоретические и методические основы организации игровой деятельности»"
			line.GroupName = "ОЧЕНЬ-ДЛИННАЯ-23-1"
			line.Teachers = []model.Name{model.ParseName("Константинопольская-Преображенская Александра Владиславовна")}
			Open(b.deps(), line)
		}},
		{"early", &fakeService{mayErr: model.ErrNotBegun}, open},
		{"over", &fakeService{mayErr: model.ErrOver, now: at(12, 0).In(zone)}, open},
		{"edit-pasted", &fakeService{source: model.SourcePasted}, func(b *bench) {
			Edit(b.making(), plain(), func() {})
			b.fill(linkPlaceholder, "https://vk.ru.example.com/call/join/abc")
			each(b, func(c *widgets.Check) { c.SetChecked(true) })
			b.press("Сохранить")
		}},
		{"edit-auto", &fakeService{source: model.SourceAgent}, func(b *bench) {
			Edit(b.making(), plain(), func() {})
			each(b, func(s *widgets.Select[model.PostWhen]) { s.TypedRune('з') })
		}},
		{"edit-again", &fakeService{source: model.SourceToken}, func(b *bench) { Edit(b.making(), english(), func() {}) }},
		{"paste", &fakeService{}, func(b *bench) { PasteLink(b.making(), english(), func() {}) }},
		{"failed", &fakeService{way: model.WayProgram, openErr: errProgram}, open},
	}
}
