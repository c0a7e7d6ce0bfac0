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
