package app

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"strings"
	"sync"

	"zvonok/model"
	"zvonok/model/roster"
	"zvonok/model/store"
)

// Imports load files into the college, for a person at work or for the owner of the data folder. Each kind of files is
// looked at first, which changes nothing and answers with a fingerprint, and then loaded by it: what happens depends on
// the files, on what was decided about them and on the fingerprint alone, and when it would be something else than what
// was shown nothing does.
type Imports struct {
	college *College
	// order writes an order within an edit of the roster; orders belong to another area.
	order    func(*rosterEdit, model.OrderEdit) error
	readings readings
}

// NewImports are those of a college; order writes an order.
func NewImports(c *College, order func(*rosterEdit, model.OrderEdit) error) *Imports {
	return &Imports{college: c, order: order}
}

// ErrProblems says that the files hold problems, and nothing was imported.
var ErrProblems = errors.New("в файлах есть ошибки: исправьте их и повторите загрузку, в колледже ничего не изменено")

// ErrRosterChanged says that the college changed, or a day began, while the user looked at what the files change.
var ErrRosterChanged = errors.New("пока вы смотрели, списки колледжа изменились: посмотрите, что изменится теперь, и повторите загрузку")

// errLookedAt ends a transaction that was only to show what would happen.
var errLookedAt = errors.New("only looked at")

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
type ImportDoubtsError struct{ Doubts []model.ImportDoubt }

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

// importLimits are the safety limits of the college's imports.
func importLimits(tx *store.Tx) (limits model.ImportLimits, err error) {
	limits = model.DefaultImportLimits()
	limits.Percent, err = tx.IntSetting(store.SettingRemovalLimit, limits.Percent)
	return limits, err
}

func importProblems(list []roster.Problem) []model.ImportProblem {
	problems := make([]model.ImportProblem, len(list))
	for i, p := range list {
		problems[i] = model.ImportProblem{File: p.File, Row: p.Row, Column: p.Column, Value: p.Value, Message: p.Message, Emptying: p.Emptying}
	}
	return problems
}

// fingerprintOf tells values from all others that JSON writes differently.
func fingerprintOf(values ...any) (string, error) {
	h := sha256.New()
	out := json.NewEncoder(h)
	for _, v := range values {
		if err := out.Encode(v); err != nil {
			return "", err
		}
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// readings remember what the last roster was read as and what it changes, so that a second look and the loading need
// not read and compare it again. They may be dropped at any time.
type readings struct {
	mu       sync.Mutex
	files    string // the digest of what was read, and the day
	snapshot roster.Snapshot
	problems []roster.Problem
	compared string // the fingerprint of found
	found    imported
}

// readRoster reads a roster, or remembers it.
func (i *Imports) readRoster(ctx context.Context, files model.Files, opts roster.Options) (roster.Snapshot, []roster.Problem, error) {
	key := files.Digest() + opts.Today.Format(" 2006-01-02")
	r := &i.readings
	r.mu.Lock()
	known, snapshot, problems := r.files == key, r.snapshot, r.problems
	r.mu.Unlock()
	if known {
		return snapshot, problems, ctx.Err()
	}
	snapshot, problems, err := roster.Read(ctx, files, opts)
	if err != nil {
		return roster.Snapshot{}, nil, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.files, r.snapshot, r.problems, r.compared, r.found = key, snapshot, problems, "", imported{}
	return snapshot, problems, nil
}

// of is what a roster was found to change, if it is remembered.
func (r *readings) of(fingerprint string) (imported, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.found, fingerprint != "" && r.compared == fingerprint
}

// remember keeps what a roster changes.
func (r *readings) remember(fingerprint string, found imported) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.compared, r.found = fingerprint, found
}

// drop forgets everything.
func (r *readings) drop() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.files, r.snapshot, r.problems, r.compared, r.found = "", roster.Snapshot{}, nil, "", imported{}
}

// Forget drops what was read of the last rosters.
func (i *Imports) Forget() { i.readings.drop() }
