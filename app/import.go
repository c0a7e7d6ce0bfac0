package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"strconv"
	"strings"
	"time"

	"zvonok/model"
	"zvonok/model/roster"
	"zvonok/model/store"
)

// Imported is what an import found and, unless it was only looked at, did.
type Imported struct {
	Format   roster.Format
	Changes  roster.Changes
	Problems []roster.Problem
	Applied  bool
}

// ErrProblems says that the files hold problems, and nothing was imported.
var ErrProblems = errors.New("в файлах есть ошибки: исправьте их и повторите загрузку, в колледже ничего не изменено")

// ErrRosterChanged says that another roster was imported while the user looked at the changes of this one.
var ErrRosterChanged = errors.New("пока вы смотрели, списки колледжа изменила другая загрузка: повторите загрузку")

// errLookedAt ends an import that confirm declined.
var errLookedAt = errors.New("declined")

// ImportLimitError stops an import that would take too much out of the college.
type ImportLimitError struct {
	Reasons []string
	// Never says that it cannot be confirmed: the roster is empty.
	Never bool
}

// Error names the numbers and says what to do.
func (e *ImportLimitError) Error() string {
	text := "остановлено для безопасности, в колледже ничего не изменено: " + strings.Join(e.Reasons, "; ")
	if e.Never {
		return text
	}
	return text + ". Проверьте, тот ли это файл и весь ли он; если всё верно, подтвердите выбытие"
}

// ImportDoubtsError stops an import about which it is not answered who is who.
type ImportDoubtsError struct{ Doubts []roster.Doubt }

// Error names some of the pairs and asks.
func (e *ImportDoubtsError) Error() string {
	const most = 3
	pairs := make([]string, 0, most)
	for _, d := range e.Doubts[:min(len(e.Doubts), most)] {
		pairs = append(pairs, "«"+d.Old.String()+"» и «"+d.New.String()+"»")
	}
	text := strings.Join(pairs, ", ")
	if more := len(e.Doubts) - most; more > 0 {
		text += " и ещё " + model.Plural(more, "пара", "пары", "пар")
	}
	return "в колледже ничего не изменено: один ли это человек (в колледже и в файле) — " + text + "? Ответьте о каждой паре"
}

// DoubtsAnswer is the answer to all the doubts that Decisions leave open.
type DoubtsAnswer uint8

// The answers; without one an open doubt stops the import.
const (
	DoubtsOpen DoubtsAnswer = iota
	DoubtsSame
	DoubtsDifferent
)

// ImportRequest says what to import and how.
type ImportRequest struct {
	Paths     []string
	Actor     model.PersonID
	Decisions roster.Decisions
	Doubts    DoubtsAnswer
	// OverLimit confirms that more students may leave than the safety limits let go.
	OverLimit bool
	// Confirm sees the very changes that are then made, with the doubts that stop them, and the limits that they go beyond.
	Confirm func(c roster.Changes, over []string) bool
}

// Import reads the rosters, compares them with the college and, when there are no problems and Confirm
// agrees, applies all of it in one transaction. When another roster was applied in the meantime nothing is,
// which is ErrRosterChanged. Problems come with ErrProblems; a roster that would take too many students out
// of the college is an *ImportLimitError, and an open doubt an *ImportDoubtsError.
func (c *College) Import(ctx context.Context, r ImportRequest) (Imported, error) {
	var done Imported
	options := roster.Options{}
	err := c.Store.View(ctx, func(tx *store.Tx) (err error) {
		options.Today, err = c.today(tx)
		return err
	})
	if err != nil {
		return done, err
	}
	files, err := roster.Open(ctx, r.Paths)
	if err != nil {
		return done, err
	}
	snapshot, problems, err := roster.Read(ctx, files, options)
	done.Format, done.Problems = snapshot.Format, problems
	if err != nil {
		return done, err
	}
	if len(problems) > 0 {
		return done, refusal(problems)
	}
	err = c.apply(ctx, snapshot, r, &done)
	if errors.Is(err, errLookedAt) {
		return done, nil
	}
	return done, err
}

// Apply makes the college what the snapshot says, as Import does with files.
func (c *College) Apply(ctx context.Context, snapshot roster.Snapshot) error {
	return c.apply(ctx, snapshot, ImportRequest{OverLimit: true, Doubts: DoubtsDifferent, Confirm: func(roster.Changes, []string) bool { return true }}, &Imported{})
}

func (c *College) apply(ctx context.Context, snapshot roster.Snapshot, r ImportRequest, done *Imported) error {
	compared := 0
	var over []string
	err := c.Store.View(ctx, func(tx *store.Tx) (err error) {
		if compared, err = tx.IntSetting(store.SettingRosterVersion, 0); err != nil {
			return err
		}
		over, err = c.compare(tx, snapshot, r, done)
		return err
	})
	if err != nil {
		return err
	}
	if len(done.Problems) > 0 {
		return refusal(done.Problems)
	}
	// Nobody is kept waiting while a person thinks: whether the answer is still to the point is seen after.
	if !r.Confirm(done.Changes, over) {
		return errLookedAt
	}
	if len(over) > 0 && !r.OverLimit {
		return &ImportLimitError{Reasons: over}
	}
	if open := done.Changes.Doubts; len(open) > 0 {
		return &ImportDoubtsError{open}
	}
	return c.write(ctx, compared, func(*store.Tx) (model.PersonID, error) { return r.Actor, nil }, done)
}

