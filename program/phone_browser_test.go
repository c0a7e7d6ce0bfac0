package program

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"zvonok/model"
)

// Somebody of the local VK who is not of the roster: the student signs in as them. And somebody who is nobody's.
const (
	phoneProfile, phonePassword = 5002, "Polnova-parol-2"
	strangerProfile             = 5003
)

// phoneTab is a tab of a phone.
func (c *chromium) phoneTab(tb testing.TB) *tab {
	tb.Helper()
	p := c.newTab(tb)
	p.do("Emulation.setDeviceMetricsOverride", map[string]any{"width": 390, "height": 844, "deviceScaleFactor": 2, "mobile": true})
	p.do("Security.setIgnoreCertificateErrors", map[string]any{"ignore": true})
	return p
}

func (p *tab) do(method string, params any) json.RawMessage {
	p.tb.Helper()
	result, err := p.browser.call(p.session, method, params)
	if err != nil {
		p.tb.Fatal(err)
	}
	return result
}

// picture leaves a picture of the page, light and dark, where ZVONOK_PICTURES says. What is wider than the phone is an error.
func (p *tab) picture(name string) {
	p.tb.Helper()
	if !p.holds("document.documentElement.scrollWidth <= 390") {
		p.tb.Errorf("%s is %s pixels wide", name, p.text("String(document.documentElement.scrollWidth)"))
	}
	dir := os.Getenv("ZVONOK_PICTURES")
	if dir == "" {
		return
	}
	for _, look := range []string{"light", "dark"} {
		p.do("Emulation.setEmulatedMedia", map[string]any{"features": []map[string]string{{"name": "prefers-color-scheme", "value": look}}})
		var shot struct{ Data string }
		if err := json.Unmarshal(p.do("Page.captureScreenshot", map[string]any{"format": "png"}), &shot); err != nil {
			p.tb.Fatal(err)
		}
		bytes, err := base64.StdEncoding.DecodeString(shot.Data)
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, "phone-"+name+"-"+look+".png"), bytes, 0o600)
		}
		if err != nil {
			p.tb.Fatal(err)
		}
	}
}

// installable fails the test unless the browser would put the page among the phone's apps.
func (p *tab) installable() {
	p.tb.Helper()
	var said struct {
		InstallabilityErrors []struct{ ErrorID string }
	}
	if err := json.Unmarshal(p.do("Page.getInstallabilityErrors", nil), &said); err != nil {
		p.tb.Fatal(err)
	}
	for _, one := range said.InstallabilityErrors {
		if one.ErrorID != "in-incognito" { // every tab of these tests is
			p.tb.Errorf("the page cannot be installed: %s", one.ErrorID)
		}
	}
}

// enter signs somebody in by the password of their slip, and gives them one of their own.
func (s *phoneSession) enter(p *tab, who model.Person, pictures bool) {
	s.tb.Helper()
	slip := s.issued[who.ID]
	p.open(s.url + "/")
	if p.await(found("input[name=login]")); pictures {
		p.picture("signin")
	}
	p.fill("input[name=login]", slip.Login)
	p.fill("input[name=password]", "не тот пароль")
	p.click("button.primary")
	if p.await(says(".problem", model.Sentence(model.ErrWrongPassword.Error()))); pictures {
		p.picture("signin-wrong")
	}
	p.fill("input[name=password]", slip.Password)
	p.click("button.primary")
	p.await(says("h1", "Придумайте свой пароль"))
	if pictures {
		p.picture("password")
	}
	p.fill("input[name=new]", chosenPassword)
	p.fill("input[name=again]", chosenPassword)
	p.click("button.primary")
	p.await(says("h1", "Чаты"))
}

