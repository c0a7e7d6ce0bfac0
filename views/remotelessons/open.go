// Package remotelessons is what people do with a remote lesson wherever it is listed (section 29.3 of the manual).
package remotelessons

import (
	"context"
	"errors"
	"time"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/background"
	"zvonok/views/dialog"
	"zvonok/views/shell"
	"zvonok/views/widgets"
)

// Service is what joining a remote lesson asks of the program. Its methods may block and are called off the UI
// goroutine. Errors are in Russian, ready to be shown.
type Service interface {
	// LessonDay is the present calendar day, as 00:00 UTC, and the present instant in the college's time zone.
	LessonDay(ctx context.Context) (today, now time.Time, err error)
	// MayOpenRemote is the error that OpenRemote would give, without opening anything.
	MayOpenRemote(ctx context.Context, lesson model.LessonID) error
	// CallWay is the way that the person asked to be remembered; WayAsk when none is.
	CallWay(ctx context.Context) (model.CallWay, error)
	RememberCallWay(ctx context.Context, way model.CallWay) error
	// OpenRemote opens the lesson's call and remembers who joined; model.ErrNotBegun and model.ErrOver when it is
	// not the time, model.ErrNeedsLink when the teacher has to start the call and to paste its link.
	OpenRemote(ctx context.Context, lesson model.LessonID, way model.CallWay) error
	// RenewCall gives the lesson another call, because its own did not open; model.ErrNeedsLink as above.
	RenewCall(ctx context.Context, lesson model.LessonID) error
	LinkService
}

// opening is the joining of one remote lesson.
type opening struct {
	desk    shell.Desk
	service Service
	line    model.LessonLine
	now     time.Time // in the college's time zone
	// waits is told when the college is asked and when it has answered; refused is called when it was not the time, or not allowed.
	// Both may be nil.
	waits   func(on bool)
	refused func()
}

// Open joins a remote lesson by the way that is remembered, or asks for one; outside the lesson's time it says so in
// the manual's words.
func Open(desk shell.Desk, service Service, line model.LessonLine) {
	(&opening{desk: desk, service: service, line: line}).begin(false)
}

// doubleClick is the time within which a second press counts as part of a double click.
const doubleClick = time.Second

// Opener opens remote lessons for a screen, once for a double click.
type Opener struct {
	Desk    shell.Desk
	Service Service
	just    bool // one has just been opened
	waits   bool // for the college's answer
}

// Open is Open, unless one has just been opened or is being opened; somebody who was refused may try again at once.
func (o *Opener) Open(line model.LessonLine) {
	o.once(line, func(one *opening) { one.begin(false) })
}

// Renew replaces the call of the teacher's lesson for everybody and opens the new one, as Open does: of two new calls the teacher would be
// in one and the students in the other.
func (o *Opener) Renew(line model.LessonLine) { o.once(line, (*opening).renew) }

func (o *Opener) once(line model.LessonLine, begin func(*opening)) {
	if o.just || o.waits {
		return
	}
	o.just = true
	o.Desk.Timer(doubleClick, func() { o.just = false })
	begin(&opening{desk: o.Desk, service: o.Service, line: line, waits: func(on bool) { o.waits = on }, refused: func() { o.just = false }})
}

// Ask is Open, but asks for the way even if one is remembered.
func Ask(desk shell.Desk, service Service, line model.LessonLine) {
	(&opening{desk: desk, service: service, line: line}).begin(true)
}

// patience is how long nobody wonders whether a press was noticed.
const patience = 2 * time.Second

// wait says that the college has not answered yet, once somebody may wonder; the answer calls what it gives.
func (o *opening) wait() (answered func()) {
	tell := func(on bool) {
		if o.waits != nil {
			o.waits(on)
		}
	}
	tell(true)
	stop := o.desk.Timer(patience, func() {
		o.desk.Frame.Toast("Открываем занятие, ждём ответа колледжа…", widgets.ToneNeutral)
	})
	return func() {
		stop()
		tell(false)
	}
}

func (o *opening) begin(ask bool) {
	answered := o.wait()
	background.Fetch(o.desk.Exec, func() (way model.CallWay, err error) {
		ctx := o.desk.Exec.Context()
		if _, o.now, err = o.service.LessonDay(ctx); err != nil {
			return 0, err
		}
		if err := o.service.MayOpenRemote(ctx, o.line.ID); err != nil || ask {
			return model.WayAsk, err
		}
		return o.service.CallWay(ctx)
	}, func(way model.CallWay, err error) {
		answered()
		switch {
		case err != nil:
			o.refuse(err, false)
		case way == model.WayAsk:
			o.choose()
		default:
			o.enter(way, false)
		}
	})
}

// chooserWidth is the width of the choice's dialog.
const chooserWidth = 440

