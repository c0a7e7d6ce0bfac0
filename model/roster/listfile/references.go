package listfile

import (
	"fmt"
	"strconv"

	"zvonok/model"
	"zvonok/model/roster"
	"zvonok/model/roster/table"
)

// references are those of the rows of other sheets to the rows of a sheet.
type references struct {
	followed int
	lost     int             // that lead to nothing, and not to a name that is only spelt otherwise
	example  string          // what one of the lost ones names
	problems roster.Problems // one for each that could not be followed
	faulty   bool            // rows of the sheet itself have problems, which is why some are missing
}

// A sheet that lacks more than cutPercent of what others refer to, and more than cutLeast references, was cut off.
const (
	cutPercent = 20
	cutLeast   = 5
)

// lose complains of a reference of a row that leads to nothing. respelt says that what is meant is there by another name.
func (w *workbook) lose(rec *table.Record, col int, to roster.Section, name, message string, respelt bool) {
	refs := w.references[to]
	if !respelt {
		refs.lost++
		if refs.example == "" {
			refs.example = name
		}
	}
	refs.problems.Add(rec.At(col), name, message)
	rec.Ok = false
}

// settleReferences makes problems of the references that lead to nothing: one of all, where the sheet was cut off, since
// that is what is wrong then.
func (w *workbook) settleReferences() {
	for _, def := range ownSheets {
		refs := w.references[def.Section]
		rows := w.rowsOf(def.Section)
		all := refs.lost + refs.followed
		if refs.lost == 0 || refs.faulty || rows > 0 && (refs.lost <= cutLeast || refs.lost*100 <= all*cutPercent) {
			w.Problems.Take(refs.problems)
			continue
		}
		message := fmt.Sprintf("Лист «%s», похоже, обрезан: строк в нём %d, а из %s на него с других листов %d %s в пустоту "+
			"(например, «%s»). Выгрузите список ещё раз", def.Title, rows, model.Plural(all, "ссылки", "ссылок", "ссылок"), refs.lost,
			model.PluralForm(refs.lost, "ведёт", "ведут", "ведут"), roster.Shorten(refs.example, roster.MaxShown))
		if rows == 0 {
			message = "На листе «" + def.Title + "» нет ни одной строки, а другие листы на него ссылаются: выгрузите список ещё раз"
		}
		w.Problems.Put(roster.Problem{Place: roster.Place{File: w.s.Files[def.Section]}, Emptying: true, Message: message})
	}
}

// rowsOf is how many rows of a sheet that others refer to were read.
func (w *workbook) rowsOf(sec roster.Section) int {
	switch sec {
	case roster.Groups:
		return len(w.s.Groups)
	case roster.Students:
		return len(w.s.Students)
	}
	return len(w.s.Staff)
}

// noGroup complains of a group that the workbook does not have.
func (w *workbook) noGroup(rec *table.Record, col int) {
	if w.looseGroups == nil {
		w.looseGroups = map[string]bool{}
		for i := range w.s.Groups {
			w.looseGroups[table.Alike(w.s.Groups[i].Name)] = true
			w.groupNames = append(w.groupNames, w.s.Groups[i].Name)
		}
	}
	name := rec.Values[col]
	w.lose(rec, col, roster.Groups, name, "Группы «"+name+"» нет на листе «Группы»"+
		w.guess(table.NearestOf, name, w.groupNames, "проверьте название или добавьте группу"), w.looseGroups[table.Alike(name)])
}

// noStaff complains of a member of staff who is not in the workbook; who is their role in the row: «Куратор».
// Somebody may be called by surname and initials.
func (w *workbook) noStaff(rec *table.Record, col int, name, who string) {
	end, known := w.staffEnds[name]
	if !known {
		end = w.staffEnd(name)
		w.staffEnds[name] = end
	}
	w.lose(rec, col, roster.Staff, name, who+" «"+name+"» не найден на листе «Сотрудники»"+end.words, end.respelt)
}

// referenceEnd is the end of the problem with a reference, the same for each time that it occurs.
type referenceEnd struct {
	words   string
	respelt bool
}

// staffEnd is what to say of a name that no member of staff has.
func (w *workbook) staffEnd(name string) referenceEnd {
	const advice = "проверьте ФИО или добавьте сотрудника"
	if len(w.staffEnds) >= roster.MaxProblems {
		return referenceEnd{words: ": " + advice}
	}
	called := table.CalledBy(name)
	names := make([]string, len(w.s.Staff))
	for i := range w.s.Staff {
		if names[i] = w.s.Staff[i].Name.String(); called(w.s.Staff[i].Name) {
			return referenceEnd{"; может быть, это «" + names[i] + "»?", true}
		}
	}
	return referenceEnd{words: w.guess(table.NearestPerson, name, names, advice)}
}

// noStudent complains of a student who is not in the group; somebody of the same name may be in
// another.
func (w *workbook) noStudent(rec *table.Record, col int, name, group string) {
	message := "Студента «" + name + "» нет в группе «" + group + "»"
	const advice = "проверьте ФИО и группу на листе «Студенты»"
	var names []string
	key, folded := w.groups[w.foldGroup(group)], model.Fold(name)
	if w.studentNamed == nil {
		w.studentNamed = map[string]int{}
		for i := range w.s.Students {
			w.studentNamed[model.FoldName(w.s.Students[i].Name)] = i
		}
	}
	if i, elsewhere := w.studentNamed[folded]; elsewhere {
		row := strconv.Itoa(w.s.Students[i].At.Row)
		w.lose(rec, col, roster.Students, name, message+": на листе «Студенты» у этого ФИО другая группа (строка "+row+"), исправьте одну из них", true)
		return
	}
	if w.guesses < table.MaxGuesses {
		for i := range w.s.Students {
			if w.s.Students[i].Group == key && len(names) < maxKnown {
				names = append(names, w.s.Students[i].Name.String())
			}
		}
	}
	w.lose(rec, col, roster.Students, name, message+w.guess(table.NearestPerson, name, names, advice), false)
}

// maxKnown is among how many students of a group a close name is looked for.
const maxKnown = 1000

// guess is the end of a problem with a name that is not known: what is close to it or, failing that, what to do. Beyond
// MaxGuesses names it looks for nothing.
func (w *workbook) guess(nearest func(string, []string) string, name string, known []string, advice string) string {
	if w.guesses++; w.guesses <= table.MaxGuesses {
		if near := nearest(name, known); near != "" {
			return "; может быть, это «" + near + "»?"
		}
	}
	return ": " + advice
}
