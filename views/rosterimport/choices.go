package rosterimport

import (
	"maps"
	"slices"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/layout"

	"zvonok/model"
	"zvonok/views/files"
	"zvonok/views/table"
	"zvonok/views/widgets"
)

// gone says what of the college the files no longer name.
type gone struct{ students, others, things bool }

// goneFrom finds what would leave the college. A student who leaves only a subject is not gone.
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
func (v *View) choices() []fyne.CanvasObject {
	var asked, shown []fyne.CanvasObject
	if v.gone != (gone{}) {
		asked = append(asked, v.askGone()...)
	}
	if n := len(v.doubts); n > 0 {
		asked = append(asked, layout.NewSpacer(), widgets.NewSecondary("Тот же человек? ("+strconv.Itoa(n)+")", v.askWho))
	}
	if len(asked) > 0 {
		shown = append(shown, widgets.FilterBar(asked...))
	}
	if open := len(v.preview.Doubts); open > 0 {
		shown = append(shown, widgets.Flow("Без ответа «Тот же человек?»: "+model.Plural(open, "пара", "пары", "пар")+". Списки загрузятся после ответа.").In(widgets.ToneWaiting))
	}
	if len(v.preview.Over) == 0 {
		return shown
	}
	return append(shown, files.AskOver(v.preview.Over, v.wanted.OverLimit, func(on bool) {
		v.wanted.OverLimit = on
		v.again()
	}))
}

// askGone asks what becomes of what the files no longer name, and says what the answer does.
func (v *View) askGone() []fyne.CanvasObject {
	question, leaves, stays := v.gone.words()
	choice := table.NewSelect([]table.Option[bool]{{Key: false, Label: leaves}, {Key: true, Label: stays}}, func(keep bool) {
		if keep != v.wanted.KeepGone {
			v.wanted.KeepGone = keep
			v.again()
		}
	})
	choice.SetSelected(v.wanted.KeepGone)
	objects := []fyne.CanvasObject{widgets.Text(question), choice.Field}
	if title := v.preview.Withdrawal; title != "" {
		objects = append(objects, widgets.Muted("приказ "+title+", "+model.StudentWords(v.leaving())))
	}
	return objects
}

// leaving counts the students who would leave.
func (v *View) leaving() (n int) {
	for _, section := range v.preview.Sections {
		if section.Key == "students" {
			n = section.Removed
		}
	}
	return n
}

// again lets the files be compared with what is decided by now.
func (v *View) again() { v.decide(v.wanted) }

// answer keeps an answer to a doubt. It makes new maps, since a comparison may still read the old ones.
func (v *View) answer(d model.ImportDoubt, answer doubtAnswer) {
	same, different := maps.Clone(v.wanted.Same), maps.Clone(v.wanted.Different)
	delete(same, d.Key)
	delete(different, d.Key)
	to := &different
	if answer == doubtSame {
		to = &same
	}
	if *to == nil {
		*to = map[string]model.PersonID{}
	}
	(*to)[d.Key] = d.Person
	v.wanted.Same, v.wanted.Different = same, different
}

// remember keeps the questions that these files raised. The preview drops an answered doubt and no longer counts what is
// kept as gone, but both answers may still be changed.
func (v *View) remember() {
	if !v.preview.Choices.KeepGone {
		v.gone = goneFrom(v.preview)
	}
	for _, d := range v.preview.Doubts {
		if !slices.ContainsFunc(v.doubts, func(old model.ImportDoubt) bool { return old.Key == d.Key }) {
			v.doubts = append(v.doubts, d)
		}
	}
}
