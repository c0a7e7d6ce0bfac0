package model

import (
	"fmt"
	"slices"
	"strings"
)

// TurnFileGroup is a group of the new year's lists that they bring into the college or change in it.
type TurnFileGroup struct {
	ID       GroupID // 0 = a new one
	Name     string
	Course   int // as the lists have it, 0 = not said
	Students []Name
}

// listsNamed is how many groups a problem of the lists names.
const listsNamed = 5

// WithLists is the plan together with what the lists of the new year would change after it, whose warnings become
// problems of the plan. groups are those that the lists bring or change; they are not looked at while the lists hold
// problems.
func (p YearTurnPlan) WithLists(preview ImportPreview, groups []TurnFileGroup) YearTurnPlan {
	p.Problems = slices.Clip(p.Problems)
	if n := len(preview.Problems); n > 0 {
		p.problem(YearTurnProblem{Stops: true, Lists: true}, "В списках %s: исправьте файл и выберите его снова или перейдите без списков.",
			Plural(n, "ошибка", "ошибки", "ошибок"))
	} else {
		p.listProblems(preview, groups)
	}
	for _, text := range preview.Warnings {
		p.problem(YearTurnProblem{Lists: true}, "%s.", strings.TrimSuffix(text, "."))
	}
	preview.Warnings = nil // they are said among the problems
	p.Lists = &preview
	p.Fingerprint = p.fingerprint()
	return p
}

// listProblems say what speaks against lists that can be read.
func (p *YearTurnPlan) listProblems(preview ImportPreview, groups []TurnFileGroup) {
	turned := Map(p.Groups, func(g TurnedGroup) (GroupID, TurnedGroup) { return g.ID, g })
	var graduates, again, behind []string
	fresh := false
	for _, g := range groups {
		was, known := turned[g.ID]
		switch {
		case !known:
			fresh = true
		case was.Turn == TurnGraduate && leftOver(was, g):
			graduates = append(graduates, was.Name)
		case was.Turn == TurnGraduate:
			again, fresh = append(again, was.Name), true
		case was.Turn == TurnGoOn && g.Course == was.Year:
			behind = append(behind, fmt.Sprintf("%s (%d)", was.Name, g.Course))
		}
	}
	stop, warning := YearTurnProblem{Stops: true, Lists: true}, YearTurnProblem{Lists: true}
	if len(graduates) > 0 {
		p.problem(stop, "В списках есть группы, которые выпускаются: %s. Похоже, это списки прошлого года: выберите новые или удалите эти группы из файла. "+
			"Если группа не выпускается, измените это на шаге 1.", FewOf(graduates, listsNamed, ", "))
	}
	if len(preview.Over) > 0 && !preview.Choices.OverLimit {
		p.problem(stop, "Списки остановлены для безопасности: посмотрите, кто уйдёт, и подтвердите это на вкладке «Списки».")
	}
	if n := len(preview.Doubts); n > 0 {
		p.problem(stop, "Без ответа «Тот же человек?»: %s. Ответьте на вкладке «Списки».", Plural(n, "пара", "пары", "пар"))
	}
	if len(again) > 0 {
		p.problem(warning, "Выпускаются, но есть в списках с другими студентами: %s. Эти группы останутся, а чаты у них будут новые.", FewOf(again, listsNamed, ", "))
	}
	if len(behind) > 0 {
		p.problem(warning, "В списках стоит прежний курс, и переход его не изменит: %s. Если это списки прошлого года, выберите новые.", FewOf(behind, listsNamed, ", "))
	}
	if !fresh {
		p.problem(warning, "В списках нет ни одной новой группы: первый курс не появится. Если он в другом файле, выберите тот файл.")
	}
}

// leftOver reports whether a graduating group seems to be in the lists only because they are of the year before: it has
// somebody who graduates, or nobody.
func leftOver(was TurnedGroup, g TurnFileGroup) bool {
	return len(g.Students) == 0 || slices.ContainsFunc(g.Students, func(n Name) bool {
		return slices.ContainsFunc(was.Students, func(s Name) bool { return Fold(s.String()) == Fold(n.String()) })
	})
}
