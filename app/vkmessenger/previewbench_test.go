package vkmessenger_test

import (
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"zvonok/app"
	"zvonok/app/demo"
	"zvonok/model/roster"
	"zvonok/vkclient/sandbox"
)

// BenchmarkPreviewImport previews a week's roster of about 5,000 students, of whom one in a hundred left or moved: it is
// read, compared with the college and put into the words that the window shows. The ratio is to reading the workbook
// alone. The limit is 2.
func BenchmarkPreviewImport(b *testing.B) {
	ctx := b.Context()
	snapshot, _ := demo.College(200)
	c := newWorld(b, snapshot, nil, sandbox.Options{}).college
	workbook := filepath.Join(b.TempDir(), "колледж.xlsx")
	file, err := os.Create(workbook)
	if err != nil {
		b.Fatal(err)
	}
	if err := errors.Join(roster.WriteWorkbook(file, demo.WeekLater(snapshot)), file.Close()); err != nil {
		b.Fatal(err)
	}
	s := app.NewSession(c, app.NewKeeper(c, nil, slog.New(slog.DiscardHandler)), nil, app.Addresses{})
	if err := s.Enter(ctx, 0); err != nil {
		b.Fatal(err)
	}
	var floor, own time.Duration
	changes := 0
	for b.Loop() {
		began := time.Now()
		files, err := roster.Open(ctx, []string{workbook})
		if err != nil {
			b.Fatal(err)
		}
		_, problems, err := roster.Read(ctx, files, roster.Options{Today: c.Clock.Now()})
		floor += time.Since(began)
		if err != nil || len(problems) > 0 {
			b.Fatal(err, problems)
		}
		began = time.Now()
		preview, err := s.PreviewImport(ctx, []string{workbook})
		own += time.Since(began)
		if err != nil || len(preview.Problems) > 0 || preview.Nothing() {
			b.Fatal(err, preview.Problems)
		}
		added, changed, removed := preview.Totals()
		changes = added + changed + removed
	}
	if ratio := float64(own) / float64(floor); ratio > 2 {
		b.Errorf("the preview takes %.2f times what reading takes, the limit is 2", ratio)
	}
	b.ReportMetric(float64(changes), "changes")
	b.ReportMetric(float64(own)/float64(floor), "ratio(limit-2)")
}
