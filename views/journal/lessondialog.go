package journal

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/dates"
	"zvonok/views/dialog"
	"zvonok/views/remotelessons"
	"zvonok/views/table"
	"zvonok/views/widgets"
)

// LessonService is what lessons are made and changed by.
type LessonService interface {
	// SaveLesson saves a lesson; a zero ID makes a new one.
	SaveLesson(ctx context.Context, edit model.LessonEdit) (model.LessonID, error)
	// DeleteLesson removes a lesson, or its whole stream, with marks, absences, tasks and the call's link.
	DeleteLesson(ctx context.Context, lesson model.LessonID, whole bool) error
}

// lessonHint is the manual's sentence about «Занятие».
const lessonHint = "Тема занятия может быть добавлена из списка тем КТП или задана вручную. Темы занятий из КТП нельзя " +
	"редактировать. Длительность занятия и тем из КТП задается в академических часах."

// lessonDialog is «Занятие» (Рисунок 448).
type lessonDialog struct {
	s     *screen
	edit  model.LessonEdit // as the dialog began
	line  model.LessonLine // the lesson that is edited
	date  *dates.Field
	hours *widgets.Entry
	kind  *table.Select[model.LessonKind]
	topic *table.Select[model.TopicID]
	title *widgets.Entry
}

// addLesson opens «Занятие» for a new lesson; topic may be zero.
func (s *screen) addLesson(topic model.TopicID) {
	day := s.page.Today
	if from, until := s.page.Term.Range(); day.Before(from) || !day.Before(until) {
		day = from
	}
	d := newLessonDialog(s, model.LessonEdit{Teaching: s.page.Teaching.ID, Date: day, Hours: 1, Kind: model.LessonLecture})
	if topic != 0 {
		d.topic.SetSelected(topic)
		d.takeTopic(topic)
	}
	d.show()
}

// editLesson opens «Занятие» for an existing lesson.
func (s *screen) editLesson(l model.JournalLesson) {
	d := newLessonDialog(s, model.LessonEdit{ID: l.ID, Teaching: l.Teaching, Date: l.Date, Hours: l.Hours, Kind: l.Kind, Topic: l.Topic, Title: l.Title,
		Seen: l.Seen()})
	d.line = s.lineOf(l)
	d.show()
}

const dialogWidth float32 = 520

func newLessonDialog(s *screen, edit model.LessonEdit) *lessonDialog {
	d := &lessonDialog{s: s, edit: edit}
	d.date, d.hours, d.title = dates.NewField(s.page.Today), widgets.NewEntry(""), widgets.NewEntry("Тема занятия")
	d.date.SetDate(edit.Date)
	d.hours.SetText(strconv.Itoa(edit.Hours))
	d.title.SetText(edit.Title)
	kinds := make([]table.Option[model.LessonKind], 0, len(model.LessonKinds()))
	for _, k := range model.LessonKinds() {
		kinds = append(kinds, table.Option[model.LessonKind]{Key: k, Label: k.String()})
	}
	d.kind = table.NewSelect(kinds, nil)
	d.kind.Field.Placeholder = "Выберите вид"
	d.kind.SetSelected(edit.Kind)
	topics := []table.Option[model.TopicID]{{Key: 0, Label: "Задать вручную"}}
	for _, t := range s.page.Plan {
		topics = append(topics, table.Option[model.TopicID]{Key: t.ID, Label: fmt.Sprintf("%d. %s · %s", t.Number, t.Title, hoursText(t.Hours))})
	}
	d.topic = table.NewSelect(topics, d.takeTopic)
	d.topic.SetSelected(edit.Topic)
	if edit.Topic != 0 {
		d.title.SetDisabled(true)
	}
	return d
}

// takeTopic puts a topic of the plan into the fields; its title cannot be edited.
func (d *lessonDialog) takeTopic(id model.TopicID) {
	at := slices.IndexFunc(d.s.page.Plan, func(t model.Topic) bool { return t.ID == id })
	if at < 0 {
		d.title.SetDisabled(false)
		return
	}
	t := d.s.page.Plan[at]
	d.title.SetText(t.Title)
	d.title.SetDisabled(true)
	if left := t.Hours - t.Used; d.edit.ID == 0 && left > 0 {
		d.hours.SetText(strconv.Itoa(min(left, model.MaxLessonHours)))
	}
	if t.Kind.Known() {
		d.kind.SetSelected(t.Kind)
	}
}

