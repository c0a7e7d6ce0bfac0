package kept

import (
	"bytes"
	"container/list"
	"encoding/json"
	"log/slog"
	"sync"

	"zvonok/app/remote/sealed"
	"zvonok/model/guard"
)

// mostInMemory and mostInFiles are how much of the answers is kept, in bytes.
const mostInMemory, mostInFiles = 32 << 20, 64 << 20

// shelf keeps answers by their questions: those that were used last in memory and, sealed, on the computer.
type shelf struct {
	mu     sync.Mutex
	kept   map[string]*list.Element // of *keptAnswer
	recent *list.List               // the one that was used last comes first
	size   int

	disk   sync.Mutex     // is taken after mu
	folder *sealed.Folder // nil: nothing is kept on the computer
	closed bool           // nothing more is saved
	times  int            // how often all was forgotten
	saving sync.WaitGroup
}

type keptAnswer struct {
	question string
	size     int
	*Answer
}

// stateName is where the state of the answers is kept: it is no question.
const stateName = "state"

func newShelf(folder *sealed.Folder) *shelf {
	return &shelf{folder: folder, kept: map[string]*list.Element{}, recent: list.New()}
}

// Get gives the answer to a question of that name, or nil.
func (s *shelf) Get(question string) *Answer {
	s.mu.Lock()
	if e := s.kept[question]; e != nil {
		s.recent.MoveToFront(e)
		s.mu.Unlock()
		return e.Value.(*keptAnswer).Answer
	}
	s.mu.Unlock()
	read := readAnswer(s.load(question))
	if read != nil {
		s.hold(question, read)
	}
	return read
}

// put keeps an answer.
func (s *shelf) put(question string, a *Answer) {
	results := a.results // which others may read, and drop, once the answer is held
	s.hold(question, a)
	s.save(question, func() []byte { return a.text(results) })
}

// hold keeps an answer in memory.
func (s *shelf) hold(question string, a *Answer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.drop(s.kept[question])
	size := 0
	for _, result := range a.results {
		size += len(result)
	}
	s.kept[question] = s.recent.PushFront(&keptAnswer{question, size, a})
	for s.size += size; s.size > mostInMemory && s.recent.Len() > 1; {
		s.drop(s.recent.Back())
	}
}

func (s *shelf) drop(e *list.Element) {
	if e != nil {
		former := s.recent.Remove(e).(*keptAnswer)
		delete(s.kept, former.question)
		s.size -= former.size
	}
}

// load reads a text from the computer; nil where it has none.
func (s *shelf) load(name string) []byte {
	s.disk.Lock()
	defer s.disk.Unlock()
	if s.folder == nil {
		return nil
	}
	text, err := s.folder.Get(name)
	warn(err)
	return text
}

// save writes a text to the computer on another goroutine, since nobody waits for it. text is called when it is written.
func (s *shelf) save(name string, text func() []byte) {
	s.disk.Lock()
	defer s.disk.Unlock()
	if s.folder == nil || s.closed {
		return
	}
	times := s.times
	s.saving.Go(guard.Safe(func() {
		s.disk.Lock()
		defer s.disk.Unlock()
		if s.times == times && s.folder != nil {
			warn(s.folder.Put(name, text(), false))
		}
	}))
}

// forget forgets everything, also on the computer.
func (s *shelf) forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.kept, s.recent, s.size = map[string]*list.Element{}, list.New(), 0
	s.disk.Lock()
	defer s.disk.Unlock()
	s.times++
	if s.folder != nil {
		warn(s.folder.Clear())
	}
}

// leave lets nothing more be kept on the computer.
func (s *shelf) leave() {
	s.disk.Lock()
	defer s.disk.Unlock()
	s.folder = nil
}

// close waits until the computer has what was to be saved. Answers that come later stay in memory: the folder may soon be gone, or
// be that of another desk.
func (s *shelf) close() {
	s.disk.Lock()
	s.closed = true
	s.disk.Unlock()
	s.saving.Wait()
}

// warn notes what went wrong with files that only make work quicker: nobody need act on it.
func warn(err error) {
	if err != nil {
		slog.Warn("answers are not kept on this computer", slog.Any("error", err))
	}
}

// text is the answer as it is kept: what is known of it, and its results, a line each.
func (a *Answer) text(results []json.RawMessage) []byte {
	head, err := json.Marshal(a)
	if err != nil {
		panic(err) // numbers, texts and times can be written
	}
	lines := [][]byte{head}
	for _, result := range results {
		lines = append(lines, result)
	}
	return bytes.Join(lines, []byte{'\n'})
}

// readAnswer reads what text has written; nil where that is no answer.
func readAnswer(text []byte) *Answer {
	var a Answer
	lines := bytes.Split(text, []byte{'\n'})
	if json.Unmarshal(lines[0], &a) != nil {
		return nil
	}
	for _, line := range lines[1:] {
		a.results = append(a.results, line)
	}
	return &a
}
