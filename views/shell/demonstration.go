package shell

import (
	"fyne.io/fyne/v2"

	"zvonok/views/background"
	"zvonok/views/dialog"
	"zvonok/views/draw"
	"zvonok/views/theme"
	"zvonok/views/widgets"
)

const foundLabel = "Завести свой колледж"

// found leaves the demonstration for a window in which a college is founded.
func (s *Shell) found() {
	s.mayLeaveAll(func() {
		dialog.Ask(s.cfg.Window, dialog.Modal{Title: foundLabel + "?", Primary: foundLabel, Cancel: "Остаться в демонстрации", Final: true},
			"Демонстрация закроется, сделанное в ней в ваш колледж не попадёт. Откроется окно «Звонка», в котором заводят колледж или входят в свой.", func() {
				background.Perform(s.cfg.Exec, s.cfg.Found, func(err error) {
					if err != nil {
						dialog.ShowError(s.cfg.Window, "Открыть не получилось", err.Error())
						return
					}
					s.leave()
				})
			})
	})
}

// demoPill marks the window of the demonstration, and leads out of it.
type demoPill struct{ barButton }

const demoWord = "Демонстрация"

func newDemoPill(press func()) *demoPill {
	p := &demoPill{barButton{press: press}}
	p.Begin(p, nil, func() string {
		return "Здесь учебный колледж и учебный VK: можно пробовать всё. Нажмите, чтобы завести свой колледж."
	})
	return p
}

// AccessibilityLabel says what the pill is and where it leads.
func (p *demoPill) AccessibilityLabel() string {
	return demoWord + ": завести свой колледж"
}

// Text is the pill's word.
func (p *demoPill) Text() string { return demoWord }

func (p *demoPill) CreateRenderer() fyne.WidgetRenderer {
	back, word, ring := draw.Box(widgets.PillHeight/2), draw.Ink(demoWord, theme.PillSize, false, theme.ColorNameText), newRing()
	d := &draw.Drawing{All: []fyne.CanvasObject{back, word, ring}}
	d.Least = func() fyne.Size {
		return fyne.NewSize(fyne.MeasureText(demoWord, theme.PillSize, fyne.TextStyle{}).Width+2*widgets.PillPad, barHeight)
	}
	d.Arrange = func(size fyne.Size) {
		top := (size.Height - widgets.PillHeight) / 2
		draw.Place(back, 0, top, size.Width, widgets.PillHeight)
		draw.Middle(word, widgets.PillPad, size.Width-2*widgets.PillPad, size.Height)
		draw.Place(ring, -3, top-3, size.Width+6, widgets.PillHeight+6)
	}
	d.Paint = func() {
		ink, fill := widgets.ToneWaiting.Pill()
		word.Color, back.FillColor = theme.Color(ink), theme.Color(fill)
		paintRing(ring, p.Focused || p.Hover != widgets.Nowhere)
	}
	return d.Of(p)
}
