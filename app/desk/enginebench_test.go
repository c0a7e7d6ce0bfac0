package desk_test

import (
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"zvonok/app"
	"zvonok/app/agent"
	"zvonok/app/college"
	"zvonok/app/demo"
	"zvonok/app/desk"
	"zvonok/app/imports"
	"zvonok/app/orders"
	"zvonok/model"
	"zvonok/model/roster/listfile"
	"zvonok/model/roster/table"
	"zvonok/model/store"
	"zvonok/model/store/pgtest"
	"zvonok/model/store/storetest"
)

// BenchmarkPostgres sets a college of 200 groups on PostgreSQL, by a local socket, against the same one on SQLite: the plan of 2,400 chats,
// «Управление чатами», a mark typed into a full journal, and the import of the workbook. The limit of each ratio is 2.5.
func BenchmarkPostgres(b *testing.B) {
	if !pgtest.On() {
		b.Skip("without PostgreSQL: scripts/with-postgres.sh starts one")
	}
	ctx, dir, copied := b.Context(), b.TempDir(), b.TempDir()
	on, teaching, lessons, students := fullJournal(b, dir)
	today := on.Clock.Now().Format(time.DateOnly)
	first, err := plan(ctx, on.Store, today)
	if err != nil {
		b.Fatal(err)
	}
	var profiles map[model.PersonID]model.MessengerID
	if err := on.Store.View(ctx, func(tx *store.Tx) (err error) { profiles, err = tx.Profiles(); return err }); err != nil {
		b.Fatal(err)
	}
	listEverybody(b, on.Store, first, profiles)
	if err := on.Store.Backup(ctx, filepath.Join(copied, store.FileName)); err != nil {
		b.Fatal(err)
	}
	moved, err := storetest.Open(b, copied)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = moved.Close() })
	snapshot, _ := demo.College(bigGroups)
	workbook := filepath.Join(b.TempDir(), "колледж.xlsx")
	file, err := os.Create(workbook)
	if err := errors.Join(err, listfile.Write(file, snapshot), file.Close()); err != nil {
		b.Fatal(err)
	}
	type place struct {
		*college.College
		teacher, admin *desk.Session
		open           func(dir string) (*store.Store, error)
	}
	var fresh *store.Store // for the import
	places := []*place{
		{College: on, open: func(dir string) (*store.Store, error) { return store.Open(ctx, dir) }},
		{College: &college.College{Store: moved, Dir: copied, Clock: on.Clock}, open: func(dir string) (*store.Store, error) { return storetest.Open(b, dir) }},
	}
	var admins []model.PersonID
	if err := on.Store.View(ctx, func(tx *store.Tx) (err error) { admins, err = tx.Admins(); return err }); err != nil || len(admins) == 0 {
		b.Fatal(err)
	}
	for _, p := range places {
		p.teacher, p.admin = sessionOf(b, p.College, teaching.Teachers[0]), sessionOf(b, p.College, admins[0])
	}
	for b.Loop() {
		for n, job := range []struct {
			name  string
			times int
			do    func(p *place, round int) error
		}{
			{"plan", 5, func(p *place, _ int) error { _, err := plan(ctx, p.Store, today); return err }},
			{"chats", 5, func(p *place, _ int) error { _, err := p.admin.Chats(p.admin.As(ctx), model.ChatFilter{}); return err }},
			{"mark", 40, func(p *place, round int) error {
				key := model.CellKey{Lesson: lessons[round*7%len(lessons)], Person: students[round%len(students)].Person}
				mark := model.Mark(2 + round%2) // the journal is full of others
				return p.teacher.SetCells(p.teacher.As(ctx), []model.CellEdit{{CellKey: key, Mark: mark, Seen: model.CellEntry{Mark: fullMark}}})
			}},
			{"import", 3, func(p *place, _ int) error {
				in := imports.New(&college.College{Store: fresh, Dir: p.Dir, Clock: p.Clock}, orders.Write)
				read, err := table.Open(ctx, []string{workbook})
				if err != nil {
					return err
				}
				preview, err := in.PreviewImport(college.AsOwner(ctx), read, model.ImportChoices{})
				if err == nil {
					err = in.ApplyImport(college.AsOwner(ctx), read, preview.Choices, preview.Fingerprint)
				}
				return err
			}},
		} {
			took := [2]time.Duration{}
			for round := range job.times {
				for i, p := range places {
					if fresh, err = p.open(b.TempDir()); err != nil {
						b.Fatal(err)
					}
					began := time.Now()
					if err := job.do(p, round); err != nil {
						b.Fatal(n, job.name, err)
					}
					took[i] += time.Since(began)
					if err := fresh.Close(); err != nil {
						b.Fatal(err)
					}
				}
			}
			b.ReportMetric(float64(took[1].Milliseconds())/float64(job.times), "ms-"+job.name)
			b.ReportMetric(float64(took[1])/float64(took[0]), "ratio-"+job.name+"(limit-2.5)")
		}
	}
}

func sessionOf(b *testing.B, c *college.College, who model.PersonID) *desk.Session {
	b.Helper()
	s := desk.NewSession(c, agent.NewKeeper(c, nil, slog.New(slog.DiscardHandler)), nil, app.Addresses{})
	if err := s.Enter(b.Context(), who); err != nil {
		b.Fatal(err)
	}
	return s
}
