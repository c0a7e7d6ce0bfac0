package vkmessenger

import (
	"context"
	"slices"

	"zvonok/app"
	"zvonok/model"
	"zvonok/vkclient"
)

// MayWrite asks messages.isMessagesFromGroupAllowed for each profile, in one execute. Somebody unknown to VK may not
// be written to.
func (m *Messenger) MayWrite(ctx context.Context, profiles []model.MessengerID) ([]bool, error) {
	community, _, err := m.Community(ctx)
	if err != nil {
		return nil, err
	}
	calls := model.Each(profiles, func(p model.MessengerID) vkclient.Call {
		return vkclient.IsMessagesFromGroupAllowedCall(int64(community), int64(p))
	})
	results, err := m.client.Execute(ctx, calls)
	if err != nil {
		return nil, fault(err)
	}
	allowed := make([]bool, len(profiles))
	for i, result := range results {
		yes, err := vkclient.DecodeAllowed(result)
		if err != nil {
			if f := fault(err); f.Kind == app.FaultStop {
				return nil, f // it says nothing of the person
			}
		}
		allowed[i] = err == nil && yes
	}
	return allowed, nil
}

// Names asks users.get.
func (m *Messenger) Names(ctx context.Context, profiles []model.MessengerID) (map[model.MessengerID]model.Name, error) {
	names := make(map[model.MessengerID]model.Name, len(profiles))
	for chunk := range slices.Chunk(profiles, vkclient.MaxUserIDs) {
		users, err := m.client.UsersGet(ctx, model.Each(chunk, func(p model.MessengerID) int64 { return int64(p) }))
		if err != nil {
			return nil, fault(err)
		}
		for _, u := range users {
			names[model.MessengerID(u.ID)] = model.Name{FirstName: u.FirstName, LastName: u.LastName}
		}
	}
	return names, nil
}
