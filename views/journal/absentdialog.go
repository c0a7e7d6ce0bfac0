package journal

import (
	"context"
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"zvonok/model"
	"zvonok/views/theme"
	"zvonok/views/widgets"
)

// markAbsent opens «Отметить, кого нет». For a remote lesson that has begun, who did not join is offered as absent.
func (s *screen) markAbsent(l model.JournalLesson) {
	if l.Remote == nil || s.now.Before(l.Remote.Begins) {
		s.showAbsent(l, nil, "")
		return
	}
	widgets.Fetch(s.deps.Exec, func() ([]model.JoinRow, error) { return s.deps.Service.Joined(context.Background(), l.ID) },
		func(joins []model.JoinRow, err error) {
			if err != nil {
				// The teacher can still mark everyone by hand.
				s.showAbsent(l, nil, "Кто подключился, узнать не удалось: "+widgets.Sentence(err.Error()))
				return
			}
			joined := map[model.PersonID]bool{}
			for _, j := range joins {
				joined[j.Person] = true
			}
			s.showAbsent(l, joined, "")
		})
}

// showAbsent shows the list; joined is nil where nobody's joining is known.
func (s *screen) showAbsent(l model.JournalLesson, joined map[model.PersonID]bool, note string) {
	options := []widgets.Option[model.Absence]{{Key: 0, Label: "На занятии"}}
	for _, a := range model.Absences {
		options = append(options, widgets.Option[model.Absence]{Key: a, Label: a.String() + " — " + a.Label()})
	}
	var present []model.JournalStudent
	for _, st := range s.page.Students {
		if !st.Left {
			present = append(present, st)
		}
	}
	list, offered, there := newChoices(present, options), 0, 0
	before := map[model.PersonID]model.Absence{}
	for _, st := range present {
		before[st.Person] = s.cells.at(model.CellKey{Lesson: l.ID, Person: st.Person}).Absence
		list.set(st.Person, before[st.Person])
		switch {
		case joined == nil:
		case joined[st.Person]:
			there++
		case before[st.Person] == 0:
			offered++
			list.set(st.Person, model.AbsenceUnknown)
		}
	}
	if joined != nil {
		note = fmt.Sprintf("Подключились: %d из %d. Остальные предложены как «Н» (%d): проверьте и сохраните.", there, len(present), offered)
	}
	if note == "" {
		note = "Оценка за занятие у того, кого не было, снимается."
	}
	words, failure := widgets.Paragraph(note, dialogWidth), newComplaint()
	words.SetTone(widgets.ToneMuted)
	var dialog *widgets.ModalHandle
	dialog = widgets.ShowModal(s.deps.Frame.Window(), widgets.Modal{
		Title: "Отметить, кого нет", Hint: widgets.DayText(l.Date),
		Content: container.New(layout.NewCustomPaddedVBoxLayout(theme.Gap), words, list.content, failure.label),
		Primary: "Сохранить", Cancel: "Отмена", Size: fyne.NewSize(dialogWidth+40, 0),
		Footer: widgets.NewLink("Все на занятии", func() {
			for _, p := range list.order {
				list.set(p, 0)
			}
		}),
		OnPrimary: func() bool {
			changed := map[model.PersonID]model.Absence{}
			for _, p := range list.order {
				if a := list.get(p); a != before[p] {
					changed[p] = a
				}
			}
			if len(changed) == 0 {
				return true
			}
			dialog.Busy(true)
			widgets.Perform(s.deps.Exec, func() error {
				return s.deps.Service.SetAbsences(context.Background(), l.ID, changed)
			}, func(err error) {
				dialog.Busy(false)
				if failure.say(dialog, err); err != nil {
					return
				}
				dialog.Close()
				s.deps.Frame.Toast("Отсутствующие отмечены", widgets.ToneGood)
				s.load()
			})
			return false
		},
	})
}
