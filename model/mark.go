package model

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Mark is a mark (оценка). Zero means none.
type Mark uint8

// The marks: 2…5 are themselves.
const (
	MarkPass Mark = 10 // зачёт
	MarkFail Mark = 11 // незачёт
)

// Known reports whether m is a mark.
func (m Mark) Known() bool { return m >= 2 && m <= 5 || m == MarkPass || m == MarkFail }

// String is the mark as the journal shows it.
func (m Mark) String() string {
	switch {
	case m >= 2 && m <= 5:
		return string('0' + rune(m))
	case m == MarkPass:
		return "зач"
	case m == MarkFail:
		return "нез"
	}
	return ""
}

// Marks lists every mark in the order in which they are offered.
var Marks = []Mark{5, 4, 3, 2, MarkPass, MarkFail}

// Label is the mark in words: «отлично».
func (m Mark) Label() string {
	return map[Mark]string{5: "отлично", 4: "хорошо", 3: "удовлетворительно", 2: "неудовлетворительно", MarkPass: "зачёт", MarkFail: "незачёт"}[m]
}

// Letter is the key that sets the mark where one key is enough: «З» for зач.
func (m Mark) Letter() rune {
	first, _ := utf8.DecodeRuneInString(m.String())
	return unicode.ToUpper(first)
}

// Absence says that a student was not there, or came late (отсутствие). Zero means neither.
type Absence uint8

// The absences.
const (
	AbsenceExcused   Absence = iota + 1 // УП
	AbsenceUnexcused                    // НП
	AbsenceIll                          // Б
	AbsenceLate                         // О
	AbsenceUnknown                      // Н
)

var absences = worded[Absence]{
	AbsenceExcused:   {"уважительная причина", "УП"},
	AbsenceUnexcused: {"неуважительная причина", "НП"},
	AbsenceIll:       {"болезнь", "Б"},
	AbsenceLate:      {"опоздание", "О"},
	AbsenceUnknown:   {"не был", "Н"},
}

// Absences lists every absence in the order in which they are offered.
var Absences = []Absence{AbsenceUnknown, AbsenceExcused, AbsenceUnexcused, AbsenceIll, AbsenceLate}

// Known reports whether a is one of the absences.
func (a Absence) Known() bool { return absences.of(a).label != "" }

// String is the absence as the journal shows it: «Б».
func (a Absence) String() string { return absences.of(a).short }

// Label is the absence in words: «болезнь».
func (a Absence) Label() string { return absences.of(a).label }

// Letter is the key that sets the absence where one key is enough: «У» for УП.
func (a Absence) Letter() rune {
	if a == AbsenceUnexcused {
		return 'П' // «Н» is that of AbsenceUnknown
	}
	first, _ := utf8.DecodeRuneInString(a.String())
	return first
}

// KeyLetter is what a typed letter means in the journal: case does not matter, and a Latin letter counts as the Russian one
// of the same key, since people forget to switch the layout.
func KeyLetter(typed rune) rune {
	typed = unicode.ToUpper(typed)
	if russian, ok := latinKeys[typed]; ok {
		return russian
	}
	return typed
}

var latinKeys = map[rune]rune{'Y': 'Н', 'E': 'У', 'G': 'П', ',': 'Б', '<': 'Б', 'J': 'О', 'P': 'З'}

// Present reports whether the student was at the lesson, even if late.
func (a Absence) Present() bool { return a == 0 || a == AbsenceLate }

// Cell is what a student has at a lesson: an absence, a mark of the lesson itself, and marks of its tasks.
type Cell struct {
	Absence Absence
	Mark    Mark
	Tasks   []Mark // in the order of the lesson's tasks, without those who have none
}

// CellEntry is what is entered into a cell itself: an absence, a mark.
type CellEntry struct {
	Absence Absence
	Mark    Mark
}

// Entry is what was entered into the cell itself, without the marks of tasks.
func (c Cell) Entry() CellEntry { return CellEntry{c.Absence, c.Mark} }

// String is the entry as the journal shows it: «О 4».
func (e CellEntry) String() string { return Cell{Absence: e.Absence, Mark: e.Mark}.String() }

// Empty reports whether the cell holds nothing.
func (c Cell) Empty() bool { return c.Absence == 0 && c.Mark == 0 && len(c.Tasks) == 0 }

// String is the cell as the journal shows it: «О 4», «5 3».
func (c Cell) String() string {
	var parts []string
	if c.Absence != 0 {
		parts = append(parts, c.Absence.String())
	}
	if c.Mark != 0 {
		parts = append(parts, c.Mark.String())
	}
	for _, m := range c.Tasks {
		parts = append(parts, m.String())
	}
	return strings.Join(parts, " ")
}

