package sandbox

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Options are what a Server is made of; the zero value is a sandbox with default people that forgets everything at its end.
type Options struct {
	StateFile string           // journal of everything that happened; none: kept in memory only
	Faults    string           // see the package's documentation
	Users     []User           // nil: DefaultUsers(DefaultUserCount); those the state file knows stay as they are
	Community Community        // zero fields are filled in
	Seed      int64            // of the faults' shares
	NoLimits  bool             // no error 6
	Now       func() time.Time // time.Now
	// RedirectURIs are the addresses that VK ID sends browsers back to; AnyLoopback among them allows every one on this
	// computer. nil: AnyLoopback.
	RedirectURIs   []string
	PayloadAnswers bool          // VK ID answers by one parameter, payload, with the others in it as JSON
	AccessLifetime time.Duration // of VK ID's access tokens, in whole seconds; 0: an hour
	NoMessages     bool          // VK has let no application act in chats: a sign-in that asks for it is invalid_scope
	EmptyCall      time.Duration // after which an empty call ends, by Now; 0: five minutes, less: never
	// Called, when set, hears of every call, those within an execute too, before it is carried out or fails: its method,
	// and the conversation that it names, 0 for none. It must not ask the Server anything.
	Called func(method string, peerID int64)
	Log    *slog.Logger // none
}

// Community is the college's community: whose token the agent holds.
type Community struct {
	ID    int64  `json:"id"`
	Name  string `json:"name"`
	Token string `json:"token"`
}

// Server is a local VK. It is an http.Handler; Start serves it at an address of its own. It is safe for concurrent use.
type Server struct {
	opts   Options
	log    *slog.Logger
	now    func() time.Time
	mux    *http.ServeMux
	closed chan struct{}

	secret [32]byte // of this run: tokens, passwords and links are made of it

	mu      sync.Mutex // guards all below
	base    string
	port    string   // the address it listens at; empty: another server listens
	names   []string // host names it has certificates for
	world   *world
	journal *journal
	faults  *faults
	windows map[string]*window
	tests   captchas
	signIns map[string]*signIn
	texts   []text
	tally   tally
	http    *http.Server
}

// tally counts what arrived since the start.
type tally struct {
	requests int64
	methods  map[string]int64
}

// New makes a Server and, if there is a state file, brings back what it holds.
func New(o Options) (*Server, error) {
	s := &Server{
		opts: o, log: cmp.Or(o.Log, slog.New(slog.DiscardHandler)), now: o.Now, closed: make(chan struct{}),
		windows: map[string]*window{}, signIns: map[string]*signIn{}, tally: tally{methods: map[string]int64{}},
	}
	if s.now == nil {
		s.now = time.Now
	}
	if _, err := rand.Read(s.secret[:]); err != nil {
		return nil, err
	}
	var err error
	if s.faults, err = parseFaults(o.Faults, o.Seed); err != nil {
		return nil, err
	}
	if s.world, s.journal, err = openJournal(o.StateFile); err != nil {
		return nil, err
	}
	if err := s.populate(); err != nil {
		return nil, errors.Join(err, s.journal.close())
	}
	s.mux = s.routes()
	return s, nil
}

// populate brings in the community and the people that the state file did not have.
func (s *Server) populate() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.world.Community.ID == 0 {
		community := s.opts.Community
		community.ID = cmp.Or(community.ID, defaultCommunityID)
		community.Name = cmp.Or(community.Name, "Колледж")
		community.Token = cmp.Or(community.Token, s.makeToken("community", community.ID))
		if err := s.commit(event{Op: opCommunity, Community: &community}); err != nil {
			return err
		}
	}
	users := s.opts.Users
	if users == nil {
		users = DefaultUsers(DefaultUserCount)
	}
	for _, u := range users {
		if err := s.admit(u); err != nil {
			return err
		}
	}
	return nil
}

// AddUser adds a person; a known id stays as it is. A missing token or password is filled in.
func (s *Server) AddUser(u User) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.admit(u); err != nil {
		s.log.Error("user not added", "user", u.ID, "error", err)
	}
}

func (s *Server) admit(u User) error {
	if u.ID <= 0 || u.ID >= peerBase {
		return fmt.Errorf("sandbox: user id %d is not one of VK's", u.ID)
	}
	if s.world.users[u.ID] != nil {
		return nil
	}
	u.Token = cmp.Or(u.Token, s.makeToken("user", u.ID))
	u.PlainToken = cmp.Or(u.PlainToken, s.makeToken("plain", u.ID))
	u.Password = cmp.Or(u.Password, s.makePassword(u.ID))
	return s.commit(event{Op: opUser, User: &u})
}

// commit writes an event down and then lets it happen. The caller holds the lock.
func (s *Server) commit(e event) error {
	e.At = s.now().Unix()
	if err := s.journal.append(e); err != nil {
		s.log.Error("journal", "error", err)
		return fail(codeInternal)
	}
	s.world.apply(e)
	return nil
}

