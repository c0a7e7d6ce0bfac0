package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"zvonok/model"
	"zvonok/model/store"
)

// rosterEdit is one edit of the roster by hand: one transaction, audited.
type rosterEdit struct {
	*store.Tx
	actor model.Actor
	now   time.Time
	today string // the college's day
	done  []doneLine
}

// audit notes what was done to whom, as «было → стало» where there was something before. What is done to several alike
// becomes one line when the edit ends.
func (e *rosterEdit) audit(action, subject, details string) error {
	e.done = append(e.done, doneLine{action, subject, details})
	return nil
}

// writeDone writes what was noted into «Журнал изменений».
func (e *rosterEdit) writeDone() error {
	for _, l := range inOne(e.done) {
		if err := e.Audit(e.now, e.actor.Person, l.action, l.subject, l.details); err != nil {
			return err
		}
	}
	return nil
}

// change is a value before and after in words.
func change(before, after string) string {
	if before == "" {
		before = "—"
	}
	if after == "" {
		after = "—"
	}
	return before + " → " + after
}

// editRoster runs an edit of somebody who may make it. The chats are corrected afterwards by the agent.
func (s *Session) editRoster(ctx context.Context, fn func(*rosterEdit) error) error {
	return s.college.editRoster(ctx, fn)
}

// editRoster runs an edit of an actor who may make it.
func (c *College) editRoster(ctx context.Context, fn func(*rosterEdit) error) error {
	return c.Store.Update(ctx, func(tx *store.Tx) error {
		actor, err := Actor(tx)
		if err != nil {
			return err
		}
		if !actor.PeopleAccess().Edit {
			return ErrNoRight
		}
		e := &rosterEdit{Tx: tx, actor: actor, now: c.Clock.Now()}
		if e.today, err = c.day(tx); err != nil {
			return err
		}
		if err := c.turnDay(tx); err != nil {
			return err
		}
		if err := tx.Record(e.now); err != nil {
			return err
		}
		if err := fn(e); err != nil {
			return err
		}
		if err := e.writeDone(); err != nil {
			return err
		}
		return tx.RosterEdited()
	})
}

// lookAtSelf reads the session's own person again: a change of the roster may have changed what they may do.
func (s *Session) lookAtSelf(c model.Change) {
	if !c.Roster && !c.All {
		return
	}
	id := s.Person().ID
	err := s.college.Store.View(context.Background(), func(tx *store.Tx) error {
		person, err := PersonOf(tx, id)
		if err != nil {
			return err
		}
		actor, err := ActorOf(tx, id)
		if err != nil {
			return err
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.presence.in && s.person.ID == id { // whoever signed out meanwhile stays out
			s.person, s.actor = person, actor
		}
		return nil
	})
	if err != nil {
		s.log().Warn("who is at work was not read again", slog.Any("error", err))
	}
}

// of loads somebody who has not left and is of the kind.
func (e *rosterEdit) of(id model.PersonID, kind model.Kind) (model.Person, error) {
	p, err := e.Person(id)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return p, errNotOfCollege
	case err != nil:
		return p, err
	case !p.Active:
		return p, fmt.Errorf("%s больше не числится в колледже", p.Name)
	case !p.Kind.Has(kind):
		return p, fmt.Errorf("%s — не %s", p.Name, model.KindWords(kind))
	}
	return p, nil
}

// each does the same for several people, of whom there must be some.
func (e *rosterEdit) each(people []model.PersonID, kind model.Kind, fn func(model.Person) error) error {
	if err := model.CheckChosen(people); err != nil {
		return err
	}
	for _, id := range people {
		p, err := e.of(id, kind)
		if err != nil {
			return err
		}
		if err := fn(p); err != nil {
			return err
		}
	}
	return nil
}

// leave takes a kind from a person; who is nothing else any more has left the college.
func (e *rosterEdit) leave(p model.Person, kind model.Kind) error {
	if kind.Has(model.Staff) {
		p.Roles = 0
	}
	if rest := p.Kind &^ kind; rest != 0 {
		p.Kind = rest
	} else {
		p.Active = false
	}
	return e.UpdatePerson(p)
}

// ErrNameChanged says that somebody else changed a person's name while it was being edited.
var ErrNameChanged = errors.New("пока вы изменяли ФИО, его изменил кто-то другой: закройте это окно, посмотрите, что изменилось, и откройте его заново")

// RenamePerson changes the full name of a person whom somebody has seen under another one. When it is no more
// that, nothing is changed, which is ErrNameChanged.
func (s *Session) RenamePerson(ctx context.Context, id model.PersonID, seen, name model.Name) error {
	name, err := model.CleanName(name)
	if err != nil {
		return err
	}
	return s.editRoster(ctx, func(e *rosterEdit) error {
		p, err := e.of(id, 0)
		if err != nil || p.Name == name {
			return err
		}
		if p.Name != seen {
			return ErrNameChanged
		}
		p.Name = name
		if err := e.UpdatePerson(p); err != nil {
			return err
		}
		return e.audit("Изменение ФИО", name.String(), change(seen.String(), name.String()))
	})
}

