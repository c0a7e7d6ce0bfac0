package widgets

import (
	"fyne.io/fyne/v2"

	"zvonok/views/theme"
)

// Tone is what a text means; its colour follows from that. A colour never says anything alone: the words say the same.
type Tone int

// The tones.
const (
	ToneNormal Tone = iota
	ToneMuted
	ToneLink
	ToneStrong
	ToneGood
	ToneWaiting
	ToneRefused
	ToneNeutral
)

// Ink is the name of the colour of a text of this tone on paper.
func (t Tone) Ink() fyne.ThemeColorName {
	switch t {
	case ToneMuted:
		return theme.ColorNameMuted
	case ToneLink:
		return theme.ColorNameAccent
	case ToneGood:
		return theme.ColorNameGood
	case ToneWaiting:
		return theme.ColorNameWaiting
	case ToneRefused:
		return theme.ColorNameRefused
	case ToneNeutral:
		return theme.ColorNameNeutral
	}
	return theme.ColorNameText
}

// InkOnSelected is ink where the row is selected.
func (t Tone) InkOnSelected() fyne.ThemeColorName {
	if t == ToneMuted {
		return theme.ColorNameMutedOnSelected
	}
	return t.Ink()
}

// Pill returns the names of a pill's text and background.
func (t Tone) Pill() (ink, back fyne.ThemeColorName) {
	switch t {
	case ToneGood:
		return theme.ColorNameGood, theme.ColorNameGoodBack
	case ToneWaiting:
		return theme.ColorNameWaiting, theme.ColorNameWaitingBack
	case ToneRefused:
		return theme.ColorNameRefused, theme.ColorNameRefusedBack
	}
	return theme.ColorNameNeutral, theme.ColorNameNeutralBack
}
