package host

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"zvonok/app"
	"zvonok/app/agent"
	"zvonok/app/tokens"
	"zvonok/model/guard"
	"zvonok/model/store"
)

// StartAgent lets the agent work in this process if it is switched on here, the community's token is on this machine, and no
// other server before the same database has it; otherwise SyncStatus says why not. It waits for the keyring, so nobody should
// wait for it. It is for the program itself and checks no right.
func (h *Host) StartAgent(ctx context.Context) error {
	h.starting.Lock()
	defer h.starting.Unlock()
	made, err := h.agent(ctx)
	if err == nil {
		err = h.claimAgent(ctx)
	}
	if err == nil {
		h.keeper.SetAgent(made)
		return nil
	}
	h.keeper.Dismiss(err)
	h.letGo()
	if errors.Is(err, app.ErrAgentOff) || errors.Is(err, app.ErrNoAgent) || errors.Is(err, app.ErrAgentElsewhere) {
		return nil
	}
	return err
}

// agent makes the agent; app.ErrAgentOff and app.ErrNoAgent say why there is none.
func (h *Host) agent(ctx context.Context) (*agent.Agent, error) {
	off, err := store.Read(ctx, h.college.Store, func(tx *store.Tx) (string, error) { return tx.Setting(store.SettingAgentOff(h.parts.Computer), "") })
	if err == nil && (off == "1" || h.parts.NoAgent) {
		err = app.ErrAgentOff
	}
	if err != nil {
		return nil, err
	}
	made, noCalls, err := NewAgent(ctx, h.keys(), h.parts.Log, h.parts.Messenger)
	if tokens.IsNone(err) {
		err = app.ErrNoAgent
	}
	if err == nil && noCalls != nil {
		h.parts.Log.Warn("the agent has no account for calls", slog.Any("error", noCalls)) // it carries the chats all the same
	}
	return made, err
}

// claimAgent keeps the agents of other servers before the same database away; app.ErrAgentElsewhere says that one works. The caller
// holds starting.
func (h *Host) claimAgent(ctx context.Context) error {
	if h.claim != nil || !h.college.Store.Shared() {
		return nil
	}
	claim, err := h.college.Store.Claim(ctx, store.ClaimAgent)
	if errors.Is(err, store.ErrClaimed) {
		return app.ErrAgentElsewhere
	}
	if err != nil {
		return err
	}
	// What commands and other servers asked of the former agent was not done; dropping the errands tells them so.
	if err := h.college.Store.Update(ctx, (*store.Tx).DropErrands); err != nil {
		claim.Close()
		return err
	}
	h.claim = claim
	guard.Go(func() {
		<-claim.Lost()
		h.starting.Lock()
		defer h.starting.Unlock()
		if h.claim == claim { // else it was given up
			h.claim = nil
			h.keeper.Dismiss(app.ErrAgentElsewhere)
		}
	})
	return nil
}

// letGo lets another server have the agent. The caller holds starting.
func (h *Host) letGo() {
	if claim := h.claim; claim != nil {
		h.claim = nil
		claim.Close()
	}
}

const (
	// claimAgain is how often a server tries to become the agent instead of one that has died.
	claimAgain = 5 * time.Second
	// tokenAgain is how often a server without a token looks for it.
	tokenAgain = 30 * time.Second
)

// AwaitAgent lets the agent work here as soon as it can and works at no other server before the same database, until ctx ends.
func (h *Host) AwaitAgent(ctx context.Context) {
	said := ""
	for again := claimAgain; h.college.Store.Shared() && !h.parts.NoAgent && h.college.Clock.Sleep(ctx, again) == nil; {
		err := h.becomeAgent(ctx)
		again = claimAgain
		switch {
		case errors.Is(err, app.ErrNoAgent), errors.Is(err, app.ErrAgentOff):
			again = tokenAgain
		case err != nil && !errors.Is(err, app.ErrAgentElsewhere) && ctx.Err() == nil && err.Error() != said:
			said = err.Error()
			h.parts.Log.Warn("the agent does not start", slog.Any("error", err))
		}
	}
}

// becomeAgent is StartAgent while another server may have the agent: nobody is told that nothing has changed, and the keyring is asked last.
func (h *Host) becomeAgent(ctx context.Context) error {
	h.starting.Lock()
	defer h.starting.Unlock()
	if h.claim != nil {
		return nil
	}
	if err := h.claimAgent(ctx); err != nil {
		return err
	}
	made, err := h.agent(ctx)
	if err != nil {
		h.letGo()
		return err
	}
	h.keeper.SetAgent(made)
	return nil
}

// LeaveAgent lets another server have the agent, once it has ended here.
func (h *Host) LeaveAgent() {
	h.starting.Lock()
	defer h.starting.Unlock()
	h.letGo()
}
