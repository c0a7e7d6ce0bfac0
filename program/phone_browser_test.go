package program

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"zvonok/app"
	collegeareas "zvonok/app/areas"
	"zvonok/app/server"
	"zvonok/app/vkid"
	"zvonok/app/vkmessenger"
	"zvonok/model"
	"zvonok/model/store"
	"zvonok/vkclient"
	"zvonok/vkclient/sandbox"
)

// Somebody of the local VK who is not of the roster: the student signs in as them. And somebody who is nobody's.
const (
	phoneProfile, phonePassword = 5002, "Polnova-parol-2"
	strangerProfile             = 5003
)

// phoneSession is a college with its chats in the local VK, a lesson that goes on, and the page for the phone.
type phoneSession struct {
	*callSession
	url    string
	issued map[model.PersonID]model.Issued
	parent model.Person
}

func startPhoneSession(tb testing.TB) *phoneSession {
	tb.Helper()
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	_, port, _ := net.SplitHostPort(free.Addr().String())
	_ = free.Close()
	s := &phoneSession{url: "https://localhost:" + port, issued: map[model.PersonID]model.Issued{}}
	s.callSession = startCallSession(tb, sandbox.Options{RedirectURIs: []string{s.url + "/link/return"}, NoMessages: true, Users: []sandbox.User{
		{ID: phoneProfile, FirstName: "Полина", LastName: "Полнова", Phone: "+79005005002", Password: phonePassword, HasProfile: true},
		{ID: strangerProfile, FirstName: "Семён", LastName: "Случайный", Phone: "+79005005003", HasProfile: true},
	}})
	s.people()
	s.serve(port)
	return s
}

// people takes the student's profile away, makes the chats and gives out the accounts.
func (s *phoneSession) people() {
	s.tb.Helper()
	ctx := s.tb.Context()
	var admin model.Person
	err := s.college.Store.Update(ctx, func(tx *store.Tx) error {
		all, err := tx.College()
		if err != nil {
			return err
		}
		for _, p := range all.People {
			switch {
			case p.Kind == model.Parent && p.Active && s.parent.ID == 0:
				if chats, err := tx.MyChats(p.ID); err != nil || len(chats) > 0 {
					s.parent = p
				}
			case p.Kind.Has(model.Staff) && p.Roles.Has(model.RoleAdmin):
				admin = p
			}
		}
		return tx.SetProfile(s.student.ID, 0)
	})
	if err == nil {
		err = s.EnterOwner(ctx)
	}
	if err == nil {
		_, err = s.Initialise(s.As(ctx), model.InitialiseOptions{}, nil)
	}
	if err != nil {
		s.tb.Fatal(err)
	}
	if s.parent.ID == 0 { // the lists were made by the initialisation
		err = s.college.Store.View(ctx, func(tx *store.Tx) error {
			all, err := tx.College()
			for _, p := range all.People {
				if chats, _ := tx.MyChats(p.ID); p.Kind == model.Parent && p.Active && len(chats) > 0 {
					s.parent = p
				}
			}
			return err
		})
	}
	issued, failed := s.CreateAccounts(s.As(ctx), []model.PersonID{admin.ID, s.student.ID, s.parent.ID})
	if err != nil || failed != nil {
		s.tb.Fatal(err, failed)
	}
	for _, one := range issued {
		s.issued[one.Person] = one
	}
}

// serve opens the college with the page for the phone, under a certificate that only we trust.
func (s *phoneSession) serve(port string) {
	s.tb.Helper()
	certFile, keyFile, roots := ownCertificate(s.tb)
	hosts := vkclient.HostsAt(s.demonstration.URL)
	log := slog.New(slog.DiscardHandler)
	all := collegeareas.New(s.college, s.keeper, vkmessenger.Pages(vkmessenger.Addresses(hosts)))
	all.UseIdentity(func(of app.Application) app.Identity { return vkid.New(vkid.Options{Hosts: hosts, Log: log}, of) }, "51")
	ctx := s.tb.Context()
	served, err := server.Start(ctx, server.Parts{Areas: all, Listen: "127.0.0.1:0", NoAgent: true, Log: log, Phone: server.PhoneParts{
		URL: s.url, Listen: "127.0.0.1:" + port, CertFile: certFile, KeyFile: keyFile, Roots: roots}})
	if err != nil {
		s.tb.Fatal(err)
	}
	if page := served.Phone(); !page.On() {
		s.tb.Fatalf("the page is off: %+v", page)
	}
	ended := make(chan error, 1)
	go func() { ended <- served.Run(ctx) }()
	s.tb.Cleanup(func() {
		if err := <-ended; err != nil {
			s.tb.Error(err)
		}
	})
}

