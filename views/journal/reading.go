package journal

import (
	"fmt"
	"time"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/background"
	"zvonok/views/table"
	"zvonok/views/widgets"
)

// ask reads another journal in this one's place.
func (s *screen) ask(q model.JournalQuery) {
	if !s.sheet.Commit() {
		s.showChoices() // what was typed is refused: that has to be settled first
		return
	}
	s.change(q)
	s.wanted = 0
	s.load()
}

// change prepares for another journal, or for this one as it is from now on: readings that have begun come too late. Until it is read,
// the present one stays and can be written in.
func (s *screen) change(q model.JournalQuery) {
	s.query = q
	s.least = s.begun + 1
}

// queryOf asks for the journal of a page.
func queryOf(p model.JournalPage) model.JournalQuery {
	return model.JournalQuery{Group: p.Group.ID, Teaching: p.Teaching.ID, Term: p.Term}
}

func (s *screen) load() {
	s.begun++
	ctx, q, nth, begun := s.Ctx, s.query, s.begun, s.cells.now()
	type reading struct {
		page model.JournalPage
		now  time.Time
	}
	background.Fetch(s.deps.Exec, func() (r reading, err error) {
		if _, r.now, err = s.deps.Service.LessonDay(ctx); err != nil {
			return r, err
		}
		r.page, err = s.deps.Service.Journal(ctx, q)
		return r, err
	}, func(r reading, err error) {
		switch {
		case ctx.Err() != nil || nth < s.least: // left, or another journal was asked for, or a later reading came first
		case err != nil && !s.known:
			s.say(widgets.Failure("Журнал не прочитан", err.Error(), s.load))
		case err != nil:
			s.deps.Warn(err)
			s.showChoices()
			if !s.chooseNext { // else the next reading still has to show the lesson that was saved
				s.query = queryOf(s.page)
			}
		default:
			s.least = nth
			s.take(r.page, r.now, begun)
		}
	})
}

// take shows a page that was read; see cells.take.
func (s *screen) take(page model.JournalPage, now time.Time, begun moment) {
	other := !s.known || page.Teaching.ID != s.page.Teaching.ID || page.Term != s.page.Term
	first := s.chooseNext || other
	if other {
		s.sheet.Commit() // what is being typed belongs to the journal that was shown before
		s.cells.forget()
	}
	s.page, s.now, s.known = page, now, true
	s.keepTime()
	s.query = queryOf(page)
	s.students, s.lessons = map[model.PersonID]model.JournalStudent{}, map[model.LessonID]model.JournalLesson{}
	for _, st := range page.Students {
		s.students[st.Person] = st
	}
	for _, l := range page.Lessons {
		s.lessons[l.ID] = l
	}
	s.cells.take(page.Cells, begun)
	s.title.SetText(journalTitle(page.Group))
	s.hours.SetText(fmt.Sprintf("%d ч. по факту %d ч. по плану", page.FactHours, page.PlanHours))
	s.showChoices()
	if page.Teaching.ID == 0 {
		hint := "Журнал появится, когда группе назначат нагрузку: её загружает администратор ПОО."
		if s.deps.Administers {
			hint = "Журнал появится, когда у группы будет нагрузка: загрузите её в «Пользователи» › «Загрузить список…»."
		}
		s.say(widgets.Notice("В группе нет предметов", hint))
		return
	}
	s.body.Objects = []fyne.CanvasObject{s.journal}
	s.body.Refresh()
	first = first || s.gone()
	s.fill()
	if first {
		s.begin()
	}
}

// showChoices shows the terms and the subjects there are, and those whose journal it is.
func (s *screen) showChoices() {
	terms := model.Each(s.page.Terms, func(t model.Term) table.Option[model.Term] {
		return table.Option[model.Term]{Key: t, Label: t.Label(s.page.Group.Year, s.page.Today)}
	})
	s.terms.SetOptions(terms)
	s.terms.SetSelected(s.page.Term)
	subjects := model.Each(s.page.Teachings, func(t model.TeachingRow) table.Option[model.TeachingID] {
		return table.Option[model.TeachingID]{Key: t.ID, Label: subjectLabel(t)}
	})
	s.subjects.SetOptions(subjects)
	s.subjects.SetSelected(s.page.Teaching.ID)
	s.subjects.Field.SetTooltip(subjectLabel(s.page.Teaching))
	s.head.Refresh()
}
