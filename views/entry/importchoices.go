package entry

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/widgets"
)

// choices are the questions of a preview: who is kept, who is who, and whether too many may leave. Nil when there is
// nothing to ask.
func (s *importScreen) choices(removed int) []fyne.CanvasObject {
	var asked []fyne.CanvasObject
	if removed > 0 || s.preview.Choices.KeepGone {
		asked = append(asked, s.choice("Оставить в колледже тех, кого нет в файле", func(c *model.ImportChoices) *bool { return &c.KeepGone }))
	}
	if n := len(s.doubts); n > 0 {
		asked = append(asked, widgets.NewSecondary("Тот же человек? ("+strconv.Itoa(n)+")", s.askWho))
	}
	var shown []fyne.CanvasObject
	if len(asked) > 0 {
		shown = append(shown, row(asked...))
	}
	if len(s.preview.Over) == 0 {
		return shown
	}
	warning := widgets.Flow("Остановлено для безопасности: " + strings.Join(s.preview.Over, "; ") +
		". Проверьте, тот ли это файл и весь ли он.")
	warning.SetTone(widgets.ToneRefused)
	return append(shown, warning, s.choice("Всё верно: пусть уходят", func(c *model.ImportChoices) *bool { return &c.OverLimit }))
}

// choice is a checkbox that stands for one of the decisions.
func (s *importScreen) choice(label string, of func(*model.ImportChoices) *bool) *widgets.Check {
	check := widgets.NewCheck(label, func(on bool) {
		if on != *of(&s.preview.Choices) { // else it only shows what was decided
			s.decide(func(c *model.ImportChoices) { *of(c) = on })
		}
	})
	check.SetChecked(*of(&s.preview.Choices))
	return check
}

// decide reads the files once more with a decision changed.
func (s *importScreen) decide(change func(*model.ImportChoices)) {
	choices := s.preview.Choices
	choices.Same = maps.Clone(choices.Same)
	change(&choices)
	id := s.preview.ID
	s.ask(func(ctx context.Context) (model.ImportPreview, error) {
		return s.deps.Service.RefineImport(ctx, id, choices)
	})
}

// askWho asks which of the new records are people of the college under another name.
func (s *importScreen) askWho() {
	text := func(get func(model.ImportDoubt) string) func(model.ImportDoubt) widgets.Cell {
		return func(d model.ImportDoubt) widgets.Cell { return widgets.Cell{Text: get(d)} }
	}
	list := widgets.NewCheckList([]widgets.Column[model.ImportDoubt]{
		{ID: "new", Title: "В файле", Width: 240, Grow: 1, Cell: text(func(d model.ImportDoubt) string { return d.New.String() })},
		{ID: "old", Title: "В колледже", Width: 240, Grow: 1, Cell: text(func(d model.ImportDoubt) string { return d.Old.String() })},
		{ID: "group", Title: "Группа", Width: 110, Cell: text(func(d model.ImportDoubt) string { return d.Group })},
	}, func(d model.ImportDoubt) string { return d.Key }, func(d model.ImportDoubt) string { return d.New.String() + " " + d.Old.String() })
	list.SetRows(s.doubts)
	list.SetChecked(slices.Collect(maps.Keys(s.preview.Choices.Same))...)
	widgets.ShowModal(s.deps.Window, widgets.Modal{
		Title: "Тот же человек?", Hint: "Отметьте тех, кто сменил фамилию или чьё имя исправлено. Остальные — разные люди.",
		Content: list, Size: fyne.NewSize(720, 520), Primary: "Применить", Cancel: "Отмена",
		OnPrimary: func() bool {
			same := list.Checked()
			s.decide(func(c *model.ImportChoices) {
				c.Same = map[string]model.PersonID{}
				for _, d := range s.doubts {
					if slices.Contains(same, d.Key) {
						c.Same[d.Key] = d.Person
					}
				}
			})
			return true
		},
	})
}

// remember keeps the doubts of these files, for an answered one is none any more and may be taken back.
func (s *importScreen) remember() {
	for _, d := range s.preview.Doubts {
		if !slices.ContainsFunc(s.doubts, func(old model.ImportDoubt) bool { return old.Key == d.Key }) {
			s.doubts = append(s.doubts, d)
		}
	}
}
