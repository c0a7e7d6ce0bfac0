package remotelessons

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/dialog"
)

// Question asks whether something is done to a lesson and, where that shares its call, whether to the whole stream.
type Question struct {
	Title, Text, Action string
	Verb                string // «завершить», in «завершить для всех?»
	Alone               string // what follows if it is done to this lesson alone
	Harmless            bool   // it destroys nothing
}

// Ask asks; do is called if the answer is yes, and told whether the whole stream is meant.
func (q Question) Ask(win fyne.Window, line model.LessonLine, do func(whole bool)) {
	if len(line.Stream) == 0 {
		dialog.ConfirmDanger(win, q.Title, q.Text, q.Action, func() { do(false) })
		return
	}
	text := strings.TrimSpace(fmt.Sprintf("Занятие идёт потоком с %s: %s для всех? %s", StreamWords(line), q.Verb, q.Text))
	dialog.Either(win, dialog.Modal{Title: q.Title, Primary: q.Action + " для всех", Danger: !q.Harmless}, text+" "+q.Alone,
		func() { do(true) }, "Только это", func() { do(false) })
}

// AskMove asks whether the whole stream of a lesson moves with it.
func AskMove(win fyne.Window, line model.LessonLine, do func(whole bool)) {
	Question{Title: "Перенести занятие?", Action: "Перенести", Verb: "перенести",
		Alone: "Если перенести только это, у него будет свой звонок.", Harmless: true}.Ask(win, line, do)
}

// StreamWords names the others of a lesson's stream: «ДО-19-4 и ДО-19-5».
func StreamWords(line model.LessonLine) string {
	names := model.Each(line.Stream, func(s model.StreamLesson) string { return StreamName(line.GroupName, s) })
	last := len(names) - 1
	if last == 0 {
		return names[0]
	}
	return strings.Join(names[:last], ", ") + " и " + names[last]
}

// StreamName is how another lesson of a stream is called beside those of a group: by its own group or, where that is the
// same, by its subject.
func StreamName(group string, s model.StreamLesson) string {
	if s.Group == "" || s.Group == group {
		return "«" + s.Subject + "»"
	}
	return s.Group
}
