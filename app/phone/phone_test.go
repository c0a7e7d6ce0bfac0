package phone_test

import (
	"context"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"zvonok/app/phone"
	"zvonok/model"
)

func TestSignInOnThePhone(t *testing.T) {
	s := newSite(t)
	b := s.browser().get("/").is(http.StatusOK).sees("Вход в «Звонок»", "Педагогический колледж", "Запомнить меня")
	b.post("/signin", "login", "pestova", "password", "не тот").is(http.StatusUnauthorized).sees(model.Sentence(model.ErrWrongPassword.Error()), `value="pestova"`).seesNot("не тот\"")
	b.headers["User-Agent"] = "Mozilla/5.0 (Linux; Android 14; <script>) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36"
	b.post("/signin", "login", " pestova ", "password", "синий чемодан").is(http.StatusSeeOther)
	b.follow().is(http.StatusOK).sees("Чаты", "Пестова А.С.", "Занятия")
	if at := s.college.devices[0]; at.Name != "Страница для телефона · Android · Chrome" || at.Kept {
		t.Errorf("the session is at %+v", at)
	}
	if from := s.college.callers; from[0].Desk == "" || from[0].Desk != from[1].Desk || from[0].Address != "127.0.0.1" {
		t.Errorf("the passwords come from %+v", from)
	}
	b.get("/").is(http.StatusSeeOther).follow().sees("Чаты")
	b.post("/signout").is(http.StatusSeeOther).follow().sees("Вы вышли.", "Вход в «Звонок»")
	if len(s.college.sessions) != 0 {
		t.Error("the session goes on")
	}
	s.college.tries = model.TryLaterError{Wait: 4 * time.Second}
	b.post("/signin", "login", "pestova", "password", "синий чемодан").is(http.StatusTooManyRequests).sees("Слишком много неверных попыток: подождите 4 с")
	b.post("/signin", "login", "", "password", "x").is(http.StatusUnprocessableEntity).sees("Введите логин.")
	b.post("/signin", "login", "x", "password", "").sees("Введите пароль.")
}

// TestFirstPassword: a one-time password is changed, and never sent back to the browser.
func TestFirstPassword(t *testing.T) {
	s := newSite(t)
	p := s.college.people["pestova"]
	p.password, p.oneTime = "kp7m-x4hd-0001", true
	b := s.browser().get("/")
	b.post("/signin", "login", "pestova", "password", "kp7m-x4hd-0001", "remember", "1").is(http.StatusSeeOther).follow()
	b.sees("Придумайте свой пароль").seesNot("kp7m")
	b.post("/password", "new", "корабль лопата", "again", "корабль").sees("Пароли не совпадают")
	b.post("/password", "new", "12345678", "again", "12345678").sees("Такой пароль слишком легко угадать")
	b.post("/password", "new", "корабль лопата", "again", "корабль лопата").is(http.StatusSeeOther).follow().sees("Чаты")
	if p.password != "корабль лопата" || !s.college.devices[0].Kept {
		t.Errorf("the password is %q, the session %+v", p.password, s.college.devices)
	}
	p.password, p.oneTime = "kp7m-x4hd-0002", true
	b = s.browser().get("/").post("/signin", "login", "pestova", "password", "kp7m-x4hd-0002").follow()
	s.college.pass(11 * time.Minute)
	b.post("/password", "new", "корабль лопата", "again", "корабль лопата").sees("Прошло больше 10 минут")
	s.browser().get("/password").is(http.StatusSeeOther)
}

// TestIdleSessionEnds: a person who is not remembered is signed out when they left the page alone; a page that reads itself again is no person.
func TestIdleSessionEnds(t *testing.T) {
	s := newSite(t)
	b, kept := s.in("pestova"), s.in("pestova", "remember", "1")
	if c := kept.cookie("__Host-zvonok"); c == nil || !strings.HasPrefix(c.Value, "k.") {
		t.Fatalf("the cookie that is kept is %v", c)
	}
	s.college.pass(20 * time.Minute)
	b.get("/lessons").is(http.StatusOK)
	s.college.pass(20 * time.Minute)
	b.get("/lessons?auto=1").is(http.StatusOK)
	s.college.pass(11 * time.Minute)
	b.get("/lessons").is(http.StatusSeeOther).follow().sees("Сеанс завершён: войдите заново.")
	kept.get("/lessons").is(http.StatusOK)
	if len(s.college.sessions) != 1 {
		t.Errorf("%d sessions go on", len(s.college.sessions))
	}
	// The form of somebody whose session has ended meanwhile leads to the sign-in.
	b.text = kept.text
	b.post("/signout").is(http.StatusSeeOther).follow().sees("Сеанс завершён")
}

