//go:build !nowindow

package window

import "github.com/godbus/dbus/v5"

// systemSaysAtOnce: Fyne knows from the start whether the system is light or dark.
const systemSaysAtOnce = false

// systemHasShade reports whether the desktop says if it is light or dark. Where it does not, Fyne would take dark.
func systemHasShade() bool {
	bus, err := dbus.SessionBusPrivateNoAutoStartup()
	if err != nil {
		return false
	}
	defer bus.Close()
	if bus.Auth(nil) != nil || bus.Hello() != nil {
		return false
	}
	portal := bus.Object("org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop")
	return portal.Call("org.freedesktop.portal.Settings.Read", 0, "org.freedesktop.appearance", "color-scheme").Err == nil
}