// choose is the choice of Рисунок 452.
func (o *opening) choose() {
	remember := widgets.NewCheck("Запомнить выбор", nil)
	var box *dialog.Handle
	by := func(way model.CallWay) func() {
		return func() {
			box.Close()
			o.enter(way, remember.Checked())
		}
	}
	program := widgets.NewPrimary("Присоединиться к звонку", by(model.WayProgram))
	program.SetTooltip("Занятие откроется в отдельном окне программы VK Мессенджер")
	browser := widgets.NewSecondary("Присоединиться через браузер", by(model.WayBrowser))
	browser.SetTooltip("Занятие откроется в окне браузера")
	ways := widgets.Lines(program, browser)
	if o.mayRenew() {
		ways.Add(widgets.NewLink(renewLabel, func() {
			box.Close()
			o.renew()
		}))
	}
	box = dialog.Show(o.desk.Frame.Window(), dialog.Modal{
		Title: "Видеозвонки VK Мессенджер",
		Hint:  "Выберите, как присутствовать на занятии: в отдельном окне или в окне браузера.",
		Content: widgets.Column(
			widgets.Tight(
				widgets.Heading(o.line.Subject).Shrink(), widgets.Caption(Details(o.line, o.now)).Shrink()),
			ways, remember),
		Cancel: "Отмена", Size: fyne.NewSize(chooserWidth, 0), Focus: program,
	})
}

// enter opens the call, and remembers the way if it worked and the person wants that.
func (o *opening) enter(way model.CallWay, remember bool) {
	answered := o.wait()
	background.Fetch(o.desk.Exec, func() (forgot, err error) {
		ctx := o.desk.Exec.Context()
		if err := o.service.OpenRemote(ctx, o.line.ID, way); err != nil || !remember {
			return nil, err
		}
		return o.service.RememberCallWay(ctx, way), nil
	}, func(forgot, err error) {
		answered()
		switch {
		case errors.Is(err, model.ErrNeedsLink):
			o.askLink(err, func() { o.enter(way, remember) })
		case err != nil:
			o.refuse(err, true)
		case forgot != nil:
			o.desk.Frame.Toast("Занятие открыто, но выбор не запомнен. "+widgets.Sentence(forgot.Error()), widgets.ToneRefused)
		case o.line.Mine:
			o.desk.Frame.ToastAction(openedWords(way), widgets.ToneGood, renewLabel, o.renew)
		default:
			o.desk.Tell(openedWords(way))
		}
	})
}

// renewLabel offers the teacher another call: the messenger does not say when a call has ended.
const renewLabel = "Звонок не открылся: создать новый"

// mayRenew reports whether there is a call that another one may replace.
func (o *opening) mayRenew() bool {
	return o.line.Mine && o.line.Remote != nil && o.line.Remote.Link != ""
}

func (o *opening) renew() {
	open := func() { o.begin(false) }
	answered := o.wait()
	background.Perform(o.desk.Exec, func() error { return o.service.RenewCall(o.desk.Exec.Context(), o.line.ID) }, func(err error) {
		answered()
		switch {
		case errors.Is(err, model.ErrNeedsLink):
			o.askLink(err, open)
		case err != nil:
			o.refuse(err, false)
		default:
			open()
		}
	})
}

// askLink lets the teacher start the call by hand, says why, and continues with its link.
func (o *opening) askLink(why error, then func()) {
	PasteLink(o.desk, o.service, o.line, widgets.Sentence(why.Error()), then)
}

func openedWords(way model.CallWay) string {
	if way == model.WayProgram {
		return "Открываем VK Мессенджер. Нажмите в нём «Присоединиться с видео»."
	}
	return "Занятие открыто в браузере. Нажмите там «Присоединиться с видео»."
}

// refuse says why the lesson was not joined. Where a way has failed, another one can be chosen.
func (o *opening) refuse(err error, tried bool) {
	if o.refused != nil {
		o.refused()
	}
	m := dialog.Modal{Title: "Дистанционное занятие", Primary: "Понятно", Size: fyne.NewSize(chooserWidth, 0)}
	text, more := err.Error(), ""
	switch {
	case errors.Is(err, model.ErrNotBegun):
		text, more = model.ErrNotBegun.Error(), startWords(o.line, o.now)
	case errors.Is(err, model.ErrOver):
		text, more = model.ErrOver.Error(), endWords(o.line, o.now)
	default:
		m.Title, text = "Занятие не открылось", widgets.Sentence(text)
		if tried {
			m.Primary, m.Cancel = "Выбрать другой способ", "Закрыть"
		}
	}
	lines := []fyne.CanvasObject{widgets.NewCopyable(widgets.Flow(text))}
	if more != "" {
		lines = append(lines, widgets.Flow(more).In(widgets.ToneMuted))
	}
	m.Content = widgets.Lines(lines...)
	var box *dialog.Handle
	if m.Cancel != "" {
		m.OnPrimary = func() bool {
			box.Close()
			o.choose()
			return false
		}
	}
	box = dialog.Show(o.desk.Frame.Window(), m)
}