// TestEndedByTheAdministrator: a session that was ended elsewhere shows nothing more.
func TestEndedByTheAdministrator(t *testing.T) {
	s := newSite(t)
	b := s.in("pestova")
	clear(s.college.sessions)
	b.get("/chats").is(http.StatusSeeOther).follow().sees("Сеанс завершён", "Вход в «Звонок»")
	if b.cookie("__Host-zvonok") != nil {
		t.Error("the browser keeps the cookie")
	}
}

func TestLinkOnThePhone(t *testing.T) {
	s := newSite(t)
	b := s.in("pestova").sees("Учебный профиль VK ID не привязан", "Привязать учебный профиль VK ID", "не из списка", "ДО-19-3", "нет VK ID").
		seesNot("/chats/1", "Отменить привязку")
	b.post("/link").is(http.StatusOK).sees("Открываем VK ID", "Перейти в VK ID")
	if s.college.vk.redirect != s.URL+"/link/return" || b.leads() != "https://id.vk.ru/authorize?state=state-1" {
		t.Fatalf("VK ID at %s is to answer at %s", b.leads(), s.college.vk.redirect)
	}
	// VK ID leads back: the session's cookie stays away, that of the attempt comes along.
	b.headers["Sec-Fetch-Site"] = "cross-site"
	b.get("/link/return?code=secret-code&state=state-1&device_id=d").is(http.StatusOK)
	if b.leads() != "/link/confirm" {
		t.Fatalf("it leads to %q", b.leads())
	}
	b.headers["Sec-Fetch-Site"] = "same-origin"
	b.follow().is(http.StatusOK).sees("Это вы?", "Полина Полнова", "5002", "Это я", "Не я")
	if s.college.people["pestova"].link.Linked() {
		t.Fatal("it was kept before anybody said so")
	}
	b.get("/link/confirm").sees("Это вы?") // loaded again
	b.post("/link/keep").is(http.StatusSeeOther).follow().sees("Учебный профиль VK ID привязан", "Полина Полнова", "Перейти в VK Мессенджер",
		"Отменить привязку учебного профиля VK ID", "Войти в чат", "/chats/1", "25.11.2026")
	if s.college.vk.exchanges != 1 || len(s.college.vk.revoked) != 0 {
		t.Errorf("%d exchanges, %d taken back", s.college.vk.exchanges, len(s.college.vk.revoked))
	}
	b.get("/link/confirm").is(http.StatusForbidden).sees("Не получилось")
	// A chat.
	b.get("/chats/1").is(http.StatusSeeOther)
	if b.leads() != "https://vk.me/join/abc" {
		t.Errorf("the chat is at %s", b.leads())
	}
	if b.get("/chats"); s.college.looks != 1 {
		t.Errorf("the agent was asked to look %d times", s.college.looks)
	}
	if b.get("/chats"); s.college.looks != 1 {
		t.Errorf("the agent was asked to look %d times", s.college.looks)
	}
	// The end.
	b.get("/unlink").sees("Отменить привязку учебного профиля?", "сейчас вы в 1 чате", "Оставить привязку")
	b.post("/unlink").follow().sees("Привязка отменена", "Привязать учебный профиль VK ID")
	if strings.Contains(s.log.String(), "secret-code") {
		t.Error("the log holds the code")
	}
}

// TestNotMe: what was signed in and is not kept is taken back.
func TestNotMe(t *testing.T) {
	s := newSite(t)
	b := s.in("pestova").post("/link")
	b.get("/link/return?code=c&state=state-1").follow().sees("Это вы?")
	b.post("/link/drop").follow().sees("Профиль не привязан, ничего не сохранено")
	if got := <-s.college.vk.revoked; got != "proof-state-1" || s.college.people["pestova"].link.Linked() {
		t.Errorf("%s was taken back", got)
	}
	// A refusal at VK ID ends the attempt, and says so.
	b.get("/chats").post("/link").get("/link/return?error=access_denied&state=state-2").sees("Вы отказали «Звонку» в доступе")
	b.get("/link/return?code=c&state=state-2").is(http.StatusForbidden)
	// A second attempt takes the place of the first, and one that nobody ended runs out.
	b.get("/chats").post("/link").get("/chats").post("/link").get("/link/return?code=c&state=state-3").is(http.StatusConflict).sees("Это не ответ VK ID")
	s.college.pass(10 * time.Minute)
	b.get("/link/return?code=c&state=state-4").is(http.StatusForbidden)
}

