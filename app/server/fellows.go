package server

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"

	"zvonok/app/agent"
	"zvonok/app/college"
	"zvonok/model"
	"zvonok/model/store"
)

const (
	// meetEvery is how often a server says how it stands, and looks how the others do.
	meetEvery = 5 * time.Second
	// heardFor is how long a server that says nothing still counts: during an import the others wait for their write.
	heardFor = 45 * time.Second
	// addressesKept is for how long desks are told where a server was that has ended: it may come back.
	addressesKept = 7 * 24 * time.Hour
	// partWithin is how long a server that ends may take to say so.
	partWithin = 2 * time.Second
)

// fellow is one of several servers before the same database, as it says of itself there.
type fellow struct {
	Link     string            // the addresses and keys of this server alone
	Sessions []model.SessionID // with windows that are connected to it
	Agent    bool              // the college's agent works there
	Running  bool              // and runs just now
	Progress model.Progress

	id    string
	link  model.ConnectionLink
	works bool
}

var errOtherKey = errors.New("у другого сервера этого колледжа другой ключ, и рабочие места приняли бы один из двух за чужой: запишите его ключ командой " +
	"«zvonok serve --export-key ФАЙЛ» и запустите этот сервер с --key ФАЙЛ")

// fellowsIn are the servers of the college besides the one of that ID, those at work first.
func fellowsIn(tx *store.Tx, besides string, now time.Time) (all []fellow, err error) {
	records, err := tx.Servers()
	for _, r := range records {
		f := fellow{id: r.ID, works: r.Until.After(now)}
		if r.ID == besides || json.Unmarshal([]byte(r.State), &f) != nil {
			continue
		}
		var unread error
		if f.link, unread = model.ParseConnectionLink(f.Link); unread == nil { // else it is of a later version
			all = append(all, f)
		}
	}
	return all, err
}

// works are the servers that work with the college's database just now.
func works(ctx context.Context, c *college.College) (all []fellow, err error) {
	all, err = store.Read(ctx, c.Store, func(tx *store.Tx) ([]fellow, error) { return fellowsIn(tx, "", c.Clock.Now()) })
	return slices.DeleteFunc(all, func(f fellow) bool { return !f.works }), err
}

// CheckUnserved refuses, in Russian, a college for which servers are at work before its database.
func CheckUnserved(ctx context.Context, c *college.College) error {
	all, err := works(ctx, c)
	if err != nil || len(all) == 0 {
		return err
	}
	at := model.Each(all, func(f fellow) string { return f.link.Addresses[0] })
	return fmt.Errorf("колледж сейчас обслуживают серверы (%s): остановите их и повторите через минуту", strings.Join(at, ", "))
}

// join makes the server one of those of its database, if they share its key.
func (s *Server) join(ctx context.Context) error {
	s.connectBy(s.own)
	c := s.parts.Areas.College
	if !c.Store.Shared() {
		return nil
	}
	err := c.Store.Update(ctx, func(tx *store.Tx) error {
		all, err := fellowsIn(tx, s.id, c.Clock.Now())
		for _, f := range all {
			switch {
			case err != nil:
			case f.Link == s.own.String(): // a former run of this server, which was killed
				err = tx.DropServer(f.id)
			case f.works && !slices.ContainsFunc(f.link.Pins, s.own.Has):
				err = errOtherKey
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	s.joined = true
	return s.look(ctx)
}

// meet writes down, every meetEvery, how the server stands, and reads how the others do, until ctx ends. It stops the server when
// the college has moved away.
func (s *Server) meet(ctx context.Context, stop context.CancelCauseFunc) {
	c := s.parts.Areas.College
	if !c.Store.Shared() {
		return
	}
	for c.Clock.Sleep(ctx, meetEvery) == nil {
		switch err := s.look(ctx); {
		case errors.Is(err, model.ErrMoved):
			stop(err)
			return
		case err != nil && ctx.Err() == nil:
			s.parts.Log.Debug("how other servers stand is not known", slog.Any("error", err))
		}
	}
}

// look is one meeting with the others.
func (s *Server) look(ctx context.Context) error {
	all, here := s.parts.Areas, s.parts.Areas.SyncStatus()
	me := fellow{Link: s.own.String(), Sessions: all.Attended(), Agent: all.Keeper.Here()}
	if me.Agent {
		me.Running, me.Progress = here.Running, here.Progress
	}
	state, err := json.Marshal(me)
	if err != nil {
		return err
	}
	var others []fellow
	err = all.College.Store.Update(ctx, func(tx *store.Tx) error {
		now := all.Now()
		if err := tx.PutServer(store.ServerRecord{ID: s.id, State: string(state), Until: now.Add(heardFor)}); err != nil {
			return err
		}
		if err := tx.DropServers(now.Add(-addressesKept)); err != nil {
			return err
		}
		others, err = fellowsIn(tx, s.id, now)
		return err
	})
	if err != nil {
		return err
	}
	s.connectBy(s.own.With(links(others)))
	var sessions []model.SessionID
	var deputy agent.Deputy
	var there model.SyncStatus
	for _, f := range others {
		if !f.works {
			continue
		}
		sessions = append(sessions, f.Sessions...)
		if f.Agent {
			deputy, there = Agent{College: all.College}, model.SyncStatus{Running: f.Running, Progress: f.Progress}
		}
	}
	all.AttendElsewhere(sessions)
	all.Keeper.WorksElsewhere(deputy, there)
	return nil
}

// links are those of the servers. The keys of those that have ended may be old ones.
func links(of []fellow) (links []model.ConnectionLink) {
	for _, f := range of {
		if !f.works {
			f.link.Pins = nil
		}
		links = append(links, f.link)
	}
	return links
}

// part says that the server has ended. The others go on telling where it was.
func (s *Server) part() {
	c := s.parts.Areas.College
	if !s.joined {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), partWithin)
	defer cancel()
	state, err := json.Marshal(fellow{Link: s.own.String()})
	for again := err == nil; again; again = errors.Is(err, model.ErrAgain) && ctx.Err() == nil {
		err = c.Store.Update(ctx, func(tx *store.Tx) error {
			return tx.PutServer(store.ServerRecord{ID: s.id, State: string(state), Until: c.Clock.Now()})
		})
	}
	if err != nil && !errors.Is(err, model.ErrMoved) {
		s.parts.Log.Warn("the other servers do not know that this one has ended", slog.Any("error", err))
	}
}