// ownCertificate writes a certificate for localhost that signs itself.
func ownCertificate(tb testing.TB) (certFile, keyFile string, roots *x509.CertPool) {
	tb.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		tb.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), DNSNames: []string{"localhost"}, NotBefore: noon{}.Now().AddDate(-1, 0, 0), NotAfter: noon{}.Now().AddDate(9, 0, 0),
		IsCA: true, BasicConstraintsValid: true}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		tb.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		tb.Fatal(err)
	}
	dir := tb.TempDir()
	certFile, keyFile, roots = filepath.Join(dir, "fullchain.pem"), filepath.Join(dir, "privkey.pem"), x509.NewCertPool()
	for path, block := range map[string]*pem.Block{certFile: {Type: "CERTIFICATE", Bytes: der}, keyFile: {Type: "PRIVATE KEY", Bytes: secret}} {
		text := pem.EncodeToMemory(block)
		if err := os.WriteFile(path, text, 0o600); err != nil {
			tb.Fatal(err)
		}
	}
	text, err := os.ReadFile(certFile)
	if err != nil {
		tb.Fatal(err)
	}
	roots.AppendCertsFromPEM(text)
	return certFile, keyFile, roots
}

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

// there is what the local VK holds.
func (s *phoneSession) there() (state sandbox.State) {
	s.tb.Helper()
	answer, err := http.Get(s.demonstration.URL + "/sandbox/state")
	if err != nil {
		s.tb.Fatal(err)
	}
	defer answer.Body.Close()
	if err := json.NewDecoder(answer.Body).Decode(&state); err != nil {
		s.tb.Fatal(err)
	}
	return state
}

// in reports whether a profile is in the chat of a title.
func (s *phoneSession) in(title string, profile int64) bool {
	s.tb.Helper()
	for _, c := range s.there().Chats {
		if c.Title == title {
			return slices.ContainsFunc(c.Members, func(m sandbox.StateMember) bool { return m.MemberID == profile })
		}
	}
	s.tb.Fatalf("there is no chat %q", title)
	return false
}

// removeStrangers carries a run that removes who is not on the lists.
func (s *phoneSession) removeStrangers() {
	s.tb.Helper()
	ctx := s.tb.Context()
	err := s.college.Store.Update(ctx, func(tx *store.Tx) error { return tx.SetSetting(store.SettingRemoveStrangers, "1") })
	if err == nil {
		err = s.EnterOwner(ctx)
	}
	if err == nil {
		_, err = s.RunNow(s.As(ctx))
	}
	if err != nil {
		s.tb.Fatal(err)
	}
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

func (s *phoneSession) profileOf(id model.PersonID) (profile model.MessengerID, err error) {
	err = s.college.Store.View(s.tb.Context(), func(tx *store.Tx) error {
		p, err := tx.Person(id)
		profile = p.Messenger
		return err
	})
	return profile, err
}

func (s *phoneSession) chatsOf(id model.PersonID) (titles []string) {
	s.tb.Helper()
	err := s.college.Store.View(s.tb.Context(), func(tx *store.Tx) error {
		chats, err := tx.MyChats(id)
		for _, c := range chats {
			titles = append(titles, c.Title)
		}
		return err
	})
	if err != nil {
		s.tb.Fatal(err)
	}
	return titles
}

// joinAsStranger lets somebody come into a chat by its link who is nobody's.
func (s *phoneSession) joinAsStranger(title string) {
	s.tb.Helper()
	for _, c := range s.there().Chats {
		if c.Title != title {
			continue
		}
		for _, u := range s.demonstration.VK.Info().Users {
			if u.UserID != strangerProfile {
				continue
			}
			client := vkclient.New(vkclient.Options{Hosts: vkclient.HostsAt(s.demonstration.URL), Token: vkclient.Secret(u.Token), Kind: vkclient.UserToken})
			if _, err := client.JoinChatByInviteLink(s.tb.Context(), c.InviteLink); err != nil {
				s.tb.Fatal(err)
			}
			return
		}
	}
	s.tb.Fatalf("nobody came into %q", title)
}
