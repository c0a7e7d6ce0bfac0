package settings

import (
	"errors"
	"testing"

	"zvonok/model"
)

const someToken = "vk1.a.0123456789abcdefXYZ9"

func openToken(b *bench) {
	b.T.Helper()
	b.screen.tabs.Select(blockMessenger)
	b.Press("Заменить")
	b.write("Вставьте ключ", "  "+someToken+" ")
}

// TestTokenStates: what is known of the token is said with what can be done about it.
func TestTokenStates(t *testing.T) {
	for name, c := range map[string]struct {
		state   model.TokenState
		err     error
		say     []string
		offer   []string
		without []string
	}{
		"kept": {model.TokenState{Kept: true, Tail: "a1B2"}, nil, []string{"сохранён", "…a1B2"}, []string{"Проверить", "Заменить", "Удалить"}, []string{"Ввести ключ"}},
		"none": {model.TokenState{}, nil, []string{"не введён"}, []string{"Ввести ключ"}, []string{"Заменить", "Удалить"}},
		"given": {model.TokenState{Kept: true, Given: true, Tail: "a1B2"}, nil, []string{"задан при запуске", "ZVONOK_VK_COMMUNITY_TOKEN"},
			[]string{"Проверить"}, []string{"Заменить", "Удалить"}},
		"locked": {model.TokenState{Problem: "хранилище ключей не отвечает: разблокируйте его и повторите"}, nil,
			[]string{"Хранилище ключей не отвечает: разблокируйте его и повторите."}, []string{"Повторить"}, []string{"Ввести ключ", "Удалить"}},
		"failed": {model.TokenState{}, errors.New("база данных занята"), []string{"База данных занята."}, []string{"Повторить"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			f := admin()
			f.state, f.stateErr = c.state, c.err
			b := newBench(t, f)
			b.screen.tabs.Select(blockMessenger)
			b.Sees(c.say...)
			for _, label := range c.offer {
				b.Find(label)
			}
			b.SeesNot(c.without...)
		})
	}
}

// TestTokenRepeat: «Повторить» asks the keyring again.
func TestTokenRepeat(t *testing.T) {
	f := admin()
	f.state = model.TokenState{Problem: "хранилище ключей не отвечает"}
	b := newBench(t, f)
	b.screen.tabs.Select(blockMessenger)
	f.state = model.TokenState{Kept: true, Tail: "a1B2"}
	b.Press("Повторить")
	b.Sees("…a1B2")
	b.SeesNot("не отвечает")
}

// TestTokenKept: a token is checked, told about, and only then kept; afterwards it is nowhere on the screen.
func TestTokenKept(t *testing.T) {
	b := newBench(t, admin())
	openToken(b)
	b.Press("Проверить")
	b.Sees("Сообщество «Педагогический колледж», идентификатор 225544871", "✓", "Создавать чаты — да", "✗",
		"Добавлять участников — только по ссылке", "Начинать звонки — звонок начинает преподаватель")
	if len(b.service.kept) != 0 {
		t.Fatal("kept before «Сохранить ключ»")
	}
	b.Press("Сохранить ключ")
	if b.DialogOpen() || last(t, "token", b.service.kept) != someToken || last(t, "move", b.service.moved) != 0 {
		t.Errorf("kept %d tokens, moved to %v", len(b.service.kept), b.service.moved)
	}
	b.Sees("…XYZ9", "Ключ сообщества сохранён")
	b.SeesNot(someToken)
}

// TestTokenRefused: a token that cannot be checked or is too weak is not kept, and it is said why.
func TestTokenRefused(t *testing.T) {
	for name, c := range map[string]struct {
		prepare func(*fakeService)
		say     string
	}{
		"error": {func(f *fakeService) { f.checkErr = errSaid }, "VK не отвечает: проверьте подключение"},
		"weak":  {func(f *fakeService) { f.report = weakReport() }, "Этого ключа мало"},
	} {
		t.Run(name, func(t *testing.T) {
			f := admin()
			c.prepare(f)
			b := newBench(t, f)
			openToken(b)
			b.Press("Проверить")
			b.Sees(c.say)
			b.Press("Проверить")
			if len(f.checked) != 2 || len(f.kept) != 0 {
				t.Errorf("checked %d times, kept %d", len(f.checked), len(f.kept))
			}
		})
	}
}

