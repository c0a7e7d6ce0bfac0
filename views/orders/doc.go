// Package orders is «Приказы»: their list, card and form, and the loading of them from files.
package orders
