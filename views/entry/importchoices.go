package entry

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/theme"
	"zvonok/views/widgets"
)

// choices are the questions of a preview: who is kept, who is who, and whether too many may leave. Nil when there is
// nothing to ask.
func (v *ImportView) choices(removed int) []fyne.CanvasObject {
	var asked []fyne.CanvasObject
	if removed > 0 || v.preview.Choices.KeepGone {
		asked = append(asked, v.choice("Оставить в колледже тех, кого нет в файле", func(c *model.ImportChoices) *bool { return &c.KeepGone }))
	}
	if n := len(v.doubts); n > 0 {
		asked = append(asked, widgets.NewSecondary("Тот же человек? ("+strconv.Itoa(n)+")", v.askWho))
	}
	var shown []fyne.CanvasObject
	if len(asked) > 0 {
		shown = append(shown, row(asked...))
	}
	if len(v.preview.Over) == 0 {
		return shown
	}
	warning := widgets.Paragraph("Остановлено для безопасности: "+strings.Join(v.preview.Over, "; ")+
		". Проверьте, тот ли это файл и весь ли он.", v.window.Canvas().Size().Width-2*theme.PageMargin)
	warning.SetTone(widgets.ToneRefused)
	return append(shown, warning, v.choice("Всё верно: пусть уходят", func(c *model.ImportChoices) *bool { return &c.OverLimit }))
}

// choice is a checkbox that stands for one of the decisions.
func (v *ImportView) choice(label string, of func(*model.ImportChoices) *bool) *widgets.Check {
	check := widgets.NewCheck(label, func(on bool) {
		if on != *of(&v.preview.Choices) { // else it only shows what was decided
			v.change(func(c *model.ImportChoices) { *of(c) = on })
		}
	})
	check.SetChecked(*of(&v.preview.Choices))
	return check
}

// change tells of a decision that was changed.
func (v *ImportView) change(change func(*model.ImportChoices)) {
	choices := v.preview.Choices
	choices.Same = maps.Clone(choices.Same)
	change(&choices)
	v.decide(choices)
}

// askWho asks which of the new records are people of the college under another name.
func (v *ImportView) askWho() {
	text := func(get func(model.ImportDoubt) string) func(model.ImportDoubt) widgets.Cell {
		return func(d model.ImportDoubt) widgets.Cell { return widgets.Cell{Text: get(d)} }
	}
	list := widgets.NewCheckList([]widgets.Column[model.ImportDoubt]{
		{ID: "new", Title: "В файле", Width: 240, Grow: 1, Cell: text(func(d model.ImportDoubt) string { return d.New.String() })},
		{ID: "old", Title: "В колледже", Width: 240, Grow: 1, Cell: text(func(d model.ImportDoubt) string { return d.Old.String() })},
		{ID: "group", Title: "Группа", Width: 110, Cell: text(func(d model.ImportDoubt) string { return d.Group })},
	}, func(d model.ImportDoubt) string { return d.Key }, func(d model.ImportDoubt) string { return d.New.String() + " " + d.Old.String() })
	list.SetRows(v.doubts)
	list.SetChecked(slices.Collect(maps.Keys(v.preview.Choices.Same))...)
	widgets.ShowModal(v.window, widgets.Modal{
		Title: "Тот же человек?", Hint: "Отметьте тех, кто сменил фамилию или чьё имя исправлено. Остальные — разные люди.",
		Content: list, Size: fyne.NewSize(720, 520), Primary: "Применить", Cancel: "Отмена",
		OnPrimary: func() bool {
			same := list.Checked()
			v.change(func(c *model.ImportChoices) {
				c.Same = map[string]model.PersonID{}
				for _, d := range v.doubts {
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
func (v *ImportView) remember() {
	for _, d := range v.preview.Doubts {
		if !slices.ContainsFunc(v.doubts, func(old model.ImportDoubt) bool { return old.Key == d.Key }) {
			v.doubts = append(v.doubts, d)
		}
	}
}
