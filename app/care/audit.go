// Package care holds the use cases of looking after a college: copies, «Журнал изменений», taking changes back. It keeps
// app.Care over app/college; app/host restores copies. Areas know nothing of each other: app/areas puts them together,
// and app/desk has their tests.
package care

import (
	"context"
	"errors"
	"io"
	"time"

	"zvonok/app"
	"zvonok/app/college"
	"zvonok/model"
	"zvonok/model/store"
)

// Care are the use cases of looking after a college: copies, «Журнал изменений» and taking back. The context says who acts.
type Care struct{ college *college.College }

var _ app.Care = (*Care)(nil)

// New makes the use cases of a college.
func New(c *college.College) *Care { return &Care{c} }

// Runs loads the agent's last n runs, the latest first, in the college's time zone.
func (s *Care) Runs(ctx context.Context, n int) (runs []model.RunLine, err error) {
	err = s.college.Store.View(ctx, func(tx *store.Tx) error {
		if _, err := college.MaySetUp(tx); err != nil {
			return err
		}
		zone, err := s.college.Zone(tx)
		if err != nil {
			return err
		}
		runs, err = tx.Runs(n)
		for i := range runs {
			runs[i].Started = runs[i].Started.In(zone)
			if !runs[i].Finished.IsZero() {
				runs[i].Finished = runs[i].Finished.In(zone)
			}
		}
		return err
	})
	return runs, err
}

// AuditChoices are what «Журнал изменений» can be filtered by.
func (s *Care) AuditChoices(ctx context.Context) (model.AuditChoices, error) {
	return store.Read(ctx, s.college.Store, func(tx *store.Tx) (choices model.AuditChoices, err error) {
		if _, err := college.MaySetUp(tx); err != nil {
			return choices, err
		}
		return tx.AuditChoices()
	})
}

// Audit loads a page of «Журнал изменений», the latest line first, in the college's time zone, and counts
// all the lines that the filter leaves.
func (s *Care) Audit(ctx context.Context, f model.AuditFilter) (lines []model.AuditLine, total int, err error) {
	err = s.eachAudit(ctx, f, &total, func(l model.AuditLine) error {
		lines = append(lines, l)
		return nil
	})
	return lines, total, err
}

// eachAudit calls fn for each line of the filter's page and counts the lines of all pages.
func (s *Care) eachAudit(ctx context.Context, f model.AuditFilter, total *int, fn func(model.AuditLine) error) error {
	return s.college.Store.View(ctx, func(tx *store.Tx) error {
		if _, err := college.MaySetUp(tx); err != nil {
			return err
		}
		zone, err := s.college.Zone(tx)
		if err != nil {
			return err
		}
		q := store.AuditQuery{Actor: f.Actor, ByActor: f.ByActor, Action: f.Action, Offset: f.Offset, Limit: f.Limit}
		if !f.From.IsZero() {
			q.From = midnight(f.From, 0, zone)
		}
		if !f.Until.IsZero() {
			q.Until = midnight(f.Until, 1, zone)
		}
		inZone := func(l model.AuditLine) error {
			l.At = l.At.In(zone)
			return fn(l)
		}
		text := model.Fold(f.Text)
		if text == "" {
			if *total, err = tx.CountAudit(q); err != nil {
				return err
			}
			return tx.EachAudit(q, inZone)
		}
		// The database does not know that ё is е, so the lines that meet the other conditions are searched here.
		q.Offset, q.Limit = 0, 0
		return tx.EachAudit(q, func(l model.AuditLine) error {
			if !l.Matches(text) {
				return nil
			}
			*total++
			if *total <= f.Offset || f.Limit > 0 && *total > f.Offset+f.Limit {
				return nil
			}
			return inZone(l)
		})
	})
}

// midnight is the beginning of a calendar day, or of one some days later, where the college is.
func midnight(day time.Time, later int, zone *time.Location) time.Time {
	y, m, d := day.Date()
	return time.Date(y, m, d+later, 0, 0, 0, 0, zone)
}

var errAuditTooLong = errors.New("в журнале больше строк, чем помещается на лист Excel: сузьте условия, например выберите месяц")

// ExportAudit writes all the lines that the filter leaves as a workbook (XLSX).
func (s *Care) ExportAudit(ctx context.Context, f model.AuditFilter, w io.Writer) error {
	f.Offset, f.Limit = 0, 0
	return college.WriteTexts(w, college.TextSheet{
		Name: "Журнал изменений", Widths: []float64{18, 36, 32, 40, 80}, Head: []string{"Когда", "Кто", "Что сделано", "О ком, о чём", "Подробности"},
		TooLong: errAuditTooLong,
	}, func(row func(texts ...string) error) error {
		var total int
		return s.eachAudit(ctx, f, &total, func(l model.AuditLine) error {
			return row(l.At.Format("02.01.2006 15:04:05"), l.Who, l.Action, l.Subject, l.Details)
		})
	})
}
