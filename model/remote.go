package model

import (
	"errors"
	"fmt"
	"time"
)

// CallSource says where the link of a remote lesson's call comes from.
type CallSource uint8

// The sources, in the order in which they are tried. An empty call ends within minutes, so a call begins only when the
// lesson may be entered.
const (
	SourceToken  CallSource = iota + 1 // the teacher's own token starts the call when the teacher opens the lesson
	SourceAgent                        // a call account that the agent holds
	SourcePasted                       // the teacher makes the call and pastes its link
)

// CallWay is how a person joins a call.
type CallWay uint8

// The ways of Рисунок 452.
const (
	WayAsk     CallWay = iota // nothing is remembered
	WayProgram                // VK Мессенджер
	WayBrowser                // Присоединиться через браузер
)

// PostWhen says when the subject's chat is told of a remote lesson.
type PostWhen uint8

// The choices of «Сообщить в чат предмета».
const (
	PostNever PostWhen = iota
	PostNow
	PostBefore // some minutes before the start
)

// RemoteLesson is a remote lesson (дистанционное занятие) with its call. Times are UTC.
type RemoteLesson struct {
	Lesson       LessonID
	Begins, Ends time.Time
	Stream       StreamID // whose lessons have Link, CallID and Source in common
	Link         string   // empty until there is a call
	CallID       string   // the messenger's number of the call; empty for a pasted link
	Source       CallSource
	Owner        PersonID  // who made the lesson remote
	Finished     time.Time // when «Завершить» was pressed; zero when it was not
	PostAt       time.Time // when the chat is told of the lesson; zero: never
	Posted       time.Time // when it was told last; zero: not yet. Only read
	Problem      string    // Russian: why there is no call, or why the chat was not told; mostly empty
	Joined       int       // how many joined through the program, the teacher left out
}

// Phase tells a remote lesson that has not begun from one that is open or over.
type Phase uint8

// The phases.
const (
	PhaseBefore Phase = iota + 1
	PhaseOpen
	PhaseOver
)

// Errors of opening a remote lesson, in the words of 29.3.
var (
	ErrNotBegun = errors.New("Дистанционное занятие еще не началось.") //nolint:staticcheck,revive // the manual's very words
	ErrOver     = errors.New("Дистанционное занятие завершено")        //nolint:staticcheck,revive // likewise
	// ErrNeedsLink tells the teacher that nothing but a person can start this call.
	ErrNeedsLink = errors.New("начните звонок в VK и вставьте ссылку на него")
)

// CallEnded is the notification of 29.3 for those who joined.
const CallEnded = "Звонок завершен"

// Phase is the phase of the lesson: it is open from its start, or so much earlier, up to but without its
// end, and over once it was finished.
func (r RemoteLesson) Phase(now time.Time, early time.Duration) Phase {
	switch {
	case !r.Finished.IsZero() || !now.Before(r.Ends):
		return PhaseOver
	case now.Before(r.Begins.Add(-early)):
		return PhaseBefore
	}
	return PhaseOpen
}

// MayJoin says whether the lesson can be joined now; early is for its teacher only.
func (r RemoteLesson) MayJoin(now time.Time, early time.Duration) error {
	switch r.Phase(now, early) {
	case PhaseBefore:
		return ErrNotBegun
	case PhaseOver:
		return ErrOver
	}
	return nil
}

// RemoteEdit is what «Дистанционное занятие» saves (Рисунок 450).
type RemoteEdit struct {
	Lesson LessonID
	With   []LessonID // the other lessons of its stream
	// Begins and Ends are minutes since midnight of the lesson's day by the college's clock.
	Begins, Ends int
	Link         string // pasted; empty where the call is started by the program
	Post         PostWhen
	PostMinutes  int // for PostBefore
	Weeks        int // how many more weeks the lesson repeats, on the same weekday
}

// Post is the choice by which the lesson's chat is told of it; minutes are those of PostBefore.
func (r RemoteLesson) Post() (when PostWhen, minutes int) {
	ahead := int(r.Begins.Sub(r.PostAt).Minutes())
	switch {
	case r.PostAt.IsZero():
		return PostNever, 0
	case r.Posted.IsZero() && ahead > 0 && ahead <= MaxPostMinutes:
		return PostBefore, ahead
	}
	return PostNow, 0
}

