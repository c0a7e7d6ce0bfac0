package lists

import (
	"context"
	"strings"

	"zvonok/model"
	"zvonok/views/dialog"
	"zvonok/views/shell"
	"zvonok/views/table"
	"zvonok/views/widgets"
)

// OrDash is a text, or a dash where there is none.
func OrDash(text string) string {
	if text == "" {
		return "—"
	}
	return text
}

// PresenceCell is somebody's state in a chat in the messenger, in a pill.
func PresenceCell(p model.Presence) table.Cell {
	cell := table.Cell{Text: p.String(), Pill: true, Tone: widgets.ToneNeutral}
	switch p {
	case model.PresenceInChat:
		cell.Tone = widgets.ToneGood
	case model.PresenceWaiting:
		cell.Tone = widgets.ToneWaiting
	case model.PresenceRefused:
		cell.Tone = widgets.ToneRefused
	}
	return cell
}

// Allowed omits a menu item for those who may not edit, and disables it where nothing suitable is chosen.
func Allowed(access model.PeopleAccess, fits bool, why string, item widgets.MenuItem) widgets.MenuItem {
	if !access.Edit {
		return widgets.MenuItem{}
	}
	if !fits {
		item.Disabled, item.Why = true, why
	}
	return item
}

// namesShown is how many are named before something is done to them.
const namesShown = 8

// ListOf are names below one another, and how many more there are.
func ListOf(names []string) string {
	return strings.Join(model.FirstOf(names, namesShown), "\n")
}

// OfOne is what is said of one thing, or of several.
func OfOne(n int, one, several string) string {
	if n == 1 {
		return one
	}
	return several
}

func groupOptions(rows []model.GroupRow) []table.Option[model.GroupID] {
	model.Sort(rows, table.InOrder(func(g model.GroupRow) string { return g.Name }))
	return model.Each(rows, func(g model.GroupRow) table.Option[model.GroupID] {
		return table.Option[model.GroupID]{Key: g.ID, Label: g.Name}
	})
}

// WithGroups reads the groups and goes on with them as options, in Russian order.
func WithGroups(desk shell.Desk, read func(context.Context) ([]model.GroupRow, error), then func([]table.Option[model.GroupID])) {
	shell.Ask(desk, "Список групп не прочитан", func(ctx context.Context) ([]table.Option[model.GroupID], error) {
		rows, err := read(ctx)
		return groupOptions(rows), err
	}, func(options []table.Option[model.GroupID]) {
		if len(options) == 0 {
			dialog.ShowError(desk.Frame.Window(), "Групп пока нет", "Сначала добавьте учебную группу на вкладке «Учебные группы».")
			return
		}
		then(options)
	})
}
