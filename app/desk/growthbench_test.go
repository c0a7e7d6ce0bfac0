package desk_test

import (
	"context"
	"database/sql"
	"errors"
	"math"
	"path/filepath"
	"testing"
	"time"

	"zvonok/app/agent"
	"zvonok/app/college"
	"zvonok/app/demo"
	"zvonok/app/imports"
	"zvonok/model"
	"zvonok/model/store"
)

// growing are the sizes, in groups, between which the growth is measured.
var growing = [2]int{200, 800}

// growth is the power of the size with which the times grow: 1 is in proportion.
func growth(took [2]time.Duration) float64 {
	return math.Log(float64(took[1])/float64(took[0])) / math.Log(float64(growing[1])/float64(growing[0]))
}

// reportGrowth measures work at both sizes once, in colleges that prepare makes of the demonstration.
func reportGrowth(b *testing.B, work func(c *college.College, groups int) error) {
	var took [2]time.Duration
	for once := true; b.Loop(); once = false {
		if !once {
			continue // half a minute each
		}
		for i, groups := range growing {
			c := openCollege(b, b.TempDir())
			began := time.Now()
			if err := work(c, groups); err != nil {
				b.Fatal(err)
			}
			took[i] = time.Since(began)
		}
	}
	b.ReportMetric(growth(took), "slope(limit-1.1)")
}

// BenchmarkImportGrowth applies rosters to an empty college.
func BenchmarkImportGrowth(b *testing.B) {
	reportGrowth(b, func(c *college.College, groups int) error {
		snapshot, _ := demo.College(groups)
		return imports.ApplySnapshot(b.Context(), c, snapshot)
	})
}

// BenchmarkListsGrowth reads the lists of «Пользователи».
func BenchmarkListsGrowth(b *testing.B) {
	today := time.Now().UTC().Format(time.DateOnly)
	var took [2]time.Duration
	for once := true; b.Loop(); once = false {
		if !once {
			continue
		}
		for i, groups := range growing {
			c := openCollege(b, b.TempDir())
			snapshot, _ := demo.College(groups)
			if err := imports.ApplySnapshot(b.Context(), c, snapshot); err != nil {
				b.Fatal(err)
			}
			began := time.Now()
			err := c.Store.View(b.Context(), func(tx *store.Tx) error {
				scope := store.PeopleScope{Everybody: true, Today: today}
				students, err := tx.StudentRows(model.PeopleFilter{}, scope)
				parents, err2 := tx.ParentRows(model.PeopleFilter{}, scope)
				if len(students) == 0 || len(parents) == 0 {
					b.Errorf("%d students, %d parents", len(students), len(parents))
				}
				return errors.Join(err, err2)
			})
			took[i] = time.Since(began)
			if err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(growth(took), "slope(limit-1.1)")
}

// BenchmarkInitialisationGrowth plans the first initialisation and writes its lists, which is its longest transaction; the
// ratio is of the writing to inserting the same rows raw.
func BenchmarkInitialisationGrowth(b *testing.B) {
	ctx := b.Context()
	today := time.Now().UTC().Format(time.DateOnly)
	var took [2]time.Duration
	var own, floor time.Duration
	for once := true; b.Loop(); once = false {
		if !once {
			continue
		}
		for i, groups := range growing {
			dir := b.TempDir()
			c := openCollege(b, dir)
			snapshot, _ := demo.College(groups)
			if err := imports.ApplySnapshot(ctx, c, snapshot); err != nil {
				b.Fatal(err)
			}
			began := time.Now()
			p, err := plan(ctx, c.Store, today)
			if err != nil {
				b.Fatal(err)
			}
			writing := time.Now()
			err = c.Store.Update(ctx, func(tx *store.Tx) error {
				if err := tx.Record(time.Now()); err != nil {
					return err
				}
				return agent.Save(tx, &p)
			})
			if err != nil {
				b.Fatal(err)
			}
			took[i], own = time.Since(began), time.Since(writing)
			floor = writeRaw(b, filepath.Join(dir, store.FileName))
		}
	}
	b.ReportMetric(growth(took), "slope(limit-1.1)")
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
