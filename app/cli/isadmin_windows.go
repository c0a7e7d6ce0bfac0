package cli

import "golang.org/x/sys/windows"

// isAdmin reports whether the process may change the system.
func isAdmin() bool { return windows.GetCurrentProcessToken().IsElevated() }
