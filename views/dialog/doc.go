// Package dialog holds what opens over a screen: questions, forms, links, and what a file is written by.
package dialog
