package lessons

import (
	"fmt"
	"strings"
	"time"

	"zvonok/model"
	"zvonok/views/remote"
	"zvonok/views/widgets"
)

// remoteWord is the word beside the camera.
const remoteWord = "Дистанционное"

// statusCell is where a lesson stands in time.
func statusCell(line model.LessonLine, now time.Time) widgets.Cell {
	text, tone := remote.Status(line, now)
	return widgets.Cell{Text: text, Tone: tone, Pill: true}
}

// remoteCell is the camera of Рисунок 454; it looks like a link while the lesson can be joined.
func remoteCell(line model.LessonLine, now time.Time) widgets.Cell {
	if line.Remote == nil {
		return widgets.Cell{}
	}
	tone, tip := remoteMark(line, now)
	return widgets.Cell{Icon: widgets.IconVideo, Text: remoteWord, Tone: tone, Tooltip: tip}
}

// remoteMark is the tone of a remote lesson's mark, and what its tooltip says.
func remoteMark(line model.LessonLine, now time.Time) (widgets.Tone, string) {
	r := line.Remote
	switch r.Phase(now, 0) {
	case model.PhaseOver:
		return widgets.ToneMuted, model.ErrOver.Error() + joinedWords(line)
	case model.PhaseBefore:
		if missing := missingWords(line); missing != "" {
			return widgets.ToneWaiting, missing
		}
		return widgets.ToneMuted, "Откроется в " + r.Begins.In(now.Location()).Format("15:04")
	default:
		if missing := missingWords(line); missing != "" {
			return widgets.ToneRefused, missing
		}
		return widgets.ToneLink, "Присоединиться к занятию" + joinedWords(line)
	}
}

// missingWords says to the teacher that the call has no link yet; students are not told of links.
func missingWords(line model.LessonLine) string {
	r := line.Remote
	switch {
	case !line.Mine || r.Link != "":
		return ""
	case r.Problem != "":
		return "Ссылки на звонок нет: " + r.Problem
	case r.Source == model.SourcePasted:
		return "Ссылки на звонок нет: вставьте её в журнале"
	}
	return "Ссылка на звонок ещё готовится"
}

func joinedWords(line model.LessonLine) string {
	if !line.Mine || line.Remote.Joined == 0 {
		return ""
	}
	return fmt.Sprintf(". Подключились: %d", line.Remote.Joined)
}

// groupWords names the group of a lesson; sections of foreign rosters belong to none.
func groupWords(line model.LessonLine) string {
	if line.GroupName == "" {
		return "—"
	}
	return line.GroupName
}

// timesText is when a lesson takes place by the college's clock, «—» when that is not known.
func timesText(line model.LessonLine, now time.Time) string {
	if times := remote.Times(line, now.Location()); times != "" {
		return times
	}
	return "—"
}

// lessonDetails is what stands under a lesson's subject in the teacher's «Сегодня».
func lessonDetails(line model.LessonLine) string {
	parts := []string{groupWords(line)}
	if line.Kind.Known() {
		parts = append(parts, line.Kind.String())
	}
	if line.Room != "" {
		parts = append(parts, "ауд. "+line.Room)
	}
	if line.Title != "" {
		parts = append(parts, line.Title)
	}
	return strings.Join(parts, " · ")
}

// countText is the footer of a list.
func countText(lines []model.LessonLine) string {
	if len(lines) == 0 {
		return ""
	}
	n := 0
	for _, l := range lines {
		if l.Remote != nil {
			n++
		}
	}
	return fmt.Sprintf("%s · дистанционных: %d", model.Plural(len(lines), "занятие", "занятия", "занятий"), n)
}

// running is the first remote lesson that can be joined now.
func running(lines []model.LessonLine, now time.Time) (model.LessonLine, bool) {
	for _, l := range lines {
		if l.Remote != nil && l.Remote.Phase(now, 0) == model.PhaseOpen {
			return l, true
		}
	}
	return model.LessonLine{}, false
}
