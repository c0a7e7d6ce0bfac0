// Package theme is the program's look for Fyne: colours of assets.Palette, sizes of a dense desktop tool, Fyne's own
// fonts (they hold Cyrillic), and Fyne's built-in texts in Russian.
package theme

import (
	"image/color"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"zvonok/assets"
)

// Theme implements fyne.Theme. Make one with New or NewForced.
type Theme struct {
	forced      bool
	variant     fyne.ThemeVariant
	light, dark map[fyne.ThemeColorName]color.Color
}

var _ fyne.Theme = (*Theme)(nil)

// New returns the theme that follows the system's choice of light or dark.
func New() *Theme {
	return &Theme{light: colours(assets.Light()), dark: colours(assets.Dark())}
}

// NewForced returns the theme that is always light or always dark: fynetheme.VariantLight or VariantDark.
func NewForced(variant fyne.ThemeVariant) *Theme {
	t := New()
	t.forced, t.variant = true, variant
	return t
}

// Color returns the colour of that name; names that the palette does not know come from Fyne's own theme.
func (t *Theme) Color(name fyne.ThemeColorName, variant fyne.ThemeVariant) color.Color {
	if t.forced {
		variant = t.variant
	}
	set := t.dark
	if variant == fynetheme.VariantLight {
		set = t.light
	}
	if c, ok := set[name]; ok {
		return c
	}
	return fynetheme.DefaultTheme().Color(name, variant)
}

// Font returns Fyne's own font of that style.
func (t *Theme) Font(style fyne.TextStyle) fyne.Resource {
	switch {
	case style.Monospace:
		return fynetheme.DefaultTextMonospaceFont()
	case style.Bold && style.Italic:
		return fynetheme.DefaultTextBoldItalicFont()
	case style.Bold:
		return fynetheme.DefaultTextBoldFont()
	case style.Italic:
		return fynetheme.DefaultTextItalicFont()
	case style.Symbol:
		return fynetheme.DefaultSymbolFont()
	}
	return fynetheme.DefaultTextFont()
}

// Icon returns Fyne's own icon of that name.
func (t *Theme) Icon(name fyne.ThemeIconName) fyne.Resource {
	return fynetheme.DefaultTheme().Icon(name)
}

// Size returns the size of that name in Fyne's device-independent pixels.
func (t *Theme) Size(name fyne.ThemeSizeName) float32 {
	switch name {
	case fynetheme.SizeNameText:
		return TextSize
	case fynetheme.SizeNameCaptionText:
		return CaptionSize
	case fynetheme.SizeNameHeadingText:
		return TitleSize
	case fynetheme.SizeNameSubHeadingText:
		return SubtitleSize
	case fynetheme.SizeNameInnerPadding:
		return innerPadding
	case fynetheme.SizeNameInputRadius, fynetheme.SizeNameButtonRadius:
		return ControlRadius
	case fynetheme.SizeNameCardRadius, fynetheme.SizeNamePopupRadius, fynetheme.SizeNameMenuRadius:
		return CardRadius
	case fynetheme.SizeNameDialogRadius:
		return DialogRadius
	case fynetheme.SizeNameScrollBar:
		return 12
	case fynetheme.SizeNameScrollBarSmall:
		return 4
	case fynetheme.SizeNameModalBlurRadius:
		return 0
	}
	return fynetheme.DefaultTheme().Size(name)
}
