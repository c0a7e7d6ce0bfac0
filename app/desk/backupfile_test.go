package desk_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"zvonok/app/college"
	"zvonok/model/store"
)

// TestRestoreFile: what «Сохранить копию как…» wrote brings the college back; what is no copy changes nothing and is told
// in words.
func TestRestoreFile(t *testing.T) {
	w := newWorld(t)
	o, ctx := w.office(t, "Админова"), t.Context()
	var copied bytes.Buffer
	must(t, o.WriteBackup(o.As(ctx), &copied))
	folder := t.TempDir()
	put := func(name string, content []byte) string {
		path := filepath.Join(folder, name)
		must(t, os.WriteFile(path, content, 0o600))
		return path
	}
	w.pass(t, time.Minute)
	s := small()
	student(&s, "Борисова").To = onDay(1)
	w.apply(t, s)
	for name, tt := range map[string]struct{ path, says string }{
		"a text":           {put("список.db", []byte("Борисова Анна")), "повреждён или это не копия «Звонка»"},
		"a cut file":       {put("обрывок.db", copied.Bytes()[:copied.Len()/2]), "файл обрывок.db повреждён"},
		"no file":          {filepath.Join(folder, "нет.db"), "нет файла нет.db"},
		"the college self": {filepath.Join(w.college.Dir, store.FileName), "это рабочая база данных колледжа"},
	} {
		if _, err := o.BackupFile(o.As(ctx), tt.path); err == nil || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%s: %v", name, err)
		}
		if err := o.RestoreFile(o.As(ctx), tt.path); err == nil || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%s is restored: %v", name, err)
		}
		if w.student(t, "Борисова") {
			t.Errorf("%s changed something", name)
		}
	}
	path := put("Колледж.db", copied.Bytes())
	file, err := o.BackupFile(o.As(ctx), path)
	must(t, err)
	if file.Name != "Колледж.db" || file.Other || file.At.IsZero() || len(file.Loss.Done) == 0 {
		t.Errorf("%+v", file)
	}
	for _, who := range []string{"Учителева", "Менеджерова"} {
		if err := w.as(t, who).RestoreFile(w.ctx(t, who), path); err == nil || !strings.Contains(err.Error(), "нет права") {
			t.Errorf("%s: %v", who, err)
		}
	}
	must(t, o.RestoreFile(o.As(ctx), path))
	if !w.student(t, "Борисова") {
		t.Error("the college is not what it was")
	}
	if got, err := os.ReadFile(path); err != nil || !bytes.Equal(got, copied.Bytes()) {
		t.Errorf("the file was changed: %v", err)
	}
	if _, err := os.Stat(filepath.Join(w.college.Dir, college.BackupFolder)); err != nil {
		t.Errorf("the college as it was is not kept: %v", err)
	}
}
