package journal

import (
	"errors"
	"maps"
	"slices"

	"zvonok/model"
	"zvonok/views/background"
	"zvonok/views/dialog"
	"zvonok/views/widgets"
)

// change is a cell before and after.
type change struct {
	key           model.CellKey
	before, after model.Cell
}

// changes reports whether the cell's content changes, replaces whether something in it is lost.
func (c change) changes() bool {
	return c.after.Absence != c.before.Absence || c.after.Mark != c.before.Mark
}

func (c change) replaces() bool { return c.changes() && (c.before.Absence != 0 || c.before.Mark != 0) }

// step is what is saved, undone and redone as one: a cell that was typed over, a block that was pasted, the absences of a
// lesson.
type step struct {
	changes []change
	then    func(error) // told when it is saved or refused; nil: a toast says what is wrong
}

// touches reports whether the step changes any of the cells.
func (s step) touches(keys ...model.CellKey) bool {
	return slices.ContainsFunc(s.changes, func(c change) bool { return slices.Contains(keys, c.key) })
}

func (s step) keys() []model.CellKey {
	return model.Each(s.changes, func(c change) model.CellKey { return c.key })
}

// cells are the marks and absences of a journal: those that are stored, over them those that are on their way, and what
// can be undone. Everything happens on the UI goroutine but the saving itself, one step after another in the order in
// which they were made.
type cells struct {
	deps   Deps
	redraw func()
	goTo   func(model.CellKey)

	stored  map[model.CellKey]model.Cell
	drawn   map[model.CellKey]model.Cell // not stored yet
	queue   []step
	saving  bool
	refused int             // steps, ever
	saved   []model.CellKey // in the order in which they were stored
	undone  []step          // the latest last
	done    []step
	idle    func()
	journal int // counts the journals that were shown, so that a late answer is matched to its own
}

// undoDepth is how many steps can be undone.
const undoDepth = 200

func newCells(deps Deps, redraw func(), goTo func(model.CellKey)) *cells {
	c := &cells{deps: deps, redraw: redraw, goTo: goTo}
	c.forget()
	return c
}

// moment is a moment in the life of a journal: how many of its cells had been stored.
type moment struct{ journal, saved int }

func (c *cells) now() moment { return moment{c.journal, len(c.saved)} }

// take shows the result of a reading that began at a moment. Cells that were stored since may be missing in it, so they
// stay, and so do those on their way.
func (c *cells) take(read map[model.CellKey]model.Cell, begun moment) {
	fresh := make(map[model.CellKey]model.Cell, len(read))
	maps.Copy(fresh, read)
	if begun.journal != c.journal {
		begun.saved = 0
	}
	for _, key := range c.saved[begun.saved:] {
		cell, ours := fresh[key], c.stored[key]
		cell.Absence, cell.Mark = ours.Absence, ours.Mark
		fresh[key] = cell
	}
	c.stored = fresh
}

// forget drops everything about a journal, since another one is shown. What is on its way is still saved.
func (c *cells) forget() {
	c.journal++
	c.stored, c.drawn, c.saved = map[model.CellKey]model.Cell{}, map[model.CellKey]model.Cell{}, nil
	c.done, c.undone = nil, nil
}

// at is the content of a cell.
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
	c.do([]change{{key, before, after}}, nil)
	return true, ""
}

// do makes a step of what differs among the changes, which can be undone, and reports whether anything does.
func (c *cells) do(changes []change, then func(error)) bool {
	var made step
	for _, ch := range changes {
		if ch.changes() {
			made.changes = append(made.changes, ch)
		}
	}
	if len(made.changes) == 0 {
		return false
	}
	c.done, c.undone = append(c.done, step{changes: made.changes}), nil
	if len(c.done) > undoDepth {
		c.done = c.done[1:]
	}
	made.then = then
	c.put(made)
	return true
}

// put draws a step at once and saves it behind those that are on their way.
func (c *cells) put(made step) {
	for _, ch := range made.changes {
		c.drawn[ch.key] = ch.after
	}
	c.queue = append(c.queue, made)
	if !c.saving {
		c.save()
	}
}

