package app

import (
	"context"
	"time"

	"zvonok/model"
)

// Orders is the contract of orders about students, by hand and from files. The context says who acts, and every method checks
// their rights. Errors are in Russian, ready to be shown.
type Orders interface {
	// EditOrder changes an order that somebody has seen as it was; its kind stays.
	EditOrder(ctx context.Context, seen model.Order, edit model.OrderEdit) error
	// PreviewOrders reads orders and says what they would bring; nothing changes yet.
	PreviewOrders(ctx context.Context, files model.Files) (model.OrdersPreview, error)
	// ApplyOrders writes the orders that the preview of this fingerprint showed, all of them in one transaction; rows
	// with problems are left out.
	ApplyOrders(ctx context.Context, files model.Files, over bool, fingerprint string) error
	// OrderLosses are what an order would cost if it were written or, with the ID of an existing one, edited so.
	OrderLosses(ctx context.Context, id model.OrderID, edit model.OrderEdit) (lost model.Losses, err error)
	// CancelLosses are what the cancelling of an order costs and brings today.
	CancelLosses(ctx context.Context, id model.OrderID) (model.Losses, error)
	// Orders are the rows of «Приказы», the latest first.
	Orders(ctx context.Context, f model.OrderFilter) (orders []model.OrderRow, err error)
	// Order is an order's card, with what cancelling it would bring back.
	Order(ctx context.Context, id model.OrderID) (card model.OrderCard, err error)
	// OrderDay is the college's calendar day (00:00 UTC), which a new order starts with.
	OrderDay(ctx context.Context) (day time.Time, err error)
	// OrderChoices are the people who may be named in an order: those of the group on its day or, with no group, those
	// who are in none, by name; then the marked people of other groups that the order can be about.
	OrderChoices(ctx context.Context, f model.OrderChoiceFilter) (people []model.OrderChoice, err error)
	// SaveOrder writes a new order; EditOrder changes one that is written.
	SaveOrder(ctx context.Context, edit model.OrderEdit) (id model.OrderID, err error)
	// CancelOrder cancels an order: from then on everything is as if it had never been.
	CancelOrder(ctx context.Context, id model.OrderID) error
}
