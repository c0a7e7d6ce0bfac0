package chats

import (
	"context"
	"io"

	"zvonok/model"
	"zvonok/views/dialog"
	"zvonok/views/widgets"
)

// PrintService is what printing invitations asks of the program.
type PrintService interface {
	// PrintInvites writes invitations as a PDF.
	PrintInvites(ctx context.Context, o model.InviteOrder, w io.Writer) error
}

// InviteMenu are the ways to print invitations for the chats or groups that target names.
func InviteMenu(deps Deps, target model.InviteOrder) []widgets.MenuItem {
	item := func(label, file string, kind model.InviteKind) widgets.MenuItem {
		return widgets.MenuItem{Label: label, Do: func() {
			target.Kind = kind
			printInvites(deps, target, file, nil)
		}}
	}
	return []widgets.MenuItem{
		item("Приглашения тем, кого нет в чате (PDF)…", "Приглашения.pdf", model.InviteMissing),
		item("Приглашения всем участникам (PDF)…", "Приглашения всем.pdf", model.InviteEveryone),
		item("Листы с QR-кодом, по одному на чат (PDF)…", "Листы чатов.pdf", model.InviteSheets),
	}
}

// printInvites makes the file and asks where to put it; button, if not nil, waits for it.
func printInvites(deps Deps, o model.InviteOrder, file string, button *widgets.Button) {
	deps.Export(dialog.Export{
		Name: file, Button: button, Refused: "Приглашения не сделаны",
		Make: func(ctx context.Context, w io.Writer) error { return deps.Service.PrintInvites(ctx, o, w) },
	}, "Приглашения записаны в файл: откройте его и распечатайте")
}
