package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zvonok/vkclient/sandbox"
)

// TestNothingCommandsTheTerminal: neither a file's name nor what stands in it reaches the terminal as a command.
func TestNothingCommandsTheTerminal(t *testing.T) {
	w := newWorld(t, 1, sandbox.Options{})
	folder := filepath.Join(t.TempDir(), "a\x1b[2Jb")
	name := filepath.Join(folder, "c\x1b]0;d\ae.csv")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Skip("such names are not to be had here: ", err)
	}
	if err := os.WriteFile(name, []byte("Группа\x1b[31m;К\u202eурс\r\x1b[1A;\u009b2J\n1;2;3\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{name}, {name, "--json"}, {folder}, {name + "x"}, {name, "--kind", "plan"}, {name, "--kind", "orders"}} {
		r := w.run("", append([]string{"import", "--yes"}, args...)...)
		if r.code == ExitDone {
			t.Errorf("%q is loaded", args)
		}
		for _, c := range []string{"\x1b", "\a", "\u009b", "\u202e", "\r"} {
			if strings.Contains(r.out+r.err, c) {
				t.Errorf("%q prints %q:\n%q%q", args, c, r.out, r.err)
			}
		}
	}
}
