package model

import "time"

// AuditLine is a line of «Журнал изменений»: who did what to what.
type AuditLine struct {
	ID      int64
	At      time.Time // in the college's time zone
	Actor   PersonID  // zero: the owner of the file, or the program itself
	Who     string    // the actor's full name; words when it was no person
	Action  string
	Subject string
	Details string
	// Change is what the line belongs to, zero where nothing can be taken back; Undone says that it was.
	Change ChangeID
	Undone bool
}

// Did is what was done, and to what: «Приказ — Отчисление № 104-к от 01.12.2026».
func (l AuditLine) Did() string {
	if l.Subject == "" {
		return l.Action
	}
	return l.Action + " — " + l.Subject
}

// AuditFilter narrows «Журнал изменений»; zero fields do not narrow.
type AuditFilter struct {
	// Actor narrows to one person's doings when ByActor is set; zero is the owner of the file.
	Actor   PersonID
	ByActor bool
	Action  string
	// From and Until are calendar days of the college's time zone, both included; only their dates count.
	From, Until time.Time
	// Text matches any part of the name, the action, the subject or the details, without regard to case and ё/е.
	Text string
	// Offset and Limit cut a page out of the lines; a zero Limit is all of them.
	Offset, Limit int
}

// Matches reports whether the line holds the filter's text, which is folded already.
func (l AuditLine) Matches(folded string) bool {
	return FoldedContains(l.Who, folded) || FoldedContains(l.Action, folded) ||
		FoldedContains(l.Subject, folded) || FoldedContains(l.Details, folded)
}

// AuditChoices are what «Журнал изменений» can be filtered by.
type AuditChoices struct {
	People  []AuditPerson // those who did something, by name
	Actions []string      // those that were done, by name
}

// AuditPerson is somebody who did something.
type AuditPerson struct {
	Person PersonID
	Who    string
}

// NobodyDid names the actor when it was no person in the window: the owner of the file at the command line, or the
// program by itself.
const NobodyDid = "Владелец файла"

// RunLine is a line of the agent's log.
type RunLine struct {
	ID       int64
	Started  time.Time // in the college's time zone
	Finished time.Time // zero while the run goes on, or when it was cut off
	Report   Report
	Problem  string // Russian, empty when there was none
}
