package lessons

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/remotelessons"
	"zvonok/views/shell"
)

// reading is what one reading of the lessons gives.
type reading struct {
	today, now  time.Time // now is in the college's time zone
	from, until time.Time // calendar days
	lines       []model.LessonLine
}

// span gives the days of the lessons that are read on a day: the first, and the one after the last. It is called on any
// goroutine.
type span func(today time.Time) (from, until time.Time)

// feed is a screen that reads lessons while their list is in sight: at once, when something of them changed, and as every
// minute begins, since what is said of a lesson depends on the time.
type feed struct {
	shell.Base
	deps    Deps
	days    func() span // what has to be read now; asked on the UI goroutine
	reading shell.Loader[reading]
	stop    func() // ends the wait for the next minute
}

// newFeed makes a feed that hands what it reads to show; fail is told why nothing could be read yet.
func newFeed(deps Deps, name string, page fyne.CanvasObject, show func(reading), fail func(error), days func() span) *feed {
	f := &feed{deps: deps, days: days, stop: func() {}}
	f.reading = shell.Loader[reading]{Desk: deps.Desk, Quiet: true, Failed: fail, Show: func(r reading) {
		// A list that was turned to other days meanwhile is being read again.
		if from, until := f.days()(r.today); from.Equal(r.from) && until.Equal(r.until) {
			show(r)
		}
	}}
	f.reading.Ended = func(r reading) {
		f.stop()
		f.stop = deps.Timer(remotelessons.UntilMinute(r.now), f.load)
	}
	f.Base = shell.Base{Desk: deps.Desk, Name: name, About: shell.TopicLessons, Page: page, Changes: deps.Service,
		Reads: []shell.Read{{On: func(c model.Change) bool { return c.Lessons || len(c.Journals) > 0 || c.Roster || c.All }, Do: f.load}}}
	return f
}

// Do carries out a command of the keyboard.
func (f *feed) Do(c shell.Command) {
	f.reading.Hear()
	f.Base.Do(c)
}

// Hidden ends what Shown began.
func (f *feed) Hidden() {
	f.Base.Hidden()
	f.stop()
}

func (f *feed) load() {
	days := f.days()
	f.reading.Load(f.Ctx, func(ctx context.Context) (r reading, err error) {
		if r.today, r.now, err = f.deps.Service.LessonDay(ctx); err != nil {
			return r, err
		}
		r.from, r.until = days(r.today)
		r.lines, err = f.deps.Service.MyLessons(ctx, r.from, r.until)
		return r, err
	})
}
