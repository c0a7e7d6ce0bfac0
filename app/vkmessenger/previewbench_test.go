package vkmessenger_test

import (
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"zvonok/app"
	"zvonok/app/agent"
	"zvonok/app/demo"
	"zvonok/app/desk"
	"zvonok/model"
	"zvonok/model/roster/formats"
	"zvonok/model/roster/listfile"
	"zvonok/vkclient/sandbox"
)

// BenchmarkPreviewImport previews a week's roster of about 5,000 students, one in a hundred of them left or moved: it is
// read, compared with the college and put into the words that the window shows; and looks at it once more with another
// choice, which need not read it again. The first ratio is to reading the workbook alone, which every preview has to
// do; its limit is 1.25, and what is beyond twice the floor is a mistake on any computer. The second is of the second look to
// the first, its limit is 0.3.
func BenchmarkPreviewImport(b *testing.B) {
	ctx := b.Context()
	snapshot, _ := demo.College(200)
	c := newWorld(b, snapshot, nil, sandbox.Options{}).college
	workbook := filepath.Join(b.TempDir(), "колледж.xlsx")
	file, err := os.Create(workbook)
	if err != nil {
		b.Fatal(err)
	}
	if err := errors.Join(listfile.Write(file, weekLater(snapshot)), file.Close()); err != nil {
		b.Fatal(err)
	}
	s := desk.NewSession(c, agent.NewKeeper(c, nil, slog.New(slog.DiscardHandler)), nil, app.Addresses{})
	if err := s.Enter(ctx, 0); err != nil {
		b.Fatal(err)
	}
	var floor, own, again time.Duration
	looked := 0
	for b.Loop() {
		began := time.Now()
		files, err := s.ReadFiles(ctx, []string{workbook})
		if err != nil {
			b.Fatal(err)
		}
		_, problems, err := formats.Read(ctx, files, formats.Options{Today: c.Clock.Now()})
		floor += time.Since(began)
		if err != nil || len(problems) > 0 {
			b.Fatal(err, problems)
		}
		files = append(files[:0:0], files...)
		files[0].Name = fmt.Sprintf("колледж %d.xlsx", looked) // nothing is remembered of it
		looked++
		began = time.Now()
		preview, err := s.PreviewImport(s.As(ctx), files, model.ImportChoices{})
		own += time.Since(began)
		if err != nil || len(preview.Problems) > 0 || preview.Changes() == 0 {
			b.Fatal(err, preview.Problems)
		}
		began = time.Now()
		second, err := s.PreviewImport(s.As(ctx), files, model.ImportChoices{KeepGone: true})
		again += time.Since(began)
		if err != nil || len(second.Problems) > 0 || second.Fingerprint == preview.Fingerprint {
			b.Fatal(err, second.Problems)
		}
	}
	if ratio := float64(own) / float64(floor); ratio > 2 {
		b.Errorf("the preview takes %.2f times what reading takes, twice is too much", ratio)
	}
	if ratio := float64(again) / float64(own); ratio > 0.3 {
		b.Errorf("a second look takes %.2f times what the first takes, the limit is 0.3", ratio)
	}
	b.ReportMetric(float64(own)/float64(floor), "ratio(limit-1.25)")
	b.ReportMetric(float64(again)/float64(own), "second-ratio(limit-0.3)")
}
