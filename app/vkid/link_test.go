package vkid_test

import (
	"bytes"
	"errors"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"zvonok/app"
	"zvonok/app/agent"
	"zvonok/app/vkid"
	"zvonok/model"
	"zvonok/model/store"
	"zvonok/vkclient"
	"zvonok/vkclient/sandbox"
)

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

// TestThreeWaysIn: the whole of 29.1.1, by the loopback listener.
func TestThreeWaysIn(t *testing.T) {
	const newcomer = "+79009990001"
	for name, test := range map[string]struct {
		walk func(*visitor)
		name string
		id   model.MessengerID // 0: whatever the newcomer gets
	}{
		"without a VK ID": {name: "Нина Новая", walk: func(v *visitor) {
			v.press("continue", "login", newcomer)
			v.press("continue", "code", v.texted(newcomer)).sees("Информация о себе")
			v.press("continue", "first_name", "Нина", "last_name", "Новая").press("allow")
		}},
		"VK ID without a learning profile": {name: "Пётр Простов", id: plainID, walk: func(v *visitor) {
			v.press("continue", "login", "+79005005001").press("sms")
			v.press("continue", "code", v.texted("+79005005001")).sees("Создайте учебный профиль")
			v.press("create").sees("Информация о себе").press("continue", "first_name", "Пётр", "last_name", "Простов").press("allow")
		}},
		"VK ID with a learning profile": {name: "Полина Полнова", id: fullID, walk: func(v *visitor) {
			v.press("continue", "login", "+79005005002").press("password").press("continue", "password", "Polnova-parol-2").press("allow")
		}},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, sandbox.Options{})
			ended := w.begin(t)
			v := newVisitor(t, w).open(w.opened)
			test.walk(v)
			v.sees("Готово, вернитесь в «Звонок»")
			if err := <-ended; err != nil {
				t.Fatal(err)
			}
			s := w.state(t)
			if !s.SignedIn || s.Name != test.name || test.id != 0 && s.Profile != test.id {
				t.Errorf("linked as %+v", s)
			}
			if packed := w.secret(t); packed == "" || len(packed) > 2560 {
				t.Errorf("the vault keeps %d bytes", len(packed))
			}
			if picture, err := w.LinkPicture(w.As(t.Context())); err != nil || !bytes.HasPrefix(picture, []byte("\x89PNG")) {
				t.Errorf("picture of %d bytes: %v", len(picture), err)
			}
		})
	}
}

// TestPastedAnswer: both shapes of it, and what does not fit.
func TestPastedAnswer(t *testing.T) {
	for name, payload := range map[string]bool{"parameters": false, "payload": true} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, sandbox.Options{PayloadAnswers: payload})
			ended := w.begin(t)
			v := newVisitor(t, w)
			v.keep = true
			v.open(w.opened).press("continue", "login", "+79005005002").press("password").press("continue", "password", "Polnova-parol-2").press("allow")
			for _, wrong := range []string{"https://example.com/callback?code=1", "привет", strings.SplitN(v.answer, "?", 2)[0], w.opened} {
				if err := w.PasteLink(t.Context(), wrong); !errors.Is(err, app.ErrNotThisAnswer) {
					t.Errorf("%q: %v", wrong, err)
				}
			}
			if err := w.PasteLink(t.Context(), " "+v.answer+"\n"); err != nil {
				t.Fatal(err)
			}
			if err := <-ended; err != nil {
				t.Fatal(err)
			}
			if got := w.state(t).Profile; got != fullID {
				t.Errorf("linked with %d", got)
			}
			again := w.begin(t)
			if err := w.PasteLink(t.Context(), v.answer); !errors.Is(err, app.ErrNotThisAnswer) {
				t.Errorf("the answer of an earlier sign-in: %v", err)
			}
			w.CancelLink()
			if err := <-again; err == nil {
				t.Error("linked without an answer")
			}
		})
	}
}

