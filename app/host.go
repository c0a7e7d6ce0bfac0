package app

import (
	"context"

	"zvonok/model"
)

// Host is the contract of the computer that has the college and its agent: the tokens in its keyring, and the copies. The acting person
// comes with the context, and every method asks the table of rights for them. No token is ever given back. Errors are in
// Russian, ready to be shown.
type Host interface {
	// TokenState says what is known of a token there.
	TokenState(ctx context.Context, kind model.TokenKind) (model.TokenState, error)
	// CheckToken asks the messenger whose token it is and what it can do. Nothing is kept and nothing in the messenger
	// changes.
	CheckToken(ctx context.Context, kind model.TokenKind, token string) (model.TokenReport, error)
	// CheckKeptToken is CheckToken of the token that is kept there.
	CheckKeptToken(ctx context.Context, kind model.TokenKind) (model.TokenReport, error)
	// KeepToken checks a token, puts it into the keyring there and lets the agent work with it. moveTo is the community
	// to which the person agreed to move the college's chats: without it another community's token is refused.
	KeepToken(ctx context.Context, kind model.TokenKind, token string, moveTo model.MessengerID) error
	// ForgetToken removes a token from the keyring there; without the community's the agent stops.
	ForgetToken(ctx context.Context, kind model.TokenKind) error
	// RestoreBackup puts a copy of the list in the college's place, while no agent works. The college as it was is copied
	// before. The person at work has to sign in again: the copy may know other accounts.
	RestoreBackup(ctx context.Context, name string) error
}
