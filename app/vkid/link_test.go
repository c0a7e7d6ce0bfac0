package vkid_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"zvonok/app"
	"zvonok/model"
	"zvonok/model/store"
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