// save saves what has been on its way longest, and then the rest.
func (c *cells) save() {
	if c.saving = len(c.queue) > 0; !c.saving {
		if idle := c.idle; idle != nil {
			c.idle = nil
			idle()
		}
		return
	}
	made, journal := c.queue[0], c.journal
	c.queue = c.queue[1:]
	edits := model.Each(made.changes, func(ch change) model.CellEdit {
		return model.CellEdit{CellKey: ch.key, Absence: ch.after.Absence, Mark: ch.after.Mark, Seen: ch.before.Entry()}
	})
	background.Perform(c.deps.Exec, func() error { return c.deps.Service.SetCells(c.deps.Exec.Context(), edits) }, func(err error) {
		if err != nil {
			c.refused++
		}
		found, others := othersIn(err)
		if journal == c.journal {
			for key, cell := range others {
				c.keep(key, cell.Entry())
			}
			c.settle(made, err)
		}
		switch {
		case made.then != nil:
			made.then(err)
		case found != nil && journal == c.journal:
			c.ask(made, found, others)
		case err != nil:
			c.without(made)
			c.deps.Frame.Toast("Не сохранено. "+widgets.Sentence(err.Error()), widgets.ToneRefused)
		}
		c.save()
	})
}

// without makes the steps that were built on a refused one begin with what was there before it, which is still stored.
func (c *cells) without(refused step) {
	for _, ch := range refused.changes {
		for _, later := range c.queue {
			if i := slices.IndexFunc(later.changes, func(l change) bool { return l.key == ch.key }); i >= 0 {
				later.changes[i].before = ch.before
				break
			}
		}
	}
}

// othersIn are the entries that somebody else made meanwhile, where an error is a conflict with them.
func othersIn(err error) (found *model.Conflict, others model.Cells) {
	if !errors.As(err, &found) || found.See(&others) != nil {
		return nil, nil
	}
	return found, others
}

// ask asks whether to make a refused step over what others entered, or without those cells.
func (c *cells) ask(made step, found *model.Conflict, others model.Cells) {
	again := func(over bool) {
		var changes []change
		for _, ch := range made.changes {
			now, theirs := others[ch.key]
			if theirs {
				ch.before = now
			}
			if over || !theirs {
				changes = append(changes, ch)
			}
		}
		if c.do(changes, nil) {
			c.redraw()
		}
	}
	dialog.Settle(c.deps.Frame.Window(), found, func() { again(true) }, func() { again(false) })
}

// keep notes that an entry is stored.
func (c *cells) keep(key model.CellKey, entry model.CellEntry) {
	cell := c.stored[key]
	cell.Absence, cell.Mark = entry.Absence, entry.Mark
	c.stored[key] = cell
	c.saved = append(c.saved, key)
}

// settle notes that a step was saved, or that it was refused: then neither it nor the steps built on it are drawn any
// more or can be undone.
func (c *cells) settle(made step, err error) {
	for _, ch := range made.changes {
		if err == nil {
			c.keep(ch.key, ch.after.Entry())
		}
		if !slices.ContainsFunc(c.queue, func(later step) bool { return later.touches(ch.key) }) {
			delete(c.drawn, ch.key)
		}
	}
	if err != nil {
		over := func(s step) bool { return s.touches(made.keys()...) }
		c.done, c.undone = slices.DeleteFunc(c.done, over), slices.DeleteFunc(c.undone, over)
		c.redraw()
	}
}

// settled calls then once everything is saved or refused: at once, or on the UI goroutine. An earlier caller is not told.
func (c *cells) settled(then func()) {
	if c.idle = nil; !c.saving {
		then()
		return
	}
	c.idle = then
}

// waiting counts the steps that are not stored yet.
func (c *cells) waiting() int {
	n := len(c.queue)
	if c.saving {
		n++
	}
	return n
}

// undo takes the latest step back.
func (c *cells) undo() {
	if made, ok := pop(&c.done); ok {
		c.undone = append(c.undone, made)
		back := step{changes: slices.Clone(made.changes)}
		for i, ch := range back.changes {
			back.changes[i].before, back.changes[i].after = ch.after, ch.before
		}
		c.again(back)
	}
}

// redo does again what was undone last.
func (c *cells) redo() {
	if made, ok := pop(&c.undone); ok {
		c.done = append(c.done, made)
		c.again(step{changes: slices.Clone(made.changes)})
	}
}

func (c *cells) again(made step) {
	for i, ch := range made.changes {
		made.changes[i].after.Tasks = c.at(ch.key).Tasks
	}
	c.put(made)
	c.redraw()
	c.goTo(made.changes[0].key)
}

func pop(steps *[]step) (last step, ok bool) {
	n := len(*steps)
	if n == 0 {
		return last, false
	}
	last = (*steps)[n-1]
	*steps = (*steps)[:n-1]
	return last, true
}