// TestStrayAnswers: what is not this sign-in's answer gets a refusal and the wait goes on; the right answer
// ends it, and then nobody listens.
func TestStrayAnswers(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	ended := w.begin(t)
	v := newVisitor(t, w).open(w.opened)
	callback := v.asked().Get("redirect_uri")
	for _, stray := range []string{callback + "?code=1&state=wrong", callback, strings.Replace(callback, "/callback", "/favicon.ico", 1)} {
		for _, other := range []*visitor{newVisitor(t, w), v.beside()} {
			if other.open(stray); other.status < 400 {
				t.Errorf("%s: %d", stray, other.status)
			}
		}
	}
	v.press("continue", "login", "+79005005002").press("password").press("continue", "password", "Polnova-parol-2").press("allow")
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	host := strings.TrimSuffix(strings.TrimPrefix(callback, "http://"), "/callback")
	if !strings.HasPrefix(host, "127.0.0.1:") {
		t.Errorf("listened at %s", host)
	}
	if c, err := net.DialTimeout("tcp", host, time.Second); err == nil {
		_ = c.Close()
		t.Error("somebody still listens")
	}
}

func TestRefusedConsent(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	ended := w.begin(t)
	newVisitor(t, w).open(w.opened).press("continue", "login", "+79005005002").press("password").press("continue", "password", "Polnova-parol-2").
		press("deny").sees("Вы отказались от входа")
	if err := <-ended; err == nil || !strings.Contains(err.Error(), "вы отказали «Звонку» в доступе") {
		t.Errorf("got %v", err)
	}
	if w.state(t).Linked() || w.secret(t) != "" {
		t.Error("linked all the same")
	}
}

// TestMessagesScope: the right to act in chats is asked for where the administrator says that VK has given it, and
// VK's refusal says what to switch off.
func TestMessagesScope(t *testing.T) {
	for name, c := range map[string]struct {
		allowed, refused bool
		mayCall          bool
		scope            string
	}{
		"not asked for": {refused: true},
		"given":         {allowed: true, mayCall: true, scope: "vkid.personal_info messages"},
		"refused":       {allowed: true, refused: true, scope: "vkid.personal_info messages"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, sandbox.Options{NoMessages: c.refused})
			if c.allowed {
				w.allowMessages(t)
			}
			ended := w.begin(t)
			v := newVisitor(t, w).open(w.opened)
			if scope := v.asked().Get("scope"); scope != c.scope {
				t.Errorf("asks for %q", scope)
			}
			if c.allowed && c.refused {
				v.sees("VK ID не выполнил вход")
				if err := <-ended; err == nil || !strings.Contains(err.Error(), "снять флажок «VK разрешил приложению доступ к сообщениям»") {
					t.Errorf("got %v", err)
				}
				if w.state(t).Linked() || w.secret(t) != "" {
					t.Error("linked all the same")
				}
				return
			}
			v.press("continue", "login", "+79005005002").press("password").press("continue", "password", "Polnova-parol-2").press("allow")
			if err := <-ended; err != nil {
				t.Fatal(err)
			}
			if g, err := w.identity().Unpack(w.secret(t)); err != nil || g.MayCall != c.mayCall || g.MayJoin != c.mayCall {
				t.Errorf("may call: %v, may join: %v, %v", g.MayCall, g.MayJoin, err)
			}
		})
	}
}

// TestLateCode: a code that was brought too late links nothing.
func TestLateCode(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	ended := w.begin(t)
	v := newVisitor(t, w)
	v.keep = true
	v.open(w.opened).press("continue", "login", "+79005005002").press("password").press("continue", "password", "Polnova-parol-2").press("allow")
	w.clock.pass(time.Hour)
	if err := w.PasteLink(t.Context(), v.answer); err != nil {
		t.Fatal(err)
	}
	if err := <-ended; err == nil || !strings.Contains(err.Error(), "Начните привязку ещё раз") {
		t.Errorf("got %v", err)
	}
}

