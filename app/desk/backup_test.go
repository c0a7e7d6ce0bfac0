package desk_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"zvonok/app"
	"zvonok/app/agent"
	"zvonok/app/college"
	"zvonok/app/imports"
	"zvonok/model"
	"zvonok/model/store"
)

// copies are the reasons of the college's copies, the newest first.
func (w *world) copies(t *testing.T) (whys []model.BackupWhy) {
	t.Helper()
	backups, err := w.session(t, "Админова").Backups(w.ctxOf(t, "Админова"))
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range backups {
		whys = append(whys, b.Why)
	}
	return whys
}

// TestBackupBefore: a mass change is preceded by a copy of what was before it, for its owner's eyes alone.
func TestBackupBefore(t *testing.T) {
	w := newWorld(t) // the first roster: there was nothing to lose
	if got := w.copies(t); got != nil {
		t.Fatalf("an empty college was copied: %v", got)
	}
	w.run(t, initialise)
	w.pass(t, time.Minute)
	s := small()
	s.Students = s.Students[:4]
	s.Teachings[3].Learners = s.Teachings[3].Learners[:1]
	w.apply(t, s)
	w.run(t, correct)
	if got := w.copies(t); !slices.Equal(got, []model.BackupWhy{model.BackupImport, model.BackupInitialise}) {
		t.Fatalf("copies: %v", got)
	}
	folder := filepath.Join(w.college.Dir, college.BackupFolder)
	files, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if info, err := f.Info(); err != nil || info.Mode().Perm() != 0o600 && runtime.GOOS != "windows" {
			t.Errorf("%s has mode %v, %v", f.Name(), info, err)
		}
	}
	was := t.TempDir()
	if _, err := store.Restore(t.Context(), was, filepath.Join(folder, files[len(files)-1].Name())); err != nil {
		t.Fatal(err)
	}
	if old := openWorld(t, was, newFake()); old.person(t, "Дмитриева") == 0 || len(old.chat(t, "А-1").Members) == 0 {
		t.Error("the copy before the import is not what was there")
	}
}

// TestBackupImpossible: without a copy a mass change does not begin, and the person is told what to do.
func TestBackupImpossible(t *testing.T) {
	for _, c := range []struct {
		name  string
		spoil func(*testing.T, *world)
		words string
	}{
		{"full disk", func(_ *testing.T, w *world) {
			w.college.DiskSpace = func(string) (uint64, error) { return 3 << 20, nil }
		}, "на диске мало места: свободно 3,0 МБ, нужно"},
		{"no right", func(t *testing.T, w *world) {
			if err := os.WriteFile(filepath.Join(w.college.Dir, college.BackupFolder), nil, 0o600); err != nil {
				t.Fatal(err)
			}
		}, "не удалось создать папку копий"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			c.spoil(t, w)
			before := w.lists(t)
			s := small()
			s.Students = s.Students[:4]
			s.Teachings[3].Learners = s.Teachings[3].Learners[:1]
			for what, err := range map[string]error{
				"import": imports.ApplySnapshot(t.Context(), w.college, s),
				"initialisation": func() error {
					_, err := w.agent.Run(t.Context(), initialise, nil)
					return err
				}(),
			} {
				if err == nil || !strings.Contains(err.Error(), c.words) || !strings.Contains(err.Error(), "изменение не начато") {
					t.Errorf("the %s ends with %v", what, err)
				}
			}
			if !slices.Equal(w.lists(t), before) || len(w.vk.state()) != 0 {
				t.Error("something was changed")
			}
			if err := w.session(t, "Админова").BackUp(w.ctxOf(t, "Админова")); err == nil || !strings.Contains(err.Error(), c.words) {
				t.Errorf("a copy by hand gives %v", err)
			}
			w.run(t, correct) // what needs no copy goes on
		})
	}
}

// TestDailyBackup: one copy a day, and the day is the college's.
func TestDailyBackup(t *testing.T) {
	w := newWorld(t)
	w.update(t, func(tx *store.Tx) error { return tx.SetSetting(store.SettingTimeZone, "Asia/Kamchatka") })
	daily := func() int {
		if err := w.college.BackUpDaily(t.Context()); err != nil {
			t.Fatal(err)
		}
		return len(w.copies(t))
	}
	if got := []int{daily(), daily()}; !slices.Equal(got, []int{1, 1}) { // 09:00 in UTC, 21:00 in Kamchatka
		t.Errorf("copies after the first two runs of a day: %v", got)
	}
	w.pass(t, 2*time.Hour+59*time.Minute)
	if got := daily(); got != 1 {
		t.Errorf("a minute before midnight there are %d", got)
	}
	w.pass(t, time.Minute)
	if got := daily(); got != 2 {
		t.Errorf("at midnight there are %d", got)
	}
}

