package journal

import (
	"context"
	"maps"

	"zvonok/model"
	"zvonok/views/widgets"
)

// change is one cell that was typed over.
type change struct {
	key           model.CellKey
	before, after model.Cell
}

// cells are the marks and absences of a journal: those that are stored, over them those that are on their way, and what
// can be undone. Everything happens on the UI goroutine but the saving itself, one cell after another in the order in
// which they were typed.
type cells struct {
	deps   Deps
	redraw func()
	goTo   func(model.CellKey)

	stored  map[model.CellKey]model.Cell
	drawn   map[model.CellKey]model.Cell // not stored yet
	queue   []change
	saving  bool
	saved   []model.CellKey // in the order in which they were stored
	undone  []change        // the latest last
	done    []change
	journal int // counts the journals that were shown, so that a late answer finds its own
}

// undoDepth is how many changes can be undone.
const undoDepth = 200

func newCells(deps Deps, redraw func(), goTo func(model.CellKey)) *cells {
	return &cells{deps: deps, redraw: redraw, goTo: goTo, drawn: map[model.CellKey]model.Cell{}}
}

// take takes over what was read while the first so many cells were stored. What was stored since may be missing in it
// and stays, as does what is on its way.
func (c *cells) take(read map[model.CellKey]model.Cell, saved int) {
	fresh := make(map[model.CellKey]model.Cell, len(read))
	maps.Copy(fresh, read)
	for _, key := range c.saved[saved:] {
		cell, ours := fresh[key], c.stored[key]
		cell.Absence, cell.Mark = ours.Absence, ours.Mark
		fresh[key] = cell
	}
	c.stored = fresh
}

// forget makes ready for another journal. What is on its way is still saved.
func (c *cells) forget() {
	c.journal++
	c.stored, c.drawn, c.saved = nil, map[model.CellKey]model.Cell{}, nil
	c.done, c.undone = nil, nil
}

// at is what stands in a cell.
func (c *cells) at(key model.CellKey) model.Cell {
	if cell, ok := c.drawn[key]; ok {
		return cell
	}
	return c.stored[key]
}

// typed takes what was typed into a cell; see widgets.Sheet.Typed.
func (c *cells) typed(key model.CellKey, text string, entered bool) (done bool, complaint string) {
	before := c.at(key)
	if !entered && !before.Finished(text) {
		return false, ""
	}
	after, err := before.Typed(text)
	if err != nil {
		return false, widgets.Sentence(err.Error())
	}
	if after.Absence == before.Absence && after.Mark == before.Mark {
		return true, ""
	}
	made := change{key, before, after}
	c.done, c.undone = append(c.done, made), nil
	if len(c.done) > undoDepth {
		c.done = c.done[1:]
	}
	c.put(made)
	return true, ""
}

// put draws a change at once and saves it behind those that are on their way.
func (c *cells) put(made change) {
	c.drawn[made.key] = made.after
	c.queue = append(c.queue, made)
	if !c.saving {
		c.save()
	}
}

// save saves what has been on its way longest, and then the rest.
func (c *cells) save() {
	if len(c.queue) == 0 {
		c.saving = false
		return
	}
	made, journal := c.queue[0], c.journal
	c.queue, c.saving = c.queue[1:], true
	edit := model.CellEdit{CellKey: made.key, Absence: made.after.Absence, Mark: made.after.Mark}
	widgets.Perform(c.deps.Exec, func() error { return c.deps.Service.SetCell(context.Background(), edit) }, func(err error) {
		if err != nil {
			c.deps.Frame.Toast("Не сохранено: "+widgets.Sentence(err.Error()), widgets.ToneRefused)
		}
		if journal == c.journal {
			c.settle(made, err)
		}
		c.save()
	})
}

// settle takes a saved change for stored. One that could not be saved is drawn no more, nor are those that were typed
// over it, and cannot be undone.
func (c *cells) settle(made change, err error) {
	if err == nil {
		cell := c.stored[made.key]
		cell.Absence, cell.Mark = made.after.Absence, made.after.Mark
		c.stored[made.key] = cell
		c.saved = append(c.saved, made.key)
	} else {
		c.done, c.undone = without(c.done, made.key), without(c.undone, made.key)
		c.queue = without(c.queue, made.key)
	}
	for _, later := range c.queue {
		if later.key == made.key {
			return
		}
	}
	delete(c.drawn, made.key)
	if err != nil {
		c.redraw()
	}
}

func without(changes []change, key model.CellKey) (left []change) {
	for _, c := range changes {
		if c.key != key {
			left = append(left, c)
		}
	}
	return left
}

// undo takes the latest change back.
func (c *cells) undo() {
	if made, ok := pop(&c.done); ok {
		c.undone = append(c.undone, made)
		c.step(change{made.key, made.after, made.before})
	}
}

// redo does what was undone last again.
func (c *cells) redo() {
	if made, ok := pop(&c.undone); ok {
		c.done = append(c.done, made)
		c.step(made)
	}
}

func (c *cells) step(made change) {
	made.after.Tasks = c.at(made.key).Tasks
	c.put(made)
	c.redraw()
	c.goTo(made.key)
}

func pop(changes *[]change) (last change, ok bool) {
	n := len(*changes)
	if n == 0 {
		return last, false
	}
	last = (*changes)[n-1]
	*changes = (*changes)[:n-1]
	return last, true
}
