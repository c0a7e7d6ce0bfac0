package guard_test

import (
	"bytes"
	"errors"
	"log/slog"
	"strings"
	"testing"

	"zvonok/model/guard"
)

// TestPanicsAreTold: a panic ends neither the program nor leaves those waiting who wait for the work, and its place is in
// the log.
func TestPanicsAreTold(t *testing.T) {
	var log bytes.Buffer
	former := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, nil)))
	defer slog.SetDefault(former)

	answer := make(chan error)
	guard.Go(func() { answer <- guard.Run(func() error { panic("a nil map") }) })
	if err := <-answer; !errors.Is(err, guard.ErrPanic) {
		t.Errorf("whoever waits is told %v", err)
	}
	if text := log.String(); !strings.Contains(text, "a nil map") || !strings.Contains(text, "TestPanicsAreTold") {
		t.Errorf("the log does not say what and where: %s", text)
	}

	failed := errors.New("refused")
	if err := guard.Run(func() error { return failed }); !errors.Is(err, failed) {
		t.Errorf("an ordinary error becomes %v", err)
	}

	ended := make(chan struct{})
	guard.Go(func() {
		defer close(ended)
		panic("nobody waits")
	})
	<-ended // and the program goes on
}
