package kept

import (
	"encoding/json"
	"errors"
	"reflect"
	"sync"
	"time"

	"zvonok/app"
	"zvonok/model"
)

// Answer is what the college said of something, and how long that holds.
type Answer struct {
	Number     uint64    // of the last event of the college that it knows
	Generation string    // of the college
	Until      time.Time // when it may become another one although nothing happens
	Got        time.Time // by the college's clock

	asked Asked

	mu      sync.Mutex
	results []json.RawMessage // until they are read, which takes longer than all the rest
	values  []reflect.Value
}

// NewAnswer returns an answer that holds its results, a JSON value each, and nothing else yet.
func NewAnswer(results []json.RawMessage) *Answer { return &Answer{results: results} }

// Asked is the state of the desk when an answer was asked for.
type Asked struct {
	written   int // how many calls of this desk had changed something
	forgotten int // how often everything was forgotten
}

var errFewer = errors.New("the answer has fewer results than were asked for")

// Read reads the results into pointers, in their order. It is for an answer that nobody keeps. A newer server may give more of them.
func (a *Answer) Read(results []any) error {
	if len(a.results) < len(results) {
		return errFewer
	}
	for i, result := range results {
		if err := json.Unmarshal(a.results[i], result); err != nil {
			return err
		}
	}
	return nil
}

// Give writes copies of the results of an answer that is kept into pointers, in their order.
func (a *Answer) Give(results []any) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.values == nil {
		values := make([]reflect.Value, len(results))
		into := make([]any, len(results))
		for i, result := range results {
			values[i] = reflect.New(reflect.TypeOf(result).Elem())
			into[i] = values[i].Interface()
		}
		if err := a.Read(into); err != nil {
			return err
		}
		a.results, a.values = nil, values
	}
	for i, result := range results {
		reflect.ValueOf(result).Elem().Set(clone(a.values[i].Elem()))
	}
	return nil
}

// Question is what was asked for.
type Question struct {
	Name  string // the method with its parameters
	touch app.Touch
	// The chat or journal that the first parameter names, if any.
	chat    model.ChatID
	journal model.TeachingID
}

// NewQuestion returns the question of a call; touch is what touches its answer.
func NewQuestion(method string, touch app.Touch, params []any) (Question, error) {
	text, err := json.Marshal(params)
	q := Question{Name: method + string(text), touch: touch}
	if len(params) > 0 {
		q.chat, _ = params[0].(model.ChatID)
		if page, ok := params[0].(model.JournalQuery); ok {
			q.journal = page.Teaching
		}
	}
	if q.journal == 0 && q.touch&app.ByJournal != 0 {
		q.touch |= app.ByJournals // the college chooses which one it is
	}
	return q, err
}

// state is what a desk knows of the college beside the answers, as it is kept with them.
type state struct {
	Wire       int    // the number of the protocol that it was told by
	Number     uint64 // of the last event that was told
	Generation string
	Heard      time.Time            // when the server was last heard, by its clock
	Ahead      time.Duration        // of the server's clock to the desk's
	Touched    map[app.Touch]uint64 // the last event that touched something
	Chats      map[model.ChatID]uint64
	Journals   map[model.TeachingID]uint64
	Self       string // who is at work with what rights depend on
}

func newState(wire int, generation string) state {
	return state{
		Wire: wire, Generation: generation,
		Touched: map[app.Touch]uint64{}, Chats: map[model.ChatID]uint64{}, Journals: map[model.TeachingID]uint64{},
	}
}

// Answers are what a desk keeps of what one person was told, and knows of how long it holds.
type Answers struct {
	*shelf
	of    Owner
	mu    sync.Mutex
	state state
	fresh bool // the state was told after it was last saved

	// written counts the calls of this desk that changed something. settled is that count as of the last answer whose call no
	// such call overlapped.
	written, settled int
	forgotten        int    // how often everything was forgotten
	due              uint64 // the last event that an answer knew of: what is told comes later
}

// OpenAnswers opens what a person was told when they were here last, if they were to be remembered, and forgets it if not, or if the
// desk and its server now speak by another number. The answers are there also when an error says why nothing is kept in files.
func OpenAnswers(of Owner, remember bool, wire int) (*Answers, error) {
	folder, err := of.folder(cache, remember, mostInFiles)
	a := &Answers{shelf: newShelf(folder), of: of, state: newState(wire, "")} // what an older program has not written is empty
	if json.Unmarshal(a.load(stateName), &a.state) != nil || a.state.Wire != wire {
		a.state = newState(wire, "")
		a.Forget() // nothing tells what of it still holds
	}
	return a, err
}

// Forget forgets everything that the person was told.
func (a *Answers) Forget() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.state.Self, a.fresh = "", true
	a.forgotten++
	a.shelf.forget()
}

// Leave forgets everything, with the folder and its key. What this desk is told from now on stays in memory.
func (a *Answers) Leave() {
	a.Forget()
	a.shelf.leave()
	a.of.clear(cache)
}

// Longest is for how long a desk that does not reach its server keeps what it was told.
const Longest = 14 * 24 * time.Hour

// Expire drops what was kept too long without the server.
func (a *Answers) Expire(now time.Time) {
	if heard, _ := a.Heard(); !heard.IsZero() && now.Sub(heard).Abs() > Longest {
		a.Leave()
	}
}

// Close ends the answers with their person's work. What is kept stays for when they come again.
func (a *Answers) Close() {
	a.Save()
	a.shelf.close()
}

// Holds reports whether an answer is still what the college would say at that time, as far as this desk was told.
func (a *Answers) Holds(q Question, k *Answer, now time.Time) bool {
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

// Writes notes that a call of this desk may have changed something.
func (a *Answers) Writes() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.written++
}

// Asking tells Take later what an answer can know of this desk's own calls, and whether it came too late.
func (a *Answers) Asking() Asked {
	a.mu.Lock()
	defer a.mu.Unlock()
	return Asked{a.written, a.forgotten}
}

// Take keeps an answer, unless everything was forgotten since it was asked for: it may be what only other rights allow.
func (a *Answers) Take(q Question, k *Answer, asked Asked) {
	k.asked = asked
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
	a.put(q.Name, k)
}

// Hear takes over what the server told of the college, with the time by its clock and how far that is ahead of the desk's.
// An empty generation means the same as before.
func (a *Answers) Hear(c model.Change, generation string, at time.Time, ahead time.Duration) {
	a.mu.Lock()
	defer a.mu.Unlock()
	s := &a.state
	if generation != "" && generation != s.Generation {
		self := s.Self
		*s = newState(s.Wire, generation)
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

// Known is the event that this desk is to be told from.
func (a *Answers) Known() (number uint64, generation string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.state.Number, a.state.Generation
}

// Heard is when the server was last heard, by its clock, and how far that was ahead of the desk's.
func (a *Answers) Heard() (at time.Time, ahead time.Duration) {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.state.Heard, a.state.Ahead
}

// Is takes over who is at work, as a text that names the person and their rights. If the rights have changed, everything is
// forgotten, and it reports that.
func (a *Answers) Is(self string) (other bool) {
	a.mu.Lock()
	other = a.state.Self != "" && a.state.Self != self
	a.mu.Unlock()
	if other {
		a.Forget()
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.state.Self = self
	return other
}

// Save saves what is known, if it became more.
func (a *Answers) Save() {
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
