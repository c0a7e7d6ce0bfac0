package model

// ImportID names a preview that may be applied. Zero means none: there are problems, or nothing changes.
type ImportID int64

// ImportPreview is what a roster would change in the college, in words, or why it cannot be loaded.
type ImportPreview struct {
	ID       ImportID
	Files    []string // base names
	Format   string   // «Книга «Звонка» (XLSX)»
	Problems []ImportProblem
	Warnings []string
	Sections []ImportSection // those that the files hold or that change
	// Doubts are the records that may be somebody under another name; what was answered stands in Choices. Nothing is
	// loaded while one is open.
	Doubts []ImportDoubt
	// Withdrawal is the order by which those students leave whom the files no longer name, as people name it:
	// «№ б/н (список) от 25.11.2026». Empty when no student leaves.
	Withdrawal string
	// Over are the safety limits that the changes go beyond, with the numbers; without Choices.OverLimit
	// nothing is loaded then.
	Over    []string
	Choices ImportChoices
}

// ImportChoices are what a person decided about a roster before it is loaded.
type ImportChoices struct {
	// KeepGone keeps in the college whom the files no longer name. Otherwise they leave, the students by an order.
	KeepGone bool
	// Same holds the keys of the doubts that were answered «тот же человек», Different those answered «разные люди».
	Same, Different map[string]PersonID
	// OverLimit confirms that more students may leave than the safety limits let go.
	OverLimit bool
}

// ImportDoubt is a record that looks new, beside somebody who looks gone: perhaps one person under another
// name.
type ImportDoubt struct {
	Key      string
	Person   PersonID
	New, Old Name
	Group    string // of a move both, of a parent the child's; empty for staff
}

// ImportProblem is something in a file that keeps it from being loaded. Row counts from 1 as a person sees
// it; 0 means the file as a whole.
type ImportProblem struct {
	File    string
	Row     int
	Column  string
	Value   string
	Message string
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
	// Groups are the names of the groups that it concerns: of a move both, of a parent the child's. Nil for staff.
	Groups []string
}

// Totals sums up the sections.
func (p ImportPreview) Totals() (added, changed, removed int) {
	for _, s := range p.Sections {
		added, changed, removed = added+s.Added, changed+s.Changed, removed+s.Removed
	}
	return added, changed, removed
}

// Nothing reports whether loading would change nothing.
func (p ImportPreview) Nothing() bool {
	added, changed, removed := p.Totals()
	return added+changed+removed == 0
}