// compare says what the snapshot would change in the college as the transaction sees it, and which safety limits that
// goes beyond.
func (c *College) compare(tx *store.Tx, snapshot roster.Snapshot, r ImportRequest, done *Imported) (over []string, err error) {
	college, err := tx.College()
	if err != nil {
		return nil, err
	}
	done.Changes, done.Problems = r.decided(college, snapshot)
	limits, err := importLimits(tx)
	if err != nil {
		return nil, err
	}
	return limits.Exceeded(done.Changes.Losses(college)), nil
}

// decided compares with the request's decisions and its answer to what they leave open; one may raise others.
func (r ImportRequest) decided(college roster.College, snapshot roster.Snapshot) (roster.Changes, []roster.Problem) {
	d, answers := r.Decisions, map[roster.Key]model.PersonID{}
	if r.Doubts == DoubtsDifferent {
		maps.Copy(answers, d.Different)
		d.Different = answers
	} else {
		maps.Copy(answers, d.Same)
		d.Same = answers
	}
	for {
		changes, problems := roster.CompareWith(college, snapshot, d)
		if r.Doubts == DoubtsOpen {
			return changes, problems
		}
		answered := len(answers)
		for _, doubt := range changes.Doubts {
			answers[doubt.Key] = doubt.Person
		}
		if len(answers) == answered {
			return changes, problems
		}
	}
}

// importLimits are the safety limits of the college's imports.
func importLimits(tx *store.Tx) (limits model.ImportLimits, err error) {
	limits = model.DefaultImportLimits()
	limits.Percent, err = tx.IntSetting(store.SettingRemovalLimit, limits.Percent)
	return limits, err
}

// refusal is why a roster with problems is not imported: the limits, when all that is wrong with it is that it
// would empty lists of the college.
func refusal(problems []roster.Problem) error {
	var reasons []string
	for _, p := range problems {
		if !p.Emptying {
			return ErrProblems
		}
		reasons = append(reasons, p.Message)
	}
	return &ImportLimitError{Reasons: reasons, Never: true}
}

// write applies changes that were worked out while the rosters' version was compared, for whoever may.
func (c *College) write(ctx context.Context, compared int, who func(*store.Tx) (model.PersonID, error), done *Imported) error {
	if err := c.BackupBefore(ctx, model.BackupImport); err != nil {
		return err
	}
	return c.Store.Update(ctx, func(tx *store.Tx) error {
		actor, err := who(tx)
		if err != nil {
			return err
		}
		version, err := tx.IntSetting(store.SettingRosterVersion, 0)
		if err != nil {
			return err
		}
		if version != compared {
			return ErrRosterChanged
		}
		if err := tx.Record(c.Clock.Now()); err != nil {
			return err
		}
		if err := tx.ApplyRoster(done.Changes); err != nil {
			return err
		}
		done.Applied = true
		return tx.Audit(c.Clock.Now(), actor, "Загрузка списков", formatWords[done.Changes.Format], importWords(done.Changes))
	})
}

// importWords are what a roster changes, in numbers, with the order by which those leave whom it no longer names.
func importWords(changes roster.Changes) string {
	words := countWords(changes.Counts())
	if order, students := changes.Withdrawal(); students > 0 {
		words += "; отчисление: приказ " + order.Title()
	}
	return words
}

// countWords tell what of a roster has changed: «студенты: +24, ~58, −11; родители: −18».
func countWords(n roster.Counts) string {
	var words []string
	for _, part := range []struct {
		what  string
		count roster.Count
	}{
		{"группы", n.Groups}, {"студенты", n.Students}, {"родители", n.Parents}, {"сотрудники", n.Staff}, {"нагрузка", n.Teachings},
		{"учащиеся", n.Learners},
	} {
		var counts []string
		for _, c := range []struct {
			sign string
			n    int
		}{{"+", part.count.Added}, {"~", part.count.Changed}, {"−", part.count.Removed}} {
			if c.n > 0 {
				counts = append(counts, c.sign+strconv.Itoa(c.n))
			}
		}
		if len(counts) > 0 {
			words = append(words, part.what+": "+strings.Join(counts, ", "))
		}
	}
	return strings.Join(words, "; ")
}

// Template writes the workbook that colleges fill in; a file that is there is not overwritten.
func Template(path string) error { return writeNew(path, roster.WriteTemplate) }

// LessonTemplate writes the workbook for plans or a timetable, with an example for the week after today; a file
// that is there is not overwritten.
func LessonTemplate(path string, kind model.LessonFileKind, today time.Time) error {
	return writeNew(path, func(w io.Writer) error { return roster.WriteLessonTemplate(w, kind, today) })
}

func writeNew(path string, write func(io.Writer) error) (err error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, os.ErrExist) {
		return fmt.Errorf("файл %s уже есть: выберите другое имя", path)
	}
	if err != nil {
		return fmt.Errorf("не удалось создать файл %s: проверьте папку и права", path)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return write(f)
}
