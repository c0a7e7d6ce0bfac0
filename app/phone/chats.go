package phone

import (
	"log/slog"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"zvonok/app"
	"zvonok/model"
)

// whyLink says why a profile is linked before the first chat is entered.
const whyLink = "Сначала привяжите учебный профиль VK ID: по нему колледж узнаёт вас в чате. Кто войдёт без привязки, окажется там «не из списка», и его могут удалить."

// chatsBody is what «Чаты» shows.
type chatsBody struct {
	Link    model.LinkState
	Name    string // the profile's
	Since   string // since when it is linked
	Chats   []chatRow
	Waiting int
	Home    string
	Why     string
}

// chatRow is a chat with what can be done about it.
type chatRow struct {
	model.MyChat
	Details string
	State   pill
	Note    string // what the state means for the person; mostly empty
	Open    string // the words on the button; empty where the chat cannot be opened
}

// pill is a state in words with its colour.
type pill struct{ Text, Tone string }

func (s *Page) chats(v *visit) error {
	link, err := s.College.LinkState(v.ctx)
	if err != nil {
		return err
	}
	if link.Linked() && s.seats.looks(digestOf(v.token), s.Clock.Now()) {
		if err := s.College.LookSoon(v.ctx); err != nil {
			s.Log.Debug("the agent was not asked to look", slog.Any("error", err)) // it looks by itself, later
		}
	}
	chats, err := s.College.MyChats(v.ctx)
	if err != nil {
		return err
	}
	body := chatsBody{Link: link, Name: link.Name, Home: s.home(), Why: whyLink}
	if body.Name == "" {
		body.Name = link.Person.Name.String()
	}
	if !link.LinkedAt.IsZero() {
		body.Since = link.LinkedAt.In(v.me.Now.Location()).Format("02.01.2006")
	}
	for _, c := range chats {
		row := rowOf(c, link.Linked())
		if row.Open != "" && c.MayJoin() {
			body.Waiting++
		}
		body.Chats = append(body.Chats, row)
	}
	v.show(http.StatusOK, "chats", view{Title: "Чаты", Section: "chats", Body: body})
	return nil
}

// home is the messenger's page, if it is one that may be opened.
func (s *Page) home() string {
	address, err := s.leadsToMessenger(s.Pages.Home)
	if err != nil {
		return ""
	}
	return address
}

// rowOf says where the person is with a chat, as «Чаты» of the window does.
func rowOf(c model.MyChat, linked bool) chatRow {
	row := chatRow{MyChat: c, Details: c.Role}
	if c.Admin {
		row.Details += ", администратор чата"
	}
	if linked && c.Created {
		row.Open = "Открыть"
		if c.MayJoin() {
			row.Open = "Войти в чат"
		}
	}
	switch {
	case c.Presence == model.PresenceInChat:
		row.State = pill{"в чате", "good"}
	case !c.Created:
		row.State, row.Note = pill{"не создан в VK", "neutral"}, "Чат появится в VK после синхронизации."
	case !linked:
		row.State = pill{"нет VK ID", "neutral"}
	case c.Presence == model.PresenceRefused:
		row.State = pill{"отказ", "refused"}
		row.Note = "VK не добавил вас: войдите по ссылке."
		if c.Reason != "" {
			row.Note = "VK не добавил вас (" + strings.TrimSuffix(c.Reason, ".") + "): войдите по ссылке."
		}
	case c.HasLink:
		row.State = pill{"ждёт входа", "waiting"}
	default:
		row.State, row.Note = pill{"ждёт синхронизации", "neutral"}, "Войти можно будет после синхронизации с VK."
		row.Open = ""
	}
	return row
}

// openChat leads a person to one of their own chats.
func (s *Page) openChat(v *visit) error {
	id, err := number(v.r.PathValue("chat"))
	if err != nil {
		return err
	}
	address, err := s.College.MyChatAddress(v.ctx, model.ChatID(id))
	if err != nil {
		return err
	}
	if address, err = s.leadsToMessenger(address); err != nil {
		return err
	}
	s.seats.opens(digestOf(v.token))
	v.redirect(address)
	return nil
}

// number reads the number of a thing in an address.
func number(text string) (int64, error) {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n <= 0 {
		return 0, errNoPage
	}
	return n, nil
}

// leadsToMessenger gives an address back, and refuses one that is not the messenger's, as a desk does.
func (s *Page) leadsToMessenger(address string) (string, error) {
	return app.CheckPage(address, slices.Concat(s.Pages.CallHosts, s.Pages.InviteHosts))
}
