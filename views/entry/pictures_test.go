//go:build !race

// Drawing happens on one goroutine: the race detector finds nothing in it and takes minutes.

package entry

import (
	"errors"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/drawn"
	"zvonok/views/files"
	"zvonok/views/table"
	"zvonok/views/viewtest"
)

// TestPictures draws every screen and dialog, as viewtest.Pictures says.
func TestPictures(t *testing.T) {
	viewtest.Pictures(t, scenes(), func(s scene) string { return s.name }, picture)
}

func picture(t *testing.T, s scene, size fyne.Size, look fyne.ThemeVariant) fyne.Window {
	t.Helper()
	b := newBenchLook(t, s.prepare, size, look)
	if s.show != nil {
		s.show(b)
	}
	return b.Window
}

// openingOf is a college that does not open.
func openingOf(b *bench, copies []model.Backup) {
	f := &fakeOpening{copies: copies, err: errors.New("файл college.db повреждён: восстановите резервную копию в окне программы или командой «zvonok restore»")}
	Opening{Window: b.Window, Exec: b.exec, Timer: b.clock.timer, Service: f,
		Dir: "/home/konstantinopolskaia/.local/share/zvonok/очень длинное имя папки с данными колледжа"}.Start()
}

type scene struct {
	name    string
	prepare func(*fakeService)
	show    func(*bench)
}

func scenes() []scene {
	start := func(b *bench) { b.entry.Start() }
	nobody := func(f *fakeService) { f.entry = model.Entry{} }
	enter := func(b *bench) {
		b.entry.Start()
		b.fill("riazantseva.ev", rightPassword)
		b.Press("Войти")
	}
	connecting := func(b *bench) { b.entry.Start(); b.Press("Подключиться к колледжу") }
	return []scene{
		{"welcome", nobody, start},
		{"welcome-connect", stranger, start},
		{"connect", stranger, connecting},
		{"connect-wrong", stranger, func(b *bench) {
			connecting(b)
			b.fill("", "192.168.1.5", "k7mp")
			b.Press("Подключиться")
		}},
		{"connect-refused", stranger, func(b *bench) {
			connecting(b)
			b.fill(ourCollege.Link.String())
			b.connect.err = errKey
			b.Press("Подключиться")
		}},
		{"connect-confirm", stranger, func(b *bench) {
			connecting(b)
			b.fill(ourCollege.Link.String())
			b.connect.offered.Name = longCollege
			b.connect.offered.Link.Addresses = manyAddresses
			b.Press("Подключиться")
		}},
		{"far-signin", away, start},
		{"far-signin-long", func(f *fakeService) { away(f); f.entry.College, f.rememberErr = longCollege, errKey }, start},
		{"far-unreached", unreachable, start},
		{"far-check", away, func(b *bench) { b.entry.Start(); b.Press("Проверить соединение") }},
		{"far-check-good", away, func(b *bench) {
			b.connect.checks = goodChecks()
			b.entry.Start()
			b.Press("Проверить соединение")
		}},
		{"far-address", away, func(b *bench) {
			b.entry.Start()
			b.connect.err = errKey
			b.Press("Сменить адрес колледжа…")
			b.fill(ourCollege.Link.String())
			b.enter()
		}},
		{"far-colleges", away, func(b *bench) { b.entry.Start(); b.Press("Другой колледж…") }},
		{"far-forget", away, func(b *bench) { b.entry.Start(); b.Press("Другой колледж…"); b.Press("Забыть…") }},
		{"signin-colleges", func(f *fakeService) {
			f.connect = &fakeConnect{here: true, colleges: []model.KnownCollege{ourCollege}}
		}, start},
		{"failed", func(f *fakeService) {
			f.entryErr = errors.New("эту базу данных сделала более новая версия «Звонка»: обновите программу")
		}, start},
		{"found", nobody, func(b *bench) { b.entry.Start(); b.entry.found() }},
		{"found-wrong", nobody, func(b *bench) {
			b.entry.Start()
			b.entry.found()
			b.fill("Колледж", "Каган Наталья Васильевна", "kagan.nv", "12345678", "12345678")
			b.Press("Завести колледж")
		}},
		{"found-zones", nobody, func(b *bench) {
			b.entry.Start()
			b.entry.found()
			drawn.Walk(b.Front(), func(o fyne.CanvasObject) {
				if zones, ok := viewtest.As[*table.Select[string]](o); ok {
					zones.Field.Open()
				}
			})
		}},
		{"signin", nil, start},
		{"signin-keyring", func(f *fakeService) {
			f.rememberErr = errors.New("войти без пароля не получилось — хранилище ключей не отвечает: разблокируйте его и повторите")
			f.entry.College = longCollege
		}, start},
		{"signin-run-out", func(f *fakeService) {
			f.signInErr = model.RunOutError{Ask: []model.Name{model.ParseName("Рязанцева Екатерина Викторовна"),
				model.ParseName("Константинопольская-Преображенская Александра-Владислава Константиновна"), model.ParseName("Каган Наталья Васильевна")}}
		}, func(b *bench) {
			b.entry.Start()
			b.fill("riazantseva.ev", "мимо")
			b.Press("Войти")
		}},
		{"signin-waits", func(f *fakeService) { f.signInErr = model.TryLaterError{Wait: 128 * time.Second, Wrong: true} }, func(b *bench) {
			b.entry.Start()
			b.fill("riazantseva.ev", "мимо")
			b.Press("Войти")
		}},
		{"signin-silent", nil, func(b *bench) {
			b.exec.Late = true
			b.entry.signInSilently("Педагогический колледж")
		}},
		{"first-password", func(f *fakeService) { f.mustChange = true }, func(b *bench) {
			enter(b)
			b.fill("зелёный чемодан", "зелёный чемодон")
			b.Press("Сохранить и войти")
		}},
		{"change-password", nil, func(b *bench) { enter(b); b.entry.changePassword() }},
		{"change-password-wrong", func(f *fakeService) {
			f.changeErr = errors.New("такой пароль слишком легко угадать: придумайте другой")
		}, func(b *bench) {
			enter(b)
			b.entry.changePassword()
			b.fill("12345678", "12345678", "12345678")
			b.Press("Сменить пароль")
		}},
		{"my-sessions", func(f *fakeService) { f.sessions = someSessions() }, func(b *bench) { enter(b); b.entry.mySessions() }},
		{"lock", nil, func(b *bench) { enter(b); b.entry.Lock() }},
		{"lock-leave", nil, func(b *bench) { enter(b); b.unsaved = true; b.entry.Lock(); b.Press("Выйти") }},
		{"opening-failed", nil, func(b *bench) { openingOf(b, twoCopies) }},
		{"opening-nothing", nil, func(b *bench) { openingOf(b, nil) }},
		{"file", nil, func(b *bench) {
			b.entry.Start()
			files.Choose(b.Window, b.exec, files.Request{Title: "Файл со списками", Extensions: []string{".go"}, Dir: "."}, func(string) {})
		}},
		{"file-save", nil, func(b *bench) {
			b.entry.Start()
			files.Choose(b.Window, b.exec, files.Request{Title: "Сохранить образец книги", Extensions: []string{".go"}, Dir: ".", SaveAs: "Списки колледжа.xlsx"}, func(string) {})
		}},
	}
}
