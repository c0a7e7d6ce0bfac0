package desk_test

import (
	"compress/gzip"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zvonok/model"
	"zvonok/model/store"
)

// older is the world of a college that the program of commit 392889e made: a roster that was taken back (which left marks of
// what was gone then), orders in force, cancelled and undone, a chat edited by hand, a timetable with a mark, and at last
// a roster with a new group, whose student has linked another profile since. The agent had carried it.
func older(t *testing.T) *world {
	t.Helper()
	packed, err := os.Open("testdata/college-392889e.db.gz")
	must(t, err)
	defer packed.Close()
	plain, err := gzip.NewReader(packed)
	must(t, err)
	dir := t.TempDir()
	file, err := os.OpenFile(filepath.Join(dir, store.FileName), os.O_WRONLY|os.O_CREATE, 0o600)
	must(t, err)
	_, err = io.Copy(file, plain)
	must(t, errors.Join(err, file.Close()))
	w := openWorld(t, dir, newFake())
	w.at(23)
	return w
}

// TestOlderCollege: a college of an older version opens, its last change can be taken back, and those before it, up to
// one in whose way something stands, which is named.
func TestOlderCollege(t *testing.T) {
	w := older(t)
	s, ctx := w.as(t, "Админова"), t.Context()
	gone := w.person(t, "Новая")
	loaded := w.lastChange(t, "Загрузка списков")
	preview, err := s.PreviewUndo(s.As(ctx), loaded)
	must(t, err)
	if said := strings.Join(preview.Losses, "; "); !strings.Contains(said, "«В-1»") || !strings.Contains(said, "3 человека, добавленные этим действием, исчезнут") {
		t.Errorf("said before: %q", preview.Losses)
	}
	must(t, s.UndoChange(s.As(ctx), loaded))
	if w.known(t, "Новикова") || w.known(t, "Нова") {
		t.Error("who came with the last roster is still there")
	}
	lessons := w.lastChange(t, "Загрузка расписания")
	if err := s.UndoChange(s.As(ctx), lessons); err == nil || !strings.Contains(err.Error(), "задания и дистанционные занятия (История, А-1, 2026-11-30)") {
		t.Errorf("a timetable with a mark: %v", err)
	}
	must(t, s.UndoChange(s.As(ctx), w.lastChange(t, "Изменение чата")))
	if c := w.chat(t, "А-1"); c.TitleByHand {
		t.Errorf("%+v", c)
	}
	// The same roster brings everybody as new people.
	w.apply(t, grown())
	if w.person(t, "Новая") <= gone {
		t.Error("a number is given again")
	}
	must(t, s.UndoChange(s.As(ctx), w.lastChange(t, "Загрузка списков")))
	// The order that was undone in the older version is in force again when that is undone.
	w.view(t, func(tx *store.Tx) error {
		return tx.EachAudit(store.AuditQuery{Action: "Отмена изменения"}, func(l model.AuditLine) error {
			if l.Subject == "Приказ" {
				loaded = l.Change
			}
			return nil
		})
	})
	must(t, s.UndoChange(s.As(ctx), loaded))
	if got := w.enrolled(t, "Борисова"); !strings.HasSuffix(got, "–30.11") {
		t.Errorf("enrolled %s", got)
	}
}
