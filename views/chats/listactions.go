package chats

import (
	"context"
	"fmt"

	"zvonok/model"
	"zvonok/views/dialog"
	"zvonok/views/lists"
	"zvonok/views/widgets"
)

// menu is «Действия» and the context menu.
func (l *list) menu(chosen []*chatRow) []widgets.MenuItem {
	one := len(chosen) == 1
	edit := widgets.MenuItem{Label: "Редактировать", Hint: "Enter", Disabled: !one, Why: "Выберите один чат.",
		Do: func() { l.open(chosen[0]) }}
	link := widgets.MenuItem{Label: "Пригласительная ссылка и QR…", Disabled: !one, Why: "Выберите один чат.",
		Do: func() { l.showInvite(chosen[0]) }}
	if one && chosen[0].Peer == 0 {
		link.Disabled, link.Why = true, "Чат ещё не создан в VK: ссылка появится после синхронизации."
	}
	remove := widgets.MenuItem{Label: "Удалить", Hint: "Del", Danger: true, Disabled: true,
		Why: "Выберите чаты, нажав по их строкам.", Do: func() { l.deleteChosen(chosen) }}
	if n := len(chosen); n > 0 {
		remove.Label = "Удалить " + model.ChatWords(n) + "…"
		remove.Why = whyNotDelete(chosen)
		remove.Disabled = remove.Why != ""
	}
	ids := model.Each(chosen, chatID)
	invites := InviteMenu(l.deps, model.InviteOrder{Chats: ids})
	for i := range invites {
		invites[i].Disabled, invites[i].Why = len(ids) == 0, "Выберите чаты, нажав по их строкам."
	}
	return append(append([]widgets.MenuItem{edit, link, {Separator: true}}, invites...), widgets.MenuItem{Separator: true}, remove)
}

// whyNotDelete says why these chats may not all be deleted; it is empty when they may.
func whyNotDelete(chosen []*chatRow) string {
	for _, c := range chosen {
		if !c.Access.Delete {
			return fmt.Sprintf("Удалить %s могут только тот, кто его создал, администратор ПОО и сотрудник с правом "+
				"«Управление чатами».", quoted(c.Title))
		}
	}
	return ""
}

func (l *list) open(c *chatRow) {
	l.deps.Frame.Push(newEdit(l.deps, c.ID))
}

// addChat makes a new chat and marks it in the list, even if the list is filtered.
func (l *list) addChat() {
	l.deps.Frame.Push(newAdd(l.deps, func(id model.ChatID) {
		l.pane.Reset()
		l.pane.Mark(id)
	}))
}

func (l *list) openInitialise() { startInitialise(l.deps, l.pane.Load) }

func (l *list) openMessenger() {
	l.deps.Do("VK Мессенджер не открылся", l.service.OpenMessenger, nil)
}

func (l *list) showInvite(c *chatRow) { showInvite(l.deps, l.service, c.ID, c.Title) }

func chatID(c *chatRow) model.ChatID { return c.ID }

// deleteText names what is lost.
func deleteText(titles []string) string {
	return lists.ListOf(model.Each(titles, quoted)) + "\n\n" + model.PluralForm(len(titles), "Чат удаляется", "Чаты удаляются", "Чаты удаляются") +
		" из «Звонка» и из VK Мессенджера без возможности восстановления."
}

func (l *list) deleteChosen(chosen []*chatRow) {
	if len(chosen) == 0 {
		return
	}
	if why := whyNotDelete(chosen); why != "" {
		dialog.ShowError(l.deps.Frame.Window(), "Эти чаты удалить нельзя", why)
		return
	}
	ids, titles := model.Each(chosen, chatID), model.Each(chosen, func(c *chatRow) string { return c.Title })
	label := "Удалить " + model.ChatWords(len(ids))
	dialog.ConfirmDanger(l.deps.Frame.Window(), label+"?", deleteText(titles), label, func() { l.delete(ids) })
}

func (l *list) delete(ids []model.ChatID) {
	// A deletion that was confirmed goes on when the screen is left.
	done := model.PluralForm(len(ids), "Удалён ", "Удалены ", "Удалены ") + model.ChatWords(len(ids))
	l.deps.Act("Чаты не удалены", func(ctx context.Context) error { return l.service.DeleteChats(ctx, ids) }, done, func() {
		l.pane.Table.Grid.ClearSelection()
		l.pane.Load()
	})
}
