package journal

import (
	"fmt"
	"strings"

	"zvonok/model"
	"zvonok/views/remotelessons"
)

// subjectLabel is a subject with its teachers: «Английский язык · Преподаватель: Каган Н.В.».
func subjectLabel(t model.TeachingRow) string {
	if len(t.TeacherNames) == 0 {
		return t.Title() + " · Преподаватель не назначен"
	}
	word := "Преподаватель"
	if len(t.TeacherNames) > 1 {
		word = "Преподаватели"
	}
	return t.Title() + " · " + word + ": " + remotelessons.ShortNames(t.TeacherNames)
}

// among is what tells a lesson from others of its day: when it begins or, where that is not known, its number on that day.
// It is empty for the only lesson of a day.
func (s *screen) among(l model.JournalLesson) string {
	number, count := 0, 0
	for _, other := range s.page.Lessons {
		if other.Date.Equal(l.Date) {
			count++
		}
		if other.ID == l.ID {
			number = count
		}
	}
	switch from := s.lineOf(l).From(); {
	case count < 2 || number == 0:
		return ""
	case from.IsZero():
		return fmt.Sprintf("№ %d", number)
	default:
		return from.In(s.now.Location()).Format("15:04")
	}
}

// named is a lesson by its day and by what tells it from others of that day: «20.10.2023, 10:15».
func (s *screen) named(l model.JournalLesson, day string) string {
	if among := s.among(l); among != "" {
		return day + ", " + among
	}
	return day
}

// taskWords is a task in one line: «Домашнее задание: выучить слова».
func taskWords(t model.Task) string {
	if t.Title == "" {
		return t.Kind.String()
	}
	return t.Kind.String() + ": " + t.Title
}

// exportName is the name of the workbook, without what a file's name may not hold.
func exportName(p model.JournalPage) string {
	name := fmt.Sprintf("Журнал %s %s %s", p.Group.Name, p.Teaching.Title(), p.Term.Label(p.Group.Year, p.Today))
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(`\/:*?"<>|`, r) || r < ' ' {
			return '-'
		}
		return r
	}, name) + ".xlsx"
}

// hoursText is academic hours as the journal writes them: «1 ч.».
func hoursText(hours int) string { return fmt.Sprintf("%d ч.", hours) }