// TestForgottenLink: what a person signed in and left at «Это вы?» is taken back when its time is over, though nobody else comes.
func TestForgottenLink(t *testing.T) {
	s := newSite(t)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, end := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- s.page.Serve(ctx, listener, nil) }()
	b := s.in("pestova").post("/link")
	b.get("/link/return?code=c&state=state-1").follow().sees("Это вы?")
	<-s.college.wakes
	<-s.college.wakes // it has looked
	b.get("/link/confirm").sees("Это вы?")
	s.college.pass(10 * time.Minute)
	<-s.college.wakes
	if got := <-s.college.vk.revoked; got != "proof-state-1" {
		t.Errorf("%s was taken back", got)
	}
	end()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func TestLessonsOnThePhone(t *testing.T) {
	s := newSite(t)
	b := s.in("pestova", "remember", "1").get("/lessons").is(http.StatusOK)
	b.sees("Среда 25\u00a0ноября 2026\u00a0г.", "11:50–13:20", "Английский язык(ОГСЭ)", "Каган Н.В.", "ауд. 214", "Присоединиться к звонку", "идёт сейчас", "откроется в 13:40", "Звонок завершен")
	if strings.Count(b.text, "Присоединиться к звонку") != 1 {
		t.Error("not only the lesson that goes on is joined")
	}
	if got := b.header.Get("Refresh"); got != "4801; url=/lessons?auto=1" {
		t.Errorf("the page is read again after %q", got)
	}
	b.post("/lessons/12/join").is(http.StatusOK).sees("Открываем звонок", "https://vk.com/call/join/now")
	if b.leads() != "https://vk.com/call/join/now" || len(s.college.joined) != 1 {
		t.Errorf("it leads to %s; joined %v", b.leads(), s.college.joined)
	}
	b.get("/lessons").post("/lessons/13/join").is(http.StatusConflict).sees("Дистанционное занятие еще не началось.")
	b.get("/lessons").post("/lessons/11/join").sees("Дистанционное занятие завершено")
	s.college.pass(81 * time.Minute)
	b.get("/lessons").seesNot("Присоединиться").sees("Звонок завершен")
	b.get("/lessons?week=2026-11-25").sees("23–29\u00a0ноября 2026\u00a0г.", "Ср, 25\u00a0ноября · сегодня", "/lessons?week=2026-11-16", "/lessons?week=2026-11-30", "/lessons?day=2026-11-25")
	b.get("/lessons?day=2026-11-26").sees("Занятий нет", "Сегодня")
	b.get("/lessons?week=2026-12-07").sees("На этой неделе занятий нет", "Эта неделя")
	for _, odd := range []string{"9999-12-31", "вчера", "2026-11-25%0d%0aX: y"} {
		b.get("/lessons?day=" + strings.ReplaceAll(odd, " ", "%20")).is(http.StatusOK).sees("25\u00a0ноября")
	}
}

// TestParent: who learns and teaches nothing has no «Занятия».
func TestParent(t *testing.T) {
	s := newSite(t)
	s.college.people["mother"] = &person{Person: model.Person{ID: 9, Kind: model.Parent, Active: true, Name: model.Name{LastName: "Пестова", FirstName: "Ольга"}}, password: "p",
		chats: []model.MyChat{{Chat: 5, Title: "ДО-19-3 родители", Role: "Родитель"}}}
	b := s.in("mother").sees("ДО-19-3 родители").seesNot("Занятия")
	b.get("/lessons").is(http.StatusConflict).sees("Раздел «Занятия» закрыт")
	s.college.people["mother"].chats = nil
	b.get("/chats").sees("Чатов пока нет")
}

// TestInstallable: the page may be put among the phone's apps.
func TestInstallable(t *testing.T) {
	s := newSite(t)
	b := s.browser().get("/").sees(`rel="manifest"`, `name="viewport"`)
	b.get("/manifest.webmanifest").is(http.StatusOK).sees(`"display":"standalone"`, `"start_url":"/"`, "512x512")
	b.get("/icon.png").is(http.StatusOK)
	b.get("/style.css").is(http.StatusOK).sees("prefers-color-scheme:dark", "#2563c9", "#7fb0ff")
}

// TestInternalErrorsStay: what was not written for people is in the log, under a number.
func TestInternalErrorsStay(t *testing.T) {
	s := newSite(t)
	b := s.in("pestova")
	s.college.failing = &http.MaxBytesError{Limit: 77}
	b.get("/chats").is(http.StatusInternalServerError).sees("Внутренняя ошибка сервера").seesNot("request body")
	if !strings.Contains(s.log.String(), "request body") {
		t.Error("the log has nothing")
	}
}

func TestCheckOrigin(t *testing.T) {
	for text, want := range map[string]string{
		"https://college.example": "https://college.example 443", "https://College.Example:443/": "https://college.example 443",
		"https://college.example:8443": "https://college.example:8443 8443",
		"http://college.example":       "", "college.example": "", "https://": "", "https://a@b": "", "https://college.example/phone": "", "https://college.example?x": "",
	} {
		origin, _, port, err := phone.CheckOrigin(text)
		if got := strings.TrimSpace(origin + " " + port); got != want || (err == nil) != (want != "") {
			t.Errorf("%s: %q, %v", text, got, err)
		}
	}
}
