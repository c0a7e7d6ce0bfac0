package settings

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/viewtest"
	"zvonok/views/widgets"
)

func openCallToken(b *bench) {
	b.T.Helper()
	b.screen.tabs.Select(blockMessenger)
	b.Press("Указать аккаунт")
	b.write("Вставьте ключ", " "+someToken+"\n")
}

// TestCallAccount: without one it is said what teachers do instead; a token is checked, told about, and only then kept.
func TestCallAccount(t *testing.T) {
	b := newBench(t, admin())
	b.screen.tabs.Select(blockMessenger)
	b.Sees("Аккаунт для звонков", "не введён", "преподаватель создаёт звонок в VK и вставляет ссылку")
	openCallToken(b)
	b.Press("Проверить")
	b.Sees("Аккаунт «Зоя Звонкова», id77", "Начинать звонки — право «Сообщения» есть; окончательно VK ответит при первом звонке")
	if len(b.service.kept) != 0 {
		t.Fatal("kept before «Сохранить ключ»")
	}
	b.Press("Сохранить ключ")
	if got := last(t, "token", b.service.kept); got != "calls "+someToken || b.DialogOpen() {
		t.Errorf("kept %d tokens, the last as another one", len(b.service.kept))
	}
	b.Sees("…XYZ9", "…a1B2", "Ключ аккаунта для звонков сохранён")
	b.SeesNot(someToken)
	b.Press("Проверить") // the lower card's is the last on the page
	b.Sees("Аккаунт «Зоя Звонкова», id77")
	b.Press("Удалить")
	b.Sees("Удалить ключ аккаунта для звонков?", "преподаватели будут создавать их в VK")
	b.Press("Удалить ключ")
	b.Sees("Ключ аккаунта для звонков удалён", "преподаватель создаёт звонок в VK и вставляет ссылку")
	if b.service.forgotten != 0 {
		t.Error("the community's token was removed")
	}
}

// TestCallAccountRefused: a token that may start no calls, or cannot be checked or kept, is told about and not kept.
func TestCallAccountRefused(t *testing.T) {
	for name, c := range map[string]struct {
		prepare func(*fakeService)
		say     string
	}{
		"weak": {func(f *fakeService) {
			f.caller = callerReport(model.VerdictNo, "нет права «Сообщения»")
		}, "он не может начинать звонки"},
		"error": {func(f *fakeService) { f.checkErr = errSaid }, "VK не отвечает: проверьте подключение"},
	} {
		t.Run(name, func(t *testing.T) {
			f := admin()
			c.prepare(f)
			b := newBench(t, f)
			openCallToken(b)
			b.Press("Проверить")
			b.Sees(c.say)
			b.SeesNot("Сохранить ключ")
			if len(f.kept) != 0 {
				t.Error("kept")
			}
		})
	}
	f := admin()
	f.keepErr = errors.New("хранилище ключей недоступно: включите и разблокируйте его")
	b := newBench(t, f)
	openCallToken(b)
	b.Press("Проверить")
	b.Press("Сохранить ключ")
	b.Sees("Хранилище ключей недоступно: включите и разблокируйте его.")
}

// TestGivenCallAccount: one that comes from the environment is named with its variable, and cannot be changed here.
func TestGivenCallAccount(t *testing.T) {
	f := admin()
	f.account = model.TokenState{Kept: true, Given: true, Tail: "Z9y8"}
	b := newBench(t, f)
	b.screen.tabs.Select(blockMessenger)
	b.Sees("…Z9y8, из переменной ZVONOK_VK_CALL_TOKEN")
	b.SeesNot("Указать аккаунт")
}

// TestLessonSettings: how early a teacher is let in and which program opens calls are saved; a wrong value is told below.
func TestLessonSettings(t *testing.T) {
	b := newBench(t, admin())
	b.Sees("Занятия и звонки", "Вход преподавателя до начала, минут", "Программа VK Мессенджер на этом компьютере", "в браузере системы")
	b.screen.form.early.SetText("61")
	b.screen.form.program.SetText("messenger")
	b.screen.tabs.Select(blockJournal)
	b.Press("Сохранить")
	b.Sees("Войти раньше можно на 0–60 минут", "Нужен полный путь к программе")
	if len(b.service.saved) != 0 || b.screen.tabs.Selected() != blockCollege {
		t.Fatalf("saved %d times, shows %q", len(b.service.saved), b.screen.tabs.Selected())
	}
	b.screen.form.early.SetText("10")
	program := filepath.Join(t.TempDir(), "VK Messenger")
	if err := os.WriteFile(program, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	b.Press("Выбрать…")
	b.Press("Отмена")
	if got := b.screen.form.program.Text; got != "messenger" {
		t.Errorf("nothing was chosen, the field holds %q", got)
	}
	b.screen.form.program.SetText(filepath.Join(filepath.Dir(program), "removed"))
	b.Press("Выбрать…") // begins where the program was
	b.Sees("VK Messenger")
	path := viewtest.InFront[*widgets.Entry](&b.Person)[0]
	path.SetText(program)
	path.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	b.Press("Сохранить")
	if got := last(t, "saving", b.service.saved); got.EarlyMinutes != 10 || got.MessengerProgram != program {
		t.Errorf("saved %+v", got)
	}
	b.screen.form.program.SetText(" ")
	b.Press("Сохранить")
	if got := last(t, "saving", b.service.saved).MessengerProgram; got != "" {
		t.Errorf("the system's browser is saved as %q", got)
	}
}
