package settings

import (
	"zvonok/views/widgets"
)

// measure is the width of explanations: it fits the narrowest window and reads well in a wide one.
const measure float32 = 552

// note is an explanation below a control.
func note(text string) *widgets.Label {
	return widgets.Paragraph(text, measure).In(widgets.ToneMuted)
}
