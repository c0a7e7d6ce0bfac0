package lessons

import (
	"context"
	"time"

	"zvonok/model"
	"zvonok/views/remote"
	"zvonok/views/shell"
	"zvonok/views/widgets"
)

// reading is what one reading of the lessons gives.
type reading struct {
	today, now  time.Time // now is in the college's time zone
	from, until time.Time // calendar days
	lines       []model.LessonLine
}

// span says from which day on, and up to and without which, lessons are read when it is that day. It is called on any
// goroutine.
type span func(today time.Time) (from, until time.Time)

// feed reads lessons while their list is in sight: at once, when something of them changed, and as every minute
// begins, since what is said of a lesson depends on the time.
type feed struct {
	deps Deps
	days func() span // what is to be read now; asked on the UI goroutine
	show func(reading)
	// fail is told why nothing could be read yet; later failures are told in passing.
	fail func(error)

	ctx     context.Context // ends when the list is left
	leave   func()
	loading bool
	again   bool   // something changed while loading
	known   bool   // lessons were read
	failed  bool   // the last reading failed
	stop    func() // ends the wait for the next minute
}

// start reads, and goes on until the end.
func (f *feed) start() {
	f.stop = func() {}
	ctx, leave := shell.Watch(f.deps.Exec, f.deps.Timer, f.deps.Service, f.load, func(c model.Change) bool {
		return c.Lessons || c.Roster || c.All
	})
	f.ctx, f.leave = ctx, func() {
		leave()
		f.stop()
	}
	f.load()
}

// end ends what start began.
func (f *feed) end() { f.leave() }

// load reads the lessons. While a reading runs, further wishes wait for its end and are one.
func (f *feed) load() {
	if f.loading {
		f.again = true
		return
	}
	f.loading = true
	ctx, days := f.ctx, f.days()
	widgets.Fetch(f.deps.Exec, func() (r reading, err error) {
		if r.today, r.now, err = f.deps.Service.LessonDay(ctx); err != nil {
			return r, err
		}
		r.from, r.until = days(r.today)
		r.lines, err = f.deps.Service.MyLessons(ctx, r.from, r.until)
		return r, err
	}, func(r reading, err error) {
		f.loading = false
		if ctx.Err() == nil {
			f.take(r, err)
		}
		if f.again && f.ctx.Err() == nil {
			f.again = false
			f.load()
		}
	})
}

func (f *feed) take(r reading, err error) {
	f.stop()
	f.stop = f.deps.Timer(remote.UntilMinute(r.now), f.load)
	switch {
	case err == nil:
		f.known, f.failed = true, false
		// A list that was turned over meanwhile is being read again.
		if from, until := f.days()(r.today); from.Equal(r.from) && until.Equal(r.until) {
			f.show(r)
		}
	case !f.known:
		f.fail(err)
	case !f.failed:
		f.failed = true
		f.deps.Frame.Toast(widgets.Sentence(err.Error()), widgets.ToneRefused)
	}
}