// TestBackupsAreFew: copies that need not be kept go, others of the same second stay.
func TestBackupsAreFew(t *testing.T) {
	w := newWorld(t)
	s := w.session(t, "Админова")
	left := filepath.Join(w.college.Dir, college.BackupFolder, "20260101-000000-hand.db.part")
	for range 13 {
		if err := s.BackUp(s.As(t.Context())); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(left, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	old := w.clock.Now().Add(-48 * time.Hour)
	if err := os.Chtimes(left, old, old); err != nil {
		t.Fatal(err)
	}
	backups, err := s.Backups(s.As(t.Context()))
	if err != nil || len(backups) != 10 || backups[0].Name != "20261123-090000-hand-13.db" || backups[0].Size == 0 || backups[0].At.Hour() != 12 {
		t.Errorf("%+v, %v", backups, err)
	}
	if _, err := os.Stat(left); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("what a killed program left is still there: %v", err)
	}
}

// TestRestoreBackup: the window says what is lost, puts the copy in the college's place and goes on with it.
func TestRestoreBackup(t *testing.T) {
	w := newWorld(t)
	w.run(t, correct)
	o := w.office(t, "Админова")
	if err := o.BackUp(o.As(t.Context())); err != nil {
		t.Fatal(err)
	}
	backups, err := o.Backups(o.As(t.Context()))
	if err != nil {
		t.Fatal(err)
	}
	name := backups[0].Name
	for range 12 { // by the rule the copy would go now
		w.pass(t, time.Second)
	}
	save(t, w, w.session(t, "Админова"), "А-1", func(e *model.ChatEdit) { e.Title = "Иначе" })
	if _, err := o.CreateChat(o.As(t.Context()), model.NewChat{Key: model.ChatKey{Type: model.ChatTeachers}, Title: "Поход"}); err != nil {
		t.Fatal(err)
	}
	w.run(t, correct)
	for range 8 {
		if err := o.BackUp(o.As(t.Context())); err != nil {
			t.Fatal(err)
		}
	}
	loss, err := o.BackupLoss(o.As(t.Context()), name)
	// The copy's own line is written after the copy was made.
	want := []model.DoneSince{{Action: "Резервная копия", Count: 9}, {Action: "Создание чата", Count: 1}, {Action: "Изменение чата", Count: 1}}
	if err != nil || !slices.Equal(loss.Done, want) || loss.Chats != 1 {
		t.Errorf("lost would be %+v, %v", loss, err)
	}
	for _, wrong := range []string{"", "../college.db", "20200101-000000-hand.db"} {
		if err := o.RestoreBackup(o.As(t.Context()), wrong); err == nil || !strings.Contains(err.Error(), "этой копии больше нет") {
			t.Errorf("restoring %q gives %v", wrong, err)
		}
	}
	if err := o.RestoreBackup(o.As(t.Context()), name); err != nil {
		t.Fatal(err)
	}
	if _, err := o.Backups(o.As(t.Context())); !errors.Is(err, app.ErrNoRight) {
		t.Errorf("who was at work before goes on: %v", err)
	}
	o = w.office(t, "Админова")
	w.chat(t, "А-1")
	if got := w.copies(t); len(got) != 10 || got[0] != model.BackupRestore {
		t.Errorf("copies afterwards: %v", got)
	}
	if files, err := filepath.Glob(filepath.Join(w.college.Dir, "*before-restore*")); err != nil || files != nil {
		t.Errorf("beside the college lies %v, %v", files, err)
	}
	lines, _, err := o.Audit(o.As(t.Context()), model.AuditFilter{Limit: 1})
	if err != nil || lines[0].Action != "Восстановление из резервной копии" || lines[0].Subject != name {
		t.Errorf("the journal says %+v, %v", lines, err)
	}
	w.run(t, agent.RunOptions{Refresh: true, Confirms: true})
	w.vk.titled("А-1") // the agent corrects what the messenger has from the time that was lost

	broken := filepath.Join(w.college.Dir, college.BackupFolder, name)
	if err := os.WriteFile(broken, []byte("не копия"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := o.BackupLoss(o.As(t.Context()), name); err == nil || !strings.Contains(err.Error(), "повреждён") {
		t.Errorf("a damaged copy loses %v", err)
	}
	if err := o.RestoreBackup(o.As(t.Context()), name); err == nil || !strings.Contains(err.Error(), "повреждён") {
		t.Errorf("restoring a damaged copy gives %v", err)
	}
	w.chat(t, "А-1")
}

// TestRestoreBesideAgent restores a copy in the window while an agent without one works in another process: its next run
// is of the restored college, and a run that is under way is not disturbed.
func TestRestoreBesideAgent(t *testing.T) {
	w := newWorld(t)
	w.run(t, correct)
	headless := openWorld(t, w.college.Dir, w.vk)
	headless.run(t, correct) // it has the college open from now on
	o := w.office(t, "Админова")
	if err := o.BackUp(o.As(t.Context())); err != nil {
		t.Fatal(err)
	}
	backups, err := o.Backups(o.As(t.Context()))
	if err != nil {
		t.Fatal(err)
	}
	save(t, w, w.session(t, "Админова"), "А-1", func(e *model.ChatEdit) { e.Title = "Иначе" })
	headless.run(t, correct)
	w.vk.titled("Иначе")

	during := correct
	during.Confirm = func(model.PlanSummary) bool {
		if err := o.RestoreBackup(o.As(t.Context()), backups[0].Name); !errors.Is(err, app.ErrBusy) {
			t.Errorf("restoring during a run gives %v", err)
		}
		return true
	}
	headless.run(t, during)
	if err := o.RestoreBackup(o.As(t.Context()), backups[0].Name); err != nil {
		t.Fatal(err)
	}
	headless.run(t, agent.RunOptions{Refresh: true, Confirms: true})
	w.vk.titled("А-1")
	runs := func(w *world) (n int) {
		w.view(t, func(tx *store.Tx) error {
			at, _, _, err := tx.LastRun()
			n = int(at.Unix())
			return err
		})
		return n
	}
	if runs(w) != runs(headless) {
		t.Error("the agent wrote its run elsewhere than into the window's college")
	}

	// A copy of the time of another community: its chats are not this one's.
	w.update(t, func(tx *store.Tx) error { return tx.SetSetting(store.SettingCommunityID, "1") })
	if _, err := headless.agent.Run(t.Context(), correct, nil); err == nil || !strings.Contains(err.Error(), "созданы сообществом 1") {
		t.Errorf("a run over another community's chats gives %v", err)
	}
}

// TestBackupRights: copies hold everything, so they are for Администратор ПОО alone.
func TestBackupRights(t *testing.T) {
	w := newWorld(t)
	if err := w.session(t, "Админова").BackUp(w.ctxOf(t, "Админова")); err != nil {
		t.Fatal(err)
	}
	for _, surname := range roles[1:] {
		s := w.session(t, surname)
		_, listErr := s.Backups(s.As(t.Context()))
		_, lossErr := s.BackupLoss(s.As(t.Context()), "20261123-090000-hand.db")
		for what, err := range map[string]error{
			"list": listErr, "loss": lossErr, "copy": s.BackUp(s.As(t.Context())), "write": s.WriteBackup(s.As(t.Context()), &bytes.Buffer{}),
			"restore": s.RestoreBackup(s.As(t.Context()), "20261123-090000-hand.db"),
		} {
			if !errors.Is(err, app.ErrNoRight) {
				t.Errorf("%s: %s gives %v", surname, what, err)
			}
		}
	}
}

// TestWriteBackup: what is written to a file is a copy that can be restored.
func TestWriteBackup(t *testing.T) {
	w := newWorld(t)
	path := filepath.Join(t.TempDir(), "копия.db")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(w.session(t, "Админова").WriteBackup(w.ctxOf(t, "Админова"), f), f.Close()); err != nil {
		t.Fatal(err)
	}
	if _, err := store.MarkOf(t.Context(), path); err != nil {
		t.Error(err)
	}
	if left, err := filepath.Glob(filepath.Join(w.college.Dir, "copy-*")); err != nil || left != nil {
		t.Errorf("left behind: %v, %v", left, err)
	}
}
