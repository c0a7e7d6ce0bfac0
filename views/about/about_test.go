//go:build !race

// Drawing happens on one goroutine: the race detector finds nothing in it and takes minutes.

package about

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"zvonok/model"
	"zvonok/views/shell"
	"zvonok/views/viewtest"
)

// frame is the window around the dialog.
type frame struct {
	shell.Frame
	window fyne.Window
}

func (f frame) Window() fyne.Window { return f.window }

func show(t *testing.T, size fyne.Size, look fyne.ThemeVariant, licences func()) *viewtest.Person {
	t.Helper()
	at := viewtest.NewPerson(t, look)
	p := &at
	p.Window.SetContent(container.NewWithoutLayout())
	p.Window.SetPadded(false)
	p.Window.Resize(size)
	Show(Deps{
		Desk: shell.Desk{Exec: &viewtest.Executor{}, Frame: frame{window: p.Window}}, Version: "1.2.3", Licences: licences,
		Support: func() model.Support {
			return model.Support{Version: "1.2.3", System: "linux/amd64", Now: time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC)}
		},
	})
	return p
}

// TestAbout: the dialog names the version, leads to the licences and copies what the person who helps needs.
func TestAbout(t *testing.T) {
	opened := 0
	p := show(t, fyne.NewSize(1024, 640), fynetheme.VariantLight, func() { opened++ })
	p.Sees("О программе", "«Звонок» 1.2.3", "лицензия MIT")
	p.Press("Лицензии всего, из чего она собрана")
	p.Press("Скопировать сведения для поддержки")
	p.Sees("Скопировано")
	if copied := fyne.CurrentApp().Clipboard().Content(); opened != 1 || !strings.HasPrefix(copied, "«Звонок»: 1.2.3\n") {
		t.Errorf("opened %d times, copied %q", opened, copied)
	}
}

func TestPictures(t *testing.T) {
	viewtest.Pictures(t, []string{"about"}, func(name string) string { return name },
		func(t *testing.T, _ string, size fyne.Size, look fyne.ThemeVariant) fyne.Window {
			return show(t, size, look, func() {}).Window
		})
}