func (d *lessonDialog) show() {
	objects := []fyne.CanvasObject{
		widgets.Fields([]float32{140, 110, -1}, widgets.Field("Дата", d.date), widgets.Field("Длительность", d.hours), widgets.Field("Вид", d.kind.Field)),
	}
	if len(d.s.page.Plan) > 0 {
		objects = append(objects, widgets.Field("Тема из КТП", d.topic.Field))
	}
	objects = append(objects, widgets.Field("Тема занятия", d.title))
	s := d.s
	var edit model.LessonEdit
	var id model.LessonID
	var form *dialog.FormHandle
	var asked, whole bool // whether the lesson's stream moves with it
	form = dialog.ShowForm(s.deps.Frame.Window(), s.deps.Exec, dialog.Form{
		Title: "Занятие", Hint: lessonHint, Primary: "Сохранить", Fields: objects, Size: fyne.NewSize(dialogWidth+40, 0), Focus: d.date,
		Work: func() (_ func(context.Context) error, err error) {
			if edit, err = d.read(); err != nil {
				s.deps.Focus(d.wrong(edit))
			}
			if edit.Whole = whole; err == nil && !asked && len(d.line.Stream) > 0 && !edit.Date.Equal(d.line.Date) {
				remotelessons.AskMove(s.deps.Frame.Window(), d.line, func(all bool) {
					asked, whole = true, all
					form.Send()
					asked, whole = false, false
				})
				err = dialog.ErrAsking
			}
			return func(ctx context.Context) (err error) {
				id, err = s.deps.Service.SaveLesson(ctx, edit)
				return err
			}, err
		},
		Done: func() { s.saved(edit, id) },
		Seen: &d.edit.Seen,
	})
}

// read is what the fields say, or what is wrong with them.
func (d *lessonDialog) read() (edit model.LessonEdit, err error) {
	edit = d.edit
	if edit.Date, err = d.date.Date(); err != nil {
		return edit, err
	}
	if edit.Hours, err = strconv.Atoi(strings.TrimSpace(d.hours.Text)); err != nil {
		edit.Hours = 0 // Clean says what has to be typed
	}
	edit.Kind, _ = d.kind.Selected()
	edit.Topic, _ = d.topic.Selected()
	edit.Title = d.title.Text
	return edit.Clean(d.s.page.Today)
}

// wrong is the field that an edit is refused for.
func (d *lessonDialog) wrong(edit model.LessonEdit) fyne.Focusable {
	_, err := edit.Clean(edit.Date)
	switch {
	case edit.Date.IsZero() || err == nil: // what is wrong is how far the day is from today
		return d.date
	case edit.Hours < 1 || edit.Hours > model.MaxLessonHours:
		return d.hours
	}
	return d.title
}

// saved reads the journal with the lesson that was saved, in the term of its day; begin says so, by what tells it from others of
// that day.
func (s *screen) saved(edit model.LessonEdit, id model.LessonID) {
	s.wanted, s.lesson = id, id
	s.change(model.JournalQuery{Group: s.query.Group, Teaching: edit.Teaching, Term: model.TermOf(edit.Date)})
	s.chooseNext = true
	s.load()
}

// deleteLesson asks, naming what is lost.
func (s *screen) deleteLesson(l model.JournalLesson) {
	done := "Занятие " + s.named(l, l.Date.Format("02.01.2006")) + " удалено"
	remotelessons.Question{Title: "Удалить занятие?", Text: s.lossWords(l), Action: "Удалить занятие", Verb: "удалить",
		Alone: "Если удалить для всех, пропадут и оценки, отсутствия и задания остальных занятий."}.Ask(s.deps.Frame.Window(), s.lineOf(l), func(whole bool) {
		s.perform(done, func(ctx context.Context) error {
			return s.deps.Service.DeleteLesson(ctx, l.ID, whole)
		})
	})
}

// lossWords name a lesson and what is lost with it.
func (s *screen) lossWords(l model.JournalLesson) string {
	marks, absences := 0, 0
	for _, st := range s.page.Students {
		cell := s.cells.at(model.CellKey{Lesson: l.ID, Person: st.Person})
		marks += len(cell.Marks())
		if cell.Absence != 0 {
			absences++
		}
	}
	var lost []string
	if marks > 0 {
		lost = append(lost, model.Plural(marks, "оценка", "оценки", "оценок"))
	}
	if absences > 0 {
		lost = append(lost, model.Plural(absences, "отметка об отсутствии", "отметки об отсутствии", "отметок об отсутствии"))
	}
	if n := len(l.Tasks); n > 0 {
		lost = append(lost, model.Plural(n, "задание", "задания", "заданий"))
	}
	if l.Remote != nil {
		lost = append(lost, "дистанционное занятие со ссылкой на звонок")
	}
	text := fmt.Sprintf("%s, %s «%s».", s.named(l, l.Date.Format("02.01.2006")), strings.ToLower(l.Kind.String()), l.Title)
	if len(lost) == 0 {
		return text + " Оценок и заданий у него нет."
	}
	return text + " Вместе с ним пропадут: " + strings.Join(lost, ", ") + "."
}
