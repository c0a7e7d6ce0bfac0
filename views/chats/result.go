package chats

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/dialog"
	"zvonok/views/lists"
	"zvonok/views/table"
	"zvonok/views/widgets"
)

// result tells what a run did, with every refusal in words.
func (i *initialise) result(report model.Report, err error) {
	if err != nil && !errors.Is(err, context.Canceled) {
		dialog.ShowError(i.deps.Frame.Window(), "Синхронизация не закончена",
			widgets.Sentence(err.Error())+"\n\nСделанное не потеряно: запустите синхронизацию ещё раз, она продолжит с того же места.")
		return
	}
	hint := "Чаты в VK приведены к спискам."
	switch {
	case report.Cancelled || err != nil:
		hint = "Синхронизация остановлена. Сделанное сохранено, остальное можно продолжить в любое время."
	case len(report.Refusals) > 0:
		hint = "Чаты в VK приведены к спискам, кроме того, в чём VK отказал."
	}
	m := dialog.Modal{Hint: hint, Primary: "Готово", OnPrimary: func() bool { return true }, Size: fyne.NewSize(820, 0)}
	if len(report.Refusals) == 0 {
		m.Content = widgets.Column(append([]fyne.CanvasObject{reportCards(report)}, strangerNote(report.Strangers)...)...)
	} else {
		m.Size.Height = 560
		table := refusalTable(report.Refusals)
		parts := append([]fyne.CanvasObject{reportCards(report)}, strangerNote(report.Strangers)...)
		m.Content = widgets.ColumnAround(table, append(parts, widgets.Heading(fmt.Sprintf("Отказы (%d)", len(report.Refusals))), table)...)
	}
	i.show(m)
}

func reportCards(r model.Report) fyne.CanvasObject {
	return widgets.Cards(
		countCard("Чаты",
			count{"создано", r.Chats.Created}, count{"переименовано", r.Chats.Renamed},
			count{"удалено", r.Chats.Deleted}, count{"без изменений", r.Chats.Unchanged}),
		countCard("Участники",
			count{"добавлено", r.Members.Added}, count{"удалено", r.Members.Removed}, count{"ждут входа", r.Members.Waiting},
			count{"нет VK ID", r.Members.NoVK}, count{"отказ", r.Members.Refused}),
		countCard("Администраторы",
			count{"назначено", r.Admins.Set}, count{"отменено", r.Admins.Unset}))
}

type count struct {
	label string
	n     int
}

// cardText is the width at which a card's lines are broken.
const cardText = 220

// countCard is a card with a line for every number that is not zero.
func countCard(caption string, all ...count) fyne.CanvasObject {
	var lines []string
	for _, c := range all {
		if c.n > 0 {
			lines = append(lines, fmt.Sprintf("%s: %d", c.label, c.n))
		}
	}
	if len(lines) == 0 {
		lines = append(lines, "без изменений")
	}
	return widgets.Card(widgets.Caption(caption), widgets.Paragraph(strings.Join(lines, "\n"), cardText))
}

func refusalTable(refusals []model.Refusal) fyne.CanvasObject {
	type refusal = *model.Refusal
	why := table.Text("why", "Почему", 280, 2, func(r refusal) string { return r.Message })
	why.Cell = func(r refusal) table.Cell {
		return table.Cell{Text: r.Message, Tone: widgets.ToneRefused, Tooltip: fmt.Sprintf("%s (код VK %d)", r.Message, r.Code)}
	}
	return table.Of([]*table.Column[refusal]{
		table.Text("person", "ФИО", 210, 1, func(r refusal) string { return lists.OrDash(r.Person) }),
		table.Text("chat", "Чат", 190, 1, func(r refusal) string { return r.Chat }), why,
	}, refusals).Grid
}
