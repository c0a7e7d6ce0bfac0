//go:build !race

// Drawing happens on one goroutine: the race detector finds nothing in it and takes minutes.

package mychats

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

// TestPictures draws the screen and its dialogs: none may be wider than the window. With ZVONOK_PICTURES set to a
// folder it draws them in both looks and both sizes and leaves the pictures there, to be looked at.
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
					f := scene.service()
					b := newBenchLook(t, f, size, look)
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
					file, err := os.Create(filepath.Join(folder, strings.ReplaceAll(t.Name()[len("TestPictures/"):], "/", "-")+".png"))
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
	long := func(f *fakeService) {
		f.link.Name = "Александра-Владислава Константинопольская-Преображенская-Задунайская"
		for i := range f.chats {
			f.chats[i].Title = "ОЧЕНЬ-ДЛИННАЯ-23-1/Междисциплинарный курс «Теоретические и методические основы организации игровой деятельности»"
		}
	}
	hold := func(b *bench, do func()) {
		b.exec.held = true
		do()
	}
	waiting := func(b *bench) {
		b.service.waitErr = nil
		d := &linkDialog{screen: b.screen, service: b.service}
		b.screen.attempt = d
		d.ctx, d.end = b.screen.ctx, func() {}
		d.build()
		hold(b, func() { d.began(b.service.begun, nil) })
	}
	return []scene{
		{"linked", teacher, nil},
		{"linked-picture", with(teacher, func(f *fakeService) { f.link.Picture, f.picture = "https://vk.test/p", samplePictureFile }), nil},
		{"linked-chosen", teacher, func(b *bench) { b.screen.table.SelectKeys(3) }},
		{"linked-long", with(teacher, long), nil},
		{"linked-student", student, nil},
		{"linked-roster", with(teacher, func(f *fakeService) { f.link.SignedIn, f.link.Name = false, "" }), nil},
		{"linked-again", with(teacher, func(f *fakeService) { f.link.SignInAgain = true }), nil},
		{"linked-vault", with(teacher, func(f *fakeService) { f.renewErr = errVault }), nil},
		{"unlinked", unlinked, nil},
		{"unlinked-empty", with(unlinked, func(f *fakeService) { f.chats, f.actor.Kind = nil, model.Student }), nil},
		{"owner", owner, nil},
		{"unread", with(teacher, func(f *fakeService) { f.readErr = errVault }), nil},
		{"link-begin", unlinked, func(b *bench) { hold(b, b.screen.beginLink) }},
		{"link-wait", unlinked, waiting},
		{"link-paste-wrong", with(unlinked, func(f *fakeService) { f.pasteErr = errVault }), func(b *bench) {
			waiting(b)
			b.exec.held = false
			b.screen.attempt.address.SetText("http://127.0.0.1:5000/callback?x=1")
			b.screen.attempt.paste()
		}},
		{"link-failed", with(unlinked, func(f *fakeService) { f.beginErr = errVault }), func(b *bench) { b.press("Привязать учебный профиль VK ID") }},
		{"crossing", with(teacher, func(f *fakeService) { f.link.Crossed = false }), func(b *bench) { b.press("Перейти в VK Мессенджер") }},
		{"unlink", teacher, func(b *bench) { b.press(unlinkLabel) }},
		{"unlinking", teacher, func(b *bench) { hold(b, b.screen.unlink) }},
		{"join", with(teacher, func(f *fakeService) { f.joining = model.Joining{Left: f.chats[2:5]} }), func(b *bench) {
			b.press("Войти во все мои чаты (3)")
			b.press("Открыть следующий (1 из 3)")
		}},
		{"invite", teacher, func(b *bench) {
			b.screen.table.SelectKeys(3)
			b.press("Пригласительная ссылка и QR")
		}},
	}
}
