//go:build !nowindow

package window

import "github.com/godbus/dbus/v5"

// hasTray reports whether the desktop has a tray to show an entry in. Where it has none, Fyne's entry would end
// the program with a panic instead of letting it quit.
func hasTray() bool {
	bus, err := dbus.SessionBusPrivateNoAutoStartup()
	if err != nil {
		return false
	}
	defer bus.Close()
	if bus.Auth(nil) != nil || bus.Hello() != nil {
		return false
	}
	var there bool
	err = bus.BusObject().Call("org.freedesktop.DBus.NameHasOwner", 0, "org.kde.StatusNotifierWatcher").Store(&there)
	return err == nil && there
}
