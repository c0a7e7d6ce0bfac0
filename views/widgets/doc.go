// Package widgets is what the program's screens are made of: buttons, fields, menus, pages and tooltips, drawn as the design says and
// usable by keyboard alone. Widgets hold no knowledge of a college. Everything in the package is for the UI goroutine. Tables and dialogs
// are in views/table and views/dialog.
package widgets
