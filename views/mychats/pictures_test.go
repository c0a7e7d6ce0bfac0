//go:build !race

// Drawing happens on one goroutine: the race detector finds nothing in it and takes minutes.

package mychats

import (
	"testing"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/viewtest"
)

// TestPictures draws every screen and dialog, as viewtest.Pictures says.
func TestPictures(t *testing.T) {
	viewtest.Pictures(t, scenes(), func(s scene) string { return s.name }, draw)
}

func draw(t *testing.T, s scene, size fyne.Size, look fyne.ThemeVariant) fyne.Window {
	t.Helper()
	b := newBenchLook(t, s.service(), size, look)
	if s.show != nil {
		s.show(b)
	}
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
	long := func(f *fakeService) {
		f.link.Name = "Александра-Владислава Константинопольская-Преображенская-Задунайская"
		for i := range f.chats {
			f.chats[i].Title = "ОЧЕНЬ-ДЛИННАЯ-23-1/Междисциплинарный курс «Теоретические и методические основы организации игровой деятельности»"
		}
	}
	hold := func(b *bench, do func()) {
		b.exec.Late = true
		do()
	}
	waiting := func(b *bench) {
		b.service.waitErr = nil
		d := &linkDialog{screen: b.screen, service: b.service}
		b.screen.attempt = d
		d.ctx, d.end = b.screen.Ctx, func() {}
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
			b.exec.Late = false
			b.screen.attempt.address.SetText("http://127.0.0.1:5000/callback?x=1")
			b.screen.attempt.paste()
		}},
		{"link-is-it-you", unlinked, func(b *bench) { b.Press("Привязать учебный профиль VK ID") }},
		{"link-is-it-you-long", with(unlinked, func(f *fakeService) {
			f.offer = model.LinkOffer{Profile: 2_100_000_000, Name: "Александра-Владислава Константинопольская-Преображенская-Задунайская"}
		}), func(b *bench) { b.Press("Привязать учебный профиль VK ID") }},
		{"link-not-me", unlinked, func(b *bench) {
			b.Press("Привязать учебный профиль VK ID")
			b.Press("Не я")
		}},
		{"link-failed", with(unlinked, func(f *fakeService) { f.beginErr = errVault }), func(b *bench) { b.Press("Привязать учебный профиль VK ID") }},
		{"crossing", with(teacher, func(f *fakeService) { f.link.Crossed = false }), func(b *bench) { b.Press("Перейти в VK Мессенджер") }},
		{"unlink", teacher, func(b *bench) { b.Press(unlinkLabel) }},
		{"unlinking", teacher, func(b *bench) { hold(b, b.screen.unlink) }},
		{"join", with(teacher, func(f *fakeService) { f.joining = model.Joining{Left: f.chats[2:5]} }), func(b *bench) {
			b.Press("Войти во все мои чаты (3)")
			b.Press("Открыть следующий (1 из 3)")
		}},
		{"invite", teacher, func(b *bench) {
			b.screen.table.SelectKeys(3)
			b.Press("Пригласительная ссылка и QR")
		}},
	}
}
