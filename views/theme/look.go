package theme

import (
	"slices"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
)

// Look is what the user of a computer has chosen of how the program's windows look there.
type Look struct {
	// Percent is how large everything is, one of Percents.
	Percent int
	Shade   Shade
}

// Percents are the sizes to choose from, the ordinary one first. Fyne rounds to tenths.
var Percents = []int{100, 110, 120, 130, 150, 170, 200}

// Shade is whether windows are light or dark.
type Shade string

// The shades. A system that says nothing is light.
const (
	ShadeSystem Shade = ""
	ShadeLight  Shade = "light"
	ShadeDark   Shade = "dark"
)

// The names of the preferences.
const (
	percentKey = "look.percent"
	shadeKey   = "look.shade"
)

// LookOf reads the look out of an application's preferences; unknown values mean the ordinary one.
func LookOf(p fyne.Preferences) Look {
	l := Look{Percent: p.IntWithFallback(percentKey, Percents[0]), Shade: Shade(p.String(shadeKey))}
	if !slices.Contains(Percents, l.Percent) {
		l.Percent = Percents[0]
	}
	if l.Shade != ShadeLight && l.Shade != ShadeDark {
		l.Shade = ShadeSystem
	}
	return l
}

// Keep writes the look into an application's preferences.
func (l Look) Keep(p fyne.Preferences) {
	p.SetInt(percentKey, l.Percent)
	p.SetString(shadeKey, string(l.Shade))
}

// Step is the look that many sizes larger, or the largest there is.
func (l Look) Step(by int) Look {
	at := slices.Index(Percents, l.Percent) + by
	l.Percent = Percents[max(0, min(at, len(Percents)-1))]
	return l
}

// Scale is the factor by which everything is multiplied.
func (l Look) Scale() float32 { return float32(l.Percent) / 100 }

// Theme is the theme of the look; said reports whether the system says which shade it has.
func (l Look) Theme(said bool) *Theme {
	switch {
	case l.Shade == ShadeDark:
		return NewForced(fynetheme.VariantDark)
	case l.Shade == ShadeLight || !said:
		return NewForced(fynetheme.VariantLight)
	}
	return New()
}

// Looks is what the user of this computer has chosen of how the program's windows look. Its methods are for the UI goroutine.
type Looks interface {
	Look() Look
	SetLook(Look)
}
