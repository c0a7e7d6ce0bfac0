package entry

import (
	"context"
	"image/color"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"zvonok/views/widgets"
)

// lookEvery is how often the watch looks whether anybody is there.
const lookEvery = 10 * time.Second

// watch notices that nobody has touched the program for a while.
type watch struct {
	deps    Deps
	limit   time.Duration
	idle    func()
	last    time.Time
	typed   typed
	stopped bool
}

// typed is what a person was typing at a moment: keys reach the focused widget alone, so it is asked.
type typed struct {
	focus fyne.Focusable
	text  string
}

func newWatch(deps Deps, limit time.Duration, idle func()) *watch {
	w := &watch{deps: deps, limit: limit, idle: idle}
	w.touch()
	return w
}

// touch says that somebody is there. The clock's wall time counts, so that a computer which slept was
// idle meanwhile.
func (w *watch) touch() { w.last = w.deps.Now().Round(0) }

// look calls idle once the limit is reached, and looks again later.
func (w *watch) look() {
	if w.stopped {
		return
	}
	now := w.nowTyped()
	if now != w.typed {
		w.typed = now
		w.touch()
	}
	if w.deps.Now().Round(0).Sub(w.last) >= w.limit {
		w.stopped = true
		w.idle()
		return
	}
	w.deps.Timer(lookEvery, w.look)
}

func (w *watch) nowTyped() typed {
	focus := w.deps.Window.Canvas().Focused()
	t := typed{focus: focus}
	switch e := focus.(type) {
	case *widgets.Entry:
		t.text = e.Text
	case *widgets.Search:
		t.text = e.Text
	}
	return t
}

// watchIdleness begins to watch the window, where the college wants it locked.
func (e *Entry) watchIdleness() {
	e.stopWatching()
	if !e.deps.Service.HasPassword() {
		return
	}
	widgets.Fetch(e.deps.Exec, func() (time.Duration, error) { return e.deps.Service.IdleLimit(context.Background()) },
		func(limit time.Duration, err error) {
			if err != nil || limit <= 0 {
				return
			}
			e.stopWatching()
			e.watch = newWatch(e.deps, limit, e.Lock)
			e.watch.look()
		})
}

func (e *Entry) stopWatching() {
	if e.watch != nil {
		e.watch.stopped = true
	}
}

// Skin is what feels the pointer: it is to lie under the window's content.
func (e *Entry) Skin() fyne.CanvasObject {
	s := &skin{touched: func() {
		if e.watch != nil {
			e.watch.touch()
		}
	}}
	s.ExtendBaseWidget(s)
	return s
}

// skin is nothing to be seen. Fyne asks every object under the pointer for its cursor at each move, the
// lowest first, so this one learns of the move and takes nothing from those above.
type skin struct {
	widget.BaseWidget
	touched func()
}

var _ desktop.Cursorable = (*skin)(nil)

// Cursor is the ordinary arrow.
func (s *skin) Cursor() desktop.Cursor {
	s.touched()
	return desktop.DefaultCursor
}

// CreateRenderer implements fyne.Widget.
func (s *skin) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(canvas.NewRectangle(color.Transparent))
}
