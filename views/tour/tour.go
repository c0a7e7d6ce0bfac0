// Package tour walks through the program's main job by itself, as a person would, and leaves a picture
// of every screen and a report of what was done: imported, initialised, edited, deleted, counted in the
// database and in the messenger.
package tour

import (
	"context"
	"fmt"
	"slices"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/tour/world"
)

// Config says how the tour is made.
type Config struct {
	Out    string // the folder for pictures and report.json
	Stage  Stage
	Window fyne.Window
	World  *world.World
	// Open fills the window with the program; it is called on the UI goroutine.
	Open func()
	// FirstStart fills the window with the way into an empty college; it is called on the UI goroutine.
	FirstStart func()
	// Look switches between light and dark and resizes the window, for a second picture of each screen; nil
	// takes one picture only.
	Look func(dark bool, size fyne.Size)
	Dark bool
	// Lessons says that the tour goes through the journal, a remote lesson and some weeks of the roster too.
	Lessons bool
}

// guide leads the tour.
type guide struct {
	Config
	visitor
	record
	ctx context.Context
	me  string // the name on the user's menu

	leaver, later model.Person // the students of the orders
	desired       []string     // what the chats should have been before a change that is undone
}

// Run makes the tour and writes its report. It is called off the UI goroutine of a Screen, and on that
// of a Memory.
func Run(ctx context.Context, c Config) error {
	left, err := newRecord(c.Out)
	if err != nil {
		return err
	}
	g := &guide{Config: c, visitor: visitor{stage: c.Stage, win: c.Window}, record: left, ctx: ctx}
	c.Stage.Do(c.Open)
	lessons, weeks := lessonSteps, slices.Concat(rosterSteps, upkeepSteps)
	if !c.Lessons {
		lessons, weeks = nil, nil
	}
	for _, s := range slices.Concat(steps, peopleSteps, lessons, linkSteps, weeks, entrySteps) {
		if !g.take(s.name, func() error { return g.make(s) }, func() { _ = g.shot("failed") }) {
			break
		}
	}
	return g.finish()
}

// make makes a step.
func (g *guide) make(s step) error {
	if err := s.do(g); err != nil || !s.counts {
		return err
	}
	counts, err := g.World.Count(g.ctx)
	if err == nil {
		g.step.Counts = &counts
	}
	return err
}

var (
	wide   = fyne.NewSize(1280, 800)
	narrow = fyne.NewSize(1024, 640)
)

// shot takes a picture of the window as it is and, where looks can be switched, one of the other look
// at the smallest size. What does not fit that size fails.
func (g *guide) shot(name string) error {
	name = g.numbered(name)
	if err := g.picture(name, g.capture()); err != nil {
		return err
	}
	if least := g.least(); least > narrow.Width {
		return fmt.Errorf("%s needs a window %.0f wide", name, least)
	}
	if g.Look == nil {
		return nil
	}
	g.stage.Do(func() { g.Look(!g.Dark, narrow) })
	look := "dark"
	if g.Dark {
		look = "light"
	}
	err := g.picture(name+"-"+look+"-1024", g.capture())
	g.stage.Do(func() { g.Look(g.Dark, wide) })
	return err
}
