package lessons

import (
	"fmt"
	"strings"
	"time"

	"zvonok/model"
	"zvonok/views/remotelessons"
	"zvonok/views/table"
	"zvonok/views/widgets"
)

// remoteWord is the word beside the camera icon.
const remoteWord = "Дистанционное"

// statusCell is the state of a lesson.
func statusCell(line model.LessonLine, now time.Time) table.Cell {
	text, tone := remotelessons.Status(line, now)
	// The column is called «Состояние», so only the beginning of the lesson has to be said.
	return table.Cell{Text: strings.TrimPrefix(text, "начнётся "), Tone: tone, Pill: true, Tooltip: text}
}

// remoteCell is the camera of Рисунок 454; it looks like a link while the lesson can be joined.
func remoteCell(line model.LessonLine, now time.Time) table.Cell {
	if line.Remote == nil {
		return table.Cell{}
	}
	m := markOf(line, now)
	return table.Cell{Video: true, Text: m.word, Tone: m.tone, Tooltip: m.tip}
}

// iconWidth is the width of a column for remoteSign.
const iconWidth = 44

// remoteSign is remoteCell with its words in the tooltip only.
func remoteSign(line model.LessonLine, now time.Time) table.Cell {
	cell := remoteCell(line, now)
	if cell.Text != "" {
		cell.Tooltip = strings.TrimSuffix(cell.Text+". "+cell.Tooltip, ". ")
	}
	cell.Text = ""
	return cell
}

// mark is the text beside the camera icon of a remote lesson.
type mark struct {
	word string
	tone widgets.Tone
	tip  string
}

// markOf says what can be done with a remote lesson's call now.
func markOf(line model.LessonLine, now time.Time) mark {
	r := line.Remote
	phase := r.Phase(now, 0)
	switch {
	case phase == model.PhaseOver:
		return mark{remoteWord, widgets.ToneMuted, model.ErrOver.Error() + joinedWords(line)}
	case line.Mine && r.Link == "" && (r.Problem != "" || phase == model.PhaseOpen): // students are not told of links
		return missing(r)
	case phase == model.PhaseBefore && line.Mine && r.Link == "":
		return mark{remoteWord, widgets.ToneMuted, remotelessons.CallToCome(r)}
	case phase == model.PhaseBefore:
		return mark{remoteWord, widgets.ToneMuted, "Откроется в " + r.Begins.In(now.Location()).Format("15:04")}
	}
	return mark{remoteWord, widgets.ToneLink, "Присоединиться к занятию" + joinedWords(line)}
}

// missing says to the teacher that the call has no link yet.
func missing(r *model.RemoteLesson) mark {
	const none = "Нет ссылки"
	switch {
	case r.Problem != "":
		return mark{none, widgets.ToneRefused, widgets.Sentence(r.Problem)}
	case r.Source == model.SourceAgent:
		return mark{"Готовится ссылка", widgets.ToneWaiting, "Ссылка на звонок появится через минуту-другую."}
	}
	return mark{remoteWord, widgets.ToneLink, remotelessons.CallToCome(r)}
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
	if times := remotelessons.Times(line, now.Location()); times != "" {
		return times
	}
	return "—"
}

// lessonDetails is the text under a lesson's subject in the teacher's «Сегодня».
func lessonDetails(line model.LessonLine) string {
	parts := []string{groupWords(line)}
	if len(line.Stream) > 0 {
		parts = append(parts, "потоком с "+remotelessons.StreamWords(line))
	}
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
