package model

// ChangeID identifies what one action changed, so that it can be taken back as a whole. Zero means none.
type ChangeID int64

// RowCounts count the records of a kind that a change concerned.
type RowCounts struct{ Added, Removed, Changed int }

// Sum is how many records they are.
func (c RowCounts) Sum() int { return c.Added + c.Removed + c.Changed }

// UndoPreview says what taking a change back would do.
type UndoPreview struct {
	Change ChangeID
	Lines  []AuditLine // what the change was, the latest first
	Counts []string    // what comes back, in words: «студенты и другие люди: 12»
	Chats  bool        // lists of chats change too; the next run corrects them in the messenger
	Losses []string    // what cannot come back, or is lost by it, in words
}
