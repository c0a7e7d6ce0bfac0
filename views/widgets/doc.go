// Package widgets is what the program's screens are made of: the table, buttons, fields, menus, dialogs, toasts and
// tooltips, drawn as the design says and usable by keyboard alone. Widgets hold no knowledge of a college. Everything
// in the package is to be used on the UI goroutine.
package widgets
