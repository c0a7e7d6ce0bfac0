package model

import (
	"maps"
	"strconv"
	"strings"
)

// ImportPreview is what a roster would change in the college, in words, or why it cannot be loaded.
type ImportPreview struct {
	// Fingerprint names these changes when they are loaded; empty where there are problems, or nothing changes.
	Fingerprint string
	Files       []string // names without folders
	Format      string   // «Книга «Звонка» (XLSX)»
	FormatCode  string   // «workbook-xlsx»
	Problems    []ImportProblem
	Warnings    []string
	Sections    []ImportSection // those that the files hold or that change
	// Doubts are the records that may be somebody under another name; the answers are in Choices. Nothing is
	// loaded while one is open.
	Doubts []ImportDoubt
	// Withdrawal is the order that lets students leave who are no longer in the files, as people name it:
	// «№ б/н (список) от 25.11.2026». Empty when no student leaves.
	Withdrawal string
	// Over are the safety limits that the changes go beyond, with the numbers, and the groups that seem to be renamed; without
	// Choices.OverLimit nothing is loaded then.
	Over    []string
	Choices ImportChoices
}

// ImportChoices are what a person decided about a roster before it is loaded.
type ImportChoices struct {
	// KeepGone keeps people who are no longer in the files. Otherwise they leave, the students by an order.
	KeepGone bool
	// Same holds the keys of the doubts that were answered «тот же человек», Different those answered «разные люди».
	Same, Different map[string]PersonID
	// OverLimit confirms that more students may leave than the safety limits let go.
	OverLimit bool
}

// Answered are the choices with one answer to each of the doubts; ok says that there was one without an answer. An
// answer may raise other doubts.
func (c ImportChoices) Answered(doubts []ImportDoubt, same bool) (answered ImportChoices, ok bool) {
	answered = c
	answered.Same, answered.Different = maps.Clone(c.Same), maps.Clone(c.Different)
	to := &answered.Different
	if same {
		to = &answered.Same
	}
	if *to == nil {
		*to = map[string]PersonID{}
	}
	before := len(*to)
	for _, d := range doubts {
		(*to)[d.Key] = d.Person
	}
	return answered, len(*to) > before
}

// ImportDoubt is a record that looks new and somebody who looks gone: perhaps one person under another
// name.
type ImportDoubt struct {
	Key      string
	Person   PersonID
	New, Old Name
	Group    string // both groups of a move, the child's group of a parent; empty for staff
}

// ImportProblem is something in a file that keeps it from being loaded. Row counts from 1 as a person sees
// it; 0 means the file as a whole.
type ImportProblem struct {
	File    string
	Row     int
	Column  string
	Value   string
	Message string
	// Emptying says that a list of the college would be emptied: no confirmation allows that.
	Emptying bool
}

// ImportSection is what changes in one part of the roster.
type ImportSection struct {
	Key       string
	Title     string // «Студенты»
	Lines     []ImportLine
	Added     int
	Changed   int
	Removed   int
	Unchanged int
	Left      int // of Added, those who have left already, as the file itself says
}

// Words are what changes in the section, in numbers: «студенты: +97 (уже выбыли 5), ~2, −1»; empty when nothing does.
func (s ImportSection) Words() string {
	left := ""
	if s.Left > 0 {
		left = " (уже выбыли " + strconv.Itoa(s.Left) + ")"
	}
	var counts []string
	for _, c := range []struct {
		done string
		n    int
		of   string // them
	}{{"добавлено", s.Added, left}, {"изменено", s.Changed, ""}, {"ушло", s.Removed, ""}} {
		if c.n > 0 {
			counts = append(counts, c.done+" "+strconv.Itoa(c.n)+c.of)
		}
	}
	if len(counts) == 0 {
		return ""
	}
	return strings.ToLower(s.Title) + ": " + strings.Join(counts, ", ")
}

// SectionWords are what changes in sections: «студенты: добавлено 24, изменено 58, ушло 11; родители: ушло 18».
func SectionWords(sections []ImportSection) string {
	var words []string
	for _, s := range sections {
		if text := s.Words(); text != "" {
			words = append(words, text)
		}
	}
	return strings.Join(words, "; ")
}

// ImportAction says what becomes of a record.
type ImportAction uint8

// What an import does with a record.
const (
	ImportAdd ImportAction = iota + 1
	ImportChange
	ImportRemove
	ImportMove
)

// String is the action in a word, as the preview shows it.
func (a ImportAction) String() string {
	switch a {
	case ImportAdd:
		return "добавится"
	case ImportChange:
		return "изменится"
	case ImportRemove:
		return "уйдёт"
	case ImportMove:
		return "перейдёт"
	}
	return ""
}

// ImportLine is one record that changes.
type ImportLine struct {
	Action ImportAction
	Title  string // «Каган Наталья Васильевна»
	Detail string // the group or the subject; may be empty
	What   string // «Группа: ДО-19-1 › ДО-19-3»; empty for what comes and goes
	// Groups are the names of the groups that it concerns: both groups of a move, the child's group of a parent. Nil for
	// staff.
	Groups []string
}

// Totals sums up the sections.
func (p ImportPreview) Totals() (added, changed, removed int) {
	for _, s := range p.Sections {
		added, changed, removed = added+s.Added, changed+s.Changed, removed+s.Removed
	}
	return added, changed, removed
}

// Changes is how many records come, change or go.
func (p ImportPreview) Changes() int {
	added, changed, removed := p.Totals()
	return added + changed + removed
}

// Section is the section of a key; an empty one when the files do not hold it.
func (p ImportPreview) Section(key string) ImportSection {
	for _, s := range p.Sections {
		if s.Key == key {
			return s
		}
	}
	return ImportSection{Key: key}
}

// Loaded says what was loaded: «Загружено — группы: добавлено 1; студенты: добавлено 97 (уже выбыли 5)».
func (p ImportPreview) Loaded() string { return "Загружено — " + SectionWords(p.Sections) }
