// Package host is the computer that has the college: the tokens in its keyring and the agent that works by them, the
// addresses to which its user agreed, and putting a copy in the college's place. It keeps app.Host; app/areas has one for the
// window, the server and the commands.
package host

import (
	"context"
	"log/slog"
	"sync"

	"zvonok/app"
	"zvonok/app/agent"
	"zvonok/app/college"
	"zvonok/app/tokens"
	"zvonok/app/vault"
	"zvonok/model"
	"zvonok/model/store"
)

// Messenger is how a computer gets at the messenger, and at the sign-in that goes with it.
type Messenger struct {
	// Reach says where the messenger is; url is the address that was named on the command line, or empty.
	Reach func(url string) (app.Reach, error)
	// OfCommunity makes the messenger of a community's token.
	OfCommunity func(token string, at model.MessengerAddresses) app.Messenger
	// OfAccount makes the calls of the token of the college's account for them.
	OfAccount func(token string, at model.MessengerAddresses) app.Calls
	// ProbeAccount says whose the token of that account is, and whether it may start calls. It starts none.
	ProbeAccount func(ctx context.Context, token string, at model.MessengerAddresses) (model.TokenReport, error)
	// Pages are what the program opens in a browser.
	Pages func(at model.MessengerAddresses) app.Addresses
	// Identity makes the sign-in service for an application of a college.
	Identity func(at model.MessengerAddresses, log *slog.Logger, of app.Application) app.Identity
}

// ClientAt is the number by which the sign-in knows the program: a local VK, which an address names, takes any. At VK every
// college has its own, and it is empty.
func ClientAt(url string) string {
	if url == "" {
		return ""
	}
	return "51"
}

// Parts are what a host works with.
type Parts struct {
	// Reach says where the messenger is.
	app.Reach
	// Getenv reads the environment, where a token may be given.
	Getenv    func(string) string
	Messenger Messenger
	// Computer is this computer's name: on each the agent is switched on and off by itself.
	Computer string
	// NoAgent says that the agent is not to work in this process, whatever is switched on.
	NoAgent bool
	Log     *slog.Logger
	// Preferences are what the user of this computer keeps beside the college.
	Preferences Preferences
}

// Host are the use cases of the computer that has the college. The acting person comes with the context. Its methods are safe for
// concurrent use.
type Host struct {
	college *college.College
	keeper  *agent.Keeper
	parts   Parts
	vault   vault.Vault

	starting sync.Mutex   // who holds it starts the agent, or dismisses it
	claim    *store.Claim // of the agent that works here, where several servers have the college

	mu     sync.Mutex
	agreed string // the address of the messenger's API that a person let tokens go to since the program began
}

var _ app.Host = (*Host)(nil)

// New makes the host of a college.
func New(c *college.College, k *agent.Keeper) *Host {
	return &Host{college: c, keeper: k, vault: &vault.Memory{}, parts: Parts{Log: slog.New(slog.DiscardHandler), Getenv: func(string) string { return "" }}}
}

// Equip says what the host works with. From then on the agent is looked for again when another process has saved a token.
// It is called before the host is used.
func (h *Host) Equip(p Parts) {
	h.parts = p
	h.keeper.TokenSaved(h.StartAgent)
}

// UseVault says where the tokens are kept. It is called before the host is used.
func (h *Host) UseVault(v vault.Vault) { h.vault = v }

func (h *Host) keys() tokens.Keys {
	return tokens.Keys{College: h.college, Vault: h.vault, Getenv: h.parts.Getenv, Reach: h.parts.Reach}
}

// startOn is StartAgent after something that stays done if it fails: TokenState says what keeps the agent away.
func (h *Host) startOn(ctx context.Context, after string) {
	if err := h.StartAgent(ctx); err != nil {
		h.parts.Log.Warn("the agent did not start after "+after, slog.Any("error", err))
	}
}
