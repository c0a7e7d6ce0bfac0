package phone

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"zvonok/model"
)

var (
	errNoLessons = errors.New("раздел «Занятия» закрыт для вашей учётной записи: он для преподавателей и студентов")
	errAtDesk    = errors.New("звонок этого занятия ещё не начат: начните его в программе «Звонок» на компьютере")
)

// lessonsBody is what «Занятия» shows: a day or a week.
type lessonsBody struct {
	Week                    bool
	Range                   string
	Before, After, Today    string // addresses
	DayAddress, WeekAddress string
	Now                     bool // it is the day or week of today
	Days                    []lessonDay
	Back                    string // where a form comes back to
}

type lessonDay struct {
	Title   string
	Lessons []lessonRow
}

// lessonRow is a lesson as a learner or its teacher sees it.
type lessonRow struct {
	ID             model.LessonID
	Times, Subject string
	Details        string
	Topic          string
	Remote         bool
	State          pill
	Join           bool
}

const oneWeek = 7 // days

// mostAway is how many days before and after today one may look.
const mostAway = 400

// lessons shows the lessons of a day or a week by the college's clock.
func (s *Page) lessons(v *visit) error {
	if !v.tab {
		return errNoLessons
	}
	today, now, err := s.College.LessonDay(v.ctx)
	if err != nil {
		return err
	}
	query := v.r.URL.Query()
	week := query.Has("week")
	from := dayOf(query, today)
	span := 1
	if week {
		from, span = mondayOf(from), oneWeek
	}
	lines, err := s.College.MyLessons(v.ctx, from, from.AddDate(0, 0, span))
	if err != nil {
		return err
	}
	v.refreshAt(nextEdge(lines, now).Sub(now))
	v.show(http.StatusOK, "lessons", view{Title: "Занятия", Section: "lessons", Body: bodyOf(lines, from, today, now, week)})
	return nil
}

// dayOf is the day of an address; a wrong one is today.
func dayOf(query url.Values, today time.Time) time.Time {
	text := query.Get("day")
	if query.Has("week") {
		text = query.Get("week")
	}
	day, err := time.Parse(time.DateOnly, text)
	if err != nil || day.Before(today.AddDate(0, 0, -mostAway)) || day.After(today.AddDate(0, 0, mostAway)) {
		return today
	}
	return day
}

func mondayOf(day time.Time) time.Time {
	return day.AddDate(0, 0, -(int(day.Weekday())+oneWeek-1)%oneWeek)
}

func addressOf(week bool, day time.Time) string {
	name := "day"
	if week {
		name = "week"
	}
	return "/lessons?" + name + "=" + day.Format(time.DateOnly)
}

func bodyOf(lines []model.LessonLine, from, today, now time.Time, week bool) lessonsBody {
	step, begins := 1, today
	if week {
		step, begins = oneWeek, mondayOf(today)
	}
	body := lessonsBody{
		Week: week, Range: model.DayText(from), Now: from.Equal(begins), Back: addressOf(week, from),
		Before: addressOf(week, from.AddDate(0, 0, -step)), After: addressOf(week, from.AddDate(0, 0, step)), Today: addressOf(week, begins),
	}
	shown := from // changing between day and week stays near what is looked at
	if week && body.Now {
		shown = today
	}
	body.DayAddress, body.WeekAddress = addressOf(false, shown), addressOf(true, mondayOf(shown))
	if week {
		body.Range = model.WeekText(from)
	}
	for day := from; day.Before(from.AddDate(0, 0, step)); day = day.AddDate(0, 0, 1) {
		one := lessonDay{Title: model.DayShort(day)}
		if day.Equal(today) {
			one.Title += " · сегодня"
		}
		for _, l := range lines {
			if l.Date.Equal(day) {
				one.Lessons = append(one.Lessons, rowOfLesson(l, now))
			}
		}
		if len(one.Lessons) > 0 {
			body.Days = append(body.Days, one)
		}
	}
	return body
}

// rowOfLesson is a lesson in words.
func rowOfLesson(l model.LessonLine, now time.Time) lessonRow {
	row := lessonRow{ID: l.ID, Times: "—", Subject: l.Subject, Topic: l.Title, Remote: l.Remote != nil}
	if from, until := l.From(), l.Until(); !from.IsZero() {
		row.Times = from.In(now.Location()).Format("15:04") + "–" + until.In(now.Location()).Format("15:04")
	}
	var parts []string
	if l.Mine && l.GroupName != "" {
		parts = append(parts, l.GroupName)
	}
	if !l.Mine {
		for _, name := range l.Teachers {
			parts = append(parts, name.Short())
		}
	}
	if l.Kind.Known() {
		parts = append(parts, l.Kind.String())
	}
	if l.Room != "" {
		parts = append(parts, "ауд. "+l.Room)
	}
	row.Details = strings.Join(parts, " · ")
	row.State, row.Join = stateOf(l, now)
	return row
}

// stateOf says how a lesson stands, and whether one may join it now.
func stateOf(l model.LessonLine, now time.Time) (pill, bool) {
	from, until := l.From(), l.Until()
	if l.Remote != nil {
		switch l.Remote.Phase(now, 0) {
		case model.PhaseOver:
			return pill{model.CallEnded, "neutral"}, false
		case model.PhaseOpen:
			return pill{"идёт сейчас", "good"}, true
		}
		if from.Sub(now) < 24*time.Hour && model.Day(from, now.Location()).Equal(model.Day(now, now.Location())) {
			return pill{"откроется в " + from.In(now.Location()).Format("15:04"), "waiting"}, false
		}
		return pill{}, false
	}
	if !from.IsZero() && !now.Before(from) && now.Before(until) {
		return pill{"идёт сейчас", "good"}, false
	}
	return pill{}, false
}

// refreshWithin is how far ahead a page that is open says that it is to be read again.
const refreshWithin = 2 * time.Hour

// nextEdge is when the next of the lessons begins or ends; the zero time when none does.
func nextEdge(lines []model.LessonLine, now time.Time) (next time.Time) {
	for _, l := range lines {
		for _, at := range []time.Time{l.From(), l.Until()} {
			if at.After(now) && (next.IsZero() || at.Before(next)) {
				next = at
			}
		}
	}
	return next
}

// refreshAt lets the browser read the page again by itself when a lesson begins or ends. That is no touch by a person.
func (v *visit) refreshAt(after time.Duration) {
	if after <= 0 || after > refreshWithin {
		return
	}
	address := *v.r.URL
	query := address.Query()
	query.Set("auto", "1")
	address.RawQuery = query.Encode()
	v.w.Header().Set("Refresh", fmt.Sprintf("%d; url=%s", int(after/time.Second)+1, address.RequestURI()))
}

// joinLesson leads to the call of a lesson that goes on.
func (s *Page) joinLesson(v *visit) error {
	id, err := number(v.r.PathValue("id"))
	if err != nil {
		return err
	}
	lesson := model.LessonID(id)
	line, err := s.College.ToOpen(v.ctx, lesson)
	switch {
	case err != nil:
		return err
	case line.Remote.Link == "":
		return errAtDesk
	}
	link, err := model.CheckCallLink(line.Remote.Link, s.Pages.CallHosts)
	if err != nil {
		return err
	}
	if _, err := s.College.NoteJoined(v.ctx, lesson, model.WayBrowser); err != nil {
		return err
	}
	return v.leave(leaving{Text: "Открываем звонок: " + line.Subject + ".", To: link, Button: "Присоединиться к звонку", Back: "/lessons", BackText: "К занятиям"})
}
