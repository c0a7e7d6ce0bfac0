// Package lists is what the lists of the college and their dialogs share: a table with searches, actions and counts
// (Pane), and the form that adds something or changes it. Screens of chats, people, orders and settings use it.
package lists
