//go:build !windows

package system

import (
	"context"
	"io"
	"os"
	"os/exec"
)

// alerts are the programs that can show a message, the best first. The text is an argument of its own and reaches no
// shell.
var alerts = []struct {
	program string
	args    func(title, text string) []string
}{
	{"zenity", func(title, text string) []string {
		return []string{"--error", "--no-markup", "--title=" + title, "--text=" + text}
	}},
	{"kdialog", func(title, text string) []string { return []string{"--title=" + title, "--error", text} }},
	{"xmessage", func(title, text string) []string { return []string{"-center", "-title", title, text} }},
	{"notify-send", func(title, text string) []string { return []string{"--urgency=critical", "--", title, text} }},
}

// Alert tells a person what no window of ours can tell, by whatever the desktop has for it. A person who has started the
// program from a terminal reads it there, so nothing is shown.
func Alert(title, text string) {
	if info, err := os.Stderr.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
		return
	}
	for _, a := range alerts {
		path, err := exec.LookPath(a.program)
		if err != nil {
			continue
		}
		// The message outlives the program, which has nothing to wait for.
		if exec.CommandContext(context.Background(), path, a.args(title, text)...).Start() == nil { //nolint:gosec // of the list above
			return
		}
	}
}

// Told is where a person reads what is wrong with the command line.
func Told(standard io.Writer) io.Writer { return standard }

// allowFront: on other systems a window comes to the front by itself.
func allowFront(int) {}

// Identify does nothing: other systems know an application by its desktop file or its bundle.
func Identify(string) error { return nil }
