package sandbox

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

func (b *bench) page(path string) (int, string) {
	b.t.Helper()
	resp, err := http.Get(b.url + path)
	if err != nil {
		b.t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return resp.StatusCode, string(body)
}

func TestPages(t *testing.T) {
	b := newBench(t, Options{NoLimits: true})
	b.do(b.community(), "messages.createChat", "title", "ДО-19-3 <родители>", "user_ids", "1001")
	b.do(b.community(), "messages.createChat", "title", "Второй", "user_ids", "1001")
	b.do(b.community(), "messages.send", "peer_id", "1001", "random_id", "1", "message", "Вступайте: "+b.State().Chats[0].InviteLink+" сегодня")
	b.do(b.person(1001), "calls.start")
	hash := strings.TrimPrefix(b.State().Chats[0].InviteLink, b.url)
	call := strings.TrimPrefix(b.State().Calls[0].JoinLink, b.url)
	tests := []struct {
		path   string
		status int
		shows  []string
		hides  []string
	}{
		{"/", 200, []string{"Песочница VK"}, nil},
		{"/sandbox/", 200, []string{"Сбои по заказу", "messages.createChat", b.url}, []string{b.community()}},
		{"/im?user=", 200, []string{"Чьими глазами", "Иванов"}, nil},
		{"/im", 200, []string{"Войти в Сферум"}, []string{"Иванов"}},
		{"/im/convo/2000000001", 200, []string{"Войти в Сферум", `value="2000000001"`}, []string{"ДО-19-3"}},
		{"/signin/none", 404, []string{"Страница устарела"}, nil},
		{"/sandbox/avatar/1001", 200, []string{"PNG"}, nil},
		{"/sandbox/avatar/7", 404, nil, nil},
		{"/sandbox/sms?phone=%2B79000000001", 200, []string{"Сообщений нет"}, nil},
		{"/im?user=1001", 200, []string{"ДО-19-3 &lt;родители&gt;", "Второй", "Выберите чат"}, []string{"<родители>"}},
		{"/im?user=1001&peer=2000000001", 200, []string{"Участников: 2", "владелец", "создаёт чат"}, nil},
		{"/im?user=1001&peer=-220000001", 200, []string{"Вступайте", `href="` + b.State().Chats[0].InviteLink + `"`}, nil},
		{"/im?user=1002", 200, []string{"Чатов нет"}, []string{"ДО-19-3"}},
		{hash, 200, []string{"ДО-19-3 &lt;родители&gt;", "Присоединиться"}, nil},
		{"/join/dead", 404, []string{"недействительна"}, []string{"Присоединиться"}},
		{call, 200, []string{"Видеозвонки VK Мессенджер", "Присоединиться через браузер"}, []string{"Присоединиться с видео"}},
		{call + "?way=carriage", 200, []string{"Присоединиться через браузер"}, []string{"Присоединиться с видео"}},
		{call + "?way=program", 200, []string{"Присоединиться с видео", "Кто вы", "(id1002)"}, []string{"Присоединиться через браузер"}},
		{call + "?way=browser&user=1002", 200, []string{"Вы входите как Анастасия"}, []string{"Кто вы"}},
		{strings.Replace(call, "join", "room", 1), 200, []string{"Вы не в звонке"}, []string{"Выйти"}},
		{"/call/join/none", 404, []string{"Такого звонка нет", "попросите новую ссылку"}, []string{"Присоединиться"}},
		{"/call/join/none?way=program", 404, []string{"Такого звонка нет"}, []string{"Присоединиться"}},
		{"/call/room/none", 404, []string{"Такого звонка нет"}, nil},
		{"/calls", 200, []string{"Создать звонок", "Кто начинает звонок"}, []string{"/call/join/"}},
		{"/calls?user=1001&call=none", 200, []string{"Создать звонок", "Звонок начинает Александр Иванов"}, []string{"/call/join/"}},
		{"/sandbox/captcha?sid=1", 404, nil, nil},
		{"/sandbox/captcha.svg?sid=1", 404, nil, nil},
		{"/sandbox/nothing", 404, nil, nil},
	}
	for _, tt := range tests {
		t.Run(tt.path, func(t *testing.T) {
			status, body := b.page(tt.path)
			if status != tt.status {
				t.Errorf("status %d, want %d", status, tt.status)
			}
			for _, text := range tt.shows {
				if !strings.Contains(body, text) {
					t.Errorf("%q is not on the page:\n%s", text, body)
				}
			}
			for _, text := range tt.hides {
				if strings.Contains(body, text) {
					t.Errorf("%q is on the page", text)
				}
			}
		})
	}
}

func TestJoiningByThePage(t *testing.T) {
	b := newBench(t, Options{NoLimits: true})
	b.do(b.community(), "messages.createChat", "title", "А")
	link := b.State().Chats[0].InviteLink
	for user, want := range map[string]int{"1100": 200, "1001": 200, "7": 400, "": 400} {
		resp, err := http.PostForm(link, url.Values{"user": {user}})
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		if resp.StatusCode != want {
			t.Errorf("user %q: status %d, want %d", user, resp.StatusCode, want)
		}
	}
	if n := len(b.State().Chats[0].Members); n != 3 {
		t.Errorf("%d members, want the community and the two who joined, one of them lets nobody add", n)
	}
}

func TestCaptchaPages(t *testing.T) {
	b := newBench(t, Options{NoLimits: true, Faults: "captcha@1"})
	asked := b.ask(b.community(), "users.get").Error
	_, page := b.page(strings.TrimPrefix(asked.RedirectURI, b.url))
	if !strings.Contains(page, successToken(asked.CaptchaSID)) {
		t.Errorf("the page does not end with the token:\n%s", page)
	}
	if _, picture := b.page(strings.TrimPrefix(asked.CaptchaImg, b.url)); !strings.Contains(picture, letters(asked.CaptchaSID)) {
		t.Errorf("the picture does not show the letters:\n%s", picture)
	}
}

func TestStartAndInfo(t *testing.T) {
	s, err := New(Options{Users: DefaultUsers(20)})
	if err != nil {
		t.Fatal(err)
	}
	base, err := s.Start("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.Get(base + "/sandbox/state")
	if err != nil {
		t.Fatal(err)
	}
	var state map[string]any
	if err := json.NewDecoder(resp.Body).Decode(&state); err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	for _, key := range []string{"chats", "calls", "requests", "methods"} {
		if _, ok := state[key]; !ok {
			t.Errorf("the state has no %s", key)
		}
	}
	info := s.Info()
	if info.API != base || info.ID != base || info.Messenger != base+"/im" || info.CommunityToken == "" || len(info.Users) != 20 {
		t.Errorf("info = %+v", info)
	}
	if u := info.Users[19]; u.UserID != 1020 || !u.NobodyAdds || u.Token == "" || u.Phone == "" || info.Users[18].NobodyAdds {
		t.Errorf("the last person = %+v", u)
	}
	s.AddUser(User{ID: 5000, FirstName: "Пётр", LastName: "Первый"})
	s.AddUser(User{ID: 5000, FirstName: "Другой"})
	if users := s.Info().Users; len(users) != 21 || users[20].FirstName != "Пётр" || users[20].Token == "" {
		t.Errorf("the newcomer = %+v", users[len(users)-1])
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if err := s.Close(); err != nil {
		t.Errorf("second Close: %v", err)
	}
	if _, err := http.Get(base + "/sandbox/state"); err == nil {
		t.Error("it still serves")
	}
}
