package desk

import (
	"context"
	"slices"

	"zvonok/app"
	"zvonok/app/college"
	"zvonok/app/tokens"
	"zvonok/model"
)

// PagesOf are the addresses whose pages are opened on this computer: those that were named at the start, else those of the
// settings that are the messenger's own or that its user agreed to. Who can write the database must not choose the page in
// which a person signs in.
func PagesOf(ctx context.Context, c *college.College, r app.Reach, p Preferences) (model.MessengerAddresses, error) {
	if r.Fixed != nil {
		return *r.Fixed, nil
	}
	set, err := tokens.Set(ctx, c)
	foreign := foreign(r, set, p)
	for _, part := range []*string{&set.API, &set.SignIn, &set.Web} {
		if slices.Contains(foreign, *part) {
			*part = ""
		}
	}
	return set, err
}

// foreign are the addresses of a that are neither the messenger's own nor agreed to by the user of this computer: only the
// database names them.
func foreign(r app.Reach, a model.MessengerAddresses, p Preferences) (list []string) {
	agreed := p.read().Addresses
	ownPage := func(address, own string) bool {
		return address == "" || address == own || r.Page != nil && r.Page(address)
	}
	for _, part := range []struct {
		address string
		own     bool
	}{
		{a.API, !tokens.Elsewhere(r, a.API, "")}, {a.SignIn, ownPage(a.SignIn, r.Own.SignIn)}, {a.Web, ownPage(a.Web, r.Own.Web)},
	} {
		if !part.own && !slices.Contains(agreed, part.address) {
			list = append(list, part.address)
		}
	}
	return list
}
