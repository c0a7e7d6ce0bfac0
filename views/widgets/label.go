package widgets

import (
	"math"
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"zvonok/views/draw"
	"zvonok/views/theme"
)

// Label is a text in one of the look's sizes. Unlike Fyne's own it has no padding around it, and shows by a tooltip what it
// had to cut.
type Label struct {
	widget.BaseWidget
	hoverTip
	text   string
	size   float32
	bold   bool
	ink    fyne.ThemeColorName
	most   float32 // the greatest width of a paragraph's lines, 0 = one line
	wrap   float32 // where its lines are broken now: at most, or where a layout leaves it less
	shrink bool    // may be narrower than its text
	yields float32 // the least width in a bar that lacks room, 0 = it does not shrink
	Align  fyne.TextAlign
}

// Title is the title of a screen.
func Title(text string) *Label { return NewLabel(text, theme.TitleSize, true, theme.ColorNameText) }

// Heading is the title of a part of a screen: «Общая информация».
func Heading(text string) *Label { return NewLabel(text, theme.TextSize, true, theme.ColorNameText) }

// Text is ordinary text.
func Text(text string) *Label { return NewLabel(text, theme.TextSize, false, theme.ColorNameText) }

// Caption is the small grey text above a field or in a footer.
func Caption(text string) *Label {
	return NewLabel(text, theme.CaptionSize, false, theme.ColorNameMuted)
}

// Muted is ordinary text that matters less.
func Muted(text string) *Label { return NewLabel(text, theme.TextSize, false, theme.ColorNameMuted) }

// Paragraph is ordinary text broken into lines of at most that width, and of less where its place in a Stacked or a Row has less.
func Paragraph(text string, width float32) *Label {
	l := Text(text)
	l.most, l.wrap = width, width
	return l
}

// Flow is a Paragraph as wide as its place, whatever that is.
func Flow(text string) *Label { return Paragraph(text, math.MaxFloat32) }

// NewLabel makes a label of one line.
func NewLabel(text string, size float32, bold bool, ink fyne.ThemeColorName) *Label {
	l := &Label{text: text, size: size, bold: bold, ink: ink}
	l.ExtendBaseWidget(l)
	l.hoverTip = hoverTip{owner: l, text: l.overflow}
	return l
}

// Text returns the text as it was set.
func (l *Label) Text() string { return l.text }

// SetText changes the text.
func (l *Label) SetText(text string) {
	if l.text == text {
		return
	}
	l.text = text
	l.Refresh()
}

// SetTone changes the colour, and the weight to bold for ToneStrong.
func (l *Label) SetTone(tone Tone) {
	l.ink, l.bold = tone.Ink(), l.bold || tone == ToneStrong
	l.Refresh()
}

// In is SetTone for a new label.
func (l *Label) In(tone Tone) *Label {
	l.SetTone(tone)
	return l
}

// Shrink lets the label be narrower than its text, which then ends in «…» and is shown whole by a tooltip.
func (l *Label) Shrink() *Label {
	l.shrink = true
	return l
}

// Narrowest is the least width of the label in a bar that lacks room.
func (l *Label) Narrowest() float32 {
	if l.yields == 0 {
		return l.MinSize().Width
	}
	return min(l.yields, l.MinSize().Width)
}

// Within breaks the lines of a paragraph where a narrower place ends.
func (l *Label) Within(room float32) {
	if wrap := min(room, l.most); room > 0 && l.wrap != wrap {
		l.wrap = wrap
		l.Refresh()
	}
}

func (l *Label) style() fyne.TextStyle { return fyne.TextStyle{Bold: l.bold} }

// lines is the text as it is broken now.
func (l *Label) lines() []string {
	switch {
	case l.most > 0:
		return BreakLines(l.text, l.wrap, l.size, l.style())
	case (l.shrink || l.yields > 0) && l.Size().Width > 0:
		return []string{Fit(l.text, l.Size().Width, l.size, l.style())}
	}
	return []string{l.text}
}

func (l *Label) overflow() string {
	if (l.shrink || l.yields > 0) && l.lines()[0] != l.text {
		return l.text
	}
	return ""
}

// CreateRenderer implements fyne.Widget.
func (l *Label) CreateRenderer() fyne.WidgetRenderer {
	d := &draw.Drawing{}
	lineHeight := func() float32 { return fyne.MeasureText("Ж", l.size, l.style()).Height }
	d.Arrange = func(size fyne.Size) {
		y := float32(0)
		if l.most == 0 || len(d.All) == 1 { // a single line stands beside buttons
			y = (size.Height - lineHeight()*float32(len(d.All))) / 2
		}
		for i, o := range d.All {
			draw.Place(o, 0, y+float32(i)*lineHeight(), size.Width, lineHeight())
		}
	}
	d.Least = func() fyne.Size {
		if l.shrink {
			return fyne.NewSize(24, lineHeight())
		}
		lines := l.lines()
		if l.yields > 0 {
			lines = []string{l.text}
		}
		width := float32(0)
		for _, line := range lines {
			width = max(width, fyne.MeasureText(line, l.size, l.style()).Width)
		}
		return fyne.NewSize(width, lineHeight()*float32(len(lines)))
	}
	d.Paint = func() {
		lines := l.lines()
		for len(d.All) < len(lines) {
			d.All = append(d.All, draw.Ink("", l.size, l.bold, l.ink))
		}
		d.All = d.All[:len(lines)]
		for i, o := range d.All {
			t := o.(*canvas.Text)
			t.Text, t.TextStyle, t.Color, t.Alignment = lines[i], l.style(), theme.Color(l.ink), l.Align
		}
	}
	return d.Of(l)
}

// Fit cuts a text to a width, with «…» at its end where something was cut.
func Fit(text string, width, size float32, style fyne.TextStyle) string {
	if fyne.MeasureText(text, size, style).Width <= width {
		return text
	}
	runes := []rune(text)
	low, high := 0, len(runes)-1 // the length of the longest beginning that fits is in low…high
	for low < high {
		mid := (low + high + 1) / 2
		if fyne.MeasureText(string(runes[:mid])+"…", size, style).Width <= width {
			low = mid
		} else {
			high = mid - 1
		}
	}
	return strings.TrimRight(string(runes[:low]), " ") + "…"
}

// breaks reports whether a line may be broken at a rune.
func breaks(r rune) bool {
	const noBreakSpace = '\u00a0'
	return unicode.IsSpace(r) && r != noBreakSpace
}

// BreakLines breaks a text at spaces (and keeps its own line ends) so that no line is wider than width; a single word
// that is wider is cut with «…».
func BreakLines(text string, width, size float32, style fyne.TextStyle) []string {
	var lines []string
	for _, paragraph := range strings.Split(text, "\n") {
		line := ""
		for _, word := range strings.FieldsFunc(paragraph, breaks) {
			longer := strings.TrimLeft(line+" "+word, " ")
			if line != "" && fyne.MeasureText(longer, size, style).Width > width {
				lines = append(lines, line)
				longer = word
			}
			line = longer
		}
		lines = append(lines, line)
	}
	for i, line := range lines {
		lines[i] = Fit(line, width, size, style)
	}
	return lines
}