// AddStudent adds a student to a group from today on. A name that the group has already must be confirmed.
func (s *Session) AddStudent(ctx context.Context, group model.GroupID, n model.NewPerson) (id model.PersonID, err error) {
	if n.Name, err = model.CleanName(n.Name); err != nil {
		return 0, err
	}
	err = s.editRoster(ctx, func(e *rosterEdit) error {
		g, err := e.Group(group)
		if err != nil {
			return err
		}
		names, err := e.namesOf(group)
		if err != nil {
			return err
		}
		if err := n.CheckNamesake(names, "в группе "+g.Name); err != nil {
			return err
		}
		if id, err = e.InsertPerson(model.Person{Name: n.Name, Kind: model.Student, Active: true}); err != nil {
			return err
		}
		if err := e.Enrol(id, group, e.today); err != nil {
			return err
		}
		return e.audit("Добавление студента", n.Name.String(), "группа: "+change("", g.Name))
	})
	return id, err
}

func (e *rosterEdit) studentsOf(group model.GroupID) ([]model.StudentRow, error) {
	return e.StudentRows(model.PeopleFilter{Group: group}, store.PeopleScope{Everybody: true, Today: e.today})
}

func (e *rosterEdit) namesOf(group model.GroupID) ([]model.Name, error) {
	names, _, err := e.PlacedIn(group, e.today)
	return names, err
}

// MoveStudents enrols students in a group from today on; they leave the groups where they were.
func (s *Session) MoveStudents(ctx context.Context, students []model.PersonID, group model.GroupID) error {
	return s.editMany(ctx, len(students), func(e *rosterEdit) error {
		g, err := e.Group(group)
		if err != nil {
			return err
		}
		return e.each(students, model.Student, func(p model.Person) error {
			before, already, err := e.groupsOf(p.ID, group)
			if err != nil || already {
				return err
			}
			if err := e.EndEnrolments(p.ID, e.today); err != nil {
				return err
			}
			if err := e.Enrol(p.ID, group, e.today); err != nil {
				return err
			}
			return e.audit("Перевод студента", p.Name.String(), "группа: "+change(before, g.Name))
		})
	})
}

// groupsOf names the groups in which a student is or will be, and says whether they are the one given.
func (e *rosterEdit) groupsOf(id model.PersonID, group model.GroupID) (names string, already bool, err error) {
	enrolled, err := e.Enrolled(id)
	var open []string
	for _, g := range enrolled {
		if g.Until.IsZero() || g.Until.Format(time.DateOnly) > e.today {
			open = append(open, g.GroupName)
			already = g.Group == group
		}
	}
	return strings.Join(open, ", "), already && len(open) == 1, err
}

// LeaveStudents marks students as having left the college today (выбыли).
func (s *Session) LeaveStudents(ctx context.Context, students []model.PersonID) error {
	return s.editMany(ctx, len(students), func(e *rosterEdit) error {
		return e.each(students, model.Student, func(p model.Person) error {
			before, _, err := e.groupsOf(p.ID, 0)
			if err != nil {
				return err
			}
			if err := e.EndEnrolments(p.ID, e.today); err != nil {
				return err
			}
			if err := e.leave(p, model.Student); err != nil {
				return err
			}
			return e.audit("Выбытие студента", p.Name.String(), "группа: "+change(before, "выбыл"))
		})
	})
}

// ReturnStudents brings students who had left back into a group from today on.
func (s *Session) ReturnStudents(ctx context.Context, students []model.PersonID, group model.GroupID) error {
	return s.editMany(ctx, len(students), func(e *rosterEdit) error {
		g, err := e.Group(group)
		if err != nil {
			return err
		}
		return e.bringBack(students, model.Student, func(p model.Person) error {
			if err := e.Enrol(p.ID, group, e.today); err != nil {
				return err
			}
			return e.audit("Возвращение студента", p.Name.String(), "группа: "+change("выбыл", g.Name))
		})
	})
}

// bringBack makes people who left the college members of it again, and lets then do what follows.
func (e *rosterEdit) bringBack(people []model.PersonID, kind model.Kind, then func(model.Person) error) error {
	if err := model.CheckChosen(people); err != nil {
		return err
	}
	for _, id := range people {
		p, err := e.Person(id)
		if err != nil {
			return err
		}
		if p.Active || !p.Kind.Has(kind) {
			return fmt.Errorf("%s уже числится в колледже", p.Name)
		}
		p.Active, p.Kind = true, kind
		if err := e.UpdatePerson(p); err != nil {
			return err
		}
		if err := then(p); err != nil {
			return err
		}
	}
	return nil
}
