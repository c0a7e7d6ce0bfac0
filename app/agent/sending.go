package agent

import (
	"context"
	"slices"
	"strings"

	"zvonok/app"
	"zvonok/app/college"
	"zvonok/model"
	"zvonok/model/store"
)

// mayCarry are the types of chats that the agent may carry by itself; none is ErrUnconfirmed.
func (a *Agent) mayCarry(ctx context.Context, asked []model.ChatType) (may []model.ChatType, err error) {
	err = a.College.Store.View(ctx, func(tx *store.Tx) error {
		sending, err := tx.Sending()
		if may = sending.May(asked); err == nil && len(may) == 0 {
			err = app.ErrUnconfirmed
		}
		return err
	})
	return may, err
}

// mayPost refuses messages into the chats of subjects before a plan of them was confirmed for the community.
func (a *Agent) mayPost(ctx context.Context) error {
	if err := a.recognise(ctx); err != nil {
		return err
	}
	_, err := a.mayCarry(ctx, []model.ChatType{model.ChatSubject})
	return err
}

// narrow leaves a run that nobody has looked at the types of chats that were confirmed.
func (r *run) narrow(ctx context.Context) error {
	if r.o.Initialise || r.o.Confirms {
		return nil
	}
	may, err := r.mayCarry(ctx, r.o.Types)
	if err == nil && len(may) < len(model.ChatTypes) {
		r.o.Types = may
	}
	return err
}

// confirm notes that a person agreed to the plan of this run: from now on the agent carries its types by itself.
func (r *run) confirm(tx *store.Tx) error {
	sending, err := tx.Sending()
	if err != nil {
		return err
	}
	types := r.o.Types
	if len(types) == 0 {
		types = model.ChatTypes
	}
	fresh := slices.DeleteFunc(slices.Clone(types), func(t model.ChatType) bool { return slices.Contains(sending.Confirmed, t) })
	if len(fresh) == 0 {
		return nil
	}
	own := r.community.Load()
	if err := tx.Confirm(own.id, fresh); err != nil {
		return err
	}
	names := model.Each(fresh, func(t model.ChatType) string { return "«" + t.String() + "»" })
	return tx.Audit(r.College.Clock.Now(), r.o.Actor, "Отправка в VK подтверждена", own.name, "чаты "+strings.Join(names, ", "))
}

// waitingFor says what is to be looked at before the agent may send it.
func waitingFor(c *college.College, tx *store.Tx) (w model.Unconfirmed, err error) {
	sending, err := tx.Sending()
	if err != nil {
		return w, err
	}
	w.Types, w.Again = sending.Waits()
	if len(w.Types) == 0 {
		return w, nil
	}
	roster, err := c.Roster(tx)
	w.Chats = len(model.Desired(roster, w.Types...))
	return w, err
}
