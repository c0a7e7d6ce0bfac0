package access

import (
	"context"
	"maps"
	"slices"
	"strings"
	"sync"

	"zvonok/app/college"
	"zvonok/model"
	"zvonok/model/store"
)

// presence knows the windows that are connected, by their sessions. The zero value is ready.
type presence struct {
	mu       sync.Mutex
	sessions map[model.SessionID]*attendance
	// elsewhere are the sessions with windows that are connected to other servers of the college.
	elsewhere []model.SessionID
}

// attendance is a session with windows that are connected.
type attendance struct {
	name    model.Name
	windows int
}

func (p *presence) enter(id model.SessionID, name model.Name) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.sessions == nil {
		p.sessions = map[model.SessionID]*attendance{}
	}
	if p.sessions[id] == nil {
		p.sessions[id] = &attendance{name: name}
	}
	p.sessions[id].windows++
}

func (p *presence) leave(id model.SessionID) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.sessions[id].windows--; p.sessions[id].windows == 0 {
		delete(p.sessions, id)
	}
}

func (p *presence) has(id model.SessionID) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.sessions[id] != nil || slices.Contains(p.elsewhere, id)
}

// Attend notes that a window of the acting person is connected, until leave is called.
func (s *Access) Attend(ctx context.Context) (leave func(), err error) {
	var id model.SessionID
	var person model.Person
	err = s.college.Store.View(ctx, func(tx *store.Tx) error {
		actor, err := college.Self(tx)
		if err != nil {
			return err
		}
		if person, err = college.PersonOf(tx, actor.Person); err != nil {
			return err
		}
		id, err = ownSession(tx, s.college.Clock.Now())
		return err
	})
	if err != nil {
		return nil, err
	}
	s.presence.enter(id, person.Name)
	return sync.OnceFunc(func() { s.presence.leave(id) }), nil
}

// Desks is how many sessions have windows on other computers that are connected. It does not block.
func (s *Access) Desks() int {
	s.presence.mu.Lock()
	defer s.presence.mu.Unlock()
	return len(s.presence.sessions)
}

// Attending are the people whose windows on other computers are connected, in short, by name. It does not block.
func (s *Access) Attending() (names []string) {
	s.presence.mu.Lock()
	defer s.presence.mu.Unlock()
	for _, a := range s.presence.sessions {
		names = append(names, a.name.Short())
	}
	slices.SortFunc(names, func(a, b string) int { return strings.Compare(model.Fold(a), model.Fold(b)) })
	return slices.Compact(names)
}

// Attended are the sessions with windows that are connected here, in order.
func (s *Access) Attended() []model.SessionID {
	s.presence.mu.Lock()
	defer s.presence.mu.Unlock()
	return slices.Sorted(maps.Keys(s.presence.sessions))
}

// AttendElsewhere says whose windows are connected to other servers of the college.
func (s *Access) AttendElsewhere(sessions []model.SessionID) {
	s.presence.mu.Lock()
	defer s.presence.mu.Unlock()
	s.presence.elsewhere = sessions
}
