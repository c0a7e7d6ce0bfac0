package remote

import (
	"encoding/json"
	"reflect"
	"sync"
	"time"

	"zvonok/app"
	"zvonok/model"
)

// answer is what the college said of something, and how long that holds.
type answer struct {
	Number     uint64    // of the last event of the college that it knows
	Generation string    // of the college
	Until      time.Time // when it may become another one although nothing happens
	Got        time.Time // by the college's clock

	asked asked

	mu      sync.Mutex
	results []json.RawMessage // until they are read, which takes longer than all the rest
	values  []reflect.Value
}

// asked is how it was at the desk when an answer was asked for.
type asked struct {
	written   int // how many calls of this desk had changed something
	forgotten int // how often everything was forgotten
}

// give writes copies of the results into pointers.
func (a *answer) give(results []any) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.values == nil {
		values := make([]reflect.Value, len(results))
		into := make([]any, len(results))
		for i, result := range results {
			values[i] = reflect.New(reflect.TypeOf(result).Elem())
			into[i] = values[i].Interface()
		}
		if err := unpack(a.results, into); err != nil {
			return err
		}
		a.results, a.values = nil, values
	}
	for i, result := range results {
		reflect.ValueOf(result).Elem().Set(clone(a.values[i].Elem()))
	}
	return nil
}

// question is what was asked for.
type question struct {
	name  string // the method with its parameters
	touch app.Touch
	// Which one the first parameter names, if any.
	chat    model.ChatID
	journal model.TeachingID
}

// touches are what touches the answers of methods, by procedure.
var touches = byProcedure(func(method string) app.Touch { return app.Touches[method] })

func questionOf(procedure string, params []any) (question, error) {
	text, err := json.Marshal(params)
	q := question{name: procedure + string(text), touch: touches[procedure]}
	if len(params) > 0 {
		q.chat, _ = params[0].(model.ChatID)
		if page, ok := params[0].(model.JournalQuery); ok {
			q.journal = page.Teaching
		}
	}
	if q.journal == 0 && q.touch&app.ByJournal != 0 {
		q.touch |= app.ByJournals // which one it is the college chooses
	}
	return q, err
}

// state is what a desk knows of the college beside the answers, as it is kept with them.
type state struct {
	Wire       int    // by which number it was told
	Number     uint64 // of the last event that was told
	Generation string
	Heard      time.Time            // when the server was last heard, by its clock
	Ahead      time.Duration        // of the server's clock to the desk's
	Touched    map[app.Touch]uint64 // by which event something was touched last
	Chats      map[model.ChatID]uint64
	Journals   map[model.TeachingID]uint64
	Self       string // who is at work with what rights depend on
}

func newState(generation string) state {
	return state{
		Wire: Wire, Generation: generation,
		Touched: map[app.Touch]uint64{}, Chats: map[model.ChatID]uint64{}, Journals: map[model.TeachingID]uint64{},
	}
}

// answers are what a desk keeps of what one person was told, and knows of how long it holds.
type answers struct {
	*shelf
	mu    sync.Mutex
	state state
	fresh bool // the state was told after it was last saved

	// written counts the calls of this desk that changed something, and settled is that count when the last answer was asked for
	// that came while it was the same.
	written, settled int
	forgotten        int    // how often everything was forgotten
	due              uint64 // the last event of which an answer knew: what is told is behind by so much
}

func newAnswers(s *shelf) *answers {
	a := &answers{shelf: s, state: newState("")} // what an older program has not written is empty
	if json.Unmarshal(s.load(stateName), &a.state) != nil || a.state.Wire != Wire {
		a.state = newState("")
		a.forget() // nothing tells what of it still holds
	}
	return a
}

// forget forgets everything that the person was told.
func (a *answers) forget() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.state.Self, a.fresh = "", true
	a.forgotten++
	a.shelf.forget()
}

// leave forgets everything, and what this desk is told from now on stays in memory.
func (a *answers) leave() {
	a.forget()
	a.shelf.leave()
}

// holds reports whether an answer is still what the college would say at that time, as far as this desk was told.
func (a *answers) holds(q question, k *answer, now time.Time) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	s := &a.state
	if q.touch&app.Untold != 0 || k.Generation != s.Generation || !now.Before(k.Until) {
		return false
	}
	for kind, number := range s.Touched {
		if q.touch&kind != 0 && number > k.Number {
			return false
		}
	}
	if q.touch&app.ByChat != 0 && s.Chats[q.chat] > k.Number || q.touch&app.ByJournal != 0 && s.Journals[q.journal] > k.Number {
		return false
	}
	// What this very desk changed may not have been told yet.
	return (a.settled == a.written || k.asked.written == a.written) && (s.Number >= a.due || k.Number >= a.due)
}

// writes notes that a call of this desk may have changed something.
func (a *answers) writes() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.written++
}

// asking is by what take knows what an answer can know of this desk's own calls, and whether it came too late.
func (a *answers) asking() asked {
	a.mu.Lock()
	defer a.mu.Unlock()
	return asked{a.written, a.forgotten}
}

// take keeps an answer, unless everything was forgotten since it was asked for: it may be what only other rights allow.
func (a *answers) take(q question, k *answer) {
	a.mu.Lock()
	a.due = max(a.due, k.Number)
	if k.asked.written == a.written {
		a.settled = a.written
	}
	late := k.asked.forgotten != a.forgotten
	a.mu.Unlock()
	if late {
		return
	}
	a.put(q.name, k)
}

// hear takes over what the server told of the college at a time.
func (a *answers) hear(c model.Change, generation string, at time.Time, ahead time.Duration) {
	a.mu.Lock()
	defer a.mu.Unlock()
	s := &a.state
	if generation != "" && generation != s.Generation {
		self := s.Self
		*s = newState(generation)
		s.Self, a.due, a.fresh = self, 0, true
	}
	const seldom = time.Hour
	if at.Sub(s.Heard).Abs() > seldom {
		a.fresh = true
	}
	s.Heard, s.Ahead = at, ahead
	number := c.Number
	if number == 0 {
		number = max(s.Number, a.due) + 1 // it is no event, and so nobody can say which answers know it
	} else if number > s.Number {
		s.Number, a.fresh = number, true
	}
	touched := app.TouchOf(c)
	for kind := app.Touch(1); kind < app.Untold; kind <<= 1 {
		if touched&kind != 0 {
			s.Touched[kind] = number
		}
	}
	for _, chat := range c.Chats {
		s.Chats[chat] = number
	}
	for _, journal := range c.Journals {
		s.Journals[journal] = number
	}
}

// known is from which event on this desk is to be told.
func (a *answers) known() (number uint64, generation string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.state.Number, a.state.Generation
}

// heard is when the server was last heard, by its clock, and how far that was ahead of the desk's.
func (a *answers) heard() (at time.Time, ahead time.Duration) {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.state.Heard, a.state.Ahead
}

// is takes over who is at work. What they were told when they had other rights is forgotten, which it reports.
func (a *answers) is(self string) (other bool) {
	a.mu.Lock()
	other = a.state.Self != "" && a.state.Self != self
	a.mu.Unlock()
	if other {
		a.forget()
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.state.Self = self
	return other
}

// saveState keeps what is known, if it became more.
func (a *answers) saveState() {
	a.mu.Lock()
	defer a.mu.Unlock()
	if !a.fresh {
		return
	}
	a.fresh = false
	text, err := json.Marshal(a.state)
	warn(err)
	a.save(stateName, func() []byte { return text })
}
