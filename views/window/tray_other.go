//go:build !linux && !nowindow

package window

// hasTray reports whether the desktop has a tray: Windows and macOS always do.
func hasTray() bool { return true }
