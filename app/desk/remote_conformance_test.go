package desk_test

import (
	"context"
	"log/slog"
	"net"
	"sync"
	"testing"

	"zvonok/app"
	"zvonok/app/access"
	"zvonok/app/areas"
	"zvonok/app/college"
	"zvonok/app/conformance"
	"zvonok/app/remote"
	"zvonok/model"
)

// nextPin is that of the key that the server will change to.
var nextPin = model.Pin{7}

// serve lets other computers into the world's college, until end is called.
func (w *world) serve(t *testing.T) (link model.ConnectionLink, served *areas.Areas, end func()) {
	t.Helper()
	served = w.areas()
	link, end = w.serveAs(t, served, t.TempDir(), "127.0.0.1:0")
	return link, served, end
}

// serveAs serves the world's college as a place, with the key of a folder, at an address.
func (w *world) serveAs(t *testing.T, as remote.Place, keys, address string) (link model.ConnectionLink, end func()) {
	t.Helper()
	key, err := remote.OpenKey(keys)
	must(t, err)
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", address)
	must(t, err)
	id, err := w.college.ID(t.Context())
	must(t, err)
	link = model.ConnectionLink{College: id, Addresses: []string{listener.Addr().String()}, Pins: []model.Pin{key.Pin}}
	told := model.ConnectionLink{College: id, Addresses: []string{"later.example:8473"}, Pins: []model.Pin{key.Pin, nextPin}}
	server := &remote.Server{College: as, Log: slog.New(slog.DiscardHandler), Link: func() model.ConnectionLink { return told }}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(ctx, listener, key) }()
	end = sync.OnceFunc(func() {
		cancel()
		must(t, <-ended)
	})
	t.Cleanup(end)
	return link, end
}

// afar serves the world's college, and is a desk on another computer.
func (w *world) afar(t *testing.T) (*remote.Client, *areas.Areas) {
	t.Helper()
	link, served, _ := w.serve(t)
	client := remote.NewClient(link)
	t.Cleanup(client.Close)
	return client, served
}

// foundedHere are the contracts over a network, but for what is done where the college is.
type foundedHere struct {
	*remote.Client
	here app.Access
}

func (f foundedHere) Found(ctx context.Context, founding model.Founding) (model.PersonID, error) {
	return f.here.Found(ctx, founding)
}

func TestContractsRefuseNobodyAfar(t *testing.T) {
	w := newWorld(t)
	client, _ := w.afar(t)
	conformance.Nobody(t, client, func() string { return w.state(t) })
}

// TestContractsByRoleAfar: over a network everybody may do what they may where the college is.
func TestContractsByRoleAfar(t *testing.T) {
	w := newWorld(t)
	client, areas := w.afar(t)
	people := []string{"Админова", "Менеджерова", "Кураторова", "Учителева", "Алексеева", "Мамина"}
	// each call has a session of its own, since some end it
	want := conformance.Rights(areas, people, func(who string) context.Context { return access.As(t.Context(), w.token(t, who)) })
	got := conformance.Rights(client, people, func(who string) context.Context {
		token := w.token(t, who)
		return remote.As(t.Context(), func() string { return token })
	})
	if got != want {
		t.Errorf("afar:\n%s\nwhere the college is:\n%s", got, want)
	}
}

// TestContractsAsPeopleUseThemAfar plays the scenarios over a network.
func TestContractsAsPeopleUseThemAfar(t *testing.T) {
	conformance.Scenarios(t, func(t *testing.T) conformance.Door {
		w := openWorld(t, t.TempDir(), newFake())
		w.college.PasswordCost = college.PasswordCost{Memory: 8, Time: 1, Threads: 1}
		client, areas := w.afar(t)
		contracts := foundedHere{client, areas.Access}
		return func(token string) conformance.Desk {
			return conformance.Desk{Contracts: contracts, Ctx: remote.As(t.Context(), func() string { return token })}
		}
	})
}

// TestSightOfChanges: a desk is told of the chats that its person sees, and of one that they leave while they look.
func TestSightOfChanges(t *testing.T) {
	w := newWorld(t)
	w.run(t, initialise)
	areas := w.areas()
	ctx := w.ctx(t, "Алексеева")
	mine, err := areas.MyChats(ctx)
	must(t, err)
	all, err := areas.Chats(w.ctx(t, "Админова"), model.ChatFilter{})
	must(t, err)
	var changed []model.ChatID
	for _, c := range all {
		changed = append(changed, c.ID)
	}
	if len(mine) == 0 || len(mine) == len(all) {
		t.Fatalf("she is in %d of %d chats", len(mine), len(all))
	}
	sight := areas.Sight(ctx)
	told := func(c model.Change) model.Change {
		t.Helper()
		seen, status, err := sight(c)
		must(t, err)
		if status.AgentHere || !status.LastRun.IsZero() {
			t.Errorf("a student is told how synchronisation is: %+v", status)
		}
		return seen
	}
	told(model.Change{})
	if seen := told(model.Change{Chats: changed}); len(seen.Chats) != len(mine) || seen.All {
		t.Errorf("of %d chats, %d of them hers, she is told %+v", len(all), len(mine), seen)
	}
	left := mine[0].Chat
	card, err := areas.Chat(w.ctx(t, "Админова"), left)
	must(t, err)
	must(t, areas.SaveChat(w.ctx(t, "Админова"), model.ChatEdit{Chat: left, Version: card.Version, Title: card.Title, Remove: []model.PersonID{w.person(t, "Алексеева")}}))
	for _, want := range []int{1, 0} {
		if seen := told(model.Change{Chats: []model.ChatID{left}}); len(seen.Chats) != want {
			t.Errorf("of the chat that she has left she is told %+v", seen)
		}
	}
}
