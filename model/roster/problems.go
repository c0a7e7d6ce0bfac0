package roster

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"zvonok/model"
)

// How many problems are told, and how many characters of a value each of them shows.
const (
	MaxProblems = 1000
	MaxShown    = 80 // characters of an offending value
)

// Problems gathers problems. Beyond MaxProblems it only counts.
type Problems struct {
	List  []Problem
	Extra int
}

// Add notes a problem with a value, of which it shows the first characters.
func (l *Problems) Add(at Place, value, message string) {
	l.Put(Problem{Place: at, Value: Shorten(value, MaxShown), Message: message})
}

// Put notes a problem.
func (l *Problems) Put(p Problem) {
	if len(l.List) >= MaxProblems {
		l.Extra++
		return
	}
	l.List = append(l.List, p)
}

// Take moves the problems of another list here.
func (l *Problems) Take(other Problems) {
	for _, p := range other.List {
		l.Put(p)
	}
	l.Extra += other.Extra
}

// Sorted is the list in the order of files and rows, with a last problem that counts what is left out.
func (l *Problems) Sorted() []Problem {
	model.Sort(l.List, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Row, b.Row))
	})
	if l.Extra > 0 {
		last := l.List[len(l.List)-1]
		return append(l.List, Problem{Place: Place{File: last.File}, Message: "И ещё " +
			model.Plural(l.Extra, "замечание", "замечания", "замечаний") + ": показаны первые " +
			strconv.Itoa(MaxProblems) + ", исправьте их и загрузите файл снова"})
	}
	return l.List
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

// From says where a place is, seen from another: «в строке 5», with the file where it is not the same.
func (p Place) From(other Place) string {
	if p.File == other.File {
		return fmt.Sprintf("в строке %d", p.Row)
	}
	return fmt.Sprintf("в строке %d («%s»)", p.Row, p.File)
}

// Shorten cuts s to at most limit characters for showing it in a problem.
func Shorten(s string, limit int) string {
	if len(s) <= limit || utf8.RuneCountInString(s) <= limit {
		return s
	}
	runes := []rune(s)
	return string(runes[:limit-1]) + "…"
}
