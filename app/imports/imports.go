// Package imports loads rosters, plans and timetables into a college, and carries out the turn of the school year. It
// keeps app.Imports over app/college; files are read and compared in model/roster. Areas know nothing of each other:
// app/areas puts them together, and app/desk has their tests.
package imports

import (
	"context"
	"sync"

	"zvonok/app"
	"zvonok/app/college"
	"zvonok/model"
	"zvonok/model/roster"
	"zvonok/model/roster/formats"
)

// Imports load files into the college, for a person at work or for the owner of the data folder. Each kind of files is
// previewed first, which changes nothing and gives a fingerprint, and then loaded by it. What happens depends only on the
// files and on what was decided about them; if that is no longer what the fingerprint stands for, nothing happens.
type Imports struct {
	college *college.College
	// order writes an order within an edit of the roster; orders belong to another area.
	order    func(*college.Edit, model.OrderEdit) error
	readings readings
}

var _ app.Imports = (*Imports)(nil)

// New makes the use cases of a college; order writes an order.
func New(c *college.College, order func(*college.Edit, model.OrderEdit) error) *Imports {
	return &Imports{college: c, order: order}
}

// readings remember what the last roster was read as, what it was compared with and what it changes, so that a second look and
// the loading need not read and compare it again. They may be dropped at any time.
type readings struct {
	mu       sync.Mutex
	files    string // the digest of what was read, and the day
	snapshot roster.Snapshot
	problems []roster.Problem
	compared string // the fingerprint of found
	found    imported
	with     comparand
}

// readRoster reads a roster, or remembers it.
func (i *Imports) readRoster(ctx context.Context, files model.Files, opts formats.Options) (roster.Snapshot, []roster.Problem, error) {
	key := files.Digest() + opts.Today.Format(" 2006-01-02")
	r := &i.readings
	r.mu.Lock()
	known, snapshot, problems := r.files == key, r.snapshot, r.problems
	r.mu.Unlock()
	if known {
		return snapshot, problems, ctx.Err()
	}
	snapshot, problems, err := formats.Read(ctx, files, opts)
	if err != nil {
		return roster.Snapshot{}, nil, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.files, r.snapshot, r.problems, r.compared, r.found, r.with = key, snapshot, problems, "", imported{}, comparand{}
	return snapshot, problems, nil
}

// of is what a roster was found to change, if it is remembered.
func (r *readings) of(fingerprint string) (imported, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.found, fingerprint != "" && r.compared == fingerprint
}

// comparand is what the last roster was compared with, if it is remembered.
func (r *readings) comparand(is string) (comparand, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.with, r.with.is == is
}

// remember keeps what a roster changes, and what it was compared with.
func (r *readings) remember(fingerprint string, found imported, with comparand) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.compared, r.found, r.with = fingerprint, found, with
}

// drop forgets everything.
func (r *readings) drop() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.files, r.snapshot, r.problems, r.compared, r.found, r.with = "", roster.Snapshot{}, nil, "", imported{}, comparand{}
}

// Forget drops what was read of the last rosters.
func (i *Imports) Forget() { i.readings.drop() }
