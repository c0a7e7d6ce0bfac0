package chats

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"zvonok/model"
	"zvonok/views/background"
	"zvonok/views/dialog"
	"zvonok/views/keys"
	"zvonok/views/widgets"
)

// menu is «Действия» and the context menu.
func (e *edit) menu() []widgets.MenuItem {
	if e.draft == nil || !e.draft.card.Access.Edit {
		return nil
	}
	var stay, gone, admins, plain []model.PersonID
	for _, r := range e.table.Selected() {
		switch {
		case r.mark == markRemoved:
			gone = append(gone, r.Person)
			continue
		case r.Admin:
			admins = append(admins, r.Person)
		default:
			plain = append(plain, r.Person)
		}
		stay = append(stay, r.Person)
	}
	items := []widgets.MenuItem{
		{Label: "Добавить себя", Disabled: e.draft.holds(e.me.ID), Why: "Вы уже в этом чате.", Do: e.addMyself},
		{Label: addLabel(e.draft.card.Key.Type), Hint: keys.Shortcut("N"), Do: e.addSuggested},
	}
	if e.draft.card.Access.AddAnyone {
		items = append(items, widgets.MenuItem{Label: addOthers + "…", Do: e.addAnybody})
	}
	items = append(items,
		counted("Удалить участников", len(stay), widgets.MenuItem{Danger: true, Hint: "Del", Do: e.removeSelected}))
	if len(gone) > 0 {
		items = append(items, counted("Не удалять", len(gone), widgets.MenuItem{Do: func() {
			e.draft.restore(gone...)
			e.showRows()
		}}))
	}
	name := counted("Назначить администратором", len(plain), widgets.MenuItem{Do: func() { e.setAdmin(true, plain) }})
	back := counted("Отменить назначение администратором", len(admins), widgets.MenuItem{Do: func() { e.setAdmin(false, admins) }})
	if len(admins) > 0 {
		name.Why = "Выбранные уже администраторы."
	}
	if len(plain) > 0 {
		back.Why = "Среди выбранных нет администратора."
	}
	if !e.draft.card.Access.NameAdmins {
		const why = "Назначать администраторов могут администратор чата и сотрудник с правом «Управление чатами»."
		name.Disabled, name.Why, back.Disabled, back.Why = true, why, true, why
	}
	return append(items, widgets.MenuItem{Separator: true}, name, back)
}

// counted is an action on n of the selected: with the number in its label, closed when there are none.
func counted(label string, n int, item widgets.MenuItem) widgets.MenuItem {
	item.Label = label
	if n == 0 {
		item.Disabled, item.Why = true, "Сначала выберите участников."
	}
	if n > 1 || (n == 1 && item.Danger) {
		item.Label = fmt.Sprintf("%s (%d)", label, n)
	}
	return item
}

func (e *edit) addMyself() {
	e.draft.add(model.Candidate{Person: e.me.ID, Name: e.me.Name, Kind: e.me.Kind, Group: ownGroup(e.me)})
	e.showRows()
	e.table.ScrollTo(e.me.ID)
	if e.draft.card.Peer != 0 { // a community cannot add people to an existing chat
		e.deps.Frame.Toast("Сохраните изменения и войдите в чат по ссылке.", widgets.ToneWaiting)
	}
}

// ownGroup stands in the column «Группа» for the user until the list has been saved and read again.
func ownGroup(me model.Person) string {
	if me.Roles.Has(model.RoleTeacher) {
		return "Преподаватель"
	}
	return "Сотрудник"
}

// addSuggested offers the people suggested by the chat's type and group.
func (e *edit) addSuggested() { e.addPeople(addLabel(e.draft.card.Key.Type), e.service.Candidates) }

// addAnybody offers the whole college.
func (e *edit) addAnybody() { e.addPeople(addOthers, e.service.Others) }

const addOthers = "Добавить других людей"

