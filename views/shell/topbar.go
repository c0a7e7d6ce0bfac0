package shell

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"zvonok/model"
	"zvonok/views/draw"
	"zvonok/views/theme"
	"zvonok/views/widgets"
)

const (
	barHeight    float32 = 48
	barMargin    float32 = 16
	barGap       float32 = 24 // before the sections and behind the status
	dotSize      float32 = 8
	collegeLeast float32 = 100 // a college's name that would be shorter than this is left out; the brand's tooltip has it
	statusUsual  float32 = 270 // width kept free for the ordinary states, so that none of them shifts the sections
	statusMost   float32 = 420 // width beyond which a problem's text is cut; its tooltip has it whole
	statusLeast  float32 = 240 // where there would be less, the user's name, the words of the retry and the room between sections shrink
	statusFew    float32 = 100 // what the bar always has for it: where there would be less, the sections fold into a menu
)

// topBar is the strip at the top of the window.
type topBar struct {
	widget.BaseWidget
	shell    *Shell
	back     *canvas.Rectangle
	line     *canvas.Rectangle
	brand    *widgets.Label
	college  *widgets.Label
	tabs     []*sectionTab
	folded   *sectionsMenu // instead of the brand and the sections in a narrow window
	dot      *canvas.Circle
	words    barWords
	tip      string // what the words mean, after all of them, if the bar has room
	status   *widgets.Label
	statusIn fyne.CanvasObject // status and dot under one tooltip
	link     *widgets.Button   // instead of the status while a click on it leads somewhere
	lead     func()
	retry    *widgets.Button // behind the status of a synchronisation that failed
	again    func()
	demo     *demoPill // instead of the college's name in the demonstration, nil elsewhere
	user     *userButton
	brandIn  fyne.CanvasObject // brand under the college's whole name
}

func newTopBar(s *Shell) *topBar {
	b := &topBar{shell: s, back: canvas.NewRectangle(nil), line: canvas.NewRectangle(nil), dot: canvas.NewCircle(nil),
		brand: widgets.Heading("Звонок"), college: widgets.Caption("").Shrink(), status: widgets.Caption("").Shrink()}
	b.statusIn = widgets.WithTooltip(b.status, func() string { return b.tip })
	b.brandIn = widgets.WithTooltip(b.brand, b.college.Text)
	b.folded = newSectionsMenu(s)
	b.link = widgets.NewLink("", func() { b.lead() })
	b.link.Hide()
	b.retry = widgets.NewLink(retryNow, func() { b.again() })
	b.retry.SetTooltip("Проверить все чаты в VK и исправить их, не дожидаясь следующей попытки")
	b.retry.Hide()
	if s.cfg.Found != nil {
		b.demo = newDemoPill(s.found)
	}
	b.user = newUserButton(s.userMenu)
	b.dot.Hide()
	b.ExtendBaseWidget(b)
	return b
}

func (b *topBar) setCollege(name string) {
	if b.college.Text() != name {
		b.college.SetText(name)
		b.Refresh()
	}
}

func (b *topBar) setIdentity(me model.Person) {
	b.user.set(me)
	b.Refresh()
}

func (b *topBar) setSections(sections []Section) {
	b.tabs = nil
	for i, section := range sections {
		b.tabs = append(b.tabs, newSectionTab(section.Title, func() { b.shell.Go(i) }))
	}
	b.Refresh()
}

func (b *topBar) setSection(n int) {
	for i, t := range b.tabs {
		t.setOpen(i == n)
	}
	b.Refresh()
}

// holds reports whether an object is one of the bar's buttons.
func (b *topBar) holds(f fyne.Focusable) bool {
	return f == b.user || f == b.folded || f == b.link || f == b.retry || b.demo != nil && f == b.demo || slices.ContainsFunc(b.tabs, func(t *sectionTab) bool { return f == t })
}

// setStatus shows a state; lead, if not nil, is where a click on it leads. Without words nothing is shown.
func (b *topBar) setStatus(w barWords, lead func()) {
	b.words, b.lead = w, lead
	b.link.Hidden = lead == nil
	if b.statusIn.Show(); lead != nil {
		b.statusIn.Hide()
	}
	b.dot.Hidden = w.text == ""
	b.Refresh()
}

// setRetry offers to repeat what the status says has failed; nil offers nothing.
func (b *topBar) setRetry(again func()) {
	b.again, b.retry.Hidden = again, again == nil
	b.Refresh()
}

// dotColour is the dot's colour; the words beside it say the same.
func dotColour(t widgets.Tone) fyne.ThemeColorName {
	if t == widgets.ToneNormal || t == widgets.ToneNeutral {
		return theme.ColorNameMuted
	}
	return t.Ink()
}

// CreateRenderer implements fyne.Widget.
func (b *topBar) CreateRenderer() fyne.WidgetRenderer {
	d := &draw.Drawing{Arrange: b.arrange}
	d.Least = func() fyne.Size { return fyne.NewSize(b.least(true), barHeight) }
	d.Paint = func() {
		d.All = []fyne.CanvasObject{b.back, b.line, b.brandIn, b.college}
		if b.demo != nil {
			d.All[3] = b.demo
		}
		for _, t := range b.tabs {
			d.All = append(d.All, t)
		}
		d.All = append(d.All, b.folded, b.dot, b.statusIn, b.link, b.retry, b.user)
		b.back.FillColor = theme.Color(theme.ColorNameSurface)
		b.line.FillColor = theme.Color(theme.ColorNameLine)
		b.dot.FillColor = theme.Color(dotColour(b.words.tone))
	}
	return d.Of(b)
}

