package areas

import (
	"errors"
	"log/slog"
	"path/filepath"
	"testing"

	"zvonok/app"
	"zvonok/app/agent"
	"zvonok/app/college"
	"zvonok/model"
	"zvonok/model/store/storetest"
)

// TestPreviewFromBeforeARestore: what was compared with the college before another process has put a copy in its place is not loaded,
// although the copy's lists are of the same version.
func TestPreviewFromBeforeARestore(t *testing.T) {
	dir := t.TempDir()
	open := func() *Areas {
		s, err := storetest.Open(t, dir)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Close() })
		c := &college.College{Store: s, Dir: dir, Clock: still{}}
		return New(c, agent.NewKeeper(c, nil, slog.New(slog.DiscardHandler)), app.Addresses{})
	}
	here, there := open(), open()
	ctx := college.AsOwner(t.Context())
	lists := model.Files{{Name: "Группы.csv", Data: []byte("Код;Группа;Курс\nг1;ДО-1;1\n")}, {Name: "Студенты.csv", Data: []byte("Код;ФИО;Группа\nс1;Иванов Иван;ДО-1\n")}}
	copied := filepath.Join(t.TempDir(), "копия.db")
	if err := here.College.Store.Backup(t.Context(), copied); err != nil {
		t.Fatal(err)
	}
	before, err := here.PreviewImport(ctx, lists, model.ImportChoices{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := there.College.Store.Replace(t.Context(), copied, false); err != nil {
		t.Fatal(err)
	}
	if err := here.ApplyImport(ctx, lists, before.Choices, before.Fingerprint); !errors.Is(err, app.ErrOutdated) {
		t.Errorf("it is loaded all the same: %v", err)
	}
	now, err := here.PreviewImport(ctx, lists, model.ImportChoices{})
	if err == nil {
		err = here.ApplyImport(ctx, lists, now.Choices, now.Fingerprint)
	}
	if err != nil {
		t.Error(err)
	}
}
