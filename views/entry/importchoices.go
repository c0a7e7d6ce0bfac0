package entry

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/layout"

	"zvonok/model"
	"zvonok/views/theme"
	"zvonok/views/widgets"
)

// gone says what of the college the files no longer name.
type gone struct{ students, others, things bool }

// goneFrom finds what would leave the college. Who learns a subject no more is not gone from it.
func goneFrom(p model.ImportPreview) (g gone) {
	for _, section := range p.Sections {
		switch some := section.Removed > 0; section.Key {
		case "students":
			g.students = some
		case "parents", "staff":
			g.others = g.others || some
		case "groups", "teachings":
			g.things = g.things || some
		}
	}
	return g
}

// words ask what becomes of what is gone, and name both answers.
func (g gone) words() (question, leaves, stays string) {
	switch {
	case g.students:
		return "Кого нет в файле:", "выбыли, отчислить приказом", "остаются в колледже"
	case g.others:
		return "Кого нет в файле:", "выбыли", "остаются в колледже"
	}
	return "Чего нет в файле:", "убрать из колледжа", "оставить в колледже"
}

// choices are the questions of a preview: who is kept, who is who, and whether too many may leave. Nil when there is
// nothing to ask.
func (s *importScreen) choices() []fyne.CanvasObject {
	var asked, shown []fyne.CanvasObject
	if s.gone != (gone{}) {
		asked = append(asked, s.askGone()...)
	}
	if n := len(s.doubts); n > 0 {
		asked = append(asked, layout.NewSpacer(), widgets.NewSecondary("Тот же человек? ("+strconv.Itoa(n)+")", s.askWho))
	}
	if len(asked) > 0 {
		shown = append(shown, widgets.FilterBar(asked...))
	}
	if open := len(s.preview.Doubts); open > 0 {
		shown = append(shown, s.warning("Без ответа «Тот же человек?»: "+model.Plural(open, "пара", "пары", "пар")+
			". Списки загрузятся после ответа.", widgets.ToneWaiting))
	}
	if len(s.preview.Over) == 0 {
		return shown
	}
	warning := s.warning("Остановлено для безопасности: "+strings.Join(s.preview.Over, "; ")+
		". Проверьте, тот ли это файл и весь ли он.", widgets.ToneRefused)
	return append(shown, warning, s.choice("Всё верно: пусть уходят", func(c *model.ImportChoices) *bool { return &c.OverLimit }))
}

// warning is a text as wide as the page.
func (s *importScreen) warning(text string, tone widgets.Tone) fyne.CanvasObject {
	label := widgets.Paragraph(text, s.deps.Window.Canvas().Size().Width-2*theme.PageMargin)
	label.SetTone(tone)
	return label
}

// askGone asks what becomes of what the files no longer name, and says what the answer does.
func (s *importScreen) askGone() []fyne.CanvasObject {
	question, leaves, stays := s.gone.words()
	choice := widgets.NewSelect([]widgets.Option[bool]{{Key: false, Label: leaves}, {Key: true, Label: stays}}, func(keep bool) {
		if keep != s.preview.Choices.KeepGone {
			s.decide(func(c *model.ImportChoices) { c.KeepGone = keep })
		}
	})
	choice.SetSelected(s.preview.Choices.KeepGone)
	objects := []fyne.CanvasObject{widgets.Text(question), choice}
	if title := s.preview.Withdrawal; title != "" {
		objects = append(objects, widgets.Muted("приказ "+title+", "+model.Plural(s.leaving(), "студент", "студента", "студентов")))
	}
	return objects
}

// leaving counts the students who would leave.
func (s *importScreen) leaving() (n int) {
	for _, section := range s.preview.Sections {
		if section.Key == "students" {
			n = section.Removed
		}
	}
	return n
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
	choices.Same, choices.Different = maps.Clone(choices.Same), maps.Clone(choices.Different)
	change(&choices)
	id := s.last
	s.ask(func(ctx context.Context) (model.ImportPreview, error) {
		return s.deps.Service.RefineImport(ctx, id, choices)
	})
}

// remember keeps what these files raised: a doubt that was answered is none any more, and nothing is gone while it is to
// stay, but both may be taken back.
func (s *importScreen) remember() {
	if !s.preview.Choices.KeepGone {
		s.gone = goneFrom(s.preview)
	}
	for _, d := range s.preview.Doubts {
		if !slices.ContainsFunc(s.doubts, func(old model.ImportDoubt) bool { return old.Key == d.Key }) {
			s.doubts = append(s.doubts, d)
		}
	}
}
