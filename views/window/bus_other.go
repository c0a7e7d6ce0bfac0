//go:build !linux && !nowindow

package window

// systemSaysAtOnce: Fyne knows from the start whether the system is light or dark.
const systemSaysAtOnce = true

func systemHasShade() bool { return true }

// hasTray reports whether the desktop has a tray: Windows and macOS always do.
func hasTray() bool { return true }
