package lessonimport

import (
	"strconv"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/files"
	"zvonok/views/table"
	"zvonok/views/widgets"
)

// changes is the page of files that can be loaded.
func (s *screen) changes(p model.LessonsPreview) files.Page {
	list := newSubjects(p.Subjects)
	page := files.Page{List: list.Table.Grid, Loaded: loadedWords(p), Above: []fyne.CanvasObject{s.cards(p)}}
	page.Search, page.Footer = list.Searched("Группа или предмет",
		func(n int) string { return model.Plural(n, "предмет", "предмета", "предметов") }, s.Source())
	for _, w := range p.Warnings {
		page.Above = append(page.Above, widgets.Flow(widgets.Sentence(w)).In(widgets.ToneWaiting))
	}
	say := func(text string) {
		page.Above = append(page.Above, widgets.Flow(text).In(widgets.ToneMuted))
	}
	if p.Kept > 0 {
		say(s.words().kept)
	}
	if p.Fingerprint == "" {
		say("Изменений нет: в журналах уже всё так, как в файле.")
	} else {
		page.Load = files.LoadLabel(p.Added + p.Changed + p.Removed)
	}
	page.Above = append(page.Above, widgets.FilterBar(page.Search))
	return page
}

// cards are the counts of the whole.
func (s *screen) cards(p model.LessonsPreview) fyne.CanvasObject {
	w := s.words()
	var cards []fyne.CanvasObject
	for _, c := range []struct {
		title string
		n     int
		tone  widgets.Tone
	}{
		{"Добавится", p.Added, widgets.ToneGood}, {"Изменится", p.Changed, widgets.ToneWaiting},
		{"Удалится", p.Removed, widgets.ToneRefused}, {"Останется", p.Kept, widgets.ToneNormal},
	} {
		count := widgets.Heading(model.Plural(c.n, w.one, w.few, w.many))
		count.SetTone(c.tone)
		if c.n == 0 {
			count.SetTone(widgets.ToneMuted)
		}
		cards = append(cards, widgets.Card(widgets.Caption(c.title), count))
	}
	return widgets.Cards(cards...)
}

// newSubjects is the list of what changes in each subject.
func newSubjects(subjects []model.LessonsChange) *files.List[model.LessonsChange] {
	type subject = *model.LessonsChange
	number := func(id, title, sign string, tone widgets.Tone, get func(subject) int) *table.Column[subject] {
		c := table.Number(id, title, 110, get)
		c.Cell = func(r subject) table.Cell {
			if get(r) == 0 {
				return table.Muted("")
			}
			return table.Cell{Text: sign + strconv.Itoa(get(r)), Tone: tone}
		}
		return c
	}
	title := func(r subject) string { return r.Group + " " + r.Subject }
	list := files.NewList([]*table.Column[subject]{
		table.Text("group", "Группа", 140, 1, func(r subject) string { return r.Group }),
		table.Text("subject", "Предмет", 280, 3, func(r subject) string { return r.Subject }),
		number("added", "Добавится", "+", widgets.ToneGood, func(r subject) int { return r.Added }),
		number("changed", "Изменится", "~", widgets.ToneWaiting, func(r subject) int { return r.Changed }),
		number("removed", "Удалится", "−", widgets.ToneRefused, func(r subject) int { return r.Removed }),
		number("kept", "Останется", "", widgets.ToneNormal, func(r subject) int { return r.Kept }),
	}, subjects, title, table.Empty{Title: "Изменений нет", Hint: "В журналах уже всё так, как в файле."})
	list.Table.TypeAhead = title
	return list
}
