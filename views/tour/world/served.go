package world

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"zvonok/app/access"
	"zvonok/app/agent"
	"zvonok/app/areas"
	"zvonok/app/college"
	"zvonok/app/demo"
	"zvonok/app/desk"
	"zvonok/app/host"
	"zvonok/app/imports"
	"zvonok/app/server"
	"zvonok/app/tokens"
	"zvonok/app/vault"
	"zvonok/model"
	"zvonok/model/guard"
	"zvonok/model/roster"
	"zvonok/model/store"
	"zvonok/vkclient"
	"zvonok/vkclient/sandbox"
)

// Served is the demonstration college on a server, with the computers from which people work in it. Unlike the
// demonstration's, its people sign in.
type Served struct {
	// Administrator is the account that the owner of the server makes, with its one-time password.
	Administrator model.Issued
	Desks         []*desk.Folder // in the order of Options

	lesson
	o             ServedOptions
	clock         *clock
	zone          *time.Location
	demonstration *demo.Demonstration
	opened        chan string // the addresses that the desks open
	running       *service    // nil while the server is down
	listen        string      // where it has listened before, and does again
}

// ServedOptions say what that world is made of.
type ServedOptions struct {
	// Dir is an empty folder, for those of the server and of the desks.
	Dir string
	Log *slog.Logger
	VK  host.Messenger
	// Desks are the names of the computers.
	Desks []string
	// Work does what goes on beside a desk's window.
	Work func(work func())
}

// service is the server at work.
type service struct {
	*server.Server
	college *college.College
	keeper  *agent.Keeper
	end     context.CancelFunc
	work    sync.WaitGroup
	err     error // receives the result when the server has ended
}

// serverFolder is the name of the server's data folder.
const serverFolder = "server"

// servedGroups is how many groups it takes for the tour's lesson to be among them.
const servedGroups = 5

// Serve fills a college, opens it to other computers, and makes those computers. The caller closes the world.
func Serve(ctx context.Context, o ServedOptions) (s *Served, err error) {
	if err := holdsNone(filepath.Join(o.Dir, serverFolder)); err != nil {
		return nil, err
	}
	s = &Served{o: o, clock: &clock{}, opened: make(chan string, 64), listen: "127.0.0.1:0"}
	defer func() {
		if err != nil {
			s.Close()
		}
	}()
	if s.demonstration, err = demo.Start(servedGroups, sandbox.Options{}); err != nil {
		return s, err
	}
	if s.zone, err = time.LoadLocation(model.DefaultSettings().TimeZone); err != nil {
		return s, err
	}
	s.teach()
	c, err := s.open(ctx)
	if err != nil {
		return s, err
	}
	if err := errors.Join(s.fill(ctx, c), c.Store.Close()); err != nil {
		return s, err
	}
	for _, name := range o.Desks {
		folder, err := s.desk(ctx, name)
		if err != nil {
			return s, err
		}
		s.Desks = append(s.Desks, folder)
	}
	return s, s.Begin(ctx)
}

// When the tour's lesson is held.
const (
	LessonBegins = "10:15"
	LessonEnds   = "11:00"
)

// lessonNow is the time of day when it is held, in minutes since midnight.
const lessonNow = 10*60 + 16

// teach sets the clock to the time of the lesson.
func (s *Served) teach() {
	now := s.Now()
	s.clock.turn(model.Day(now, s.zone), lessonNow, now)
}

// Close closes all of it.
func (s *Served) Close() {
	for _, d := range s.Desks {
		d.Close()
	}
	if s.running != nil {
		_ = s.End()
	}
	if s.demonstration != nil {
		_ = s.demonstration.VK.Close()
	}
}

func (s *Served) open(ctx context.Context) (*college.College, error) {
	return openCollege(ctx, filepath.Join(s.o.Dir, serverFolder), s.clock)
}