// TestTokenForeign: another community's token is kept only when the person agrees to move there.
func TestTokenForeign(t *testing.T) {
	f := admin()
	f.report.Community, f.report.Name, f.report.Instead = 777, "Другой колледж", 225544871
	b := newBench(t, f)
	openToken(b)
	b.Press("Проверить")
	b.Sees("а чаты колледжа созданы сообществом 225544871", "Прежние чаты останутся в VK без присмотра")
	b.Press("Сохранить ключ")
	if len(f.kept) != 0 {
		t.Fatal("kept without an agreement")
	}
	d := findDialogCheck(b, "Создать чаты колледжа заново в сообществе 777")
	d.SetChecked(true)
	b.Press("Сохранить ключ")
	if last(t, "move", f.moved) != 777 {
		t.Errorf("moved to %v", f.moved)
	}
}

// TestTokenAnother: another text in the field has to be checked again.
func TestTokenAnother(t *testing.T) {
	b := newBench(t, admin())
	openToken(b)
	b.Press("Проверить")
	b.write("Вставьте ключ", someToken+"1")
	b.SeesNot("Сохранить ключ", "Создавать чаты")
	b.Press("Проверить")
	if got := last(t, "check", b.service.checked); got != someToken+"1" {
		t.Errorf("checked another text")
	}
}

// TestTokenNotKept: a keyring that refuses is told, and the dialog stays.
func TestTokenNotKept(t *testing.T) {
	f := admin()
	f.keepErr = errors.New("хранилище ключей недоступно: включите и разблокируйте его")
	b := newBench(t, f)
	openToken(b)
	b.Press("Проверить")
	b.Press("Сохранить ключ")
	b.Sees("Хранилище ключей недоступно: включите и разблокируйте его.")
	if !b.DialogOpen() {
		t.Error("the dialog is gone")
	}
}

// TestTokenForgotten: the token is removed after one question.
func TestTokenForgotten(t *testing.T) {
	b := newBench(t, admin())
	b.screen.tabs.Select(blockMessenger)
	b.Press("Удалить")
	b.Sees("Удалить ключ сообщества?", "В самом VK ключ останется")
	if b.service.forgotten != 0 {
		t.Fatal("removed before the answer")
	}
	b.Press("Удалить ключ")
	if b.service.forgotten != 1 {
		t.Errorf("removed %d times", b.service.forgotten)
	}
	b.Sees("не введён")
}

// TestTokenChecked: the kept token is checked without being entered again.
func TestTokenChecked(t *testing.T) {
	b := newBench(t, admin())
	b.screen.tabs.Select(blockMessenger)
	b.Press("Проверить")
	b.Sees("Выдавать пригласительные ссылки — да")
	b.service.checkErr = errSaid
	b.Press("Проверить")
	b.Sees("VK не отвечает: проверьте подключение")
	b.SeesNot("Выдавать пригласительные ссылки")
}

// TestTokenElsewhere: where the settings name another address than the token goes to, a person is asked, at once after the
// address was saved, and the token's card goes on saying so.
func TestTokenElsewhere(t *testing.T) {
	f := admin()
	f.state.Elsewhere = "https://vk.example.ru"
	b := newBench(t, f)
	b.screen.tabs.Select(blockMessenger)
	b.Sees("В «Адресах VK» указан https://vk.example.ru. Ключ туда не отправляется")
	if b.DialogOpen() {
		t.Error("asked unasked")
	}
	b.screen.form.api.SetText("https://vk.example.ru")
	b.Press("Сохранить")
	if !b.DialogOpen() {
		t.Fatal("nobody was asked after the address was saved")
	}
	b.Sees("Кто владеет адресом https://vk.example.ru, получит ключ")
	b.Press("Отправлять на этот адрес")
	if last(t, "address", f.agreed) != "https://vk.example.ru" || b.DialogOpen() {
		t.Errorf("agreed to %q", f.agreed)
	}
	b.SeesNot("Ключ туда не отправляется")
}
