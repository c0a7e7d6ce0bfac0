package entry

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"zvonok/model"
	"zvonok/views/background"
	"zvonok/views/dialog"
	"zvonok/views/widgets"
)

// far reports whether the window's college is on another computer.
func (e *Entry) far() bool { return e.deps.Connect != nil && e.deps.Connect.Far() }

// unreached is the page of a desk that has never got through to its college, and why.
func (e *Entry) unreached(why error) {
	again := widgets.NewPrimary("Повторить", e.Start)
	e.show("Нет связи — Звонок", narrow("Нет связи с колледжем", widgets.Sentence(why.Error()),
		append([]fyne.CanvasObject{widgets.InRow(again)}, e.connectionLinks(e.Start)...)...))
	e.focus(again)
}

// connectionLinks are what helps at the way in where the college is on another computer, or may be; back leads to where they are.
func (e *Entry) connectionLinks(back func()) []fyne.CanvasObject {
	other := widgets.NewLink("Другой колледж…", func() { e.otherCollege(back) })
	switch {
	case e.far():
		return links(widgets.InRow(widgets.NewLink("Проверить соединение", e.checkConnection), other),
			widgets.InRow(widgets.NewLink("Сменить адрес колледжа…", e.changeAddress)))
	case e.deps.Connect != nil && len(e.deps.Connect.Colleges()) > 0:
		return links(widgets.InRow(other))
	}
	return nil
}

// links are rows of links below a form, aligned with its left edge.
func links(rows ...fyne.CanvasObject) []fyne.CanvasObject {
	return []fyne.CanvasObject{container.New(layout.NewCustomPaddedLayout(0, 0, -widgets.ButtonPad, 0), container.New(widgets.Stacked{}, rows...))}
}

// checksWidth is the width of the dialog of checks.
const checksWidth float32 = 560

// checkConnection is the dialog «Проверка соединения»: its steps, and what to do about the one that failed.
func (e *Entry) checkConnection() {
	ctx, end := context.WithCancel(e.deps.Exec.Context()) //nolint:gosec // the dialog's «Закрыть» ends it
	lines := widgets.Lines()
	var box *dialog.Handle
	check := func() {
		lines.Objects = []fyne.CanvasObject{widgets.Muted("Проверяем…")}
		box.SetPrimary(checkAgain, false)
		background.Fetch(e.deps.Exec, func() ([]model.ConnectionCheck, error) { return e.deps.Connect.CheckConnection(ctx), nil },
			func(checks []model.ConnectionCheck, _ error) {
				if ctx.Err() == nil {
					lines.Objects = checkLines(checks)
					box.SetPrimary(checkAgain, true)
				}
			})
	}
	box = dialog.Show(e.deps.Window, dialog.Modal{Title: "Проверка соединения", Content: lines, Size: fyne.NewSize(checksWidth, 0),
		Primary: checkAgain, Cancel: "Закрыть", OnCancel: end, OnPrimary: func() bool {
			check()
			return false
		}})
	check()
}

const checkAgain = "Проверить снова"

// steps are the steps of a check with their names when all is well.
var steps = []struct {
	step       model.ConnectionStep
	name, good string
}{
	{model.CheckAddress, "Адрес", "отвечает"},
	{model.CheckKey, "Ключ сервера", "это сервер вашего колледжа"},
	{model.CheckVersion, "Версия программы", "подходит"},
	{model.CheckTime, "Часы", "идут одинаково"},
}

// checkLines are the steps of a check, also those that it did not reach.
func checkLines(checks []model.ConnectionCheck) (lines []fyne.CanvasObject) {
	add := func(mark string, tone widgets.Tone, text string) {
		lines = append(lines, widgets.Verdict(mark, tone, text, checksWidth))
	}
	for _, s := range steps {
		tried := false
		for _, c := range checks {
			if c.Step != s.step {
				continue
			}
			tried = true
			name := s.name
			if c.Step == model.CheckAddress {
				name += " " + c.Address
			}
			if c.Err != nil {
				add("✗", widgets.ToneRefused, name+". "+widgets.Sentence(c.Err.Error()))
			} else {
				add("✓", widgets.ToneGood, name+" — "+s.good)
			}
		}
		if !tried {
			add("·", widgets.ToneMuted, s.name+" — не проверялось")
		}
	}
	return lines
}

// changeAddress is the dialog «Сменить адрес колледжа».
func (e *Entry) changeAddress() {
	link := widgets.NewEntry("zvonok://connect/…")
	dialog.ShowForm(e.deps.Window, e.deps.Exec, dialog.Form{
		Title: "Сменить адрес колледжа", Primary: "Сменить адрес",
		Hint:   "Вставьте новую ссылку подключения того же колледжа. Что ждёт отправки, останется на этом компьютере и уйдёт по новому адресу.",
		Fields: []fyne.CanvasObject{widgets.Field("Ссылка подключения", link)},
		Work: func() (func(context.Context) error, error) {
			text := strings.TrimSpace(link.Text)
			_, err := model.ParseConnectionLink(text)
			return func(ctx context.Context) error { return e.deps.Connect.ChangeAddress(ctx, text) }, err
		},
		Done: e.deps.Reopen,
	})
}
