//go:build !race

// Drawing happens on one goroutine: the race detector finds nothing in it and takes minutes.

package entry

import (
	"errors"
	"image/png"
	"os"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"zvonok/model"
	"zvonok/views/widgets"
)

// TestPictures draws every page and dialog: none may fail or be wider than the window. With
// ZVONOK_PICTURES set to a folder it draws them in both looks and both sizes and leaves them there.
func TestPictures(t *testing.T) {
	dir := os.Getenv("ZVONOK_PICTURES")
	for n, scene := range scenes() {
		for width, size := range map[string]fyne.Size{"1280": {Width: 1280, Height: 800}, "1024": {Width: 1024, Height: 640}} {
			for name, look := range map[string]fyne.ThemeVariant{"light": fynetheme.VariantLight, "dark": fynetheme.VariantDark} {
				if dir == "" && (name == "dark" || (width == "1280") == (n%2 == 0)) {
					continue // one combination tells whether a scene can be drawn at all
				}
				t.Run(scene.name+"-"+name+"-"+width, func(t *testing.T) {
					b := newBenchLook(t, scene.prepare, size, look)
					scene.show(b)
					picture := b.window.Canvas().Capture()
					if got := picture.Bounds().Dx(); got != int(size.Width) {
						t.Errorf("the picture is %d wide: the content does not fit a window of %v", got, size.Width)
					}
					if dir == "" {
						return
					}
					file, err := os.Create(filepath.Join(dir, scene.name+"-"+name+"-"+width+".png"))
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
	prepare func(*fakeService)
	show    func(*bench)
}

func scenes() []scene {
	start := func(b *bench) { b.entry.Start() }
	nobody := func(f *fakeService) { f.entry = model.Entry{} }
	importOf := func(p model.ImportPreview, err error) func(*bench) {
		return func(b *bench) {
			b.service.preview, b.service.previewErr = p, err
			s := newImport(ImportDeps{Exec: b.exec, Window: b.window, Service: b.service, Leave: "Пропустить", Done: func(bool) {}})
			b.entry.show(s.Title(), s.Content())
			s.Shown()
			s.read([]string{"колледж.xlsx"})
		}
	}
	long := samplePreview()
	for i := range long.Sections {
		for j := range long.Sections[i].Lines {
			l := &long.Sections[i].Lines[j]
			l.Title, l.Detail = "Константинопольская-Преображенская Александра-Владислава Константиновна", "ОЧЕНЬ-ДЛИННАЯ-23-1/Междисциплинарный курс"
		}
	}
	enter := func(b *bench) {
		b.entry.Start()
		b.fill("riazantseva.ev", rightPassword)
		b.press("Войти")
	}
	return []scene{
		{"welcome", nobody, start},
		{"failed", func(f *fakeService) {
			f.entryErr = errors.New("эту базу данных сделала более новая версия «Звонка»: обновите программу")
		}, start},
		{"found", nobody, func(b *bench) { b.entry.Start(); b.entry.found() }},
		{"found-wrong", nobody, func(b *bench) {
			b.entry.Start()
			b.entry.found()
			b.fill("Колледж", "Каган Наталья Васильевна", "kagan.nv", "12345678", "12345678")
			b.press("Завести колледж")
		}},
		{"found-zones", nobody, func(b *bench) {
			b.entry.Start()
			b.entry.found()
			walk(b.front(), func(o fyne.CanvasObject) {
				if zones, ok := o.(*widgets.Select[string]); ok {
					zones.Open()
				}
			})
		}},
		{"signin", nil, start},
		{"signin-keyring", func(f *fakeService) {
			f.rememberErr = errors.New("войти без пароля не получилось: хранилище ключей не отвечает: разблокируйте его и повторите")
			f.entry.College = "Государственное автономное профессиональное образовательное учреждение «Педагогический колледж имени К. Д. Ушинского»"
		}, start},
		{"signin-waits", func(f *fakeService) { f.signInErr = model.TryLaterError{Wait: 128 * time.Second, Wrong: true} }, func(b *bench) {
			b.entry.Start()
			b.fill("riazantseva.ev", "мимо")
			b.press("Войти")
		}},
		{"signin-silent", nil, func(b *bench) {
			b.exec.late = true
			b.entry.signInSilently("Педагогический колледж")
		}},
		{"first-password", func(f *fakeService) { f.mustChange = true }, func(b *bench) {
			enter(b)
			b.fill("зелёный чемодан", "зелёный чемодон")
			b.press("Сохранить и войти")
		}},
		{"change-password", nil, func(b *bench) { enter(b); b.entry.changePassword() }},
		{"change-password-wrong", func(f *fakeService) {
			f.changeErr = errors.New("такой пароль слишком легко угадать: придумайте другой")
		}, func(b *bench) {
			enter(b)
			b.entry.changePassword()
			b.fill("12345678", "12345678", "12345678")
			b.press("Сменить пароль")
		}},
		{"lock", nil, func(b *bench) { enter(b); b.entry.Lock() }},
		{"lock-leave", nil, func(b *bench) { enter(b); b.entry.Lock(); b.press("Выйти") }},
		{"import-choose", nil, importOf(model.ImportPreview{}, errors.New("файл «кот.jpg» не похож на списки: выберите книгу XLSX, архив или папку CSV"))},
		{"import-preview", nil, importOf(samplePreview(), nil)},
		{"import-doubtful", nil, importOf(doubtful(), nil)},
		{"import-doubts", nil, func(b *bench) { importOf(doubtful(), nil)(b); b.press("Тот же человек? (2)") }},
		{"import-long", nil, importOf(long, nil)},
		{"import-nothing", nil, importOf(model.ImportPreview{Files: []string{"колледж.xlsx"}, Sections: []model.ImportSection{{Key: "groups", Title: "Группы", Unchanged: 24}}}, nil)},
		{"import-problems", nil, importOf(sampleProblems(), nil)},
		{"issued", nil, func(b *bench) {
			b.entry.Start()
			i := &issue{deps: IssueDeps{Exec: b.exec, Window: b.window}, title: "Учётные записи созданы"}
			for n := range 30 {
				i.issued = append(i.issued, model.Issued{Person: model.PersonID(n), Name: model.ParseName("Константинопольская-Преображенская Александра-Владислава Константиновна"),
					Group: "ДО-19-3", Login: "konstantinopolskaia.ak12", Password: "kp7m-x4hd-r9tw"})
			}
			i.show()
		}},
		{"file", nil, func(b *bench) {
			b.entry.Start()
			ChooseFile(b.window, b.exec, FileRequest{Title: "Файл со списками", Extensions: []string{".go"}, Dir: "."}, func(string) {})
		}},
		{"file-save", nil, func(b *bench) {
			b.entry.Start()
			ChooseFile(b.window, b.exec, FileRequest{Title: "Сохранить образец книги", Extensions: []string{".go"}, Dir: ".", SaveAs: "Списки колледжа.xlsx"}, func(string) {})
		}},
	}
}
