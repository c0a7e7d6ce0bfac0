package journal

import (
	"context"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/dialog"
	"zvonok/views/shell"
	"zvonok/views/table"
	"zvonok/views/widgets"
)

// TaskService is what tasks and their marks are made and changed by.
type TaskService interface {
	// SaveTask saves a task with the marks that it names; a zero ID makes a new one.
	SaveTask(ctx context.Context, edit model.TaskEdit) (model.TaskID, error)
	DeleteTask(ctx context.Context, task model.TaskID) error
	TaskMarks(ctx context.Context, task model.TaskID) ([]model.StudentMark, error)
}

// taskDialog is «Добавить задание» and «Задание с оценками».
type taskDialog struct {
	s        *screen
	edit     model.TaskEdit
	students []model.JournalStudent // at the opening: another journal may be shown below by the time of saving
	kind     *table.Select[model.TaskKind]
	title    *widgets.Entry
	marks    *choices[model.Mark] // nil without marks
	before   map[model.PersonID]model.Mark
	dialog   *dialog.FormHandle
}

// addTask opens the dialog for a new task of a lesson.
func (s *screen) addTask(l model.JournalLesson, marked bool) {
	title, kind := "Добавить задание", model.TaskHomework
	if marked {
		title, kind = "Задание с оценками", model.TaskAnswer
	}
	newTaskDialog(s, model.TaskEdit{Lesson: l.ID, Kind: kind}, marked).show(title, s.named(l, model.DayText(l.Date)))
}

// editTask opens the dialog for an existing task, with its marks.
func (s *screen) editTask(t model.Task) {
	still := s.still(t.Lesson)
	shell.Ask(s.deps.Desk, "Оценки не прочитаны", func(ctx context.Context) ([]model.StudentMark, error) { return s.deps.Service.TaskMarks(ctx, t.ID) }, func(marks []model.StudentMark) {
		if !still() {
			return
		}
		edit := model.TaskEdit{ID: t.ID, Lesson: t.Lesson, Kind: t.Kind, Title: t.Title,
			Seen: model.TaskSeen{Kind: t.Kind, Title: t.Title, Marks: marks}}
		newTaskDialog(s, edit, true).show("Задание с оценками", s.named(s.lessons[t.Lesson], model.DayText(s.lessons[t.Lesson].Date)))
	})
}

func newTaskDialog(s *screen, edit model.TaskEdit, marked bool) *taskDialog {
	d := &taskDialog{s: s, edit: edit, students: s.page.Students, title: widgets.NewEntry("Что задано"), before: map[model.PersonID]model.Mark{}}
	kinds := make([]table.Option[model.TaskKind], 0, len(model.TaskKinds()))
	for _, k := range model.TaskKinds() {
		kinds = append(kinds, table.Option[model.TaskKind]{Key: k, Label: k.String()})
	}
	d.kind = table.NewSelect(kinds, nil)
	d.kind.SetSelected(edit.Kind)
	d.title.SetText(edit.Title)
	if !marked {
		return d
	}
	d.marks = newChoices(d.students, "Оценка", "нет оценки", model.Each(model.Marks, func(m model.Mark) choice[model.Mark] {
		return choice[model.Mark]{m, m.Letter(), m.String(), m.String() + " — " + m.Label()}
	}))
	for _, m := range edit.Seen.Marks {
		d.before[m.Person] = m.Mark
		d.marks.set(m.Person, m.Mark)
	}
	return d
}

func (d *taskDialog) show(title, day string) {
	objects := []fyne.CanvasObject{
		widgets.Fields([]float32{210, -1}, widgets.Field("Вид", d.kind.Field), widgets.Field("Задание", d.title)),
	}
	width := dialogWidth
	if d.marks != nil {
		objects, width = append(objects, d.marks), choicesWidth
	}
	form := dialog.Form{
		Title: title, Hint: day, Primary: "Сохранить", Fields: objects, Size: fyne.NewSize(width+40, 0), Focus: d.title,
		Work: d.save,
		Done: func() {
			d.s.deps.Tell("Задание сохранено")
			d.s.load()
		},
		Seen: &d.edit.Seen,
	}
	if d.edit.ID != 0 {
		form.Footer = widgets.NewLink("Удалить задание", d.remove)
	}
	d.dialog = dialog.ShowForm(d.s.deps.Frame.Window(), d.s.deps.Exec, form)
}

// save reads the fields, with those marks that were changed.
func (d *taskDialog) save() (func(context.Context) error, error) {
	edit := d.edit
	edit.Kind, _ = d.kind.Selected()
	edit.Title = d.title.Text
	if d.marks != nil {
		for _, st := range d.students {
			if mark := d.marks.get(st.Person); mark != d.before[st.Person] {
				edit.Marks = append(edit.Marks, model.StudentMark{Person: st.Person, Mark: mark})
			}
		}
	}
	edit, err := edit.Clean()
	return func(ctx context.Context) error {
		_, err := d.s.deps.Service.SaveTask(ctx, edit)
		return err
	}, err
}

// remove asks, naming the marks that are lost.
func (d *taskDialog) remove() {
	s, marks := d.s, 0
	for _, m := range d.before {
		if m != 0 {
			marks++
		}
	}
	text := "«" + taskWords(model.Task{Kind: d.edit.Kind, Title: d.edit.Title}) + "»."
	if marks > 0 {
		text += " Вместе с ним пропадут: " + model.Plural(marks, "оценка", "оценки", "оценок") + "."
	}
	dialog.ConfirmDanger(s.deps.Frame.Window(), "Удалить задание?", text, "Удалить задание", func() {
		d.dialog.Close()
		s.perform("Задание удалено", func(ctx context.Context) error { return s.deps.Service.DeleteTask(ctx, d.edit.ID) })
	})
}