// RemoteTimes are the minutes since midnight, by the clock of now, that «Дистанционное занятие» begins with: those of the call or
// of the timetable. Where there are none, or the timetable's are over today, they begin at the next full five minutes, on another
// day at nine, and last as long as the lesson's academic hours, each of hour minutes.
func (l LessonLine) RemoteTimes(now time.Time, hour int) (begins, ends int) {
	const step, morning, lastMinute = 5, 9 * 60, 24*60 - 1
	zone, lasts := now.Location(), hour*max(1, l.Hours)
	today := Day(now, zone).Equal(l.Date)
	if from, until := l.From(), l.Until(); !from.IsZero() {
		begins, ends = MinutesIn(from, zone), MinutesIn(until, zone)
		if l.Remote != nil || !today || now.Before(until) {
			return begins, ends
		}
		lasts = ends - begins
	}
	begins = morning
	if today {
		begins = (MinutesIn(now, zone)/step + 1) * step
	}
	return min(begins, lastMinute-1), min(begins+lasts, lastMinute)
}

// Again is the edit that makes a lesson remote as it was before that was deleted. Only a pasted link comes back: the program
// ends the calls that it began.
func (l JournalLesson) Again(zone *time.Location) RemoteEdit {
	r := l.Remote
	edit := RemoteEdit{Lesson: l.ID, Begins: MinutesIn(r.Begins, zone), Ends: MinutesIn(r.Ends, zone)}
	edit.Post, edit.PostMinutes = r.Post()
	if r.Source == SourcePasted {
		edit.Link = r.Link
	}
	for _, other := range l.Stream {
		edit.With = append(edit.With, other.Lesson)
	}
	return edit
}

// The bounds of a remote lesson.
const (
	MaxRemoteWeeks = 20
	MaxPostMinutes = 1440
)

// Times are the edit's start and end on the day as instants, or what is wrong with them.
func (e RemoteEdit) Times(day time.Time, zone *time.Location, now time.Time) (begins, ends time.Time, err error) {
	begins, ends = At(day, e.Begins, zone), At(day, e.Ends, zone)
	switch {
	case !begins.Before(ends):
		err = errors.New("начало занятия должно быть раньше окончания")
	case !now.Before(ends):
		err = errors.New("дистанционное занятие можно создать, только пока его время ещё не прошло: измените дату занятия или время")
	case e.Weeks < 0 || e.Weeks > MaxRemoteWeeks:
		err = fmt.Errorf("повторять занятие можно от 0 до %d недель", MaxRemoteWeeks)
	case e.Post == PostBefore && (e.PostMinutes < 1 || e.PostMinutes > MaxPostMinutes):
		err = fmt.Errorf("сообщить в чат можно за 1–%d минут до начала", MaxPostMinutes)
	}
	return begins, ends, err
}

// The bounds of how long before a weekly repetition its chat is told of it by PostNow.
const (
	leastAhead = 10 * time.Minute
	mostAhead  = MaxPostMinutes * time.Minute
)

// PostAt is when the chat is told of a lesson that begins then; zero: never. first is when the first lesson of the weekly
// series begins: by PostNow the chat is told at once of that one, and of each other as long before it, but a day at most.
func (e RemoteEdit) PostAt(begins, first, now time.Time) time.Time {
	switch {
	case e.Post == PostBefore:
		if at := begins.Add(-time.Duration(e.PostMinutes) * time.Minute); at.After(now) {
			return at
		}
		return now
	case e.Post != PostNow:
		return time.Time{}
	case begins.Equal(first):
		return now
	}
	return begins.Add(-min(max(first.Sub(now), leastAhead), mostAhead))
}

// BookedRemote is a remote lesson that takes its time of a teacher and of a group.
type BookedRemote struct {
	Lesson         LessonID
	Group, Subject string
	Begins, Ends   time.Time // UTC
	SameTeacher    bool      // it is the teacher's own; otherwise the group's
}

// CheckFree refuses a time that another remote lesson takes, and names that one.
func CheckFree(begins, ends time.Time, booked []BookedRemote, zone *time.Location) error {
	for _, b := range booked {
		if !b.Begins.Before(ends) || !begins.Before(b.Ends) {
			continue
		}
		whose, more := "у группы "+b.Group, ""
		if b.SameTeacher {
			whose, more = "у вас", " или проведите занятия вместе"
		}
		return fmt.Errorf("в это время %s уже есть дистанционное занятие: %s, %s, %s–%s. Выберите другое время%s",
			whose, b.Group, b.Subject, b.Begins.In(zone).Format("02.01.2006 15:04"), b.Ends.In(zone).Format("15:04"), more)
	}
	return nil
}

// JoinRow is somebody who joined a remote lesson through the program.
type JoinRow struct {
	Person PersonID
	Name   Name
	At     time.Time // in the college's time zone, the first time
	Way    CallWay
}

// Upcoming are the remote lessons of one person that are or were lately.
type Upcoming struct {
	Person  PersonID // zero: nobody
	Lessons []LessonLine
	Joined  map[LessonID]bool // those that the person joined
}
