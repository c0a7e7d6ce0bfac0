//go:build !windows

package desk

import (
	"slices"
	"testing"
)

// TestFolderCommand: a file is shown in its folder by one program with one argument, whatever its name holds.
func TestFolderCommand(t *testing.T) {
	const path = "/дом/Мои файлы/$(rm -rf); 'Листки'.pdf"
	for system, want := range map[string][]string{
		"linux": {"xdg-open", "/дом/Мои файлы"}, "darwin": {"/usr/bin/open", "-R", path},
	} {
		if got := folderCommand(system, path); !slices.Equal(got, want) {
			t.Errorf("%s: %q", system, got)
		}
	}
}
