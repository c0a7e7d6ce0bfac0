package theme

// Sizes of the look, in Fyne's device-independent pixels.
const (
	// TextSize is ordinary text.
	TextSize float32 = 14
	// CaptionSize is heads of tables, captions and footers.
	CaptionSize float32 = 13
	// PillSize is the text of a pill.
	PillSize float32 = 12.5
	// SubtitleSize is the title of a dialog.
	SubtitleSize float32 = 17
	// TitleSize is the title of a screen.
	TitleSize float32 = 20

	// RowHeight is the height of a table row and of every control.
	RowHeight float32 = 32
	// HeadHeight is the height of a table's head.
	HeadHeight float32 = 35

	// ControlRadius, CardRadius and DialogRadius round the corners.
	ControlRadius float32 = 6
	// CardRadius rounds tables, cards and menus.
	CardRadius float32 = 8
	// DialogRadius rounds dialogs.
	DialogRadius float32 = 10

	// GapSmall separates controls that belong together.
	GapSmall float32 = 8
	// Gap separates the bands of a screen.
	Gap float32 = 12
	// PageMargin is the free edge around a screen.
	PageMargin float32 = 20

	// innerPadding makes Fyne's own one-line widgets RowHeight high at TextSize.
	innerPadding float32 = 6.4
)
