package roster

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"zvonok/model"
)

const (
	maxProblems = 1000
	maxShown    = 80 // characters of an offending value
)

// problemList gathers problems. Beyond maxProblems it only counts.
type problemList struct {
	list  []Problem
	extra int
}

func (l *problemList) add(at Place, value, message string) {
	l.put(Problem{Place: at, Value: shorten(value, maxShown), Message: message})
}

func (l *problemList) put(p Problem) {
	if len(l.list) >= maxProblems {
		l.extra++
		return
	}
	l.list = append(l.list, p)
}

// take moves the problems of another list here.
func (l *problemList) take(other problemList) {
	for _, p := range other.list {
		l.put(p)
	}
	l.extra += other.extra
}

// sorted is the list in the order of files and rows, with a last problem that counts what is left out.
func (l *problemList) sorted() []Problem {
	slices.SortStableFunc(l.list, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Row, b.Row))
	})
	if l.extra > 0 {
		last := l.list[len(l.list)-1]
		return append(l.list, Problem{Place: Place{File: last.File}, Message: "И ещё " +
			model.Plural(l.extra, "замечание", "замечания", "замечаний") + ": показаны первые " +
			strconv.Itoa(maxProblems) + ", исправьте их и загрузите файл снова"})
	}
	return l.list
}

// Words say where the place is, in words: «ктп.csv, строка 5, столбец «Тема»».
func (p Place) Words() string {
	var parts []string
	if p.File != "" {
		parts = append(parts, p.File)
	}
	if p.Row > 0 {
		parts = append(parts, fmt.Sprintf("строка %d", p.Row))
	}
	if p.Column != "" {
		parts = append(parts, "столбец «"+p.Column+"»")
	}
	return strings.Join(parts, ", ")
}

// Text is the message with the value, where it does not name it.
func (p Problem) Text() string {
	if p.Value == "" || strings.Contains(p.Message, p.Value) {
		return p.Message
	}
	return p.Message + " (сейчас «" + p.Value + "»)"
}
