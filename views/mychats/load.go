package mychats

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	_ "image/jpeg" // the forms in which VK keeps pictures
	_ "image/png"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/background"
	"zvonok/views/table"
)

// reading is what one reading of the screen gives.
type reading struct {
	actor model.Actor
	link  model.LinkState
	chats []model.MyChat
}

func (m *myChats) load() {
	m.reading.Load(m.Ctx, func(ctx context.Context) (r reading, err error) {
		r.actor = m.service.Actor()
		if r.link, err = m.service.LinkState(ctx); err != nil {
			return r, err
		}
		r.chats, err = m.service.MyChats(ctx)
		return r, err
	})
}

func (m *myChats) show(r reading) {
	m.actor, m.link, m.chats = r.actor, r.link, r.chats
	rows := make([]*chatRow, len(m.chats))
	for i, c := range m.chats {
		linked := m.link.Linked()
		rows[i] = &chatRow{MyChat: c, state: stateOf(c, linked), closed: whyClosed(c, linked)}
	}
	m.table.Grid.Empty = m.emptyWords()
	m.table.SetRows(rows)
	m.count.SetText(countText(m.chats))
	m.fetchPicture()
	m.showLink()
	if m.joining != nil {
		m.joining.update(m.chats)
	}
}

func (m *myChats) emptyWords() table.Empty {
	switch {
	case m.link.Person.ID == 0:
		return table.Empty{Title: "У владельца файла нет своих чатов",
			Hint:   "Чаты колледжа ведут на экране «Управление чатами».",
			Action: "Управление чатами", Do: func() { m.deps.Frame.Push(m.deps.Manage()) }}
	case m.actor.MayImport():
		return table.Empty{Title: "Своих чатов пока нет",
			Hint: "Здесь появятся чаты ваших групп и предметов. Если вы их ведёте, а чатов нет, назначьте себя в карточке группы на экране «Пользователи»."}
	case m.actor.SeesManagement():
		return table.Empty{Title: "Своих чатов пока нет",
			Hint: "Здесь появятся чаты ваших групп и предметов. Если вы их ведёте, а чатов нет, " +
				"проверьте назначение на экране «Пользователи»: его делает администратор ПОО."}
	}
	return table.Empty{Title: "Чатов пока нет",
		Hint: "Здесь появятся чаты вашей группы и предметов. Если их долго нет, обратитесь к куратору группы."}
}

// showLink draws what depends on the link: the buttons and the card.
func (m *myChats) showLink() {
	linked, person := m.link.Linked(), m.link.Person.ID != 0
	m.messenger.Hidden = !linked
	m.tie.Hidden = linked || !person
	m.manage.Hidden = !m.actor.SeesManagement()
	m.untie.Hidden = !linked
	waiting := waitingToJoin(m.chats, linked)
	m.join.Hidden = waiting == 0
	m.join.SetText(fmt.Sprintf("Войти во все мои чаты (%d)", waiting))
	m.heading.SetText("Доступные чаты")
	if !linked && person && len(m.chats) > 0 {
		m.heading.SetText("Эти чаты откроются после привязки")
	}
	m.untie.SetText(unlinkLabel)
	m.untie.SetDisabled(false)
	if m.unlinking {
		m.untie.SetText("Отменяем привязку…")
		m.untie.SetDisabled(true)
	}
	m.showChosen()
	if now := (standing{m.link, m.picture, m.problem}); m.carded != now || len(m.card.Objects) == 0 {
		m.carded, m.card.Objects = now, []fyne.CanvasObject{m.cardOf()}
	}
	m.page.Refresh()
}

// renew keeps the sign-in alive; what the person has to do about it is on the card.
func (m *myChats) renew() {
	ctx := m.Ctx
	background.Perform(m.deps.Exec, func() error { return m.service.RenewLink(ctx) }, func(err error) {
		if ctx.Err() != nil || errors.Is(err, context.Canceled) {
			return
		}
		m.problem = ""
		if err != nil {
			m.problem = err.Error()
		}
		if m.reading.Known() {
			m.load()
		}
	})
}

// maxPictureSide guards against pictures that unpack into the whole memory.
const maxPictureSide = 4096

// fetchPicture gets the profile's picture once. Without it the initials are shown.
func (m *myChats) fetchPicture() {
	if m.link.Picture == m.pictureOf {
		return
	}
	m.pictureOf, m.picture = m.link.Picture, nil
	if m.pictureOf == "" {
		return
	}
	ctx, address := m.Ctx, m.pictureOf
	background.Fetch(m.deps.Exec, func() (image.Image, error) {
		file, err := m.service.LinkPicture(ctx)
		if err != nil {
			return nil, err
		}
		size, _, err := image.DecodeConfig(bytes.NewReader(file))
		if err != nil || size.Width > maxPictureSide || size.Height > maxPictureSide {
			return nil, errors.Join(err, errors.New("not a picture of a person"))
		}
		picture, _, err := image.Decode(bytes.NewReader(file))
		return picture, err
	}, func(picture image.Image, err error) {
		if err == nil && ctx.Err() == nil && address == m.pictureOf {
			m.picture = picture
			m.showLink()
		}
	})
}
