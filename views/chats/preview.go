package chats

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"zvonok/model"
	"zvonok/views/dialog"
	"zvonok/views/table"
	"zvonok/views/theme"
	"zvonok/views/widgets"
)

// requestsASecond is how many requests of a community VK takes.
const requestsASecond = 20

// planRow is a line of the preview's table.
type planRow = *model.PlanLine

// planPart is one tab of the preview.
type planPart struct {
	key, label string
	lines      []model.PlanLine
	columns    []*table.Column[planRow]
}

// preview shows the plan; until its button is pressed nothing is sent.
func (i *initialise) preview(plan model.PlanSummary) {
	var keep []fyne.CanvasObject
	if !i.options.Ordinary { // an ordinary run, which never removes people added by hand
		keep = append(keep, i.keepCheck())
	}
	i.options.OverLimit, i.options.Fingerprint = false, ""
	if plan.Nothing() {
		i.nothing(plan, keep)
		return
	}
	label := "Применить"
	if s := toDo(len(plan.Add), len(plan.Remove)); s != "" {
		label += ": " + s
	}
	parts := partsOf(plan)
	body := container.NewStack()
	open := func(key string) {
		for _, p := range parts {
			if p.key == key {
				body.Objects = []fyne.CanvasObject{p.table()}
				body.Refresh()
			}
		}
	}
	head := widgets.NewTabs(model.Each(parts, func(p planPart) widgets.Tab { return widgets.Tab{Key: p.key, Label: p.label} }), open)
	for _, p := range parts {
		head.SetCount(p.key, len(p.lines))
	}
	head.Select(firstPart(parts))
	open(firstPart(parts))

	top := []fyne.CanvasObject{planCards(plan)}
	if plan.Limit.Exceeded() {
		top = append(top, i.limitBox(plan.Limit, label))
	}
	content := widgets.ColumnAround(body, append(append(top, head, body), keep...)...)
	i.show(dialog.Modal{
		Hint:    "Вот что изменится. До нажатия кнопки в VK ничего не отправляется.",
		Content: content, Primary: label, Cancel: "Отмена", Size: fyne.NewSize(860, 600), Focus: head,
		Final:  len(plan.Remove)+len(plan.Deleted) > 0,
		Footer: widgets.Muted(timeLeft(time.Duration(plan.Requests)*time.Second/requestsASecond) + " · " + model.ChatWords(plan.Chats)),
		OnPrimary: func() bool {
			if plan.Limit.Exceeded() && !i.options.OverLimit {
				return false
			}
			i.options.Fingerprint = plan.Fingerprint
			i.next(i.carry)
			return true
		},
	})
	if plan.Limit.Exceeded() {
		i.dialog.SetPrimary(label, false)
	}
}

// nothing says that the chats are as they should be.
func (i *initialise) nothing(plan model.PlanSummary, keep []fyne.CanvasObject) {
	done, after := "Готово", func() bool { return true }
	if i.options.Ordinary { // the agent waits for the confirmation all the same
		done, after = "Подтвердить", func() bool { i.next(i.carry); return true }
	}
	i.show(dialog.Modal{
		Hint: "Всё уже по спискам: менять нечего.",
		Content: widgets.Column(append([]fyne.CanvasObject{widgets.Muted(fmt.Sprintf("Проверено: %s.", model.ChatWords(plan.Chats)))},
			append(strangerNote(plan.Strangers), keep...)...)...),
		Primary: done, Size: fyne.NewSize(560, 0), OnPrimary: after,
	})
}

// strangerNote says that there are strangers, and where to see them; it is empty when there are none.
func strangerNote(n model.StrangerCount) []fyne.CanvasObject {
	words := n.Words()
	if words == "" {
		return nil
	}
	return []fyne.CanvasObject{widgets.Flow(widgets.Sentence(words) + " Чтобы увидеть эти чаты, отметьте над их списком «" + withStrangers + "».").In(widgets.ToneWaiting)}
}

// keepCheck is the switch that asks for the plan again, with or without those added by hand.
func (i *initialise) keepCheck() *widgets.Check {
	keep := widgets.NewCheck("Оставить добавленных вручную", func(on bool) {
		if on != i.options.KeepManual {
			i.options.KeepManual = on
			i.next(i.read)
		}
	})
	keep.SetChecked(i.options.KeepManual)
	return keep
}