// Marks are all marks of the cell.
func (c Cell) Marks() []Mark {
	if c.Mark == 0 {
		return c.Tasks
	}
	return append([]Mark{c.Mark}, c.Tasks...)
}

// ProposeAbsence is what «Отметить, кого нет» proposes for a student: what the cell has already, or «Н» for one who did not
// join the call. A student with a mark was present.
func (c Cell) ProposeAbsence(joined bool) Absence {
	if c.Absence == 0 && !joined && len(c.Marks()) == 0 {
		return AbsenceUnknown
	}
	return c.Absence
}

// Absent is the cell with another absence. An absent student has no mark of the lesson itself; the marks of tasks stay.
func (c Cell) Absent(a Absence) Cell {
	if c.Absence = a; !a.Present() {
		c.Mark = 0
	}
	return c
}

// Typed is the cell after something was typed over it: a mark, an absence, «О 4» for the mark of a student who came late;
// an empty text clears both. The marks of tasks stay. Letters are read as KeyLetter says.
func (c Cell) Typed(text string) (Cell, error) {
	typed := Cell{Tasks: c.Tasks}
	for _, word := range strings.Fields(text) {
		key := strings.ToUpper(strings.ReplaceAll(Fold(word), "ё", "е"))
		if m, ok := markWords[key]; ok && typed.Mark == 0 {
			typed.Mark = m
			continue
		}
		if a, ok := absenceOf(key); ok && typed.Absence == 0 {
			typed.Absence = a
			continue
		}
		return c, fmt.Errorf("«%s» в журнал не ставят: оценка — 2, 3, 4, 5, зач, нез; отсутствие — УП, НП, Б, О, Н", strings.TrimSpace(text))
	}
	if typed.Mark != 0 && !typed.Absence.Present() {
		return c, fmt.Errorf("оценку и «%s» вместе не ставят: с оценкой сочетается только О (опоздание)", typed.Absence)
	}
	return typed, nil
}

// Finished reports whether nothing could be added to a text that is being typed: then it needs no Enter.
func (c Cell) Finished(text string) bool {
	key := strings.ToUpper(Fold(strings.TrimSpace(text)))
	if _, ok := markWords[key]; ok {
		return true
	}
	switch a, _ := absenceOf(key); a {
	case AbsenceExcused, AbsenceUnexcused, AbsenceIll:
		return true
	}
	return false // «Н» may become «НП», «О» may get a mark
}

// absenceOf finds an absence by its code.
func absenceOf(typed string) (Absence, bool) {
	code := strings.Map(KeyLetter, typed)
	for _, a := range Absences {
		if a.String() == code {
			return a, true
		}
	}
	return 0, false
}

var markWords = map[string]Mark{
	"2": 2, "3": 3, "4": 4, "5": 5, "ЗАЧ": MarkPass, "ЗАЧЕТ": MarkPass, "НЕЗ": MarkFail, "НЕЗАЧЕТ": MarkFail,
}

// Average is the mean of the marks 2…5, in hundredths, rounded half up; ok is false when there are none.
func Average(marks []Mark) (hundredths int, ok bool) {
	sum, n := 0, 0
	for _, m := range marks {
		if m >= 2 && m <= 5 {
			sum += int(m)
			n++
		}
	}
	if n == 0 {
		return 0, false
	}
	return (sum*200 + n) / (2 * n), true
}

// AverageText is an average as the journal shows it: «4,25» is shown as «4,3».
func AverageText(hundredths int) string {
	tenths := (hundredths + 5) / 10
	return fmt.Sprintf("%d,%d", tenths/10, tenths%10)
}

// Band is how good an average is: its colour and its word.
type Band uint8

// The bands, parted at 2.5, 3.5 and 4.5.
const (
	BandNone      Band = iota
	BandPoor           // below 2.5
	BandWeak           // below 3.5
	BandGood           // below 4.5
	BandExcellent      // 4.5 and above
)

// BandOf is the band of an average in hundredths.
func BandOf(hundredths int) Band {
	switch {
	case hundredths < 250:
		return BandPoor
	case hundredths < 350:
		return BandWeak
	case hundredths < 450:
		return BandGood
	}
	return BandExcellent
}

// String is the band in words: «хорошо».
func (b Band) String() string {
	switch b {
	case BandPoor:
		return "неудовлетворительно"
	case BandWeak:
		return "удовлетворительно"
	case BandGood:
		return "хорошо"
	case BandExcellent:
		return "отлично"
	}
	return "нет оценок"
}
