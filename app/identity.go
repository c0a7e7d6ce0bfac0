package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"zvonok/model"
)

// Grant is what a person's sign-in gave: the tokens as the vault keeps them. However it is printed, it
// shows none of them.
type Grant struct {
	Secret  *string // packed for the vault; behind a pointer, since fmt prints the fields of nested structs
	Proof   *string // what lets the college ask whose profile it is, until Expires
	Expires time.Time
	Profile model.MessengerID
	// MayJoin says that the person's own token may enter chats by their invite links.
	MayJoin bool
	// MayCall says that the person's own token may start calls.
	MayCall bool
}

const grantShown = "sign-in"

// Format writes no part of the grant, for every verb.
func (g Grant) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, grantShown) }

// LogValue shows no part of the grant.
func (g Grant) LogValue() slog.Value { return slog.StringValue(grantShown) }

// MarshalText shows no part of the grant.
func (g Grant) MarshalText() ([]byte, error) { return []byte(grantShown), nil }

// Profile is a person as the messenger shows one.
type Profile struct {
	ID      model.MessengerID
	Name    string
	Picture string // address, "" for none
}

// Errors of an Identity that are acted on. They are wrapped in errors whose text is Russian and says what
// to do.
var (
	// ErrSignInAgain: the sign-in is over, only a new one helps.
	ErrSignInAgain = errors.New("вход через VK ID больше не действует: привяжите профиль заново")
	// ErrNotThisAnswer: what came is not the answer to this sign-in; the sign-in goes on waiting.
	ErrNotThisAnswer = errors.New("это не ответ VK ID на начатый вход")
)

// Identity is where people prove which profile in the messenger is theirs. Its methods block and may
// repeat what may be repeated; they are safe for concurrent use. Errors are in Russian and hold no secret.
type Identity interface {
	// Begin starts a sign-in and listens for its answer on the port of 127.0.0.1, 0 for any.
	Begin(ctx context.Context, port int) (SignIn, error)
	// BeginAt starts a sign-in whose answer comes to a page of a server of ours, as its address is registered at the service.
	BeginAt(redirect string) (WebSignIn, error)
	// Unpack reads what the vault kept.
	Unpack(secret string) (Grant, error)
	// Refresh gives a new grant for an old one, which is used up by it.
	Refresh(ctx context.Context, g Grant) (Grant, error)
	// Profile says whose the proof of a grant is; it refuses the proof of another application's grant.
	Profile(ctx context.Context, proof string) (Profile, error)
	// Revoke takes the grant back.
	Revoke(ctx context.Context, g Grant) error
	// Join makes the grant's owner a member of the chat behind the invite link.
	Join(ctx context.Context, g Grant, link string) error
	// Calls gives the Calls of the grant's owner. Their methods give ErrSignInAgain when the sign-in is over.
	Calls(g Grant) Calls
	// Picture fetches a profile's picture, as the bytes of its file.
	Picture(ctx context.Context, address string) ([]byte, error)
}

// WebSignIn is a sign-in that has begun in somebody's own browser. It holds secrets.
type WebSignIn interface {
	// Address is the sign-in page.
	Address() string
	// Paste takes the address that the browser came back to. The error is ErrNotThisAnswer if it is not the answer to this
	// sign-in, and another one if it is a refusal.
	Paste(address string) error
	// Exchange gives the grant for the answer that was taken, once.
	Exchange(ctx context.Context) (Grant, error)
}

// SignIn is a sign-in that has begun at a desk, where the person too may bring the answer. Address is a page of this program, to
// be opened in the browser, which it leads to the sign-in page. It opens once: a second time ends the sign-in. The next call gives
// another address in its place.
type SignIn interface {
	WebSignIn
	// Wait serves until the browser that came by Address brings this sign-in's answer, or ctx ends. A refusal is an error.
	Wait(ctx context.Context) error
	// Close stops listening.
	Close() error
}
