// Package tour walks through the program's main job by itself, as a person would, and leaves a picture
// of every screen and a report of what was done: imported, initialised, edited, deleted, counted in the
// database and in the messenger.
package tour

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

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

// Step is a step in the report.
type Step struct {
	Name     string        `json:"name"`
	OK       bool          `json:"ok"`
	Error    string        `json:"error,omitempty"`
	Pictures []string      `json:"pictures,omitempty"`
	Seconds  float64       `json:"seconds"`
	Done     any           `json:"done,omitempty"`
	Counts   *world.Counts `json:"counts,omitempty"`
}

// Report is report.json.
type Report struct {
	OK    bool   `json:"ok"`
	Steps []Step `json:"steps"`
}

// ErrFailed says that a step of the tour failed; report.json says which.
var ErrFailed = errors.New("показ не удался: смотрите report.json")

// guide leads the tour.
type guide struct {
	Config
	visitor
	ctx    context.Context
	report Report
	step   *Step
	number int
	me     string // the name on the user's menu

	leaver, later model.Person // the students of the orders
	desired       []string     // what the chats should have been before a change that is undone
}

// Run makes the tour and writes its report. It is called off the UI goroutine of a Screen, and on that
// of a Memory.
func Run(ctx context.Context, c Config) error {
	if err := os.MkdirAll(c.Out, 0o755); err != nil {
		return fmt.Errorf("не удалось создать папку %s: %w", c.Out, err)
	}
	g := &guide{Config: c, visitor: visitor{stage: c.Stage, win: c.Window}, ctx: ctx}
	g.report.OK = true
	c.Stage.Do(c.Open)
	lessons, weeks := lessonSteps, slices.Concat(rosterSteps, upkeepSteps)
	if !c.Lessons {
		lessons, weeks = nil, nil
	}
	for _, s := range slices.Concat(steps, peopleSteps, lessons, linkSteps, weeks, entrySteps) {
		g.take(s)
		if !g.report.OK {
			break
		}
	}
	text, err := json.MarshalIndent(g.report, "", "  ")
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(c.Out, "report.json"), append(text, '\n'), 0o644); err != nil {
		return fmt.Errorf("не удалось записать отчёт: %w", err)
	}
	if !g.report.OK {
		return ErrFailed
	}
	return nil
}

// take makes one step and puts it into the report.
func (g *guide) take(s step) {
	started := time.Now()
	g.step = &Step{Name: s.name}
	err := s.do(g)
	if err == nil && s.counts {
		var counts world.Counts
		if counts, err = g.World.Count(g.ctx); err == nil {
			g.step.Counts = &counts
		}
	}
	if err != nil {
		g.step.Error = err.Error()
		g.report.OK = false
		_ = g.shot("failed")
	}
	g.step.OK = err == nil
	g.step.Seconds = time.Since(started).Seconds()
	g.report.Steps = append(g.report.Steps, *g.step)
}

var (
	wide   = fyne.NewSize(1280, 800)
	narrow = fyne.NewSize(1024, 640)
)

// shot takes a picture of the window as it is and, where looks can be switched, one of the other look
// at the smallest size. What does not fit that size fails.
func (g *guide) shot(name string) error {
	g.number++
	name = fmt.Sprintf("%02d-%s", g.number, name)
	if err := g.picture(name + ".png"); err != nil {
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
	err := g.picture(name + "-" + look + "-1024.png")
	g.stage.Do(func() { g.Look(g.Dark, wide) })
	return err
}

func (g *guide) picture(file string) error {
	g.step.Pictures = append(g.step.Pictures, file)
	return save(g.capture(), filepath.Join(g.Out, file))
}