// TestAddressOpenedTwice: whoever reads the address off a command line and opens it too ends the sign-in, whoever was first.
func TestAddressOpenedTwice(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	ended := w.begin(t)
	if strings.HasPrefix(w.opened, w.url) || strings.Contains(w.opened, "state") {
		t.Fatalf("the address on the command line is %s", w.opened)
	}
	newVisitor(t, w).open(w.opened).sees("Вход в VK ID")
	newVisitor(t, w).open(w.opened).sees("Адрес входа открыли дважды")
	if err := <-ended; err == nil || !strings.Contains(err.Error(), "адрес входа открыли дважды") || !strings.Contains(err.Error(), "Начните привязку заново") {
		t.Errorf("got %v", err)
	}
	if w.state(t).Linked() || w.secret(t) != "" {
		t.Error("linked all the same")
	}
}

// TestAnotherBrowsersAnswer: the right answer is refused from a browser that was not led to VK ID, its own browser goes on,
// and the person may paste it.
func TestAnotherBrowsersAnswer(t *testing.T) {
	for _, pasted := range []bool{false, true} {
		w := newWorld(t, sandbox.Options{})
		ended := w.begin(t)
		v := newVisitor(t, w)
		v.keep = true
		v.open(w.opened).press("continue", "login", "+79005005002").press("password").press("continue", "password", "Polnova-parol-2").press("allow")
		newVisitor(t, w).open(v.answer).sees("Вход начат не в этом браузере", "вставьте его в окно «Звонка»")
		if pasted {
			if err := w.PasteLink(t.Context(), v.answer); err != nil {
				t.Fatal(err)
			}
		} else {
			v.open(v.answer).sees("Готово, вернитесь в «Звонок»")
		}
		if err := <-ended; err != nil || w.state(t).Profile != fullID {
			t.Errorf("pasted %v: linked with %d, %v", pasted, w.state(t).Profile, err)
		}
	}
}

// TestStrangersBrowser: a browser where somebody else is signed in links nobody unasked, and «Не я» takes the consent back.
func TestStrangersBrowser(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	if _, err := w.BeginLink(w.As(t.Context())); err != nil {
		t.Fatal(err)
	}
	offers := make(chan model.LinkOffer, 1)
	go func() {
		offer, err := w.WaitLink(t.Context())
		if err != nil {
			t.Error(err)
		}
		offers <- offer
	}()
	newVisitor(t, w).open(w.opened).press("continue", "login", "+79005005002").press("password").press("continue", "password", "Polnova-parol-2").press("allow")
	if offer := <-offers; offer != (model.LinkOffer{Profile: fullID, Name: "Полина Полнова"}) {
		t.Errorf("asked about %+v", offer)
	}
	if w.state(t).Linked() || w.secret(t) != "" {
		t.Error("linked unasked")
	}
	w.CancelLink()
	if w.state(t).Linked() || w.secret(t) != "" || w.vk.State().Methods["oauth2.revoke"] != 1 {
		t.Errorf("linked %v, kept %q, %v", w.state(t).Linked(), w.secret(t), w.vk.State().Methods)
	}
}

