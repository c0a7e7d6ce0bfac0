package college

import (
	"context"
	"time"

	"zvonok/model/store"
)

// Enrolments have their days, so chats follow an order by themselves at the first run of its day, and the college's day
// decides who is a student. It turns at midnight while the program is open, when it is opened, when somebody signs in or
// edits the roster, and at the beginning of every run, on whichever computer is the first.

// TurnDay carries out the orders of a day that has come, unless that was done.
func (c *College) TurnDay(ctx context.Context) error {
	due := false
	err := c.Store.View(ctx, func(tx *store.Tx) error {
		today, err := c.Today(tx)
		if err != nil {
			return err
		}
		due, err = tx.OrdersDue(today)
		return err
	})
	if err != nil || !due {
		return err
	}
	return c.Store.Update(ctx, c.TurnDayIn)
}

// TurnDayIn is TurnDay within a transaction.
func (c *College) TurnDayIn(tx *store.Tx) error {
	today, err := c.Today(tx)
	if err != nil {
		return err
	}
	due, err := tx.OrdersDue(today)
	if err != nil || !due {
		return err
	}
	return tx.TurnDay(today)
}

// Tomorrow is when the college's next day begins.
func (c *College) Tomorrow(tx *store.Tx) (time.Time, error) {
	zone, err := c.Zone(tx)
	if err != nil {
		return time.Time{}, err
	}
	y, m, d := c.Clock.Now().In(zone).Date()
	return time.Date(y, m, d+1, 0, 0, 0, 0, zone), nil
}

// UntilTomorrow is how long the college's day still lasts.
func (c *College) UntilTomorrow(ctx context.Context) (left time.Duration, err error) {
	err = c.Store.View(ctx, func(tx *store.Tx) error {
		tomorrow, err := c.Tomorrow(tx)
		left = tomorrow.Sub(c.Clock.Now())
		return err
	})
	return left, err
}
