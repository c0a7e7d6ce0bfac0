package app

import (
	"context"

	"zvonok/model"
)

// Profiles is the contract of the profile that the person at work has in the messenger. A profile is proved, not claimed: the
// desk signs in at the sign-in service and keeps the tokens. With the proof the college asks the service whose they are; it
// holds for the college's own application only. The context says who is at work. Errors are in Russian, ready to be shown.
type Profiles interface {
	// LinkState says how the person is linked with a profile.
	LinkState(ctx context.Context) (model.LinkState, error)
	// Application is the college's application at the sign-in service.
	Application(ctx context.Context) (Application, error)
	// ProveProfile says which profile a proof belongs to, if the person may have it. Nothing is kept.
	ProveProfile(ctx context.Context, proof string) (model.LinkOffer, error)
	// LinkProfile links the person with the profile that a proof belongs to; ErrNoRight when somebody else is at work.
	LinkProfile(ctx context.Context, person model.PersonID, proof string) error
	// RenewProfile takes over the name and the picture that the person's profile has now.
	RenewProfile(ctx context.Context, proof string) error
	// EndSignIn notes that the person's sign-in is over; ErrNoRight when somebody else is at work.
	EndSignIn(ctx context.Context, person model.PersonID) error
	// UnlinkProfile takes the profile from the person, and the agent takes it out of every chat; ErrNoRight when somebody
	// else is at work.
	UnlinkProfile(ctx context.Context, person model.PersonID) error
	// NoteCrossed notes that the person has gone over to the messenger.
	NoteCrossed(ctx context.Context) error
}
