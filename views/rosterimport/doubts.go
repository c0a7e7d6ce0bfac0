package rosterimport

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"zvonok/views/dialog"
	"zvonok/views/scroll"
	"zvonok/views/table"
	"zvonok/views/theme"
	"zvonok/views/widgets"
)

// doubtAnswer is the answer to «Тот же человек?»; zero while there is none.
type doubtAnswer uint8

const (
	doubtSame doubtAnswer = iota + 1
	doubtDifferent
)

var doubtAnswers = []table.Option[doubtAnswer]{{Key: doubtSame, Label: "тот же человек"}, {Key: doubtDifferent, Label: "разные люди"}}

// doubtsDialog asks of each pair whether it is one person.
type doubtsDialog struct {
	view    *View
	answers []*table.Select[doubtAnswer] // to the view's doubts
	dialog  *dialog.Handle
}

// askWho asks which of the new records are people of the college under another name. Each answer is kept at once, however
// the dialog is closed, and may be changed later.
func (v *View) askWho() {
	d := &doubtsDialog{view: v}
	rows := make([]fyne.CanvasObject, 0, len(v.doubts))
	for _, doubt := range v.doubts {
		answer := table.NewSelect(doubtAnswers, func(answer doubtAnswer) {
			v.answer(doubt, answer)
			d.changed()
		})
		answer.Field.Placeholder = "выберите"
		switch doubt.Person {
		case v.wanted.Same[doubt.Key]:
			answer.SetSelected(doubtSame)
		case v.wanted.Different[doubt.Key]:
			answer.SetSelected(doubtDifferent)
		}
		d.answers = append(d.answers, answer)
		rows = append(rows, doubtRow(widgets.Text(doubt.New.String()).Shrink(), widgets.Text(doubt.Old.String()).Shrink(),
			widgets.Muted(doubt.Group).Shrink(), answer.Field))
	}
	heads := doubtRow(widgets.Caption("В файле"), widgets.Caption("В колледже"), widgets.Caption("Группа"), widgets.Caption("Кто это"))
	d.dialog = dialog.Show(v.window, dialog.Modal{
		Title: "Тот же человек?", Hint: "Человек мог сменить фамилию или группу, или его имя исправили. Если это разные люди, один выбывает, а другой — новый. " +
			"Пока ответа нет, списки не загружаются. Ответы сохраняются сразу.",
		Content: container.NewBorder(heads, nil, nil, nil, scroll.NewVertical(widgets.Lines(rows...))),
		Size:    fyne.NewSize(900, min(520, 220+float32(len(rows))*(theme.RowHeight+theme.GapSmall))), Primary: "Применить", Cancel: "Закрыть", Forgets: true, Focus: d.answers[0].Field,
		Footer: widgets.InRow(widgets.NewLink("Все — тот же человек", func() { d.answerAll(doubtSame) }),
			widgets.NewLink("Все — разные люди", func() { d.answerAll(doubtDifferent) })),
		OnPrimary: func() bool {
			v.again()
			return true
		},
	})
	d.changed()
}

// answerAll gives one answer to all pairs.
func (d *doubtsDialog) answerAll(answer doubtAnswer) {
	for i, a := range d.answers {
		a.SetSelected(answer)
		d.view.answer(d.view.doubts[i], answer)
	}
	d.changed()
}

// changed lets the answers be applied once there is one to each pair, and says until then how many are missing.
func (d *doubtsDialog) changed() {
	open := 0
	for _, a := range d.answers {
		if _, answered := a.Selected(); !answered {
			open++
		}
	}
	if open > 0 {
		d.dialog.SetPrimary("Без ответа: "+strconv.Itoa(open), false)
		return
	}
	d.dialog.SetPrimary("Применить", true)
}

// doubtRow is a pair: both names share the width that the group, the answer and the scroll bar leave.
func doubtRow(parts ...fyne.CanvasObject) fyne.CanvasObject {
	return container.New(layout.NewCustomPaddedLayout(0, 0, 0, 12), widgets.Fields([]float32{-1, -1, 170, 170}, parts...))
}
