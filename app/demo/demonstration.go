package demo

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"zvonok/app/college"
	"zvonok/app/desk"
	"zvonok/app/imports"
	"zvonok/app/tokens"
	"zvonok/app/vault"
	"zvonok/model"
	"zvonok/model/store"
	"zvonok/vkclient/sandbox"
)

// ErrRealCollege keeps the demonstration, which brings people of its own, out of a real college.
var ErrRealCollege = errors.New("в этой папке уже есть колледж, и он не демонстрационный: укажите для демонстрации другую папку ключом --data")

// In starts the demonstration of a data folder, in which its local VK is kept too. A folder with a real
// college is refused with ErrRealCollege, before anything is written into it.
func In(ctx context.Context, dir string, groups int) (*Demonstration, error) {
	path := filepath.Join(dir, store.FileName)
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		if ours, err := store.DemonstrationAt(ctx, path); err != nil || !ours {
			return nil, errors.Join(ErrRealCollege, err)
		}
	}
	return Start(groups, sandbox.Options{StateFile: filepath.Join(dir, "vk-sandbox.jsonl")})
}

// Demonstration is the demonstration college with its local VK.
type Demonstration struct {
	Groups int
	VK     *sandbox.Server
	URL    string // of the local VK
	// Secrets are kept in memory, unless somebody puts another vault here.
	Secrets vault.Vault
}

// Parts are those of the demonstration's window: p with a messenger and secrets of its own.
func (d *Demonstration) Parts(p desk.Parts) desk.Parts {
	p.URL, p.Vault, p.Prepare, p.Equip = d.URL, d.Secrets, d.Prepare, d.LendAccount
	p.Getenv = func(string) string { return "" } // a token of the environment is not for the demonstration
	return p
}

// Start starts a local VK with the college's people and those of the options.
func Start(groups int, o sandbox.Options) (*Demonstration, error) {
	_, accounts := College(groups)
	users := make([]sandbox.User, len(accounts))
	for i, a := range accounts {
		users[i] = sandbox.User{
			ID: int64(a.Messenger), FirstName: a.Name.FirstName, LastName: a.Name.LastName, Phone: a.Phone, NobodyAdds: a.NobodyAdds,
			HasProfile: true,
		}
	}
	o.Users = append(users, o.Users...)
	o.EmptyCall = time.Hour // the call of the lesson that goes on waits for the visitor
	vk, err := sandbox.New(o)
	if err != nil {
		return nil, err
	}
	at, err := vk.Start("127.0.0.1:0")
	if err != nil {
		return nil, errors.Join(err, vk.Close())
	}
	return &Demonstration{Groups: groups, VK: vk, URL: at, Secrets: &vault.Memory{}}, nil
}

// Prepare fills a college that is still empty, and leaves what an earlier start has filled as people left it; its
// chats are made while the window is already open.
func (d *Demonstration) Prepare(ctx context.Context, c *college.College) error {
	filled := 0
	err := c.Store.Update(ctx, func(tx *store.Tx) (err error) {
		if filled, err = tx.IntSetting(store.SettingRosterVersion, 0); err != nil {
			return err
		}
		return tx.SetSetting(store.SettingDemonstration, "1")
	})
	if err != nil {
		return err
	}
	if filled == 0 {
		snapshot, _ := College(d.Groups)
		snapshot.Today = c.Clock.Now().UTC().Truncate(24 * time.Hour)
		if err := imports.ApplySnapshot(ctx, c, snapshot); err != nil {
			return err
		}
	}
	if err := errors.Join(FillJournals(ctx, c), d.holdCall(ctx, c), allowMessages(ctx, c)); err != nil {
		return err
	}
	return d.Connect(ctx, c)
}

// demonstrationClient is the number of the demonstration's VK ID application: the local VK takes any.
const demonstrationClient = "51000001"

// allowMessages lets sign-ins ask for the right to start calls, which the local VK gives to all.
func allowMessages(ctx context.Context, c *college.College) error {
	return c.Store.Update(ctx, func(tx *store.Tx) error { return tx.SetSetting(store.SettingSignInMessages, "1") })
}

// Connect gives the college its name and what it needs of the local VK.
func (d *Demonstration) Connect(ctx context.Context, c *college.College) error {
	if err := c.SetName(ctx, "Педагогический колледж"); err != nil {
		return err
	}
	err := c.Store.Update(ctx, func(tx *store.Tx) error { return tx.SetSetting(store.SettingSignInClient, demonstrationClient) })
	if err != nil {
		return err
	}
	return tokens.Keys{College: c, Vault: d.Secrets}.Keep(ctx, model.CommunityToken, d.VK.Info().CommunityToken, model.MessengerAddresses{})
}

// LendAccount gives the college an account for calls: the agent starts them as somebody of the local VK.
func (d *Demonstration) LendAccount(ctx context.Context, session *desk.Session) error {
	return session.KeepToken(session.As(ctx), model.CallToken, d.callAccount(), 0)
}

// callAccount is the token of that somebody.
func (d *Demonstration) callAccount() string { return d.VK.Info().Users[0].Token }
