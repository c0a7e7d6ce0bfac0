package vkmessenger_test

import (
	"log/slog"
	"testing"

	"zvonok/app"
	"zvonok/app/agent"
	"zvonok/app/demo"
	"zvonok/app/desk"
	"zvonok/app/host"
	"zvonok/app/vault"
	"zvonok/app/vkmessenger"
	"zvonok/model"
	"zvonok/vkclient"
	"zvonok/vkclient/sandbox"
)

// TestTokenStartsAgent: a token entered in «Настройки системы» lets the agent here work at once, at the
// addresses of the settings, and removing it ends that.
func TestTokenStartsAgent(t *testing.T) {
	snapshot, accounts := demo.College(1)
	w := newWorld(t, snapshot, accounts, sandbox.Options{})
	log := slog.New(slog.DiscardHandler)
	keeper := agent.NewKeeper(w.college, nil, log)
	s := desk.NewSession(w.college, keeper, desk.SafeBrowser{}, app.Addresses{})
	s.UseVault(&vault.Memory{})
	s.Equip(desk.Desk{Parts: host.Parts{
		Getenv: func(string) string { return "" }, Reach: app.Reach{Own: vkmessenger.Addresses(vkclient.DefaultHosts())}, Computer: "KADRY-2", Log: log,
		Messenger: host.Messenger{OfCommunity: func(token string, at model.MessengerAddresses) app.Messenger {
			return vkmessenger.New(vkclient.New(vkclient.Options{Hosts: vkmessenger.Hosts(at), Token: vkclient.Secret(token), Clock: w.clock}))
		}},
	}})
	if err := s.EnterOwner(t.Context()); err != nil {
		t.Fatal(err)
	}
	card, err := s.Settings(s.As(t.Context()))
	if err != nil {
		t.Fatal(err)
	}
	card.Addresses = vkmessenger.Addresses(vkclient.HostsAt(w.base))
	if err := s.SaveSettings(s.As(t.Context()), card.CollegeSettings, card.Settings); err != nil {
		t.Fatal(err)
	}
	if err := s.AgreeAddress(s.As(t.Context()), w.base); err != nil {
		t.Fatal(err)
	}
	if err := s.KeepToken(s.As(t.Context()), model.CommunityToken, w.vk.Info().CommunityToken, 0); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Initialise(s.As(t.Context()), model.InitialiseOptions{}, nil); err != nil {
		t.Fatal(err)
	}
	w.equal(t)
	if card, err = s.Settings(s.As(t.Context())); err != nil || int64(card.Community) != w.vk.Info().CommunityID {
		t.Errorf("the community is %d, %v", card.Community, err)
	}
	if err := s.ForgetToken(s.As(t.Context()), model.CommunityToken); err != nil || s.SyncStatus().AgentHere {
		t.Errorf("the agent is still here: %v", err)
	}
}