// fill makes the college what it is when its server starts for the first time.
func (s *Served) fill(ctx context.Context, c *college.College) error {
	err := c.Store.Update(ctx, func(tx *store.Tx) error { return tx.SetSetting(store.SettingDemonstration, "1") })
	if err != nil {
		return err
	}
	snapshot, _ := demo.College(servedGroups)
	snapshot.Today = s.clock.Now().UTC().Truncate(24 * time.Hour)
	if err := imports.ApplySnapshot(ctx, c, snapshot); err != nil {
		return err
	}
	keys := tokens.Keys{College: c, Vault: s.demonstration.Secrets}
	if err := errors.Join(demo.FillJournals(ctx, c), s.demonstration.Connect(ctx, c),
		keys.Keep(ctx, model.CallToken, s.demonstration.VK.Info().Users[0].Token, model.MessengerAddresses{})); err != nil {
		return err
	}
	if s.lesson, err = lessonOf(ctx, c); err != nil {
		return err
	}
	s.Administrator, err = access.AdministratorAccount(ctx, c, model.Founding{Administrator: administratorOf(snapshot), Login: "administrator"})
	return err
}

// administratorOf is the name of the college's administrator.
func administratorOf(snapshot roster.Snapshot) (name model.Name) {
	for _, p := range snapshot.Staff {
		if p.Roles.Has(model.RoleAdmin) {
			name = p.Name
		}
	}
	return name
}

// Begin starts the server, with the agent, on the college as it stands in the folder.
func (s *Served) Begin(ctx context.Context) error {
	c, err := s.open(ctx)
	if err != nil {
		return err
	}
	r := &service{college: c, keeper: agent.NewKeeper(c, nil, s.o.Log)}
	all, err := s.areas(c, r.keeper)
	if err == nil {
		r.Server, err = server.Start(ctx, server.Parts{Areas: all, Listen: s.listen, Log: s.o.Log})
	}
	if err != nil {
		return errors.Join(err, c.Store.Close())
	}
	running, end := context.WithCancel(ctx)
	r.end, s.listen, s.running = end, r.Address(), r
	r.work.Go(guard.Safe(func() { r.err = r.Run(running) }))
	r.work.Go(guard.Safe(func() { r.keeper.Keep(running) }))
	return all.StartAgent(ctx)
}

// areas keep the college's contracts on the server's computer.
func (s *Served) areas(c *college.College, keeper *agent.Keeper) (*areas.Areas, error) {
	reach, err := s.o.VK.Reach(s.demonstration.URL)
	if err != nil {
		return nil, err
	}
	all := areas.New(c, keeper, s.o.VK.Pages(*reach.Fixed))
	all.UseVault(s.demonstration.Secrets)
	all.Equip(host.Parts{
		Reach: reach, Getenv: noEnvironment, Messenger: s.o.VK,
		Computer: "server", Log: s.o.Log,
	})
	return all, nil
}

// End ends the server, and lets its college be opened again.
func (s *Served) End() error {
	r := s.running
	s.running = nil
	r.end()
	r.work.Wait()
	return errors.Join(r.err, r.college.Store.Close())
}

// Link is how other computers connect.
func (s *Served) Link() model.ConnectionLink { return s.running.Link() }

// desk is a computer with a data folder and its own keyring, and with a clock that may be a day off the server's.
func (s *Served) desk(ctx context.Context, name string) (*desk.Folder, error) {
	dir := filepath.Join(s.o.Dir, name)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	return desk.NewFolder(ctx, desk.Parts{
		Messenger: s.o.VK, Dir: dir, URL: s.demonstration.URL, Listen: s.listen, Log: s.o.Log, Clock: vkclient.SystemClock{}, Vault: &vault.Memory{},
		Getenv: noEnvironment, Preferences: host.Preferences(filepath.Join(dir, "preferences.json")),
		Browse: func(address string) error {
			s.opened <- address
			return nil
		},
	}, s.o.Work), nil
}

// Again starts the program again on the n-th of the desks' computers.
func (s *Served) Again(ctx context.Context, n int) *desk.Folder {
	s.Desks[n].Close()
	s.Desks[n] = desk.NewFolder(ctx, s.Desks[n].Parts, s.o.Work)
	return s.Desks[n]
}

func noEnvironment(string) string { return "" }

// Now is the time by the server's clock, in the college's time zone.
func (s *Served) Now() time.Time { return s.clock.Now().In(s.zone) }

// CallOpened waits until a desk has opened a call in the browser.
func (s *Served) CallOpened() error {
	for {
		select {
		case address := <-s.opened:
			if strings.Contains(address, "/call/join/") {
				return nil
			}
		case <-time.After(browserPatience):
			return errNoCall
		}
	}
}

// InCall reports whether the messenger has a call that was not ended.
func (s *Served) InCall() bool {
	return slices.ContainsFunc(s.demonstration.VK.State().Calls, func(c sandbox.StateCall) bool { return !c.Finished })
}
