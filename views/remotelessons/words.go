package remotelessons

import (
	"fmt"
	"strings"
	"time"

	"zvonok/model"
	"zvonok/views/widgets"
)

// soon is how long before its start a lesson gets the colour of waiting.
const soon = time.Hour

// Status is the state of a lesson in words, for a pill: «идёт сейчас», «начнётся через 12 мин», «завершено». It is empty
// for a lesson without a time until it is over, and for lessons after tomorrow. now is in the college's time zone.
func Status(line model.LessonLine, now time.Time) (text string, tone widgets.Tone) {
	today := model.Day(now, now.Location())
	from, until := line.From(), line.Until()
	switch {
	case Over(line, now):
		return "завершено", widgets.ToneNeutral
	case from.IsZero():
		return "", widgets.ToneNeutral
	case !now.Before(from) && now.Before(until):
		return "идёт сейчас", widgets.ToneGood
	}
	switch day := model.Day(from, now.Location()); {
	case !from.After(now): // when it ends is not known
		return "идёт сейчас", widgets.ToneGood
	case day.Equal(today):
		tone = widgets.ToneNeutral
		if from.Sub(now) <= soon {
			tone = widgets.ToneWaiting
		}
		return "начнётся через " + Wait(from.Sub(now)), tone
	case day.Equal(today.AddDate(0, 0, 1)):
		return "завтра", widgets.ToneNeutral
	}
	return "", widgets.ToneNeutral
}

// Over reports whether the lesson has ended; one without a time ends with its day.
func Over(line model.LessonLine, now time.Time) bool {
	switch {
	case line.Remote != nil:
		return line.Remote.Phase(now, 0) == model.PhaseOver
	case line.Ends.IsZero():
		return line.Date.Before(model.Day(now, now.Location()))
	}
	return !now.Before(line.Ends)
}

// Wait is a time to wait, rounded up to minutes: «12 мин», «2 ч 5 мин».
func Wait(d time.Duration) string {
	minutes := int((d + time.Minute - 1) / time.Minute)
	switch hours, rest := minutes/60, minutes%60; {
	case hours == 0:
		return fmt.Sprintf("%d мин", rest)
	case rest == 0:
		return fmt.Sprintf("%d ч", hours)
	default:
		return fmt.Sprintf("%d ч %d мин", hours, rest)
	}
}

// Times is when a lesson takes place by the clock of a time zone: «10:15–11:00»; empty when that is not known.
func Times(line model.LessonLine, zone *time.Location) string {
	if line.From().IsZero() {
		return ""
	}
	return line.From().In(zone).Format("15:04") + "–" + line.Until().In(zone).Format("15:04")
}

// Details is what tells a lesson from others of its subject: «Сегодня, 10:15–11:00 · ДО-19-3 · Каган Н. В.».
// now is in the college's time zone.
func Details(line model.LessonLine, now time.Time) string {
	parts := []string{dayWords(line.Date, now)}
	if times := Times(line, now.Location()); times != "" {
		parts[0] += ", " + times
	}
	if line.GroupName != "" {
		parts = append(parts, line.GroupName)
	}
	if !line.Mine && len(line.Teachers) > 0 {
		parts = append(parts, Teachers(line))
	}
	return strings.Join(parts, " · ")
}

// Teachers names who leads a lesson: «Каган Н. В., Орлова О. П.».
func Teachers(line model.LessonLine) string { return ShortNames(line.Teachers) }

// ShortNames are people in a line.
func ShortNames(names []model.Name) string {
	return strings.Join(model.Each(names, model.Name.Short), ", ")
}

// CallToCome tells the teacher who starts the call of a lesson that has none yet.
func CallToCome(r *model.RemoteLesson) string {
	switch r.Source {
	case model.SourceAgent:
		return "Звонок начнёт аккаунт колледжа к началу занятия."
	case model.SourcePasted:
		return "Когда вы откроете занятие, программа попросит ссылку на звонок."
	}
	return "Звонок начнётся, когда вы откроете занятие."
}

// Moment is an instant as people say it: «в 10:05», «24 ноября в 10:05». now is in the college's time zone.
func Moment(at, now time.Time) string {
	at = at.In(now.Location())
	words := "в " + at.Format("15:04")
	if day := model.Day(at, now.Location()); !day.Equal(model.Day(now, now.Location())) {
		words = strings.ToLower(dayWords(day, now)) + " " + words
	}
	return words
}

// dayWords is a calendar day as people say it.
func dayWords(day, now time.Time) string {
	switch today := model.Day(now, now.Location()); {
	case day.Equal(today):
		return "Сегодня"
	case day.Equal(today.AddDate(0, 0, 1)):
		return "Завтра"
	}
	return model.DayShort(day)
}

// startWords says when a lesson that has not begun begins.
func startWords(line model.LessonLine, now time.Time) string {
	if !line.From().After(now) {
		return ""
	}
	words := "Начало: " + strings.ToLower(dayWords(line.Date, now)) + " в " + line.From().In(now.Location()).Format("15:04")
	if left := line.From().Sub(now); left < 24*time.Hour {
		words += ", через " + Wait(left)
	}
	return words + "."
}

// endWords says how a lesson ended.
func endWords(line model.LessonLine, now time.Time) string {
	switch r := line.Remote; {
	case r == nil:
		return ""
	case !r.Finished.IsZero() || now.Before(r.Ends):
		return "Преподаватель завершил его."
	default:
		return "Окончание: " + strings.ToLower(dayWords(line.Date, now)) + " в " + r.Ends.In(now.Location()).Format("15:04") + "."
	}
}

// UntilMinute is the time until the next minute, when the words about lessons change; a whole minute if now is not known.
func UntilMinute(now time.Time) time.Duration {
	if now.IsZero() {
		return time.Minute
	}
	return time.Minute - time.Duration(now.Second())*time.Second - time.Duration(now.Nanosecond())
}

// lessonName names a lesson beside others of its teacher: «ДО-19-4 · История».
func lessonName(line model.LessonLine) string {
	return strings.Trim(line.GroupName+" · "+line.Subject, " ·")
}
