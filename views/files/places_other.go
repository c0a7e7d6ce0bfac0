//go:build !windows

package files

// systemPlaces are none: one root holds everything.
func systemPlaces() []fileRow { return nil }