// TestTakenPort: the sign-in does not begin, and says which port it is.
func TestTakenPort(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	other, err := net.Listen("tcp4", "127.0.0.1:0") //nolint:noctx // ends with the test
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	port := other.Addr().(*net.TCPAddr).Port
	err = w.college.Store.Update(t.Context(), func(tx *store.Tx) error {
		return tx.SetSetting(store.SettingSignInPort, strconv.Itoa(port))
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.BeginLink(w.As(t.Context())); err == nil || !strings.Contains(err.Error(), "порт "+strconv.Itoa(port)) {
		t.Errorf("got %v", err)
	}
	if w.opened != "" {
		t.Error("the browser opened all the same")
	}
}

// TestUnlinkingLeavesVK: the profile leaves the chats of the local VK, also those entered by the link since
// the agent last looked.
func TestUnlinkingLeavesVK(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	w.sync(t)
	if err := w.linkAs(t, "+79005005002", "Polnova-parol-2"); err != nil {
		t.Fatal(err)
	}
	w.sync(t)
	chats, err := w.MyChats(w.As(t.Context()))
	if err != nil || len(chats) < 2 {
		t.Fatalf("%d chats, %v", len(chats), err)
	}
	var token string
	for _, u := range w.vk.Info().Users {
		if u.UserID == fullID {
			token = u.Token
		}
	}
	person := vkclient.New(vkclient.Options{Hosts: vkclient.HostsAt(w.url), Token: vkclient.Secret(token), Kind: vkclient.UserToken})
	for i, c := range chats {
		link, err := w.MyInviteLink(w.As(t.Context()), c.Chat)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := person.JoinChatByInviteLink(t.Context(), link); err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			w.sync(t) // of the first one the agent knows, of the others it does not
		}
	}
	if got := w.inside(fullID); len(got) != len(chats) {
		t.Fatalf("entered %d chats of %d", len(got), len(chats))
	}
	notes, err := w.Unlink(w.As(t.Context()))
	if err != nil || len(notes) != 0 {
		t.Fatal(notes, err)
	}
	if _, err := w.agent.Run(t.Context(), agent.RunOptions{}, nil); err != nil {
		t.Fatal(err)
	}
	if got := w.inside(fullID); len(got) != 0 {
		t.Errorf("still in %q", got)
	}
}

// inside are the titles of the chats in which the local VK has somebody.
func (w *world) inside(id int64) (titles []string) {
	for _, c := range w.vk.State().Chats {
		if slices.ContainsFunc(c.Members, func(m sandbox.StateMember) bool { return m.MemberID == id }) {
			titles = append(titles, c.Title)
		}
	}
	return titles
}

// TestRenewedAndRevoked: an access token near its end is renewed once, the refresh token changes, and
// unlinking makes both useless.
func TestRenewedAndRevoked(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	if err := w.linkAs(t, "+79005005002", "Polnova-parol-2"); err != nil {
		t.Fatal(err)
	}
	first := w.secret(t)
	w.clock.pass(50 * time.Minute)
	if err := w.RenewLink(w.As(t.Context())); err != nil || w.secret(t) != first {
		t.Fatalf("renewed too early: %v", err)
	}
	w.clock.pass(6 * time.Minute)
	if err := w.RenewLink(w.As(t.Context())); err != nil || w.secret(t) == first {
		t.Fatalf("not renewed: %v", err)
	}
	if n := w.vk.State().Methods["oauth2.auth"]; n != 2 {
		t.Errorf("%d requests for tokens, want 2", n)
	}
	last := w.secret(t)
	if _, err := w.Unlink(w.As(t.Context())); err != nil {
		t.Fatal(err)
	}
	if w.secret(t) != "" {
		t.Error("the vault keeps the tokens")
	}
	identity := w.identity()
	g, err := identity.Unpack(last)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := identity.Refresh(t.Context(), g); !errors.Is(err, app.ErrSignInAgain) {
		t.Errorf("a revoked grant: %v", err)
	}
}

// TestStolenRefresh: a refresh token that somebody else has used ends the sign-in, and the person hears it.
func TestStolenRefresh(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	if err := w.linkAs(t, "+79005005002", "Polnova-parol-2"); err != nil {
		t.Fatal(err)
	}
	identity := w.identity()
	g, err := identity.Unpack(w.secret(t))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := identity.Refresh(t.Context(), g); err != nil {
		t.Fatal(err)
	}
	w.clock.pass(time.Hour)
	if err := w.RenewLink(w.As(t.Context())); !errors.Is(err, app.ErrSignInAgain) {
		t.Errorf("got %v", err)
	}
	if s := w.state(t); !s.SignInAgain || !s.Linked() {
		t.Errorf("%+v", s)
	}
}

// TestNoSecretStays: after a session with a link, failures, a refresh, joining and an unlinking, none of what
// VK ID gave out stands in the data folder or in the log.
func TestNoSecretStays(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	w.sync(t)
	if err := w.linkAs(t, "+79005005002", "Polnova-parol-2"); err != nil {
		t.Fatal(err)
	}
	kept := w.secret(t)
	w.clock.pass(time.Hour)
	if err := w.RenewLink(w.As(t.Context())); err != nil {
		t.Fatal(err)
	}
	if _, err := w.JoinMyChats(w.As(t.Context())); err != nil {
		t.Fatal(err)
	}
	var told []string
	ended := w.begin(t) // another sign-in, which fails at the exchange
	v := newVisitor(t, w)
	v.keep = true
	v.open(w.opened).press("continue", "login", "+79005005001").press("sms")
	v.press("continue", "code", "000").press("continue", "code", v.texted("+79005005001"))
	v.press("create").press("continue", "first_name", "Пётр", "last_name", "Простов").press("allow")
	if err := w.vk.SetFaults("oauth2.auth/garbage"); err != nil {
		t.Fatal(err)
	}
	err := w.PasteLink(t.Context(), strings.Replace(v.answer, "state=", "state=x", 1))
	if !errors.Is(err, app.ErrNotThisAnswer) {
		t.Fatalf("the answer of another sign-in: %v", err)
	}
	told = append(told, err.Error())
	if err := w.PasteLink(t.Context(), v.answer); err != nil {
		t.Fatal(err)
	}
	if err := <-ended; err == nil {
		t.Fatal("garbage was taken for tokens")
	} else {
		told = append(told, err.Error())
	}
	if err := w.vk.SetFaults(""); err != nil {
		t.Fatal(err)
	}
	before := w.traces(t)
	notes, err := w.Unlink(w.As(t.Context()))
	if err != nil {
		t.Fatal(err)
	}
	issued := w.vk.Issued()
	secrets := slices.Concat(issued.SMSCodes, issued.Codes, issued.Tokens, []string{kept, "Polnova-parol-2", "Prostov-parol-1"})
	for _, key := range []string{"state", "code_challenge"} {
		if v.asked().Get(key) == "" {
			t.Fatalf("the sign-in has no %s to look for", key)
		}
		secrets = append(secrets, v.asked().Get(key))
	}
	if len(issued.Tokens) < 4 || len(issued.Codes) < 2 || len(issued.SMSCodes) == 0 {
		t.Fatalf("the test looks for too little: %d tokens, %d codes, %d SMS", len(issued.Tokens), len(issued.Codes), len(issued.SMSCodes))
	}
	texts := before
	for name, text := range w.traces(t) {
		texts["after: "+name] = text
	}
	texts["messages"] = []byte(strings.Join(append(told, notes...), "\n"))
	for name, text := range texts {
		for _, secret := range secrets {
			if len(secret) >= 4 && bytes.Contains(text, []byte(secret)) {
				t.Errorf("%s holds %q", name, secret)
			}
		}
	}
}

// traces are the files of the data folder and the log.
func (w *world) traces(t *testing.T) map[string][]byte {
	t.Helper()
	texts := map[string][]byte{"log": []byte(w.log.String())}
	err := filepath.WalkDir(w.college.Dir, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		texts[filepath.Base(path)] = text
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(texts[store.FileName]) == 0 || len(texts["log"]) == 0 {
		t.Fatal("there is no database or no log to look into")
	}
	return texts
}

// TestProofOfAnotherApplication: what a person granted to another application proves nothing to the college.
func TestProofOfAnotherApplication(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	if err := w.linkAs(t, "+79005005002", "Polnova-parol-2"); err != nil {
		t.Fatal(err)
	}
	secret, _, _ := strings.Cut(w.secret(t), "\n")
	grant, err := w.identity().Unpack(secret)
	if err != nil {
		t.Fatal(err)
	}
	if profile, err := w.identity().Profile(t.Context(), *grant.Proof); err != nil || profile.ID != fullID {
		t.Errorf("its own: %+v, %v", profile, err)
	}
	other := vkid.New(vkid.Options{Hosts: vkclient.HostsAt(w.url), Clock: w.clock}, app.Application{Client: "52"})
	if profile, err := other.Profile(t.Context(), *grant.Proof); err == nil {
		t.Errorf("another's is taken for %+v", profile)
	}
}
