package store

import (
	"slices"

	"zvonok/model"
)

// undoWork says what stands in the way of taking back a row that a change added or removed: conditions in SQL over the
// row t, and in words what is there then.
type undoWork struct {
	used, usedWords string // by others, who would lose it with the row
	twin, twinWords string // o has the place to which t would come back
	editedWords     string // the row itself is another one by now
}

var (
	topicWork = &undoWork{
		used: `EXISTS (SELECT 1 FROM lessons o WHERE o.topic_id = t.id)`, usedWords: "занятия с темами из этой загрузки",
		twin:      `o.teaching_id = t.teaching_id AND o.number = t.number AND o.active <> 0 AND t.active <> 0`,
		twinWords: "темы КТП с теми же номерами", editedWords: "изменения тем КТП",
	}
	lessonWork = &undoWork{
		used: `EXISTS (SELECT 1 FROM marks o WHERE o.lesson_id = t.id) OR EXISTS (SELECT 1 FROM absences o WHERE o.lesson_id = t.id)
			OR EXISTS (SELECT 1 FROM tasks o WHERE o.lesson_id = t.id) OR EXISTS (SELECT 1 FROM remote_lessons o WHERE o.lesson_id = t.id)`,
		usedWords: "оценки, отметки об отсутствии, задания и дистанционные занятия",
		twin:      `o.teaching_id = t.teaching_id AND o.day = t.day AND o.begins = t.begins AND t.begins > 0`,
		twinWords: "другие занятия в то же время", editedWords: "изменения занятий в журнале",
	}
)

// stands says in words why a row that a change made or wrote cannot be taken back because of what people did with it;
// empty when nothing is in the way, or the journal tells of it.
func (tx *Tx) stands(t undoTable, r undoRow) (why string, err error) {
	if t.work == nil || !r.after.Valid {
		return "", nil
	}
	after, _, err := r.values()
	if err != nil {
		return "", err
	}
	now, err := tx.rowNow(t, after)
	switch {
	case err != nil || !now.Valid:
		return "", err
	case now != r.after:
		return t.work.editedWords, nil
	case r.before.Valid:
		return "", nil
	}
	var used bool
	if err := tx.one(`SELECT `+t.work.used+` FROM `+t.name+` t WHERE `+where(t.keys, 1), after[:len(t.keys)], &used); err != nil || !used {
		return "", err
	}
	return t.work.usedWords, nil
}

// droppedLater reports whether a change after the one with this row took the row away.
func (tx *Tx) droppedLater(id model.ChangeID, r undoRow) (yes bool, err error) {
	err = tx.one(`SELECT EXISTS (SELECT 1 FROM undo_rows WHERE place = $1 AND before = $2 AND after IS NULL AND change_id > $3)`,
		[]any{r.place, r.after.String, id}, &yes)
	return yes, err
}

// findTwins looks, once rows were taken back, for those that came back to where others stand by now.
func (tx *Tx) findTwins(rows []undoRow, conflict *UndoConflictError) error {
	for _, r := range rows {
		t := r.table()
		if t.work == nil || !r.before.Valid || r.after.Valid {
			continue
		}
		_, before, err := r.values()
		if err != nil {
			return err
		}
		var twin bool
		err = tx.one(`SELECT EXISTS (SELECT 1 FROM `+t.name+` t JOIN `+t.name+` o ON o.id <> t.id AND `+t.work.twin+` WHERE t.id = $1)`,
			before[:1], &twin)
		if err != nil {
			return err
		}
		if twin {
			conflict.add(t.work.twinWords)
		}
	}
	return nil
}

// add counts a row that was changed since; why is in words, empty where the journal tells of it.
func (e *UndoConflictError) add(why string) {
	e.Rows++
	if why != "" && !slices.Contains(e.Work, why) {
		e.Work = append(e.Work, why)
	}
}