// least is the width that the bar needs with its sections folded into a menu, when the state may be but a dot, or side by side.
func (b *topBar) least(folded bool) float32 {
	width := 2*barMargin + barGap + dotSize + theme.GapSmall + b.user.width(true)
	if b.demo != nil {
		width += b.demo.MinSize().Width
	}
	if !b.retry.Hidden {
		width += b.retry.MinSize().Width
	}
	if folded {
		return width + theme.GapSmall + b.folded.MinSize().Width
	}
	for _, t := range b.tabs {
		width += t.width(true)
	}
	return width + b.brand.MinSize().Width + theme.GapSmall + barGap + statusFew
}

// fold shows the sections as a menu in the brand's place, or side by side.
func (b *topBar) fold(folded bool) {
	show := func(o fyne.CanvasObject, shown bool) {
		if shown {
			o.Show()
		} else {
			o.Hide()
		}
	}
	show(b.folded, folded)
	show(b.brandIn, !folded)
	for _, t := range b.tabs {
		show(t, !folded)
	}
}

// arrange gives the sections and the user their width. The college's name gets what is left beside the ordinary states of
// synchronisation, so that no state moves the sections.
func (b *topBar) arrange(size fyne.Size) {
	put := func(o fyne.CanvasObject, x, width, height float32) {
		draw.Place(o, x, (barHeight-height)/2, width, height)
	}
	draw.Place(b.back, 0, 0, size.Width, barHeight)
	draw.Place(b.line, 0, barHeight-1, size.Width, 1)

	folded := size.Width < b.least(false)
	b.fold(folded)
	left, gap, sections := barMargin, theme.GapSmall, b.folded.MinSize().Width
	if !folded {
		brand := b.brand.MinSize()
		put(b.brandIn, barMargin, brand.Width, brand.Height)
		left += brand.Width + theme.GapSmall
		gap, sections = barGap, b.tabsWidth(false)
	}
	taken := left + gap + sections + barGap + dotSize + theme.GapSmall
	if b.demo != nil {
		taken += b.demo.MinSize().Width
	}
	right := b.atRight(put, size.Width-barMargin, taken)
	caption := fyne.MeasureText("Ж", theme.CaptionSize, fyne.TextStyle{}).Height
	if tight := !folded && right-taken < statusLeast; tight {
		taken += b.tabsWidth(true) - sections
	}
	room := right - taken
	name := textWidth(b.college.Text())
	college := min(name, max(0, room-statusUsual))
	b.college.Hidden = folded || college < min(name, collegeLeast) || b.demo != nil
	if b.college.Hidden {
		college = 0
	}
	put(b.college, left, college, caption)
	if b.demo != nil {
		put(b.demo, left, b.demo.MinSize().Width, barHeight)
	}

	status := b.say(min(statusMost, max(0, room-college)))
	put(b.statusIn, right-barGap-status, status, caption)
	put(b.link, right-barGap-status, status, theme.RowHeight)
	put(b.dot, right-barGap-status-theme.GapSmall+2-dotSize, dotSize, dotSize)

	x := left + college + gap
	if b.demo != nil {
		x += b.demo.MinSize().Width
	}
	put(b.folded, x, sections, barHeight)
	for _, t := range b.tabs {
		width := t.MinSize().Width
		put(t, x, width, barHeight)
		x += width
	}
}

// tabsWidth is the width of the sections side by side, which from now on stand close or as usual.
func (b *topBar) tabsWidth(tight bool) (width float32) {
	for _, t := range b.tabs {
		t.tight = tight
		width += t.MinSize().Width
	}
	return width
}

const (
	retryNow   = "Повторить сейчас"
	retryShort = "Повторить"
)

// atRight places the user and the retry at the right end and gives the position where the part before them ends; taken is the width
// of the rest without the words of the state.
func (b *topBar) atRight(put func(o fyne.CanvasObject, x, width, height float32), right, taken float32) float32 {
	retry := func() float32 {
		if b.retry.Hidden {
			return 0
		}
		return b.retry.MinSize().Width
	}
	b.retry.SetText(retryNow)
	brief := right-b.user.width(false)-retry()-taken < statusLeast
	b.user.setBrief(brief)
	user := b.user.width(brief)
	if right-user-retry()-taken < statusLeast {
		b.retry.SetText(retryShort)
	}
	put(b.user, right-user, user, barHeight)
	if right -= user; !b.retry.Hidden {
		right -= retry()
		put(b.retry, right-theme.Gap, retry(), theme.RowHeight) // close to the words of what it is about
	}
	return right
}

// say fits the words of the state into a width, the short ones if the others are too wide, and gives the width they take.
func (b *topBar) say(room float32) float32 {
	width := func(text string) float32 {
		if b.lead == nil {
			return textWidth(text)
		}
		b.link.SetText(text)
		return b.link.MinSize().Width
	}
	text := b.words.text
	if b.words.short != "" && width(text) > room {
		text = b.words.short
	}
	b.status.SetText(text)
	needs := width(text)
	if b.tip = b.words.tip; (text != b.words.text || needs > room) && b.words.text != b.tip {
		b.tip = widgets.Sentence(b.words.text) + "\n" + b.tip
	}
	b.link.SetTooltip(b.tip)
	return min(needs, room)
}

// textWidth is the width of a caption and a little more, so that rounding does not cut it.
func textWidth(text string) float32 {
	return fyne.MeasureText(text, theme.CaptionSize, fyne.TextStyle{}).Width + 1
}
