package store

import (
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"zvonok/model"
)

// conflictNamed is how many later changes, and people or things of one kind, a conflict names.
const conflictNamed = 3

// UndoConflictError says that a change cannot be taken back because others have altered or used some of its rows since.
type UndoConflictError struct {
	Rows  int
	Later []string // what was done since, as «Журнал изменений» calls it, with its subject
	Work  []string // what was done since that is no change of its own, in words, with its subject

	seen  map[string]bool
	by    []model.ChangeID // that are in the way
	words []string
	who   map[string][]string // by words
}

// add counts a row that is in the way: because of later changes or, where there are none, because of what words say. of
// is the person or thing that the row is about.
func (e *UndoConflictError) add(row string, by []model.ChangeID, words, who string) {
	if e.seen == nil {
		e.seen, e.who = map[string]bool{}, map[string][]string{}
	}
	if !e.seen[row] {
		e.seen[row] = true
		e.Rows++
	}
	if len(by) > 0 {
		e.by = append(e.by, by...)
		return
	}
	if !slices.Contains(e.words, words) {
		e.words = append(e.words, words)
	}
	if who != "" && !slices.Contains(e.who[words], who) {
		e.who[words] = append(e.who[words], who)
	}
}

// nameConflict names what is in the way, the latest changes first.
func (u *undoing) nameConflict() error {
	e := &u.conflict
	slices.Sort(e.by)
	e.by = slices.Compact(e.by)
	for _, change := range slices.Backward(e.by) {
		err := u.each(func(rows *sql.Rows) error {
			var action, subject string
			err := rows.Scan(&action, &subject)
			if subject != "" {
				action += " (" + subject + ")"
			}
			if !slices.Contains(e.Later, action) {
				e.Later = append(e.Later, action)
			}
			return err
		}, `SELECT action, subject FROM audit WHERE change_id = $1 ORDER BY id DESC LIMIT 1`, change)
		if err != nil {
			return err
		}
	}
	e.Later = model.FirstOf(e.Later, conflictNamed)
	for _, words := range e.words {
		who := e.who[words]
		if len(who) > 0 {
			words += " (" + model.FewOf(who, conflictNamed, "; ") + ")"
		}
		e.Work = append(e.Work, words)
	}
	return e
}

// Error is Russian and says what to do.
func (e *UndoConflictError) Error() string {
	text := fmt.Sprintf("отменить нельзя: с тех пор %s", model.Plural(e.Rows, "запись изменилась", "записи изменились", "записей изменились"))
	if len(e.Later) > 0 {
		text += ". Сначала отмените то, что сделано позже: " + strings.Join(e.Later, ", ")
	}
	if len(e.Work) > 0 {
		text += ". Сначала уберите то, что появилось позже: " + strings.Join(e.Work, "; ")
	}
	return text
}
