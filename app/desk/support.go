package desk

import (
	"runtime"
	"runtime/debug"

	"zvonok/model"
)

// Support is what somebody who helps from afar needs to know; version is the program's. It does not wait for a keyring.
func (s *Session) Support(version string) model.Support {
	found := model.Support{
		Version: version, System: runtime.GOOS + "/" + runtime.GOARCH, Now: s.Now(), Roles: s.Person().Roles, Sync: s.SyncStatus(),
	}
	if line := s.Line(); line != nil {
		found.Elsewhere, found.Line = true, line.Line()
	}
	if build, ok := debug.ReadBuildInfo(); ok {
		for _, setting := range build.Settings {
			if setting.Key == "vcs.revision" {
				found.Revision = setting.Value
			}
		}
	}
	return found
}
