package remote_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptrace"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"zvonok/app"
	"zvonok/app/access"
	"zvonok/app/agent"
	"zvonok/app/areas"
	"zvonok/app/college"
	"zvonok/app/conformance"
	"zvonok/app/remote"
	"zvonok/model"
	"zvonok/model/store"
	"zvonok/model/store/storetest"
)

// away is a college that is served, and a desk on another computer.
type away struct {
	*remote.Client
	areas *areas.Areas
}

// Found founds the college where it is: nobody may from another computer.
func (a away) Found(ctx context.Context, f model.Founding) (model.PersonID, error) {
	return a.areas.Found(ctx, f)
}

// hours stand still, at noon of a working day.
type hours struct{}

func (hours) Now() time.Time { return time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC) }

func (hours) Sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// served serves a new college in a folder until the test ends.
func served(t *testing.T) away {
	t.Helper()
	dir := t.TempDir()
	s, err := storetest.Open(t, dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	c := &college.College{Store: s, Dir: dir, Clock: hours{}, PasswordCost: college.PasswordCost{Memory: 8, Time: 1, Threads: 1}}
	return serve(t, areas.New(c, agent.NewKeeper(c, nil, slog.New(slog.DiscardHandler)), app.Addresses{}))
}

// serve serves a college until the test ends.
func serve(t *testing.T, all *areas.Areas) away {
	t.Helper()
	key, err := remote.OpenKey(all.College.Dir)
	if err != nil {
		t.Fatal(err)
	}
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, end := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() {
		ended <- (&remote.Server{College: all, Log: slog.New(slog.DiscardHandler)}).Serve(ctx, listener, key)
	}()
	link := model.ConnectionLink{Addresses: []string{listener.Addr().String()}, Pins: []model.Pin{key.Pin}}
	client := remote.NewClient(link)
	t.Cleanup(func() {
		client.Close()
		end()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return away{client, all}
}

// transport is that of the desk.
func (a away) transport() (to http.RoundTripper) {
	a.Through(func(over http.RoundTripper) http.RoundTripper { to = over; return over })
	return to
}

// password is the administrator's.
const password = "дубрава-полоз-44"

// begin founds the college, unless it is, and begins a session of its administrator.
func (a away) begin(t *testing.T) (token string) {
	t.Helper()
	founding := model.Founding{College: "Колледж", TimeZone: "Europe/Moscow", Administrator: model.Name{LastName: "Админова", FirstName: "Анна"},
		Login: "admin", Password: password}
	if entry, err := a.Entry(t.Context()); err != nil {
		t.Fatal(err)
	} else if !entry.Founded {
		if _, err := a.Found(t.Context(), founding); err != nil {
			t.Fatal(err)
		}
	}
	begun, err := a.BeginSession(t.Context(), founding.Login, founding.Password, model.Computer{Name: "стол"})
	if err != nil {
		t.Fatal(err)
	}
	return begun.Token
}

// repeated are the classes of methods that a desk calls again when the answer was lost.
var repeated = slices.Concat(app.Classes[app.Read], app.Classes[app.Once], app.Classes[app.Operation])

// losing loses every call of those the first time.
type losing struct {
	http.RoundTripper
	lose func(http.RoundTripper, *http.Request) (*http.Response, error)

	mu    sync.Mutex
	lost  map[string]bool // the ids of calls, and the procedures of those without
	names map[string]bool // of the methods
}

var errLost = errors.New("connection reset")

func (l *losing) RoundTrip(r *http.Request) (*http.Response, error) {
	name := strings.ReplaceAll(strings.TrimPrefix(r.URL.Path, "/zvonok."), "/", ".")
	key := r.Header.Get("Zvonok-Call")
	if key == "" {
		key = name
	}
	l.mu.Lock()
	first := slices.Contains(repeated, name) && !l.lost[key]
	l.lost[key] = first
	l.names[name] = l.names[name] || first
	l.mu.Unlock()
	if first {
		return l.lose(l.RoundTripper, r)
	}
	return l.RoundTripper.RoundTrip(r)
}

// CloseIdleConnections is for http.Client.
func (l *losing) CloseIdleConnections() { l.RoundTripper.(*http.Transport).CloseIdleConnections() }

// losses are where a connection breaks.
var losses = map[string]func(http.RoundTripper, *http.Request) (*http.Response, error){
	"before": func(http.RoundTripper, *http.Request) (*http.Response, error) { return nil, errLost },
	"inside": func(to http.RoundTripper, r *http.Request) (*http.Response, error) {
		ctx, cut := context.WithCancel(r.Context())
		defer cut()
		// The college works, or will, or has just done so.
		ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{WroteRequest: func(httptrace.WroteRequestInfo) { cut() }})
		answer, err := to.RoundTrip(r.WithContext(ctx))
		if err == nil {
			_ = answer.Body.Close()
		}
		return nil, errLost
	},
	"after": func(to http.RoundTripper, r *http.Request) (*http.Response, error) {
		answer, err := to.RoundTrip(r)
		if err == nil {
			_, err = io.ReadAll(answer.Body)
			_ = answer.Body.Close()
		}
		return nil, errors.Join(errLost, err)
	},
	"in the answer": func(to http.RoundTripper, r *http.Request) (*http.Response, error) {
		answer, err := to.RoundTrip(r)
		if err != nil {
			return nil, err
		}
		text, err := io.ReadAll(answer.Body)
		_ = answer.Body.Close()
		answer.Body = io.NopCloser(io.MultiReader(bytes.NewReader(text[:len(text)/2]), lost{}))
		return answer, err
	},
}

type lost struct{}

func (lost) Read([]byte) (int, error) { return 0, errLost }

// withStrangers makes three strangers in a chat of the messenger, the last of them somebody of the college, and gives the chat.
func (a away) withStrangers(t *testing.T, token string) (chat model.ChatID, unknown, known model.PersonID) {
	t.Helper()
	ctx := access.As(t.Context(), token)
	add := func(name string) (id model.PersonID, err error) {
		return a.areas.AddStaff(ctx, model.NewStaff{NewPerson: model.NewPerson{Name: model.ParseName(name)}, Roles: model.RoleTeacher})
	}
	unknown, err := add("Учителева Анна")
	known, err2 := add("Завхозова Анна")
	chat, err3 := a.areas.CreateChat(ctx, model.NewChat{Key: model.ChatKey{Type: model.ChatTeachers}, Title: "Учительская"})
	err4 := a.areas.College.Store.Update(t.Context(), func(tx *store.Tx) error {
		var there []model.Stranger
		for _, profile := range []model.MessengerID{901, 902, 903} {
			there = append(there, model.Stranger{Chat: chat, Profile: profile})
		}
		return errors.Join(tx.SetProfile(known, 903), tx.SetStrangers([]model.ChatID{chat}, there))
	})
	if err := errors.Join(err, err2, err3, err4); err != nil {
		t.Fatal(err)
	}
	return chat, unknown, known
}

// strangers decides about each of them over the line.
func (a away) strangers(t *testing.T) {
	token := a.begin(t)
	chat, unknown, known := a.withStrangers(t, token)
	ctx := remote.As(t.Context(), func() string { return token })
	err := errors.Join(a.LinkStranger(ctx, chat, 901, unknown), a.RemoveStrangers(ctx, chat, []model.MessengerID{902}),
		a.ListStrangers(ctx, chat, []model.MessengerID{903}))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := a.Strangers(ctx, chat)
	if err != nil || len(rows) != 1 || rows[0].Profile != 902 || !rows[0].Leaving {
		t.Errorf("there are still %+v, %v", rows, err)
	}
	card, err := a.Chat(ctx, chat)
	if err != nil || !slices.ContainsFunc(card.Members, func(m model.MemberRow) bool { return m.Person == known && m.Presence == model.PresenceInChat }) {
		t.Errorf("on the list are %+v, %v", card.Members, err)
	}
	lines, _, err := a.Audit(ctx, model.AuditFilter{Limit: 3})
	if err != nil || len(lines) != 3 || lines[2].Action != "Привязка профиля из чата" {
		t.Errorf("noted is %+v, %v", lines, err)
	}
}

// copies takes a copy of the college over the line. It comes whole, or it is said that it has not: what came in part does not come
// again by itself.
func (a away) copies(t *testing.T, inPart bool) {
	token := a.begin(t)
	ctx := remote.As(t.Context(), func() string { return token })
	if _, err := a.CheckPassword(ctx, "admin", password); err != nil { // afar no copy goes without it
		t.Fatal(err)
	}
	var got bytes.Buffer
	path := filepath.Join(t.TempDir(), "копия.db")
	switch err := a.WriteBackup(ctx, &got); {
	case err == nil && !inPart:
		if err := os.WriteFile(path, got.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		if mark, err := store.MarkOf(t.Context(), path); err != nil || mark.College != "Колледж" {
			t.Errorf("the copy of %d bytes: %+v, %v", got.Len(), mark, err)
		}
	case !inPart || !errors.Is(err, remote.ErrNoServer) || got.Len() == 0:
		t.Errorf("after %d bytes: %v", got.Len(), err)
	}
}

// TestContractsOverAConnectionThatBreaks plays what people do in a college while every call is lost once: before it comes, while
// the college works, or with its answer. All happens once, and is answered as if nothing had been lost.
func TestContractsOverAConnectionThatBreaks(t *testing.T) {
	for name, lose := range losses {
		t.Run(name, func(t *testing.T) {
			lost := map[string]bool{}
			lossy := func(t *testing.T) away {
				far := served(t)
				line := &losing{lose: lose, lost: map[string]bool{}, names: lost}
				far.Through(func(to http.RoundTripper) http.RoundTripper { line.RoundTripper = to; return line })
				return far
			}
			t.Run("strangers", func(t *testing.T) { lossy(t).strangers(t) })
			t.Run("copies", func(t *testing.T) { lossy(t).copies(t, name == "in the answer") })
			conformance.Scenarios(t, func(t *testing.T) conformance.Door {
				far := lossy(t)
				return func(token string) conformance.Desk {
					return conformance.Desk{Contracts: far, Ctx: remote.As(t.Context(), func() string { return token })}
				}
			})
			for _, method := range slices.Concat(app.Classes[app.Once], app.Classes[app.Operation]) {
				if !lost[method] {
					t.Errorf("%s was never lost", method)
				}
			}
		})
	}
}
