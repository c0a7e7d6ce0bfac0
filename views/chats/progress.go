package chats

import (
	"fmt"
	"math"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"zvonok/views/draw"
	"zvonok/views/theme"
	"zvonok/views/widgets"
)

// progress shows long work in a footer: what is done, a bar, the time left, and «Остановить».
type progress struct {
	widget.BaseWidget
	// OnCancel is called by «Остановить»; while it is nil the link is not shown.
	OnCancel func()

	text        string
	done, total int
	left        time.Duration
}

const (
	barWidth  float32 = 120
	barHeight float32 = 6
)

// newProgress returns a bar at nothing.
func newProgress() *progress {
	p := &progress{}
	p.ExtendBaseWidget(p)
	return p
}

// SetState says how far the work is. text is the words before the time left («Синхронизация: 61 из 214 чатов»), left is
// how long it will still take, 0 = unknown; total 0 = unknown too.
func (p *progress) SetState(text string, done, total int, left time.Duration) {
	p.text, p.done, p.total, p.left = text, done, total, left
	p.Refresh()
}

// share is the filled part of the bar, 0 to 1.
func (p *progress) share() float32 {
	if p.total <= 0 {
		return 0
	}
	return max(0, min(1, float32(p.done)/float32(p.total)))
}

// words is the whole text beside the bar.
func (p *progress) words() string {
	if p.left <= 0 {
		return p.text
	}
	return p.text + ", осталось " + timeLeft(p.left)
}

// timeLeft says a time to come roughly, as people do: «около 20 с», «около 3 мин», «около 1 ч 20 мин».
func timeLeft(left time.Duration) string {
	seconds := int(math.Ceil(left.Seconds()))
	switch {
	case seconds < 10:
		return "меньше 10 с"
	case seconds < 60:
		return fmt.Sprintf("около %d с", (seconds+4)/5*5)
	}
	minutes := int(math.Round(left.Minutes()))
	if minutes < 60 {
		return fmt.Sprintf("около %d мин", max(1, minutes))
	}
	if minutes%60 == 0 {
		return fmt.Sprintf("около %d ч", minutes/60)
	}
	return fmt.Sprintf("около %d ч %d мин", minutes/60, minutes%60)
}

// CreateRenderer implements fyne.Widget.
func (p *progress) CreateRenderer() fyne.WidgetRenderer {
	words, groove, bar := widgets.Caption(""), draw.Box(barHeight/2), draw.Box(barHeight/2)
	stop := widgets.NewLink("Остановить", func() {
		if p.OnCancel != nil {
			p.OnCancel()
		}
	})
	track := container.New(widgets.Sized{Width: barWidth, Height: barHeight}, groove, container.NewWithoutLayout(bar))
	return draw.Around(container.New(widgets.Row{Gap: 16, Least: theme.RowHeight}, words, track, stop), func() {
		words.SetText(p.words())
		groove.FillColor = theme.Color(theme.ColorNameLine)
		bar.FillColor = theme.Color(theme.ColorNameAccent)
		bar.Hidden = p.share() == 0
		bar.Resize(fyne.NewSize(barWidth*p.share(), barHeight))
		stop.Hidden = p.OnCancel == nil
	}).Of(p)
}
