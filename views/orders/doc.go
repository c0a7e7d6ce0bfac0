// Package orders is «Приказы»: their list, card and form, and the loading of them from files. It is a tab of
// views/people, where its tests are.
package orders
