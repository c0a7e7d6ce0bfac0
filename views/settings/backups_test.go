package settings

import (
	"errors"
	"testing"
	"time"

	"zvonok/model"
)

func backupsBench(t *testing.T, set func(*fakeService)) *bench {
	f := admin()
	if set != nil {
		set(f)
	}
	b := newBench(t, f)
	b.screen.tabs.Select(blockBackups)
	return b
}

// TestRestore: a copy is chosen, what would be lost is said once, and then the way in is asked for.
func TestRestore(t *testing.T) {
	b := backupsBench(t, nil)
	if restore := b.screen.backups.restore; !restore.Disabled() {
		t.Error("without a chosen copy there is something to restore")
	}
	b.screen.backups.table.SelectKeys(b.service.copies[1].Name)
	b.Press("Восстановить…")
	b.Sees("перед загрузкой списков", "Загрузка списков; Изменение чата (12)", "появились 2 чата", "войти заново")
	if len(b.service.restored) != 0 {
		t.Fatal("restored before it was confirmed")
	}
	b.Press("Восстановить")
	if len(b.service.restored) != 1 || b.service.restored[0] != b.service.copies[1].Name || b.again != 1 || b.DialogOpen() {
		t.Errorf("restored %v, asked to sign in %d times", b.service.restored, b.again)
	}
}

// TestRestoreNothingLost: it is said as well when nothing would be lost.
func TestRestoreNothingLost(t *testing.T) {
	b := backupsBench(t, func(f *fakeService) { f.loss = model.BackupLoss{} })
	b.screen.backups.ask(b.service.copies[0])
	b.Sees("ничего не записано")
	b.SeesNot("появил")
}

func TestRestoreRefused(t *testing.T) {
	b := backupsBench(t, nil)
	b.service.lossErr = errors.New("файл повреждён или это не копия «Звонка»: выберите другой")
	b.screen.backups.ask(b.service.copies[0])
	b.Sees("Из этой копии не восстановить", "Файл повреждён")
	b.Press("Понятно")
	b.service.lossErr, b.service.restoreErr = nil, errors.New("синхронизация этого колледжа уже идёт: дождитесь её окончания")
	b.screen.backups.ask(b.service.copies[0])
	b.Press("Восстановить")
	b.Sees("Колледж не восстановлен", "Синхронизация этого колледжа уже идёт")
	if b.again != 0 {
		t.Error("who is at work was sent away though nothing was restored")
	}
}

// TestRestoreFile: a file is looked into first; another college's is said to be one.
func TestRestoreFile(t *testing.T) {
	b := backupsBench(t, func(f *fakeService) {
		f.backupFile = model.BackupFile{Name: "Колледж.db", College: "Педагогический колледж", Loss: f.loss, At: time.Date(2026, 11, 20, 15, 4, 0, 0, time.UTC)}
	})
	b.Press("Восстановить из файла…")
	b.Sees("Копия колледжа")
	b.Press("Отмена")
	b.screen.backups.askFile("/флешка/Колледж.db")
	b.Sees("в файле «Колледж.db»: последнее изменение в нём — 20.11.2026 в 15:04", "Загрузка списков; Изменение чата (12)", "появились 2 чата")
	if len(b.service.restored) != 0 {
		t.Fatal("restored before it was confirmed")
	}
	b.Press("Восстановить")
	if len(b.service.restored) != 1 || b.service.restored[0] != "/флешка/Колледж.db" || b.again != 1 || b.DialogOpen() {
		t.Errorf("restored %v, asked to sign in %d times", b.service.restored, b.again)
	}
	b.service.backupFile.Other, b.service.backupFile.College = true, "Медицинский колледж"
	b.screen.backups.askFile("/флешка/Колледж.db")
	b.Sees("другой колледж: Медицинский колледж")
	b.Press("Отмена")
	b.service.lossErr = errors.New("файл Колледж.db повреждён или это не копия «Звонка»: выберите другой")
	b.screen.backups.askFile("/флешка/Колледж.db")
	b.Sees("Из этого файла не восстановить", "Файл Колледж.db повреждён")
	if len(b.service.restored) != 1 {
		t.Error("restored from a damaged file")
	}
}

func TestBackUp(t *testing.T) {
	b := backupsBench(t, func(f *fakeService) { f.copies = nil })
	b.Sees("Копий пока нет", "Всего 0")
	b.Press("Сделать копию")
	b.Sees("Копия сделана", "сделана вручную", "Всего 1 · занимают 2,0 МБ")
	b.Press("Сохранить копию как…")
	if b.file.String() != "college" || !b.file.closed {
		t.Errorf("the file holds %q", b.file.String())
	}
	b.Press("Закрыть")
	b.service.backUpErr = errors.New("на диске мало места: свободно 3,0 МБ")
	for _, label := range []string{"Сделать копию", "Сохранить копию как…"} {
		b.Press(label)
		b.Sees("Копия не сделана", "На диске мало места")
		b.Press("Понятно")
	}
}

func TestBackupsNotRead(t *testing.T) {
	b := backupsBench(t, func(f *fakeService) { f.copiesErr = errors.New("папка копий не открывается") })
	b.Sees("Список копий не прочитан", "Папка копий не открывается")
	b.service.copiesErr = nil
	b.Press("Повторить")
	b.Sees("Всего 6")
}
