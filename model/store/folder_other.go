//go:build !unix

package store

// closeFolder does nothing: on Windows the data folder lies in the user's own profile, whose rights it has.
func closeFolder(string) error { return nil }