// partsOf are the tabs: the four of every preview, and those that have something to say.
func partsOf(plan model.PlanSummary) []planPart {
	chat := table.Text("chat", "Чат", 210, 1, func(r planRow) string { return r.Chat })
	person := table.Text("person", "ФИО", 220, 1, func(r planRow) string { return r.Person })
	why := func(title string) *table.Column[planRow] {
		return table.Text("why", title, 260, 1, func(r planRow) string { return r.Why }).Muted()
	}
	people := []*table.Column[planRow]{person, chat, why("Почему")}
	parts := []planPart{
		{"new", "Новые чаты", newChatLines(plan.NewChats), []*table.Column[planRow]{chat}},
		{"add", "Добавить", plan.Add, people},
		{"remove", "Удалить", plan.Remove, people},
		{"kept", "Оставлены вручную", plan.Kept, people},
	}
	for _, p := range []planPart{
		{"renamed", "Переименовать", plan.Renamed, []*table.Column[planRow]{chat, why("Новое наименование")}},
		{"deleted", "Удалить чаты", chatLines(plan.Deleted), []*table.Column[planRow]{chat}},
	} {
		if len(p.lines) > 0 {
			parts = append(parts, p)
		}
	}
	return parts
}

// newChatLines are the chats to be made, in Russian order: the plan has them by type and group.
func newChatLines(titles []string) []model.PlanLine {
	lines := chatLines(titles)
	model.Sort(lines, table.InOrder(func(l model.PlanLine) string { return l.Chat }))
	return lines
}

func chatLines(titles []string) []model.PlanLine {
	return model.Each(titles, func(title string) model.PlanLine { return model.PlanLine{Chat: title} })
}

// firstPart is the tab to begin with: the removals, or else the first that is not empty.
func firstPart(parts []planPart) string {
	for _, p := range parts {
		if p.key == "remove" && len(p.lines) > 0 {
			return p.key
		}
	}
	for _, p := range parts {
		if len(p.lines) > 0 {
			return p.key
		}
	}
	return parts[0].key
}

func (p planPart) table() fyne.CanvasObject {
	t := table.Of(p.columns, p.lines)
	t.Grid.Empty = table.Empty{Title: "Здесь ничего не меняется"}
	return t.Grid
}

// planCards are the numbers at the top of the preview.
func planCards(plan model.PlanSummary) fyne.CanvasObject {
	chats := []fyne.CanvasObject{widgets.Muted(fmt.Sprintf("новых нет · %d есть", plan.Existing))}
	if n := len(plan.NewChats); n > 0 {
		chats = []fyne.CanvasObject{widgets.Heading(strconv.Itoa(n)),
			widgets.Text(fmt.Sprintf("%s · %d есть", model.PluralForm(n, "новый", "новых", "новых"), plan.Existing))}
	}
	return widgets.Cards(
		numberCard("Чаты", chats...),
		numberCard("Участники", plusMinus(len(plan.Add), len(plan.Remove))...),
		numberCard("Администраторы", plusMinus(plan.AdminsSet, plan.AdminsUnset)...))
}

// wordGap is about the width of a space.
const wordGap = 4

func numberCard(caption string, numbers ...fyne.CanvasObject) fyne.CanvasObject {
	return widgets.Card(container.NewVBox(widgets.Caption(caption), container.New(widgets.Row{Gap: wordGap}, numbers...)))
}

func plusMinus(plus, minus int) []fyne.CanvasObject {
	if plus == 0 && minus == 0 {
		return []fyne.CanvasObject{widgets.Muted("без изменений")}
	}
	return []fyne.CanvasObject{widgets.Heading(toDo(plus, minus))}
}

// limitWords say what the safety limit found: of all chats, and of the types of chats that would lose too many.
func limitWords(l model.SafetyLimit) string {
	var parts []string
	say := func(from string, of model.Loss) {
		share := 100
		if of.From > 0 {
			share = of.Gone * 100 / of.From
		}
		parts = append(parts, fmt.Sprintf("%s будет удалено %d из %s, которых добавила программа: %d %%, а предел — %d %%. ",
			from, of.Gone, model.Plural(of.From, "участника", "участников", "участников"), share, l.Percent))
	}
	if l.OverAll() {
		say("Из всех чатов", l.Loss)
	}
	for _, t := range l.ExceededTypes() {
		say("Из чатов «"+t.String()+"»", l.Types[t])
	}
	return strings.Join(parts, "") + "Так бывает, когда загружен неполный список. Проверьте вкладку «Удалить» и загруженный файл."
}

// limitText is the width at which limitWords are broken.
const limitText = 780

// limitBox stops a plan that would empty the chats until somebody has confirmed it.
func (i *initialise) limitBox(l model.SafetyLimit, label string) fyne.CanvasObject {
	title := widgets.Heading("Слишком много участников будет удалено").In(widgets.ToneRefused)
	sure := widgets.NewCheck("Список верный: удалить "+model.Plural(l.Gone, "участника", "участников", "участников"),
		func(on bool) {
			i.options.OverLimit = on
			i.dialog.SetPrimary(label, on)
		})
	back := canvas.NewRectangle(theme.Color(theme.ColorNameRefusedBack))
	back.CornerRadius = theme.CardRadius
	pad := layout.NewCustomPaddedLayout(theme.Gap, theme.Gap, theme.Gap, theme.Gap)
	return container.NewStack(back, container.New(pad, widgets.Lines(
		title, widgets.Paragraph(limitWords(l), limitText), sure)))
}
