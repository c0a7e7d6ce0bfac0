package program

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
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
