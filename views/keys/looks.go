package keys

import (
	"fyne.io/fyne/v2"

	"zvonok/views/theme"
)

// OfLooks are the keys of a window's look, which work on every page. Without looks there is nothing to choose.
func OfLooks(w fyne.Window, looks theme.Looks) Map {
	all := Map{{Name: fyne.KeyF11, Over: true, Words: "На весь экран и обратно", Do: func() { w.SetFullScreen(!w.FullScreen()) }}}
	if looks == nil {
		return all
	}
	step := func(by int) func() { return func() { looks.SetLook(looks.Look().Step(by)) } }
	larger := step(+1)
	return append(all,
		Key{Name: fyne.KeyPlus, Ctrl: true, Over: true, Words: "Крупнее", Do: larger},
		Key{Name: fyne.KeyEqual, Ctrl: true, Over: true, Do: larger}, // the same key without Shift
		Key{Name: fyne.KeyEqual, Ctrl: true, Shift: true, Over: true, Do: larger},
		Key{Name: fyne.KeyMinus, Ctrl: true, Over: true, Words: "Мельче", Do: step(-1)},
		Key{Name: fyne.Key0, Ctrl: true, Over: true, Words: "Обычный размер", Do: func() {
			look := looks.Look()
			look.Percent = theme.Percents[0]
			looks.SetLook(look)
		}})
}
