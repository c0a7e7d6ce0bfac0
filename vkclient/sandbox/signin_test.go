package sandbox

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// The pages of a person without a VK ID, of one without a learning profile, and of one who has both, with their wrong turns.
func TestSignInPages(t *testing.T) {
	clock := newSteadyClock()
	b := newBench(t, Options{NoLimits: true, Now: clock.Now})
	authorize := "/authorize?" + askForCode().Encode()
	t.Run("no VK ID", func(t *testing.T) {
		b := b.in(t)
		w := newBrowser(b)
		w.open(authorize).sees("Вход в VK ID", "Телефон или почта", "Продолжить")
		w.press("continue", "login", "кто-то").sees("Введите номер телефона целиком", "Вход в VK ID")
		w.press("continue", "login", "nobody@example.ru").sees("VK ID с такой почтой нет")
		w.press("continue", "login", "8 (999) 123-45-67").sees("Введите код из SMS", "+79991234567")
		w.press("continue", "code", "").sees("Неверный код")
		w.press("continue", "code", wrongCode(b, "+79991234567")).sees("Неверный код")
		told := b.lastCode("+79991234567")
		newBrowser(b).open("/sandbox/sms?phone=%2B79991234567").sees("Считать эти коды устаревшими")
		b.expire("+7 999 765-43-21") // of somebody else
		w.press("continue", "code", wrongCode(b, "+79991234567")).sees("Неверный код")
		b.expire("8 (999) 123-45-67")
		w.press("continue", "code", told).sees("Код устарел").press("again")
		first := b.lastCode("+79991234567")
		clock.pass(textLifetime)
		w.press("continue", "code", first).sees("Код устарел")
		w.press("again").press("continue", "code", b.lastCode("+7 999 123 45 67")).sees("Информация о себе", "Продолжить")
		w.press("continue", "first_name", " ", "last_name", "Новая").sees("Введите имя и фамилию")
		w.press("continue", "first_name", "Анна", "last_name", "Новая").sees("Анна Новая, приложение 51 просит доступ", "адрес почты", "Отказаться")
		gone := w.at
		if got := w.press("deny").answer(); got.Get("error") != "access_denied" || got.Get("state") != testState || got.Has("code") {
			t.Errorf("after a refusal: %v", got)
		}
		w.shows(w.http.PostForm(gone, url.Values{"do": {"allow"}})).sees("Страница устарела")
		people := b.Info().Users
		if u := people[len(people)-1]; u.UserID != firstNewcomerID || u.FirstName != "Анна" || u.Phone != "+79991234567" || !u.Profile {
			t.Errorf("the newcomer = %+v", u)
		}
	})
	t.Run("no learning profile", func(t *testing.T) {
		b := b.in(t)
		person := b.Info().Users[5]
		if person.Profile {
			t.Fatalf("%+v has a learning profile", person)
		}
		w := newBrowser(b)
		w.open(authorize).press("continue", "login", person.Email).sees("с помощью кода из SMS", "с помощью пароля")
		w.press("password").press("continue", "password", "wrong").sees("Неверный пароль")
		w.press("sms").press("continue", "code", b.lastCode(person.Phone))
		w.sees("Создайте учебный профиль", "Создать учебный профиль")
		if b.Info().Users[5].Profile {
			t.Error("there is a profile before it was asked for")
		}
		w.press("create").sees("Информация о себе", `value="`+person.LastName+`"`)
		w.press("continue", "first_name", person.FirstName, "last_name", "Другая").sees("Другая, приложение 51")
		if u := b.Info().Users[5]; !u.Profile || u.LastName != "Другая" || u.Token != person.Token {
			t.Errorf("the person = %+v", u)
		}
		if got := w.press("allow").answer(); got.Get("code") == "" {
			t.Errorf("after a consent: %v", got)
		}
	})
	t.Run("signed in already, then somebody else", func(t *testing.T) {
		b := b.in(t)
		w, _ := signedInAt(b, 1001)
		w.open(authorize).sees("приложение 51 просит доступ").press("other").sees("Вход в VK ID")
		w.open(authorize).sees("Вход в VK ID")
		w.press("continue", "login", b.Info().Users[1].Phone).press("other").sees("Вход в VK ID")
	})
	t.Run("a button of a page gone by", func(t *testing.T) {
		b := b.in(t)
		w := newBrowser(b).open(authorize)
		w.shows(w.http.PostForm(w.at, url.Values{"do": {"allow"}})).sees("Вход в VK ID")
		w.shows(w.http.PostForm(w.at, url.Values{"do": {"continue"}, "first_name": {"А"}, "last_name": {"Б"}})).sees("Вход в VK ID")
		if w.left != "" {
			t.Errorf("the browser was sent to %s", w.left)
		}
	})
	t.Run("a code is for one sign-in", func(t *testing.T) {
		b := b.in(t)
		phone := b.Info().Users[2].Phone
		first, second := newBrowser(b), newBrowser(b)
		first.open(authorize).press("continue", "login", phone).press("sms")
		second.open(authorize).press("continue", "login", phone).press("sms")
		code := b.lastCode(phone)
		first.press("continue", "code", code).sees("просит доступ")
		second.press("continue", "code", code).sees("Код устарел")
	})
}

