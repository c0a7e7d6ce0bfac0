package tour

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// all does one thing after another until one fails.
func all(things ...func() error) error {
	for _, do := range things {
		if err := do(); err != nil {
			return err
		}
	}
	return nil
}

// inTurn is all, but done only when its turn comes.
func inTurn(things ...func() error) func() error { return func() error { return all(things...) } }

// Each of these is something for all to do.
func (v *visitor) clicks(text string) func() error { return func() error { return v.click(text) } }
func (v *visitor) clicksUnder(text string) func() error {
	return func() error { return v.clickOff(text, fyne.NewDelta(0, 30)) }
}
func (v *visitor) checks(text string) func() error { return func() error { return v.check(text) } }
func (v *visitor) awaits(text string) func() error { return func() error { return v.await(text) } }
func (v *visitor) picks(list, option string) func() error {
	return func() error { return v.pick(list, option) }
}
func (v *visitor) loses(text string) func() error {
	return func() error { return v.stage.Wait(func() bool { return !v.sees(text) }) }
}

func (v *visitor) writes(text string) func() error {
	return func() error { v.write(text); return nil }
}

func (v *visitor) presses(name fyne.KeyName) func() error {
	return func() error { v.key(name); return nil }
}

// unfolds opens a menu and leaves it open.
func (v *visitor) unfolds(menu, option string) func() error {
	return func() error { return v.unfold(menu, option, func(fyne.Position) {}) }
}

// fills writes into the field under a caption, in place of its content.
func (v *visitor) fills(caption, text string) func() error {
	return func() error {
		if err := v.clickOff(caption, fyne.NewDelta(0, 30)); err != nil {
			return err
		}
		v.shortcut(&fyne.ShortcutSelectAll{})
		v.key(fyne.KeyBackspace)
		v.write(text)
		return nil
	}
}

// scrolls goes to the end of the page.
func (v *visitor) scrolls() error {
	v.scrollToEnd()
	return nil
}

// find filters the list by a part of the title; an empty one shows all.
func (v *visitor) find(title string) func() error {
	return func() error {
		v.shortcut(&desktop.CustomShortcut{KeyName: fyne.KeyF, Modifier: fyne.KeyModifierShortcutDefault})
		v.shortcut(&fyne.ShortcutSelectAll{})
		v.key(fyne.KeyBackspace)
		v.write(title)
		return nil
	}
}

// management opens «Управление чатами».
func (v *visitor) management() error {
	return all(v.clicks("Чаты"), v.clicks("Управление чатами"), v.awaits("Применить"))
}
