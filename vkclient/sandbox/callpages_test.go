package sandbox

import (
	"html"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// form is the pairs of names and values as a form.
func form(pairs ...string) url.Values {
	values := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		values.Set(pairs[i], pairs[i+1])
	}
	return values
}

// submit posts a form and answers the page that comes in the end.
func (b *bench) submit(path string, pairs ...string) (int, string) {
	b.t.Helper()
	resp, err := http.PostForm(b.url+path, form(pairs...))
	if err != nil {
		b.t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return resp.StatusCode, html.UnescapeString(string(body))
}

// submit posts a form in this browser.
func (w *browser) submit(path string, pairs ...string) *browser {
	w.t.Helper()
	return w.shows(w.http.PostForm(w.url+path, form(pairs...)))
}

// started is a call that the person has started: its id and the end of its pages' addresses.
func (b *bench) started(owner int64) (id, hash string) {
	b.do(b.person(owner), "calls.start")
	made := b.State().Calls[len(b.State().Calls)-1]
	return made.CallID, made.JoinLink[strings.LastIndex(made.JoinLink, "/")+1:]
}

// signedIn is a browser in which the person is signed in to the messenger.
func signedIn(b *bench, id int64) *browser {
	b.t.Helper()
	w := newBrowser(b)
	u := b.Info().Users[id-1001]
	return w.submit("/im/signin").press("continue", "login", u.Phone).press("password").press("continue", "password", u.Password)
}

// TestJoiningACall: a person who is signed in comes by Рисунки 452 and 453 into the call, sees who is there, and leaves.
func TestJoiningACall(t *testing.T) {
	b := newBench(t, Options{NoLimits: true})
	_, hash := b.started(1001)
	join, room, leave := "/call/join/"+hash, "/call/room/"+hash, "/call/leave/"+hash
	student := signedIn(b, 1002)
	name := b.Info().Users[1].FirstName + " " + b.Info().Users[1].LastName
	student.open(join).sees("Видеозвонки VK Мессенджер",
		"Чтобы присоединиться к звонку, нажмите <b>Открыть VK Мессенджер</b> в появившемся окне браузера",
		"Если окно не отображается, нажмите «Присоединиться к звонку» ниже", ">Присоединиться к звонку<", ">Присоединиться через браузер<")
	student.open(join+"?way=program").sees("Присоединиться с видео", "Вы входите как "+name)
	student.submit(join, "way", wayProgram).sees("В звонке: 1", "<li>"+name+"</li>", ">Выйти<")
	if strings.Contains(student.page, "Завершить звонок") {
		t.Error("a guest may finish the call")
	}
	b.submit(join, "user", "1003", "way", wayBrowser)
	b.submit(join, "user", "1003", "way", wayBrowser)
	student.open(room).sees("В звонке: 2")
	if got := b.State().Calls[0]; !slices.Equal(got.Members, []int64{1002, 1003}) || got.Way != wayBrowser || got.Finished {
		t.Errorf("the state says %+v", got)
	}
	student.submit(leave).sees("Вы не в звонке", "Вернуться в звонок")
	student.submit(leave).sees("Вы не в звонке")
	if got := b.State().Calls[0].Members; !slices.Equal(got, []int64{1003}) {
		t.Errorf("%v are in the call", got)
	}
	if status, page := b.submit(join); status != http.StatusBadRequest || !strings.Contains(page, "Выберите человека") {
		t.Errorf("nobody joined: %d\n%s", status, page)
	}
	if status, _ := b.submit("/call/join/none", "user", "1003"); status != http.StatusNotFound {
		t.Errorf("joined a call that is not there: %d", status)
	}
}

// TestFinishedCall: once the call is finished, by its owner or by the API, every page of it says so and nobody is in it.
func TestFinishedCall(t *testing.T) {
	for name, finish := range map[string]func(*bench, string, string){
		"by the API":   func(b *bench, id, _ string) { b.do(b.person(1001), "calls.forceFinish", "call_id", id) },
		"by its owner": func(b *bench, _, hash string) { b.submit("/call/finish/"+hash, "user", "1001") },
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, Options{NoLimits: true})
			id, hash := b.started(1001)
			for _, user := range []int64{1001, 1002} {
				b.submit("/call/join/"+hash, "user", strconv.FormatInt(user, 10), "way", wayProgram)
			}
			if _, page := b.page("/call/room/" + hash + "?user=1001"); !strings.Contains(page, "Завершить звонок для всех") {
				t.Errorf("the owner cannot finish the call:\n%s", page)
			}
			b.submit("/call/finish/"+hash, "user", "1002")
			if got := b.State().Calls[0]; got.Finished || len(got.Members) != 2 {
				t.Fatalf("a guest has finished it: %+v", got)
			}
			finish(b, id, hash)
			if got := b.State().Calls[0]; !got.Finished || len(got.Members) != 0 || got.Way != wayProgram {
				t.Errorf("the state says %+v", got)
			}
			for _, path := range []string{"/call/join/" + hash, "/call/join/" + hash + "?way=browser", "/call/room/" + hash + "?user=1002", "/call/room/" + hash} {
				if status, page := b.page(path); status != http.StatusOK || !strings.Contains(page, "Звонок завершен") || strings.Contains(page, "Присоединиться") {
					t.Errorf("%s: %d\n%s", path, status, page)
				}
			}
			for _, step := range []string{"join", "leave", "finish"} {
				if _, page := b.submit("/call/"+step+"/"+hash, "user", "1002"); !strings.Contains(page, "Звонок завершен") {
					t.Errorf("%s: %s", step, page)
				}
			}
			if got := b.State().Calls[0].Members; len(got) != 0 {
				t.Errorf("%v came in afterwards", got)
			}
		})
	}
}

