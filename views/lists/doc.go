// Package lists is what the lists of the college and their dialogs share: a table with searches, actions and counts, and
// the form that adds something or changes it.
package lists
