package app

import (
	"context"
	"io"
	"time"

	"zvonok/model"
)

// Access is the contract of accounts, passwords, rights and getting into a college. The context says who acts, and every method checks
// their rights. Errors are in Russian, ready to be shown.
type Access interface {
	// Accounts lists the people of the college with their accounts, by name.
	Accounts(ctx context.Context) (accounts []model.Account, err error)
	// CreateAccounts gives an account to each of the people who has none yet, with a one-time password, and answers
	// with those accounts in the order of ids.
	CreateAccounts(ctx context.Context, ids []model.PersonID) ([]model.Issued, error)
	// ResetPasswords gives each of the people who has an account a new one-time password, opens accounts that were
	// disabled, and ends their sessions on every computer.
	ResetPasswords(ctx context.Context, ids []model.PersonID) ([]model.Issued, error)
	// DisableAccount closes a person's account; ResetPasswords opens it again.
	DisableAccount(ctx context.Context, id model.PersonID) error
	// WriteSlips writes the issued accounts as a PDF to be printed and cut, ten people a page.
	WriteSlips(ctx context.Context, w io.Writer, issued []model.Issued) error
	// CheckPassword finds the account behind a login and a password.
	CheckPassword(ctx context.Context, login string, password string) (model.AccountHolder, error)
	// BeginSession signs in the person with the login and the password, at a computer. A one-time password begins no
	// session: it has to be changed first.
	BeginSession(ctx context.Context, login string, password string, at model.Computer) (model.Begun, error)
	// Resume goes on with a session that was kept, by its token, and gives the login that it was begun with; ErrSignedOut when it
	// has ended, or was begun too long ago.
	Resume(ctx context.Context, token string) (login string, err error)
	// Myself is who is at work.
	Myself(ctx context.Context) (me model.Myself, err error)
	// Sessions lists the person's own sessions and, for administrators, everybody's, the last seen first.
	Sessions(ctx context.Context) (rows []model.SessionRow, err error)
	// EndSession ends one of the person's own sessions or, for administrators, anybody's; 0 is the present one.
	EndSession(ctx context.Context, id model.SessionID) error
	// IdleLimit is how long nobody may touch the window before it is locked; zero means forever.
	IdleLimit(ctx context.Context) (time.Duration, error)
	// ChangePassword changes the password of an account, and ends all its sessions.
	ChangePassword(ctx context.Context, login string, old string, password string) (model.AccountHolder, error)
	// Entry says how to get into the college of this computer.
	Entry(ctx context.Context) (entry model.Entry, err error)
	// Found begins a college with its administrator and says who that is.
	Found(ctx context.Context, f model.Founding) (model.PersonID, error)
	// Rights are the rows of «Права доступа»: all the staff, by name.
	Rights(ctx context.Context) (staff []model.RightsRow, err error)
	// SetRights grants and takes back the rights of «Права доступа», for all of the people or for none.
	SetRights(ctx context.Context, edit model.RightsEdit) error
}
