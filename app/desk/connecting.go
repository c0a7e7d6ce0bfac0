package desk

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"slices"

	"zvonok/app/remote"
	"zvonok/app/remote/kept"
	"zvonok/app/server"
	"zvonok/app/vault"
	"zvonok/model"
)

var (
	errOtherCollege = errors.New("это ссылка другого колледжа: чтобы перейти в него, выберите «Другой колледж»")
	errForgotten    = errors.New("этот колледж здесь уже забыт: подключитесь к нему снова")
)

// openFar opens a college on another computer. Nothing is asked of it before somebody signs in, so this works without a
// connection.
func (f *Folder) openFar(place *far, link model.ConnectionLink) (*opened, error) {
	place.folder, place.Client = f, remote.NewClient(link)
	place.UseClock(f.Clock)
	known := readColleges(f.Dir)
	if college := known.find(link.College); college != nil {
		place.UseDesk(college.Desk)
	}
	place.SubscribeLink(f.learn)
	session, err := f.newFarSession(place)
	if err != nil {
		return nil, err
	}
	return &opened{session: session, at: link, end: func() {}, close: func() error {
		place.Close()
		return nil
	}}, nil
}

// learn remembers further addresses and keys of the server that this computer is connected to.
func (f *Folder) learn(link model.ConnectionLink) {
	f.mu.Lock()
	if f.open != nil && f.open.at.College == link.College {
		f.open.at = link
	}
	f.mu.Unlock()
	err := f.remember(func(known *colleges) error {
		if college := known.find(link.College); college != nil {
			college.Link = link.String()
		}
		return nil
	})
	if err != nil { // the server tells it again
		f.Log.Warn("what the server says of its addresses was not kept", slog.Any("error", err))
	}
}

// openBeside makes the window a desk of the server that has the folder's college.
func (f *Folder) openBeside(running server.Running) (*opened, error) {
	if running.Link.College == "" {
		return nil, server.TakenError{PID: running.PID}
	}
	return f.openFar(&far{college: running.Link.College, beside: true}, running.Link)
}

// Far reports whether the college is on another computer.
func (f *Folder) Far() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.open != nil && f.open.at.College != ""
}

// Offer looks which college a connection link leads to.
func (f *Folder) Offer(ctx context.Context, link string) (model.KnownCollege, error) {
	to, err := model.ParseConnectionLink(link)
	if err != nil {
		return model.KnownCollege{}, err
	}
	return offer(ctx, to)
}

// OfferBySlip is Offer for the address and the check code on a slip.
func (f *Folder) OfferBySlip(ctx context.Context, address, code string) (model.KnownCollege, error) {
	return remote.Knock(ctx, address, code)
}

func offer(ctx context.Context, to model.ConnectionLink) (model.KnownCollege, error) {
	client := remote.NewClient(to)
	defer client.Close()
	entry, err := client.Entry(ctx)
	return model.KnownCollege{Link: to, Name: entry.College}, err
}

// Join remembers a college, which Open opens from now on.
func (f *Folder) Join(ctx context.Context, k model.KnownCollege) error {
	var own *bool
	if !f.Far() {
		entry, err := f.Session().Entry(ctx)
		if err != nil {
			return err
		}
		own = &entry.Founded
	}
	return f.remember(func(known *colleges) error {
		if own != nil {
			known.Own = *own
		}
		known.put(k)
		known.Current = k.Link.College
		return nil
	})
}

// remember changes what is remembered of the colleges of other computers, unless change fails.
func (f *Folder) remember(change func(*colleges) error) error {
	f.remembering.Lock()
	defer f.remembering.Unlock()
	known := readColleges(f.Dir)
	if err := change(&known); err != nil {
		return err
	}
	return known.write(f.Dir)
}

// Colleges are the colleges of other computers that this one remembers, by name.
func (f *Folder) Colleges() (list []model.KnownCollege) {
	known := readColleges(f.Dir)
	for _, k := range known.List {
		link := k.link()
		list = append(list, model.KnownCollege{Link: link, Name: k.Name, Current: link.College == known.Current})
	}
	model.Sort(list, func(a, b model.KnownCollege) int { return cmp.Compare(model.Fold(a.Name), model.Fold(b.Name)) })
	return list
}

// Here reports whether this computer has a college of its own beside the one on another computer.
func (f *Folder) Here() bool { return readColleges(f.Dir).Own }

// Choose says which college Open opens from now on: one that is remembered or, empty, the one on this computer.
func (f *Folder) Choose(_ context.Context, college string) error {
	return f.remember(func(known *colleges) error {
		if college != "" && known.find(college) == nil {
			return errForgotten
		}
		known.Current = college
		return nil
	})
}

// ForgetCollege takes a college from the list, with what this computer kept to get into it without a password and to show without
// it. What waits to be sent stays, for when somebody connects again.
func (f *Folder) ForgetCollege(ctx context.Context, college string) error {
	if f.known(college) == nil {
		return nil
	}
	waiting, cancel := context.WithTimeout(ctx, vaultPatience)
	defer cancel()
	if err := f.Vault.Delete(waiting, rememberName(college)); err != nil && !errors.Is(err, vault.ErrNone) {
		return err
	}
	if err := kept.Forget(college, f.Dir, f.Vault); err != nil {
		return err
	}
	return f.remember(func(known *colleges) error {
		known.List = slices.DeleteFunc(known.List, func(k knownCollege) bool { return k.link().College == college })
		if known.Current == college {
			known.Current = ""
		}
		return nil
	})
}

// ChangeAddress takes over where the server of the present college is now.
func (f *Folder) ChangeAddress(ctx context.Context, link string) error {
	offered, err := f.Offer(ctx, link)
	if err != nil {
		return err
	}
	if f.at().College != offered.Link.College {
		return errOtherCollege
	}
	return f.Join(ctx, offered)
}

// CheckConnection says step by step whether the server of the present college is reached.
func (f *Folder) CheckConnection(ctx context.Context) []model.ConnectionCheck {
	return remote.Check(ctx, f.at(), f.Clock)
}

// at is the link of the present college; zero where it is on this computer.
func (f *Folder) at() model.ConnectionLink {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.open == nil {
		return model.ConnectionLink{}
	}
	return f.open.at
}

// known is what is remembered of a college.
func (f *Folder) known(college string) *knownCollege {
	known := readColleges(f.Dir)
	return known.find(college)
}

// noteKept remembers whose session in a college the keyring holds.
func (f *Folder) noteKept(college string, who keptPerson) error {
	if f.known(college) == nil {
		return nil
	}
	return f.remember(func(known *colleges) error {
		if k := known.find(college); k != nil {
			k.Kept = nil
			if who.Person != 0 {
				k.Kept = &who
			}
		}
		return nil
	})
}
