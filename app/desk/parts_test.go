package desk

import (
	"slices"
	"testing"
)

// TestProgramCommand: a link is an argument of its own everywhere, and a program of macOS is opened by the system.
func TestProgramCommand(t *testing.T) {
	const link, app = "https://vk.com/call/join/$(touch x)", "/Applications/VK Мессенджер.app"
	for name, c := range map[string]struct {
		system, program string
		want            []string
	}{
		"a program of macOS":   {"darwin", app, []string{"/usr/bin/open", "-a", app, link}},
		"a file of macOS":      {"darwin", "/opt/vk", []string{"/opt/vk", link}},
		"a program of Windows": {"windows", `C:\VK\vk.exe`, []string{`C:\VK\vk.exe`, link}},
		"a folder elsewhere":   {"linux", app, []string{app, link}},
	} {
		if got := programCommand(c.system, c.program, link); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q", name, got)
		}
	}
}
