package shell

import (
	"context"

	"fyne.io/fyne/v2"

	"zvonok/model"
)

// Read is what a screen reads when it is shown, when it is asked to and when something changed.
type Read struct {
	// On says which changes concern it. It is called on any goroutine.
	On func(model.Change) bool
	// Do reads; it is called on the UI goroutine.
	Do func()
}

// Base is what most screens have in common: a page that is read while it is shown and holds nothing to be lost. A screen
// embeds it, and overrides the methods in which it differs.
type Base struct {
	Desk    Desk
	Name    string // in the window's title
	About   Topic
	Page    fyne.CanvasObject
	Changes Changes
	Reads   []Read
	// First has the focus whenever the screen is shown; nil leaves it alone.
	First fyne.Focusable
	// Keys are the commands that the screen knows besides CommandRefresh.
	Keys map[Command]func()

	// Ctx ends when the screen is left.
	Ctx   context.Context
	leave func()
}

// Title is the screen's name.
func (b *Base) Title() string { return b.Name }

// Topic is where the guide tells of it.
func (b *Base) Topic() Topic { return b.About }

// Content is the page.
func (b *Base) Content() fyne.CanvasObject { return b.Page }

// Watch begins what Hidden ends, without reading at once.
func (b *Base) Watch() { b.Ctx, b.leave = Watch(b.Desk, b.Changes, b.Reads...) }

// Shown reads, and reads again after changes until the screen is hidden.
func (b *Base) Shown() {
	b.Watch()
	b.Refresh()
	if b.First != nil {
		b.Desk.Focus(b.First)
	}
}

// Hidden ends what Shown began.
func (b *Base) Hidden() { b.leave() }

// MayLeave is always so.
func (b *Base) MayLeave(then func(ok bool)) { then(true) }

// Refresh reads everything again.
func (b *Base) Refresh() {
	for _, r := range b.Reads {
		r.Do()
	}
}

// Do carries out a command of the keyboard.
func (b *Base) Do(c Command) {
	if do := b.Keys[c]; do != nil {
		do()
	} else if c == CommandRefresh {
		b.Refresh()
	}
}

// ToSearch is the key that brings the focus to a search.
func (d Desk) ToSearch(search fyne.Focusable) map[Command]func() {
	return map[Command]func(){CommandFilter: func() { d.Focus(search) }}
}