func (e *edit) addPeople(label string, offers func(context.Context, model.ChatID) ([]model.Candidate, error)) {
	ctx := e.Ctx
	background.Fetch(e.deps.Exec, func() ([]model.Candidate, error) { return offers(ctx, e.id) },
		func(found []model.Candidate, err error) {
			if ctx.Err() != nil {
				return
			}
			if err != nil {
				e.deps.Fail("Список не прочитан", err)
				return
			}
			offered := model.Only(found, func(c model.Candidate) bool { return !e.draft.holds(c.Person) })
			choosePeople(e.deps.Frame.Window(), label, offered, func(chosen []model.Candidate) {
				e.draft.add(chosen...)
				e.showRows()
				if len(chosen) > 0 {
					e.table.ScrollTo(chosen[0].Person)
				}
			})
		})
}

func (e *edit) removeSelected() {
	if e.draft == nil || !e.draft.card.Access.Edit {
		return
	}
	for _, r := range e.table.Selected() {
		e.draft.remove(r.Person)
	}
	e.showRows()
}

func (e *edit) setAdmin(want bool, people []model.PersonID) {
	e.draft.setAdmin(want, people...)
	e.showRows()
}

func (e *edit) titleChanged(text string) {
	if e.draft == nil {
		return
	}
	e.draft.title = text
	e.title.SetError(titleProblem(e.draft.cleanTitle()))
	e.showCounts()
}

// titleProblem says what is wrong with a chat's title.
func titleProblem(title string) string {
	if title == "" {
		return "Введите наименование чата."
	}
	return ""
}

// saveThen carries the edits to the program, and goes on only when they were taken. Edits made meanwhile stay unsaved.
// After a refusal all edits stay, and the chat is read again under them: the usual reason is somebody else's edit.
func (e *edit) saveThen(then func()) {
	if e.draft == nil || e.saving || !e.draft.dirty() || !e.draft.card.Access.Edit {
		return
	}
	if titleProblem(e.draft.cleanTitle()) != "" {
		e.deps.Focus(e.title)
		return
	}
	if e.ours { // with the version from before the last saving these edits would be refused
		e.again = func() { e.saveThen(then) }
		e.load()
		return
	}
	carried := e.draft.edit()
	e.askThen(carried, func() { e.carry(carried, then) })
}

// askThen goes on at once, or asks first where the edit takes so much from the chat that it may be a slip.
func (e *edit) askThen(carried model.ChatEdit, do func()) {
	loss := carried.Loss(e.draft.members())
	if !loss.Asks() {
		do()
		return
	}
	title, text, action := lossWords(loss, e.names(loss.Leave))
	dialog.ConfirmDanger(e.deps.Frame.Window(), title, text, action, do)
}

// names are the names of some members, in the order of the list.
func (e *edit) names(people []model.PersonID) []string {
	var names []string
	for _, r := range e.draft.rows() {
		if slices.Contains(people, r.Person) {
			names = append(names, r.full)
		}
	}
	return names
}

func (e *edit) carry(carried model.ChatEdit, then func()) {
	saved := afterSaving(e.draft, carried)
	e.saving = true
	e.save.SetDisabled(true)
	work, tell := e.deps.Noting(func(ctx context.Context) error { return e.service.SaveChat(ctx, carried) })
	background.Perform(e.deps.Exec, func() error { return work(e.deps.Exec.Context()) }, func(err error) {
		e.saving = false
		if err != nil {
			e.showCounts()
			e.load()
			if found, ok := errors.AsType[*model.Conflict](err); ok {
				dialog.Settle(e.deps.Frame.Window(), found, func() { e.saveThen(then) }, e.drop)
				return
			}
			e.deps.Fail("Изменения не сохранены", err)
			return
		}
		e.draft, e.ours = e.draft.onto(saved), true
		e.setNotice("", widgets.ToneMuted)
		e.showRows()
		tell("Изменения сохранены. В VK они появятся после синхронизации.")
		if then != nil && !e.draft.dirty() {
			then()
			return
		}
		e.load()
	})
}

// drop takes back all edits that were not saved.
func (e *edit) drop() {
	e.draft = newDraft(e.draft.card)
	e.setNotice("", widgets.ToneMuted)
	e.load()
}

// afterSaving is the chat as the saved draft has it, until it is read again.
func afterSaving(d *draft, carried model.ChatEdit) model.ChatCard {
	card := d.card
	card.Title, card.Members = carried.Title, nil
	for _, r := range d.rows() {
		if r.mark != markRemoved {
			card.Members = append(card.Members, r.MemberRow)
		}
	}
	return card
}
