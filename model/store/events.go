package store

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"time"

	"zvonok/model"
)

const (
	// mostEvents is how many events are told one by one; a reader that missed more reads everything again.
	mostEvents = 1000
	// mostKeys is how many chats, journals or people an event names; an event that changes more, such as an import, says
	// that all may have changed.
	mostKeys = 200
)

// Position is the last event that the subscribers were told of, or are being told of. It does not block.
func (s *Store) Position() model.Position { return *s.at.Load() }

// Subscribe calls fn after every commit that changed something, in this process or, once Elsewhere has looked, in another,
// until cancel is called. Changes come in the order of their numbers, one after the other, on a goroutine that committed.
func (s *Store) Subscribe(fn func(model.Change)) (cancel func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := s.next
	s.next++
	s.subscribers[id] = fn
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.subscribers, id)
	}
}

// Publish tells every subscriber of something that is no event of the college and concerns this process alone.
func (s *Store) Publish(c model.Change) {
	s.mu.Lock()
	s.waiting = append(s.waiting, c)
	s.mu.Unlock()
	s.tell()
}

// tell tells the subscribers what waits, unless another goroutine does so already.
func (s *Store) tell() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.telling {
		return
	}
	s.telling = true
	defer func() { s.telling = false }()
	for len(s.waiting) > 0 {
		c := s.waiting[0]
		s.waiting = s.waiting[1:]
		told := slices.Collect(maps.Values(s.subscribers))
		s.unlocked(func() {
			for _, fn := range told {
				fn(c)
			}
		})
	}
}

// unlocked lets others have the lock meanwhile: subscribers may write, and subscribe.
func (s *Store) unlocked(fn func()) {
	s.mu.Unlock()
	defer s.mu.Lock()
	fn()
}

// committed tells of an event of this process, after those of others before it.
func (s *Store) committed(ctx context.Context, c model.Change) {
	s.order.Lock()
	at := s.Position()
	if c.Number > at.Number+1 {
		number := c.Number
		err := s.View(context.WithoutCancel(ctx), func(tx *Tx) (err error) {
			c, err = tx.eventsAfter(at.Number)
			return err
		})
		if err != nil { // something has changed all the same
			c = model.Anything()
			c.Number = number
		}
	}
	if c.Number > at.Number { // otherwise Elsewhere was faster
		s.moved(model.Position{Number: c.Number, Generation: at.Generation}, c)
	}
	s.order.Unlock()
	s.tell()
}

// moved notes where the college is and lets the change wait to be told. The caller holds order.
func (s *Store) moved(to model.Position, c model.Change) {
	s.at.Store(&to)
	s.mu.Lock()
	s.waiting = append(s.waiting, c)
	s.mu.Unlock()
}

// Listen calls woken when another process may have changed something, so that Elsewhere looks at once, until ctx ends or the database no
// longer says so. A file of SQLite says nothing.
func (s *Store) Listen(ctx context.Context, woken func()) error {
	return s.engine.explain(s.engine.listen(ctx, woken))
}

// Elsewhere looks what other processes have changed since the last look, tells the subscribers, and gives it back. A college
// that another process has replaced by a copy may differ in anything.
func (s *Store) Elsewhere(ctx context.Context) (c model.Change, err error) {
	defer s.tell()
	s.order.Lock()
	defer s.order.Unlock()
	at := s.Position()
	var now model.Position
	err = s.View(ctx, func(tx *Tx) (err error) {
		if now, err = tx.position(); err != nil {
			return err
		}
		switch {
		case now.Generation != at.Generation, now.Number < at.Number: // or a standby that lacks the last events has taken over
			c = model.Anything()
		case now.Number > at.Number:
			c, err = tx.eventsAfter(at.Number)
		}
		return err
	})
	if err == nil && !c.IsZero() {
		c.Number = now.Number
		s.moved(now, c)
	}
	return c, err
}

// Since is what has changed after a position, and where the college is now. For a position in another generation, or
// before the oldest event that is kept, anything may have changed.
func (s *Store) Since(ctx context.Context, seen model.Position) (c model.Change, now model.Position, err error) {
	err = s.View(ctx, func(tx *Tx) (err error) {
		if now, err = tx.position(); err != nil {
			return err
		}
		if now.Generation != seen.Generation || seen.Number > now.Number {
			c = model.Anything()
		} else {
			c, err = tx.eventsAfter(seen.Number)
		}
		c.Number = now.Number
		return err
	})
	return c, now, err
}

// position is where the college is in the transaction.
func (tx *Tx) position() (at model.Position, err error) {
	err = tx.one(`SELECT (SELECT coalesce(max(number), 0) FROM events), coalesce((SELECT value FROM settings WHERE name = $1), '')`,
		[]any{SettingGeneration}, &at.Number, &at.Generation)
	return at, err
}

// event writes down what the transaction has changed, if it has.
func (tx *Tx) event(now time.Time) (c model.Change, err error) {
	c = tx.changed
	if len(tx.written) > 0 {
		if c.Journals, err = tx.teachingsOf(tx.written); err != nil {
			return c, err
		}
	}
	c.Lessons = c.Lessons || tx.endsCall
	c.Edited = tx.told && (c.Roster || c.OfChats())
	if c.IsZero() {
		return c, nil
	}
	if len(c.LessonsOf) > mostKeys {
		c.LessonsOf = nil
	}
	for _, keys := range []int{len(c.Chats), len(c.Journals), len(c.Access)} {
		c.All = c.All || keys > mostKeys
	}
	if c.All {
		c.Chats, c.Journals, c.Access = nil, nil, nil
	}
	slices.Sort(c.Chats)
	c.Chats = slices.Compact(c.Chats)
	text, err := json.Marshal(c)
	if err != nil {
		return c, err
	}
	return c, tx.one(tx.engine.waking(`INSERT INTO events (number, made, change) SELECT coalesce(max(number), 0) + 1, $1, $2 FROM events RETURNING number`),
		[]any{now.Unix(), string(text)}, &c.Number)
}

// eventsAfter is all that the events after a number changed, as one change; it is Anything where some are forgotten or
// there are very many.
func (tx *Tx) eventsAfter(after uint64) (c model.Change, err error) {
	rows, err := load(tx, func(e *storedEvent) []any { return []any{&e.number, &e.change} },
		`SELECT number, change FROM events WHERE number > $1 ORDER BY number LIMIT $2`, after, mostEvents+1)
	if err != nil || len(rows) == 0 {
		return c, err
	}
	last := rows[len(rows)-1].number
	if len(rows) > mostEvents || rows[0].number != after+1 {
		c = model.Anything()
		return c, tx.one(`SELECT max(number) FROM events`, nil, &c.Number)
	}
	for _, row := range rows {
		var one model.Change
		if err := json.Unmarshal([]byte(row.change), &one); err != nil {
			return c, err
		}
		c = c.And(one)
	}
	c.Number = last
	return c, nil
}

type storedEvent struct {
	number uint64
	change string
}
