package theme

import (
	"image/color"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"zvonok/assets"
)

// Names of the colours that Fyne has no name for. Fyne's own names (foreground, background, primary …) work as well.
const (
	ColorNameSurface         fyne.ThemeColorName = "zvonokSurface"
	ColorNameLine            fyne.ThemeColorName = "zvonokLine"
	ColorNameLineFaint       fyne.ThemeColorName = "zvonokLineFaint"
	ColorNameText            fyne.ThemeColorName = fynetheme.ColorNameForeground
	ColorNameMuted           fyne.ThemeColorName = "zvonokMuted"
	ColorNameMutedOnSelected fyne.ThemeColorName = "zvonokMutedOnSelected"
	ColorNameAccent          fyne.ThemeColorName = fynetheme.ColorNamePrimary
	ColorNameOnAccent        fyne.ThemeColorName = fynetheme.ColorNameForegroundOnPrimary
	ColorNameSelected        fyne.ThemeColorName = "zvonokSelected"
	ColorNameRowHover        fyne.ThemeColorName = "zvonokRowHover"
	ColorNameControl         fyne.ThemeColorName = "zvonokControl"
	ColorNameGood            fyne.ThemeColorName = "zvonokGood"
	ColorNameGoodBack        fyne.ThemeColorName = "zvonokGoodBack"
	ColorNameWaiting         fyne.ThemeColorName = "zvonokWaiting"
	ColorNameWaitingBack     fyne.ThemeColorName = "zvonokWaitingBack"
	ColorNameRefused         fyne.ThemeColorName = "zvonokRefused"
	ColorNameRefusedBack     fyne.ThemeColorName = "zvonokRefusedBack"
	ColorNameNeutral         fyne.ThemeColorName = "zvonokNeutral"
	ColorNameNeutralBack     fyne.ThemeColorName = "zvonokNeutralBack"
	ColorNameDanger          fyne.ThemeColorName = "zvonokDanger"
	ColorNameOnDanger        fyne.ThemeColorName = "zvonokOnDanger"
	ColorNameTip             fyne.ThemeColorName = "zvonokTip"
	ColorNameOnTip           fyne.ThemeColorName = "zvonokOnTip"
	ColorNameShade           fyne.ThemeColorName = "zvonokShade"
	ColorNameFloatShadow     fyne.ThemeColorName = "zvonokFloatShadow"
)

// ours is used by an application that runs with another theme, as Fyne's own test application does at first.
var ours = New()

// Color returns the colour of that name in the look that the application has now. Widgets ask at every refresh, so that
// a change between light and dark reaches them.
func Color(name fyne.ThemeColorName) color.Color {
	settings := fyne.CurrentApp().Settings()
	if t, ok := settings.Theme().(*Theme); ok {
		return t.Color(name, settings.ThemeVariant())
	}
	return ours.Color(name, settings.ThemeVariant())
}

// colours names the palette's colours for Fyne.
func colours(p assets.Palette) map[fyne.ThemeColorName]color.Color {
	return map[fyne.ThemeColorName]color.Color{
		ColorNameSurface: p.Surface, ColorNameLine: p.Line, ColorNameLineFaint: p.LineFaint,
		ColorNameText: p.Text, ColorNameMuted: p.Muted, ColorNameMutedOnSelected: p.MutedOnSelected,
		ColorNameAccent: p.Accent, ColorNameOnAccent: p.OnAccent,
		ColorNameSelected: p.Selected, ColorNameRowHover: p.Hover, ColorNameControl: p.Control,
		ColorNameGood: p.Good.Text, ColorNameGoodBack: p.Good.Back,
		ColorNameWaiting: p.Waiting.Text, ColorNameWaitingBack: p.Waiting.Back,
		ColorNameRefused: p.Refused.Text, ColorNameRefusedBack: p.Refused.Back,
		ColorNameNeutral: p.Neutral.Text, ColorNameNeutralBack: p.Neutral.Back,
		ColorNameDanger: p.Danger.Back, ColorNameOnDanger: p.Danger.Text,
		ColorNameTip: p.Tip.Back, ColorNameOnTip: p.Tip.Text, ColorNameShade: p.Shade, ColorNameFloatShadow: p.Shadow,

		fynetheme.ColorNameBackground:          p.Background,
		fynetheme.ColorNameButton:              p.Surface,
		fynetheme.ColorNameDisabled:            p.Muted,
		fynetheme.ColorNameDisabledButton:      p.LineFaint,
		fynetheme.ColorNameError:               p.Refused.Text,
		fynetheme.ColorNameForegroundOnError:   p.Surface,
		fynetheme.ColorNameSuccess:             p.Good.Text,
		fynetheme.ColorNameForegroundOnSuccess: p.Surface,
		fynetheme.ColorNameWarning:             p.Waiting.Text,
		fynetheme.ColorNameForegroundOnWarning: p.Surface,
		fynetheme.ColorNameFocus:               p.Selected,
		fynetheme.ColorNameHeaderBackground:    p.Surface,
		fynetheme.ColorNameHover:               p.Hover,
		fynetheme.ColorNameHyperlink:           p.Accent,
		fynetheme.ColorNameInputBackground:     p.Surface,
		fynetheme.ColorNameInputBorder:         p.Line,
		fynetheme.ColorNameMenuBackground:      p.Surface,
		fynetheme.ColorNameOverlayBackground:   p.Surface,
		fynetheme.ColorNamePlaceHolder:         p.Muted,
		fynetheme.ColorNamePressed:             p.Line,
		fynetheme.ColorNameScrollBar:           translucent(p.Control, 0x99),
		fynetheme.ColorNameScrollBarBackground: translucent(p.Control, 0x18),
		fynetheme.ColorNameSelection:           translucent(p.Accent, 0x40),
		fynetheme.ColorNameSeparator:           p.Line,
		// Fyne shades the edges of everything that scrolls; in a dense table that must be faint.
		fynetheme.ColorNameShadow: translucent(p.Shadow, p.Shadow.A/2),
	}
}

func translucent(c color.NRGBA, alpha uint8) color.NRGBA {
	c.A = alpha
	return c
}
