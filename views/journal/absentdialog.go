package journal

import (
	"context"
	"fmt"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/dialog"
	"zvonok/views/keys"
	"zvonok/views/shell"
	"zvonok/views/widgets"
)

// markAbsent opens «Отметить, кого нет». For a remote lesson that has begun, who did not join is offered as absent.
func (s *screen) markAbsent(l model.JournalLesson) {
	if l.Remote == nil || s.now.Before(l.Remote.Begins) {
		s.showAbsent(l, nil, "")
		return
	}
	still := s.still(l.ID)
	var joins []model.JoinRow
	var unknown error // the teacher can still mark everyone by hand
	shell.Ask(s.deps.Desk, failed, func(ctx context.Context) (struct{}, error) {
		joins, unknown = s.deps.Service.Joined(ctx, l.ID)
		return struct{}{}, nil
	}, func(struct{}) {
		switch {
		case !still():
		case unknown != nil:
			s.showAbsent(l, nil, "Кто подключился, узнать не удалось. "+widgets.Sentence(unknown.Error()))
		default:
			s.showAbsent(l, model.Set(joins, func(j model.JoinRow) model.PersonID { return j.Person }), "")
		}
	})
}

// still gives a function that reports whether the journal with a lesson is still shown: a form that opens once something was read is about
// the students of that journal.
func (s *screen) still(lesson model.LessonID) func() bool {
	ctx := s.Ctx
	return func() bool {
		_, there := s.lessons[lesson]
		return there && ctx.Err() == nil
	}
}

// absentDialog is «Отметить, кого нет».
type absentDialog struct {
	s       *screen
	lesson  model.JournalLesson
	present []model.JournalStudent // those who learn the subject
	list    *choices[model.Absence]
	before  map[model.PersonID]model.Absence
	agreed  bool // marks may be replaced
	changed bool // something was saved that differs
	form    *dialog.FormHandle
}

// showAbsent shows the list; joined is nil if it is not known who joined.
func (s *screen) showAbsent(l model.JournalLesson, joined map[model.PersonID]bool, note string) {
	options := model.Each(model.Absences, func(a model.Absence) choice[model.Absence] {
		return choice[model.Absence]{a, a.Letter(), a.String(), a.String() + " — " + a.Label()}
	})
	d := &absentDialog{s: s, lesson: l, before: map[model.PersonID]model.Absence{}}
	for _, st := range s.page.Students {
		if !st.Left {
			d.present = append(d.present, st)
		}
	}
	d.list = newChoices(d.present, "Отметка", "на занятии", options)
	if words := d.offer(joined); words != "" {
		note = words
	}
	if note == "" {
		note = "У того, кого не было, оценки за занятие не остаётся: о каждой такой оценке программа спросит."
	}
	words := widgets.Paragraph(note, choicesWidth).In(widgets.ToneMuted)
	d.form = dialog.ShowForm(s.deps.Frame.Window(), s.deps.Exec, dialog.Form{
		Title: "Отметить, кого нет", Hint: s.named(l, model.DayText(l.Date)), Primary: "Сохранить",
		Fields: []fyne.CanvasObject{words, d.list}, Size: fyne.NewSize(choicesWidth+40, 0), Focus: d.list.table.Grid,
		Footer: widgets.NewLink("Все на занятии", func() {
			for _, st := range d.present {
				d.list.set(st.Person, 0)
			}
		}),
		Work: d.save,
		Done: func() {
			words := "Отсутствующие отмечены"
			if d.changed {
				words += ". Вернуть — " + keys.Shortcut("Z")
			}
			s.deps.Tell(words)
			s.sheet.TakeFocus()
		},
	})
}

func (d *absentDialog) cell(p model.PersonID) model.Cell {
	return d.s.cells.at(model.CellKey{Lesson: d.lesson.ID, Person: p})
}

// offer fills the list with the absences of the journal and those that are proposed, and returns a note about the latter; ""
// if nothing is proposed.
func (d *absentDialog) offer(joined map[model.PersonID]bool) (note string) {
	offered, there, marked := 0, 0, 0
	for _, st := range d.present {
		cell, p := d.cell(st.Person), st.Person
		d.before[p] = cell.Absence
		absence := cell.ProposeAbsence(joined == nil || joined[p])
		switch {
		case joined[p]:
			there++
		case absence != cell.Absence:
			offered++
		case joined != nil && len(cell.Marks()) > 0:
			marked++
		}
		d.list.set(p, absence)
	}
	if joined == nil {
		return ""
	}
	note = fmt.Sprintf("Подключились: %d из %d. Остальные предложены как «Н» (%d): проверьте и сохраните.", there, len(d.present), offered)
	if marked > 0 {
		note += fmt.Sprintf(" Не подключились, но получили оценку: %d. Они считаются присутствующими.", marked)
	}
	return note
}

// save makes one step of all that differs, drawn at once. It asks first about marks that have to go.
func (d *absentDialog) save() (func(context.Context) error, error) {
	var changes []change
	var lost []string
	with := map[model.Absence]bool{}
	for _, st := range d.present {
		a := d.list.get(st.Person)
		if a == d.before[st.Person] {
			continue
		}
		before := d.cell(st.Person)
		after := before.Absent(a)
		changes = append(changes, change{model.CellKey{Lesson: d.lesson.ID, Person: st.Person}, before, after})
		if before.Mark != after.Mark {
			lost = append(lost, st.Name.String()+" — "+before.Mark.String())
			with[a] = true
		}
	}
	if len(lost) > 0 && !d.agreed {
		dialog.ConfirmDanger(d.s.deps.Frame.Window(), "Заменить оценки?", replaceWords(lost, with), "Заменить", func() {
			d.agreed = true
			d.form.Send()
		})
		return nil, dialog.ErrAsking
	}
	d.agreed = false
	saved := make(chan error, 1)
	if d.changed = d.s.cells.do(changes, func(err error) { saved <- err }); !d.changed {
		saved <- nil
	}
	d.s.redraw()
	return func(context.Context) error { return <-saved }, nil
}

// namedMarks is how many of the marks that have to go are named.
const namedMarks = 12

// replaceWords ask whether marks may go: «У 2 студентов уже есть оценки: Иванов Иван — 5, Белова Дарья — 4. Заменить на
// «Н»?»
func replaceWords(lost []string, with map[model.Absence]bool) string {
	by := "отсутствие"
	if len(with) == 1 {
		for a := range with {
			by = "«" + a.String() + "»"
		}
	}
	return fmt.Sprintf("У %s уже есть %s: %s. Заменить на %s?", model.Plural(len(lost), "студента", "студентов", "студентов"),
		model.PluralForm(len(lost), "оценка", "оценки", "оценки"), model.FewOf(lost, namedMarks, ", "), by)
}