// TestPhoneInBrowser: in Chromium, at the size of a phone, a student signs in by the slip, links the profile at the local VK, comes into a chat and
// stays there through a run that removes strangers, and joins a lesson that the teacher made at a desk; a parent sees the own chat only.
func TestPhoneInBrowser(t *testing.T) {
	chromiumPath(t)
	s := startPhoneSession(t)
	browser := startChromium(t)
	p := browser.phoneTab(t)
	s.enter(p, s.student, true)
	p.installable()
	p.await(says("main", "Учебный профиль VK ID не привязан") + "&&" + says("main", "не из списка") + "&& !" + found(".list a"))
	p.picture("chats-unlinked")

	// The link.
	p.click("form[action='/link'] button")
	p.await(found("#login"))
	p.fill("#login", "+79005005002")
	p.click("#continue")
	p.click("#by_password")
	p.fill("#password", phonePassword)
	p.click("#continue")
	p.click("#allow")
	p.await(says("h1", "Это вы?") + "&&" + says(".who", "Полина Полнова") + "&&" + says("main", fmt.Sprint(phoneProfile)))
	p.picture("confirm")
	p.click("form[action='/link/keep'] button")
	p.await(says(".notice", "Учебный профиль VK ID привязан") + "&&" + found(".list a"))
	p.picture("chats-linked")
	if got, err := s.profileOf(s.student.ID); err != nil || got != phoneProfile {
		t.Fatalf("the student's profile is %d, %v", got, err)
	}

	// A chat.
	title := p.text("document.querySelector('.list li:has(a) b').innerText")
	p.click(".list li a")
	p.await("location.host !== '" + strings.TrimPrefix(s.url, "https://") + "' && " + found("form button"))
	p.click("form button")
	p.await("document.body.innerText.includes('теперь в чате')")
	s.joinAsStranger(title)
	if !s.in(title, phoneProfile) || !s.in(title, strangerProfile) {
		t.Fatalf("they are not in %q", title)
	}
	s.removeStrangers()
	if !s.in(title, phoneProfile) {
		t.Error("the student was removed as a stranger")
	}
	if s.in(title, strangerProfile) {
		t.Error("the run has removed no strangers")
	}
	p.open(s.url + "/chats")
	p.await(says(".list .good", "в чате"))
	p.picture("chats-in")

	// The lesson.
	p.click("nav a[href='/lessons']")
	p.await(found("form[action$='/join'] button") + "&&" + says(".list", "идёт сейчас"))
	p.picture("lessons-day")
	p.click(".switch a[href*='week']")
	p.await(found("h2.day"))
	p.picture("lessons-week")
	p.click("form[action$='/join'] button")
	p.goIntoCall(model.Person{Messenger: phoneProfile, Name: model.Name{LastName: "Полнова", FirstName: "Полина"}})
	if got := s.state(); !slices.Equal(got.Members, []int64{phoneProfile}) {
		t.Errorf("in the call are %v", got.Members)
	}
	s.act(s.teacher)
	joined, err := s.Joined(s.As(t.Context()), s.lesson)
	if err != nil || len(joined) != 1 || joined[0].Person != s.student.ID {
		t.Errorf("the program says that %+v joined, %v", joined, err)
	}
	if err := s.FinishRemote(s.As(t.Context()), s.lesson, false); err != nil {
		t.Fatal(err)
	}
	p.open(s.url + "/lessons")
	p.await(says(".list", model.CallEnded) + "&& !" + found("form[action$='/join']"))
	p.picture("lessons-over")

	// The end of the link.
	p.open(s.url + "/unlink")
	p.await(found("form[action='/unlink'] button"))
	p.picture("unlink")
	p.click("form[action='/unlink'] button")
	p.await(says(".notice", "Привязка отменена") + "&&" + says("main", "не привязан"))
	p.open(s.url + "/nowhere")
	p.await(says(".problem", "Такой страницы нет"))
	p.picture("problem")
	p.open(s.url + "/chats")
	p.click("footer button")
	p.await(says(".notice", "Вы вышли."))

	// A parent.
	p = browser.phoneTab(t)
	s.enter(p, s.parent, false)
	own := s.chatsOf(s.parent.ID)
	p.await(found(".list") + "&& !" + found("nav a[href='/lessons']"))
	p.picture("parent")
	if shown := p.text("[...document.querySelectorAll('.list b')].map(b => b.innerText).join('\\n')"); shown != strings.Join(own, "\n") || len(own) == 0 {
		t.Errorf("the parent sees %q, want %q", shown, own)
	}
}
