package imports

import (
	"fmt"
	"slices"
	"strings"

	"zvonok/model"
	"zvonok/model/roster"
)

// formatWords are the known formats as people call them.
var formatWords = map[roster.Format]string{
	roster.WorkbookXLSX: "Книга «Звонка» (XLSX)", roster.WorkbookCSV: "Таблицы «Звонка» (CSV)",
	roster.OneRoster11: "OneRoster 1.1", roster.OneRoster12: "OneRoster 1.2",
	roster.SDSv1: "School Data Sync 1", roster.SDSv21: "School Data Sync 2.1",
}

// importCounts are the changes in numbers, without empty sections.
func importCounts(c roster.Changes) (sections []model.ImportSection) {
	for _, of := range []struct {
		section roster.Section
		title   string
	}{
		{roster.Groups, "Группы"}, {roster.Students, "Студенты"}, {roster.Parents, "Родители"}, {roster.Staff, "Сотрудники"},
		{roster.Teachings, "Нагрузка"}, {roster.Learners, "Студенты предметов"},
	} {
		from := c.Section(of.section)
		to := model.ImportSection{
			Key: string(of.section), Title: of.title, Unchanged: from.Unchanged, Left: from.Left,
			Added: len(from.Added), Changed: len(from.Changed), Removed: len(from.Removed),
		}
		if to.Added+to.Changed+to.Removed+to.Unchanged > 0 {
			sections = append(sections, to)
		}
	}
	return sections
}

// importSections are importCounts with every change in words.
func importSections(c roster.Changes) []model.ImportSection {
	sections := importCounts(c)
	for i := range sections {
		to := &sections[i]
		from := c.Section(roster.Section(to.Key))
		for _, part := range []struct {
			action model.ImportAction
			lines  []roster.Line
		}{{model.ImportAdd, from.Added}, {model.ImportChange, from.Changed}, {model.ImportRemove, from.Removed}} {
			for _, l := range part.lines {
				action := part.action
				if to.Key == string(roster.Students) && slices.ContainsFunc(l.Fields, func(f roster.FieldChange) bool { return f.OfGroup }) {
					action = model.ImportMove
				}
				to.Lines = append(to.Lines, model.ImportLine{Action: action, Title: l.Title, Detail: l.Detail, What: fieldWords(l.Fields), Groups: groupsOf(l)})
			}
		}
	}
	return sections
}

// groupsOf are the names of the groups that a line concerns.
func groupsOf(l roster.Line) (groups []string) {
	names := []string{l.Group}
	for _, f := range l.Fields {
		if f.OfGroup {
			names = append(names, f.Before, f.After)
		}
	}
	for _, name := range names {
		if name != "" && !slices.Contains(groups, name) {
			groups = append(groups, name)
		}
	}
	return groups
}

// fieldWords are changed values in words: «Группа: ДО-19-1 › ДО-19-3; Курс: 1 › 2». The window's font has no arrow.
func fieldWords(fields []roster.FieldChange) string {
	return strings.Join(model.Each(fields, func(f roster.FieldChange) string {
		return f.Field + ": " + orDash(f.Before) + " › " + orDash(f.After)
	}), "; ")
}

func orDash(value string) string {
	if value == "" {
		return "—"
	}
	return value
}

// importWords are what a roster changes, in numbers, with the order for the students that it no longer names.
func importWords(changes roster.Changes) string {
	words := model.SectionWords(importCounts(changes))
	if order, students := changes.Withdrawal(); students > 0 {
		words += "; отчисление: приказ " + order.Title()
	}
	return words
}

// renamingsNamed is how many groups are named that seem to have other names now.
const renamingsNamed = 5

// renamingWords say which groups would end because the files call them by other names.
func renamingWords(renamings []roster.Renaming) (words []string) {
	for _, r := range renamings {
		words = append(words, fmt.Sprintf("группы %s в файле нет, а все её студенты (%d) в новой группе %s, без её чатов, предметов и журнала (если это та же группа, "+
			"переименуйте её в «Звонке» и прочитайте файл ещё раз)", r.Old, r.Students, r.New))
	}
	if more := len(words) - renamingsNamed; more > 0 {
		words = append(words[:renamingsNamed], "и ещё "+model.Plural(more, "такая группа", "такие группы", "таких групп"))
	}
	return words
}
