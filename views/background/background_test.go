package background

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2/widget"

	"zvonok/views/viewtest"
)

// TestPanicsAreTold: a mistake of the program in work ends neither the program nor the wait of the screen.
func TestPanicsAreTold(t *testing.T) {
	told := make(chan string, 1)
	heard := make(chan error, 1)
	exec := Async{Panicked: func(cause any, stack []byte) {
		told <- cause.(string)
		if !strings.Contains(string(stack), "background_test.go") {
			t.Errorf("the stack is %s", stack)
		}
	}}
	viewtest.NewWindow(t, widget.NewLabel("")) // fyne.Do needs an application
	Perform(exec, func() error { panic("в работе") }, func(err error) { heard <- err })
	if got := <-told; got != "в работе" {
		t.Errorf("told %q", got)
	}
	if err := <-heard; err != errBroke { //nolint:errorlint // the very error
		t.Errorf("the screen was told %v", err)
	}
	exec.UI(func() { panic("в окне") })
	if got := <-told; got != "в окне" {
		t.Errorf("told %q", got)
	}
}
