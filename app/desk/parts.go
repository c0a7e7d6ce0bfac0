package desk

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"slices"

	"github.com/pkg/browser"

	"zvonok/app"
	"zvonok/app/agent"
	"zvonok/app/college"
	"zvonok/app/host"
	"zvonok/app/vault"
	"zvonok/model"
)

// Parts are what a desk is made of.
type Parts struct {
	Messenger host.Messenger
	// Dir is the data folder, and URL where the messenger is if not at its own addresses.
	Dir, URL string
	// Listen is where other computers are let in, [HOST]:PORT; empty is the server's own port at all addresses.
	Listen string
	// Version is that of the program.
	Version     string
	Log         *slog.Logger
	Clock       app.Clock
	Vault       vault.Vault
	Getenv      func(string) string
	Preferences host.Preferences
	// Browse opens an address; nil: in the system's browser.
	Browse func(address string) error
	// Show shows a file in its folder; nil: in the system's program for folders.
	Show func(path string) error
	// Prepare and Equip fill the demonstration's college and session; they are nil elsewhere.
	Prepare func(context.Context, *college.College) error
	Equip   func(context.Context, *Session) error
}

// NewSession makes the session of an open college with all that it works with.
func (p Parts) NewSession(ctx context.Context, college *college.College) (*Session, *agent.Keeper, error) {
	where, err := p.Messenger.Reach(p.URL)
	if err != nil {
		return nil, nil, err
	}
	at, err := host.PagesOf(ctx, college, where, p.Preferences)
	if err != nil {
		return nil, nil, err
	}
	keeper := agent.NewKeeper(college, nil, p.Log)
	pages := p.Messenger.Pages(at)
	session := NewSession(college, keeper, p.browser(pages), pages)
	p.equip(session, where, at)
	return session, keeper, nil
}

// newFarSession makes the session of a college on another computer. Which pages it opens is this computer's affair.
func (p Parts) newFarSession(at place) (*Session, error) {
	where, err := p.Messenger.Reach(p.URL)
	if err != nil {
		return nil, err
	}
	addresses := where.Own
	if where.Fixed != nil {
		addresses = *where.Fixed
	}
	pages := p.Messenger.Pages(addresses)
	session := newSession(at, p.browser(pages), pages)
	p.equip(session, where, addresses)
	return session, nil
}

func (p Parts) browser(pages app.Addresses) SafeBrowser {
	return SafeBrowser{Launch: p.launch, Hosts: slices.Concat(pages.CallHosts, pages.InviteHosts)}
}

// launch opens an address or a file in the program that the system has for it.
func (p Parts) launch(what string) error {
	if p.Browse != nil {
		return p.Browse(what)
	}
	return browser.OpenURL(what)
}

// equip gives a session this computer's part; at are the addresses of the messenger's pages.
func (p Parts) equip(session *Session, where app.Reach, at model.MessengerAddresses) {
	own := Desk{Launch: startProgram, Parts: host.Parts{
		Reach: where, Messenger: p.Messenger, Getenv: p.Getenv, Log: p.Log, Preferences: p.Preferences,
	}}
	var err error
	if own.Computer, err = os.Hostname(); err != nil {
		own.Computer = "этот компьютер"
	}
	session.UseVault(p.Vault)
	session.Equip(own)
	session.UseIdentity(LinkParts{
		Log: p.Log, Client: host.ClientAt(p.URL), At: at.Normal(where.Own),
		Identity: func(of app.Application) app.Identity { return p.Messenger.Identity(at, p.Log, of) },
	})
}

// OwnPreferences are those of the computer's user; on Windows they belong to this computer and do not roam.
func OwnPreferences() host.Preferences {
	find := os.UserConfigDir
	if runtime.GOOS == "windows" {
		find = os.UserCacheDir
	}
	dir, err := find()
	if err != nil {
		return "" // a user without a folder keeps none
	}
	return host.Preferences(filepath.Join(dir, "zvonok", "preferences.json"))
}
