//go:build unix

package desk_test

import (
	"context"
	"database/sql"
	"errors"
	"math"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"
	"time"

	"zvonok/app/agent"
	"zvonok/app/college"
	"zvonok/app/demo"
	"zvonok/app/imports"
	"zvonok/model"
	"zvonok/model/roster"
	"zvonok/model/store"
)

// growing are the sizes, in groups, between which the growth is measured, and in how many colleges of each: what takes a second
// is no measure of what takes ten.
var growing = [2]struct{ groups, colleges int }{{200, 5}, {2000, 1}}

// processor is how much time of the processors the program has taken. Other work on the computer is not in it.
func processor(b *testing.B) time.Duration {
	b.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// reportGrowth tells the power of the size with which the processor's time of work grows: 1 is in proportion. prepare
// makes the college in which it is done, and is not counted.
func reportGrowth(b *testing.B, prepare func(groups int) *college.College, work func(c *college.College) error) {
	b.Helper()
	var perGroup [2]float64
	for once := true; b.Loop(); once = false {
		if !once {
			continue // half a minute each
		}
		for i, size := range growing {
			var took time.Duration
			for range size.colleges {
				c := prepare(size.groups)
				runtime.GC()
				began := processor(b)
				if err := work(c); err != nil {
					b.Fatal(err)
				}
				took += processor(b) - began
			}
			perGroup[i] = float64(took) / float64(size.groups*size.colleges)
		}
	}
	larger := float64(growing[1].groups) / float64(growing[0].groups)
	b.ReportMetric(1+math.Log(perGroup[1]/perGroup[0])/math.Log(larger), "slope(limit-1.1)")
}

// imported is a college with the demonstration's roster.
func imported(b *testing.B, groups int) *college.College {
	b.Helper()
	c := openCollege(b, b.TempDir())
	snapshot, _ := demo.College(groups)
	if err := imports.ApplySnapshot(b.Context(), c, snapshot); err != nil {
		b.Fatal(err)
	}
	return c
}

// BenchmarkImportGrowth applies rosters to an empty college.
func BenchmarkImportGrowth(b *testing.B) {
	var snapshot roster.Snapshot
	reportGrowth(b, func(groups int) *college.College {
		snapshot, _ = demo.College(groups)
		return openCollege(b, b.TempDir())
	}, func(c *college.College) error {
		return imports.ApplySnapshot(b.Context(), c, snapshot)
	})
}

// BenchmarkListsGrowth reads the lists of «Пользователи».
func BenchmarkListsGrowth(b *testing.B) {
	scope := store.PeopleScope{Everybody: true, Today: time.Now().UTC().Format(time.DateOnly)}
	reportGrowth(b, func(groups int) *college.College { return imported(b, groups) }, func(c *college.College) error {
		return c.Store.View(b.Context(), func(tx *store.Tx) error {
			students, err := tx.StudentRows(model.PeopleFilter{}, scope)
			parents, err2 := tx.ParentRows(model.PeopleFilter{}, scope)
			if len(students) == 0 || len(parents) == 0 {
				b.Errorf("%d students, %d parents", len(students), len(parents))
			}
			return errors.Join(err, err2)
		})
	})
}

// BenchmarkInitialisationGrowth plans the first initialisation and writes its lists, which is its longest transaction; the
// ratio is of the writing in the larger college to inserting the same rows raw.
func BenchmarkInitialisationGrowth(b *testing.B) {
	ctx := b.Context()
	today := time.Now().UTC().Format(time.DateOnly)
	var own time.Duration
	var last string
	reportGrowth(b, func(groups int) *college.College { return imported(b, groups) }, func(c *college.College) error {
		last = c.Dir
		p, err := plan(ctx, c.Store, today)
		if err != nil {
			return err
		}
		writing := time.Now()
		err = c.Store.Update(ctx, func(tx *store.Tx) error {
			if err := tx.Record(time.Now()); err != nil {
				return err
			}
			return agent.Save(tx, &p)
		})
		own = time.Since(writing)
		return err
	})
	floor := writeRaw(b, filepath.Join(last, store.FileName))
	b.ReportMetric(float64(own)/float64(floor), "ratio-writing(limit-2)")
}

// writeRaw writes the chats and members of a college into another one, in one transaction and with nothing else.
func writeRaw(b *testing.B, path string) time.Duration {
	b.Helper()
	from := openRaw(b, path)
	var rows []rawRow
	for _, table := range []string{"chats", "members"} {
		for _, values := range tableOf(b, from, table) {
			rows = append(rows, rawRow{insertInto(table, len(values)), values})
		}
	}
	bare := b.TempDir()
	openCollege(b, bare) // makes the tables
	to, err := sql.Open("sqlite3", "file:"+filepath.Join(bare, store.FileName)+"?_journal_mode=WAL&_synchronous=NORMAL")
	if err != nil {
		b.Fatal(err)
	}
	defer to.Close()
	began := time.Now()
	if err := insertRaw(context.WithoutCancel(b.Context()), to, rows); err != nil {
		b.Fatal(err)
	}
	return time.Since(began)
}
