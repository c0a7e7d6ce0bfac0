package orders

import (
	"cmp"
	"context"
	"errors"
	"time"

	"zvonok/app"
	"zvonok/app/college"
	"zvonok/model"
	"zvonok/model/store"
)

// lossesOf works out what a change of the roster does to groups and chats on a calendar day, today or later, by making it
// as if that day had come and taking it back.
func (s *Book) lossesOf(ctx context.Context, day time.Time, change func(*college.Edit) error) (lost model.Losses, err error) {
	err = s.college.EditRoster(ctx, func(e *college.Edit) error {
		if then := day.Format(time.DateOnly); then > e.Today {
			e.Today = then
			if err := e.TurnDay(day); err != nil {
				return err
			}
		}
		before, err := e.Roster(e.Today)
		if err != nil {
			return err
		}
		if err := change(e); err != nil {
			return err
		}
		after, err := e.Roster(e.Today)
		if err != nil {
			return err
		}
		if lost, err = lossesBetween(e, before, after); err != nil {
			return err
		}
		return college.ErrLookedAt
	})
	if errors.Is(err, college.ErrLookedAt) {
		err = nil
	}
	return lost, err
}

func lossesBetween(e *college.Edit, before, after model.Roster) (lost model.Losses, err error) {
	var chats []model.ListedChat
	for _, key := range model.ChangedChats(model.Desired(before), model.Desired(after)) {
		c, err := e.AutoChat(key)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err != nil {
			return lost, err
		}
		chats = append(chats, c)
	}
	lost = model.CountLosses(before, after, chats)
	for _, list := range [][]model.Mover{lost.Leavers, lost.Comers} {
		for i := range list {
			p, err := e.Person(list[i].Person)
			if err != nil {
				return lost, err
			}
			list[i].Name = p.Name
		}
	}
	return lost, nil
}

// confirmed reports, as a model.LossError, that a change is grave and nobody has confirmed it. What the change itself
// refuses is left for it to say; but where the database fails, the change may find it well again, and nobody would have been asked.
func confirmed(sure bool, losses func() (model.Losses, error)) error {
	if sure {
		return nil
	}
	lost, err := losses()
	switch {
	case err != nil && (errors.Is(err, model.ErrAgain) || errors.Is(err, model.ErrNoRoom) || !app.ForPeople(err)):
		return err
	case err == nil && lost.Grave():
		return &model.LossError{Losses: lost}
	}
	return nil
}

// OrderLosses are what an order costs that is written or, with an ID of one that is there, edited so. It may have no number
// yet.
func (s *Book) OrderLosses(ctx context.Context, id model.OrderID, edit model.OrderEdit) (lost model.Losses, err error) {
	edit.Sure, edit.Number = true, cmp.Or(edit.Number, "б/н")
	if id != 0 {
		edit, err = edit.CleanChange()
	} else {
		edit, err = edit.Clean()
	}
	if err != nil {
		return lost, err
	}
	return s.lossesOf(ctx, edit.Effective, func(e *college.Edit) error {
		if id == 0 {
			_, err := saveOrder(e, edit)
			return err
		}
		o, err := e.Order(id)
		if err != nil {
			return err
		}
		return editOrder(e, o, edit)
	})
}

// CancelLosses are what the cancelling of an order costs and brings today. One that is not in force yet has done nothing.
func (s *Book) CancelLosses(ctx context.Context, id model.OrderID) (model.Losses, error) {
	return s.lossesOf(ctx, time.Time{}, func(e *college.Edit) error { return cancelOrder(e, id) })
}
