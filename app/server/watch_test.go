package server_test

import (
	"errors"
	"io"
	"net"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"zvonok/app"
	"zvonok/app/agent"
	"zvonok/app/demo"
	"zvonok/app/remote"
	"zvonok/app/server"
	"zvonok/model"
	"zvonok/model/store"
)

// asked is what the server tells a program that watches it.
func (w *crowd) asked(path string) (status int, text string) {
	w.Helper()
	r, err := http.NewRequestWithContext(w.Context(), http.MethodGet, "http://"+w.watched+path, nil)
	w.must(err)
	answer, err := http.DefaultClient.Do(r)
	w.must(err)
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	w.must(err)
	return answer.StatusCode, string(body)
}

// label is one of a line of /metrics.
var label = regexp.MustCompile(`(\w+)="([^"]*)"`)

// TestMetrics: what desks and the agent do is counted, and nothing in it names anybody or anything of the college.
func TestMetrics(t *testing.T) {
	w := newCrowd(t, 2)
	w.stop()
	w.serve(loopback)
	rest := w.keepChats(2)
	teacher := w.teacher(0, w.link.Addresses[0], remote.Work{})
	w.must(teacher.mark(1))
	if err := teacher.Client.SaveSettings(teacher.ctx(), model.CollegeSettings{}, model.CollegeSettings{}); !errors.Is(err, app.ErrNoRight) {
		t.Errorf("a teacher saves the settings: %v", err)
	}
	_, err := w.Keeper.Run(t.Context(), agent.RunOptions{Refresh: true}, nil)
	w.must(err)
	rest()
	_, text := w.asked("/metrics")
	for _, want := range []string{
		`zvonok_info{version="",engine="` + w.College.Store.Engine() + `"} 1`, "zvonok_desks 1\n", "zvonok_agent_here 1\n", "zvonok_agent_problem 0\n",
		`zvonok_call_seconds_count{method="Lessons/SetCells",outcome="done"} 1`, `zvonok_call_seconds_count{method="Care/SaveSettings",outcome="refused"} 1`,
		`zvonok_agent_run_seconds_count{outcome="done"} `, `zvonok_vk_answers_total{method="execute",code="0"} `,
		`zvonok_vk_answers_total{method="messages.createChat",code="0"} `, "zvonok_events_total ", "zvonok_agent_last_run_timestamp_seconds ", "go_goroutines ",
		"# TYPE zvonok_call_seconds histogram",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in\n%s", want, text)
		}
	}
	if strings.Contains(text, "Watch") {
		t.Error("the streams of what changes are counted as calls: they last for hours")
	}
	w.nameless(text)
}

// nameless fails the test where a text has a name of the college, a login, a secret or an address in it.
func (w *crowd) nameless(text string) {
	w.Helper()
	plain := regexp.MustCompile(`^[A-Za-z0-9_./+-]*$`) // a name is Cyrillic or has a space
	labels := map[string]bool{"method": true, "outcome": true, "code": true, "le": true, "version": true, "engine": true,
		"quantile": true, "compiler": true, "GOARCH": true, "GOOS": true, "GOROOT": true} // of Go itself
	for line := range strings.Lines(text) {
		for _, l := range label.FindAllStringSubmatch(line, -1) {
			if !labels[l[1]] || !plain.MatchString(l[2]) {
				w.Errorf("the label %s is in %s", l[0], line)
			}
		}
	}
	secrets := []string{"127.0.0.1", "login", w.dir, w.link.String(), w.link.Pins[0].String()}
	for _, token := range w.tokens {
		secrets = append(secrets, token)
	}
	snapshot, _ := demo.College(2)
	for _, p := range snapshot.Students {
		secrets = append(secrets, p.Name.LastName)
	}
	for _, p := range snapshot.Staff {
		secrets = append(secrets, p.Name.LastName)
	}
	for _, g := range snapshot.Groups {
		secrets = append(secrets, g.Name)
	}
	w.must(w.College.Store.View(w.Context(), func(tx *store.Tx) error {
		chats, err := tx.ListedChats()
		for _, c := range chats {
			secrets = append(secrets, c.Title)
			if c.Link != "" {
				secrets = append(secrets, c.Link)
			}
		}
		return err
	}))
	for _, secret := range secrets {
		if strings.Contains(text, secret) {
			w.Errorf("%q is told to whoever watches", secret)
		}
	}
	if len(secrets) < 100 {
		w.Errorf("only %d names were looked for", len(secrets))
	}
}

// TestHealth: a server that works says so; one whose database is gone says in words that it does not.
func TestHealth(t *testing.T) {
	w := newCrowd(t, 1)
	if status, text := w.asked("/healthz"); status != http.StatusOK || text != "работает\n" {
		t.Errorf("%d %s", status, text)
	}
	w.must(w.College.Store.Close())
	if status, text := w.asked("/healthz"); status != http.StatusServiceUnavailable || !strings.Contains(text, "база данных занята или недоступна") {
		t.Errorf("without its database: %d %s", status, text)
	}
	if status, _ := w.asked("/"); status != http.StatusNotFound {
		t.Errorf("there is a page more: %d", status)
	}
}

// TestWatchedPort: without a host it is open to this computer alone, and one that is taken keeps nobody from the college.
func TestWatchedPort(t *testing.T) {
	w := newCrowd(t, 1)
	host, port, err := net.SplitHostPort(w.watched)
	if err != nil || host != "127.0.0.1" {
		t.Errorf("it is at %s, %v", w.watched, err)
	}
	w.stop()
	taken, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:"+port)
	w.must(err)
	defer taken.Close()
	s, err := server.Start(t.Context(), server.Parts{Areas: w.Areas, Listen: loopback, Watch: ":" + port, Counts: w.counts, Log: w.log})
	w.must(err)
	defer s.Close()
	if _, err := s.Watched(); err == nil || !strings.Contains(err.Error(), "занят другой программой") {
		t.Errorf("it says %v", err)
	}
}