// TestRoomLooksAgain: the page of somebody in the call notices by itself that it is over, and then goes to the main screen.
func TestRoomLooksAgain(t *testing.T) {
	b := newBench(t, Options{NoLimits: true})
	id, hash := b.started(1001)
	refresh := func() string {
		resp, err := http.Get(b.url + "/call/room/" + hash + "?user=1002")
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		return resp.Header.Get("Refresh")
	}
	if got := refresh(); got != "" {
		t.Errorf("outside: %q", got)
	}
	b.submit("/call/join/"+hash, "user", "1002")
	if got := refresh(); got != roomRefresh {
		t.Errorf("inside: %q", got)
	}
	b.do(b.person(1001), "calls.forceFinish", "call_id", id)
	if got := refresh(); got != homeRefresh {
		t.Errorf("afterwards: %q", got)
	}
}

// TestCallByHand: a person makes a call without the API and takes its link.
func TestCallByHand(t *testing.T) {
	b := newBench(t, Options{NoLimits: true})
	teacher := signedIn(b, 1003)
	teacher.open("/calls").sees("Создать звонок", "Звонок начинает "+b.Info().Users[2].FirstName)
	teacher.submit("/calls").sees("Звонок создан", "Скопировать ссылку")
	shown := strings.TrimPrefix(teacher.at, b.url)
	made := b.State().Calls
	if len(made) != 1 || made[0].OwnerID != 1003 || made[0].Finished {
		t.Fatalf("the state says %+v", made)
	}
	teacher.sees(`value="` + made[0].JoinLink + `"`)
	teacher.open(strings.TrimPrefix(made[0].JoinLink, b.url)).sees("Видеозвонки VK Мессенджер")
	if status, page := b.submit("/calls"); status != http.StatusBadRequest || !strings.Contains(page, "Выберите человека") {
		t.Errorf("nobody made a call: %d\n%s", status, page)
	}
	if _, page := b.submit("/calls", "user", "1004"); !strings.Contains(page, "Звонок создан") || b.State().Calls[1].OwnerID != 1004 {
		t.Errorf("by choosing a person:\n%s", page)
	}
	b.do(b.person(1003), "calls.forceFinish", "call_id", made[0].CallID)
	if _, page := b.page(shown); strings.Contains(page, "Звонок создан") {
		t.Error("the link of a finished call is offered")
	}
}

// TestWhoMayCall: a user token with the scope messages starts calls, one without it and a community's do not.
func TestWhoMayCall(t *testing.T) {
	b := newBench(t, Options{NoLimits: true})
	plain := b.Info().Users[0].PlainToken
	if got := b.do(plain, "users.get"); !strings.Contains(got, `"id":1001`) {
		t.Errorf("the plain token is of %s", got)
	}
	for token, want := range map[string]int{b.person(1001): 0, plain: codeAccess, b.community(): codeGroupAuth, "vk1.a.wrong": codeAuth} {
		if got := b.ask(token, "calls.start").code(); got != want {
			t.Errorf("error %d, want %d", got, want)
		}
		if got := b.ask(token, "calls.forceFinish", "call_id", "none").code(); want != 0 && got != want {
			t.Errorf("finishing: error %d, want %d", got, want)
		}
	}
	if got := b.State().Calls; len(got) != 1 {
		t.Errorf("%d calls", len(got))
	}
}
