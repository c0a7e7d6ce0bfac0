package vkid_test

import (
	"net"
	"strconv"
	"strings"
	"testing"
	"time"

	"zvonok/app"
	"zvonok/app/vkid"
	"zvonok/model"
	"zvonok/model/store"
	"zvonok/vkclient"
	"zvonok/vkclient/sandbox"
)

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

// TestAddressOpenedTwice: a person who reads the address off a command line and opens it too ends the sign-in, no matter who was first.
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