// SetFaults replaces the faults and their counts; an empty specification ends them.
func (s *Server) SetFaults(spec string) error {
	parsed, err := parseFaults(spec, s.opts.Seed)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = parsed
	return nil
}

// Start serves at the address ("127.0.0.1:0" for any free port) until Close and answers the base URL, without a trailing slash.
func (s *Server) Start(addr string) (baseURL string, err error) {
	return s.start(addr, "http", func(l net.Listener) net.Listener { return l })
}

func (s *Server) start(addr, scheme string, wrap func(net.Listener) net.Listener) (baseURL string, err error) {
	listener, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", addr)
	if err != nil {
		return "", fmt.Errorf("sandbox: %w", err)
	}
	at := listener.Addr().(*net.TCPAddr)
	host := at.IP.String()
	if at.IP.IsUnspecified() {
		host = "127.0.0.1"
	}
	server := &http.Server{Handler: s, ReadHeaderTimeout: 10 * time.Second}
	s.mu.Lock()
	s.port = strconv.Itoa(at.Port)
	s.base = scheme + "://" + net.JoinHostPort(host, s.port)
	s.http = server
	baseURL = s.base
	s.mu.Unlock()
	go func() {
		if err := server.Serve(wrap(listener)); !errors.Is(err, http.ErrServerClosed) {
			s.log.Error("sandbox stopped", "error", err)
		}
	}()
	return baseURL, nil
}

// Close stops serving, lets go of hanging requests and closes the state file. A second Close does nothing.
func (s *Server) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	select {
	case <-s.closed:
		return nil
	default:
		close(s.closed)
	}
	var err error
	if s.http != nil {
		err = s.http.Close()
	}
	return errors.Join(err, s.journal.close())
}

// ServeHTTP serves the API and the pages, on this computer alone.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !s.answersTo(r) {
		http.Error(w, "Учебный VK отвечает только на адреса этого компьютера: откройте его по адресу, который он напечатал.", http.StatusForbidden)
		return
	}
	s.mu.Lock()
	if s.base == "" { // served by someone else's server: its address is where the first request came to
		s.base = "http://" + r.Host
	}
	s.mu.Unlock()
	s.mux.ServeHTTP(w, r)
}

func (s *Server) routes() *http.ServeMux {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /method/{name}", s.serveMethod)
	mux.HandleFunc("GET /method/{name}", s.serveMethod)
	mux.HandleFunc("GET /sandbox/state", s.serveState)
	mux.HandleFunc("GET /sandbox/captcha", s.pageCaptcha)
	mux.HandleFunc("GET /sandbox/captcha.svg", s.pictureCaptcha)
	mux.HandleFunc("GET /sandbox/confirm", s.pageConfirm)
	mux.HandleFunc("GET /sandbox/{$}", s.pageAbout)
	mux.HandleFunc("GET /im", s.pageMessenger)
	mux.HandleFunc("GET /im/{$}", s.pageMessenger)
	mux.HandleFunc("GET /im/convo/{peer}", s.pageMessenger)
	mux.HandleFunc("POST /im/signin", s.startMessengerSignIn)
	mux.HandleFunc("GET /authorize", s.authorize)
	mux.HandleFunc("GET /signin/{id}", s.pageSignIn)
	mux.HandleFunc("POST /signin/{id}", s.stepSignIn)
	mux.HandleFunc("GET /sandbox/sms", s.pageTexts)
	mux.HandleFunc("POST /sandbox/sms/expire", s.expireTexts)
	mux.HandleFunc("GET /sandbox/issued", s.serveIssued)
	mux.HandleFunc("GET /sandbox/avatar/{id}", s.pictureAvatar)
	for name := range oauthMethods {
		mux.HandleFunc("POST /"+strings.ReplaceAll(name, ".", "/"), s.serveOAuth(name))
	}
	mux.HandleFunc("GET /join/{hash}", s.pageJoin)
	mux.HandleFunc("POST /join/{hash}", s.pageJoined)
	mux.HandleFunc("GET /call/join/{hash}", s.pageCall)
	mux.HandleFunc("POST /call/join/{hash}", s.enterCall)
	mux.HandleFunc("GET /call/room/{hash}", s.pageRoom)
	mux.HandleFunc("POST /call/leave/{hash}", s.leaveCall)
	mux.HandleFunc("POST /call/finish/{hash}", s.finishCall)
	mux.HandleFunc("GET /calls", s.pageCalls)
	mux.HandleFunc("POST /calls", s.createCall)
	mux.Handle("GET /{$}", http.RedirectHandler("/sandbox/", http.StatusFound))
	return mux
}

func writeJSON(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(v) // the other side may be gone
}
