package program

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"zvonok/app"
	"zvonok/app/cli"
	"zvonok/app/demo"
	"zvonok/app/tokens"
	"zvonok/model"
	"zvonok/vkclient/sandbox"
)

func TestInterruptStopsCleanly(t *testing.T) {
	c := newCollege(t, demo.DefaultGroups, sandbox.Options{})
	reached := c.vk.atRequest(3, func(*http.Request) bool { return true })
	p := c.start(t, "sync", "--yes", "--json")
	<-reached
	p.signal(t, os.Interrupt)
	end := p.wait(t)
	if end.code != cli.ExitFailed {
		t.Fatalf("exit code %d\n%s%s", end.code, end.out, end.err)
	}
	var report model.Report
	if err := json.Unmarshal([]byte(end.out), &report); err != nil {
		t.Fatalf("the report: %v\n%s", err, end.out)
	}
	if !report.Cancelled || report.Chats.Created == 0 {
		t.Errorf("the report does not say what was done: %s", end.out)
	}
	if !strings.Contains(end.err, "остановлено") || strings.Contains(end.err, "context canceled") {
		t.Errorf("the words: %s", end.err)
	}
	c.sync(t)
	c.equal(t)
}

func TestSecondSyncIsBusy(t *testing.T) {
	c := newCollege(t, demo.DefaultGroups, sandbox.Options{})
	// The first one hangs in the midst of its work until the second has given up.
	arrived, release := make(chan struct{}), make(chan struct{})
	var once sync.Once
	hear := func(*http.Request) {
		once.Do(func() { close(arrived) })
		<-release
	}
	c.vk.arrived.Store(&hear)
	first := c.start(t, "sync", "--yes")
	<-arrived
	second := c.start(t, "sync", "--yes").wait(t)
	close(release)
	if second.code != cli.ExitFailed || !strings.Contains(second.err, app.ErrBusy.Error()) {
		t.Errorf("the second: exit code %d\n%s%s", second.code, second.out, second.err)
	}
	if end := first.wait(t); end.code != cli.ExitDone {
		t.Errorf("the first: exit code %d\n%s%s", end.code, end.out, end.err)
	}
	c.equal(t)
}

// The token stands in no file of the data folder, on no command line and in no text.
func TestTokenStaysSecret(t *testing.T) {
	c := newCollege(t, 2, sandbox.Options{Faults: "drop@2"})
	token := c.vk.Info().CommunityToken
	tokenFile := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(tokenFile, []byte(token+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	arrived, release := make(chan struct{}), make(chan struct{})
	var once sync.Once
	hear := func(*http.Request) {
		once.Do(func() { close(arrived) })
		<-release
	}
	c.vk.arrived.Store(&hear)
	p := c.startWith(t, []string{tokens.FileVariable + "=" + tokenFile}, "sync", "--yes")
	<-arrived
	line, err := p.commandLine()
	close(release)
	if err != nil || !bytes.Contains(line, []byte("sync")) || bytes.Contains(line, []byte(token)) {
		t.Errorf("the command line: %v %s", err, line)
	}
	end := p.wait(t)
	if end.code != cli.ExitDone || strings.Contains(end.out+end.err, token) {
		t.Errorf("exit code %d\n%s%s", end.code, end.out, end.err)
	}
	wrong := c.startWith(t, []string{tokens.Variable + "=" + token + "x"}, "sync", "--yes").wait(t)
	if wrong.code != cli.ExitFailed || strings.Contains(wrong.out+wrong.err, token) {
		t.Errorf("wrong token: exit code %d\n%s%s", wrong.code, wrong.out, wrong.err)
	}
	files := 0
	err = filepath.WalkDir(c.dir, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		files++
		text, err := os.ReadFile(path)
		if bytes.Contains(text, []byte(token)) {
			t.Errorf("%s holds the token", path)
		}
		info, infoErr := entry.Info()
		if infoErr == nil && entry.Name() == "college.db" && info.Mode().Perm() != 0o600 {
			t.Errorf("%s is %v", path, info.Mode())
		}
		return errors.Join(err, infoErr)
	})
	if err != nil || files == 0 {
		t.Errorf("%d files, %v", files, err)
	}
}

// BenchmarkFullInitialisation initialises the college of 200 groups at VK's own pace and sets the
// requests and the time against the floor: 25 calls a request, 20 requests a second. The limits are 1.01 and
// 1.08.
func BenchmarkFullInitialisation(b *testing.B) {
	for once := true; b.Loop(); once = false {
		if !once {
			continue // half a minute each, and the pace decides
		}
		c := newCollege(b, 200, sandbox.Options{})
		began := time.Now()
		report := c.sync(b)
		took := time.Since(began).Seconds()
		floor := float64(report.Calls) / 25
		b.ReportMetric(float64(report.Requests)/floor, "ratio-requests(limit-1.01)")
		b.ReportMetric(took/(floor/20), "ratio-time(limit-1.08)")
		b.Logf("%d calls, %d requests, %.1f s by the report, %.1f s for the whole program", report.Calls, report.Requests, report.Seconds, took)
	}
}