// wrongCode is a code that was not sent.
func wrongCode(b *bench, phone string) string {
	b.t.Helper()
	if b.lastCode(phone) == "000000" {
		return "000001"
	}
	return "000000"
}

func TestFirstCrossingIntoTheMessenger(t *testing.T) {
	b := newBench(t, Options{NoLimits: true})
	b.do(b.community(), "messages.createChat", "title", "ДО-19-3", "user_ids", "1001,1006")
	enter := func(w *browser) *browser {
		peer := ""
		if strings.Contains(w.page, `value="2000000001"`) {
			peer = "2000000001"
		}
		return w.shows(w.http.PostForm(w.url+"/im/signin", url.Values{"peer": {peer}}))
	}
	w := newBrowser(b)
	person := b.Info().Users[0]
	w.open("/im/convo/2000000001").sees("Войти в Сферум")
	enter(w).sees("Вход в VK ID").press("continue", "login", person.Phone).press("password").press("continue", "password", person.Password)
	w.sees("ДО-19-3", "Участников: 3", "/im?peer=2000000001")
	w.open("/im").sees("ДО-19-3", "Выберите чат")
	w.open("/im/convo/2000000001").sees("Участников: 3")
	w.open("/join/" + b.State().Chats[0].InviteLink[len(b.url)+len("/join/"):]).sees(`value="1001" selected`)
	w.open("/im?user=1002").sees("Чатов нет")

	// Without a learning profile the messenger asks for one first.
	other := newBrowser(b)
	person = b.Info().Users[5]
	enter(other.open("/im")).press("continue", "login", person.Phone).press("password").press("continue", "password", person.Password)
	other.sees("Создайте учебный профиль").open("/im").sees("Войти в Сферум")
	enter(other).press("create").press("continue", "first_name", "Пётр", "last_name", "Первый").sees("ДО-19-3", "Пётр Первый")
}

func TestPayloadAnswer(t *testing.T) {
	b := newBench(t, Options{PayloadAnswers: true})
	_, answer := signedInAt(b, 1001)
	var payload map[string]string
	if err := json.Unmarshal([]byte(answer.Get("payload")), &payload); err != nil || len(answer) != 1 {
		t.Fatalf("answer = %v, %v", answer, err)
	}
	if payload["state"] != testState {
		t.Errorf("payload = %v", payload)
	}
	b.tokens(exchange(url.Values{"code": {payload["code"]}, "device_id": {payload["device_id"]}}))
}

func TestPhoneOf(t *testing.T) {
	for written, want := range map[string]string{
		"+7 900 123-45-67": "+79001234567", "8(900)1234567": "+79001234567", "9001234567": "+79001234567", "79001234567": "+79001234567",
		" 79001234567": "+79001234567", "": "", "12345": "", "+1 900 123-45-67": "", "id79001234567@example.ru": "", "+7 900 123-45-678": "",
	} {
		if got := phoneOf(written); got != want {
			t.Errorf("phoneOf(%q) = %q, want %q", written, got, want)
		}
	}
}

// What a page shows is what its people wrote: none of it becomes a page's own text.
func TestSignInPagesEscape(t *testing.T) {
	w := newBrowser(newBench(t, Options{}))
	w.open("/authorize?"+askForCode().Encode()).press("continue", "login", `"><script>alert(1)</script>`)
	if strings.Contains(w.page, "<script>") {
		t.Errorf("the login became a script:\n%s", w.page)
	}
	resp, err := http.Get(w.at)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	if got := resp.Header.Get("Cache-Control"); got != "no-store" {
		t.Errorf("Cache-Control = %q", got)
	}
}
