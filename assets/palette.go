package assets

import "image/color"

// Pair is a text colour together with the background that it is read on.
type Pair struct {
	Text, Back color.NRGBA
}

// Palette is one complete set of the program's colours. Every text colour in it reads on the backgrounds that it is
// used on with a contrast of at least 4.5:1 (WCAG AA).
type Palette struct {
	// Background lies under everything, Surface is the paper of tables, cards and controls.
	Background, Surface color.NRGBA
	// Line frames tables, cards and controls; LineFaint parts the rows of a table.
	Line, LineFaint color.NRGBA
	// Text is the main text, Muted what matters less: captions, hints, heads of tables.
	Text, Muted color.NRGBA
	// MutedOnSelected is Muted on Selected, where Muted itself would be too pale to read.
	MutedOnSelected color.NRGBA
	// Accent is the one blue: the main button, links, the open tab. OnAccent is the text on it.
	Accent, OnAccent color.NRGBA
	// Selected is the background of selected rows and of the current menu line.
	Selected color.NRGBA
	// Hover is the background of the row or button under the pointer.
	Hover color.NRGBA
	// Control is the line around a checkbox, which must be seen on Surface and on Selected alike.
	Control color.NRGBA
	// Good, Waiting, Refused and Neutral are the pills of a state.
	Good, Waiting, Refused, Neutral Pair
	// Danger is the filled button that destroys.
	Danger Pair
	// Tip is the tooltip.
	Tip Pair
	// Shade dims the window behind a dialog, Shadow is cast by what floats.
	Shade, Shadow color.NRGBA
}

// Light returns the colours of the light look.
func Light() Palette {
	return Palette{
		Background: rgb(0xF5F6F8), Surface: rgb(0xFFFFFF),
		Line: rgb(0xE3E6EB), LineFaint: rgb(0xEEF0F3),
		Text: rgb(0x1B1F27), Muted: rgb(0x667085), MutedOnSelected: rgb(0x5D6677),
		Accent: rgb(0x2563C9), OnAccent: rgb(0xFFFFFF),
		Selected: rgb(0xE8F0FD), Hover: rgb(0xF5F7FA), Control: rgb(0x667085),
		Good:    Pair{rgb(0x17663A), rgb(0xE3F4EA)},
		Waiting: Pair{rgb(0x8A5300), rgb(0xFFF1D6)},
		Refused: Pair{rgb(0xA8231B), rgb(0xFDE7E5)},
		Neutral: Pair{rgb(0x475467), rgb(0xEEF0F3)},
		Danger:  Pair{rgb(0xFFFFFF), rgb(0xB3261E)},
		Tip:     Pair{rgb(0xF5F6F8), rgb(0x2A303B)},
		Shade:   color.NRGBA{0x1B, 0x1F, 0x27, 0x73},
		Shadow:  color.NRGBA{0x10, 0x18, 0x28, 0x38},
	}
}

// Dark returns the colours of the dark look.
func Dark() Palette {
	return Palette{
		Background: rgb(0x15181D), Surface: rgb(0x1D2127),
		Line: rgb(0x30363F), LineFaint: rgb(0x272C34),
		Text: rgb(0xE7EAF0), Muted: rgb(0x98A2B3), MutedOnSelected: rgb(0x98A2B3),
		Accent: rgb(0x7FB0FF), OnAccent: rgb(0x15181D),
		Selected: rgb(0x1F3050), Hover: rgb(0x23282F), Control: rgb(0x98A2B3),
		Good:    Pair{rgb(0x7CDBA2), rgb(0x173324)},
		Waiting: Pair{rgb(0xF5C26B), rgb(0x3A2C12)},
		Refused: Pair{rgb(0xFF9C94), rgb(0x431F1D)},
		Neutral: Pair{rgb(0xC3CAD6), rgb(0x2B313A)},
		Danger:  Pair{rgb(0x15181D), rgb(0xFF9C94)},
		Tip:     Pair{rgb(0x1B1F27), rgb(0xE7EAF0)},
		Shade:   color.NRGBA{0x00, 0x00, 0x00, 0x99},
		Shadow:  color.NRGBA{0x00, 0x00, 0x00, 0x8C},
	}
}

func rgb(hex uint32) color.NRGBA {
	return color.NRGBA{R: uint8(hex >> 16), G: uint8(hex >> 8), B: uint8(hex), A: 0xFF}
}
