package sandbox

import (
	"cmp"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// messengerPage is what a person sees at /im.
type messengerPage struct {
	Name          string
	Conversations []conversationLine
	Opened        *openedConversation
}

type conversationLine struct {
	Link  string
	Title string
	Note  string
	Open  bool
}

type openedConversation struct {
	Title    string
	Members  []memberLine
	Messages []messageLine
}

type memberLine struct{ Name, Role string }

type messageLine struct {
	From, When, Text string
	Reply            string // the beginning of the message that it is a reply to
	Links            []string
	Event            bool
}

var webLink = regexp.MustCompile(`https?://[^\s<>"]+`)

// actionTexts are the messages that VK writes itself.
var actionTexts = map[string]string{
	"chat_create":              "создаёт чат ",
	"chat_title_update":        "меняет название: ",
	"chat_invite_user":         "приглашает: ",
	"chat_invite_user_by_link": "присоединяется по ссылке",
	"chat_kick_user":           "исключает: ",
}

// pageMessenger is the web messenger, of the person named in the address or else of the one who is signed in.
func (s *Server) pageMessenger(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	peer, _ := strconv.ParseInt(cmp.Or(r.PathValue("peer"), query.Get("peer")), 10, 64) // something that is no number opens no conversation
	id, _ := strconv.ParseInt(query.Get("user"), 10, 64)
	base := "/im?"
	s.mu.Lock()
	u := s.world.users[id]
	switch {
	case u != nil:
		base += "user=" + strconv.FormatInt(id, 10) + "&"
	case query.Has("user"):
		people := s.world.people(0)
		s.mu.Unlock()
		s.show(w, http.StatusOK, "choose.html", map[string]any{"People": people})
		return
	default:
		if u = s.signedIn(r); u == nil || !u.HasProfile {
			s.mu.Unlock()
			s.show(w, http.StatusOK, "welcome.html", map[string]any{"Peer": peer})
			return
		}
	}
	page := s.messengerOf(u, peer, base)
	s.mu.Unlock()
	s.show(w, http.StatusOK, "messenger.html", page)
}

// messengerOf is the person's messenger with a conversation opened; base is where its links lead. The caller holds the lock.
func (s *Server) messengerOf(u *User, peer int64, base string) messengerPage {
	id := u.ID
	page := messengerPage{Name: u.name()}
	for _, h := range s.world.headings(id) {
		line := conversationLine{Link: base + "peer=" + strconv.FormatInt(h.peer, 10), Title: s.world.name(h.peer), Note: "личные сообщения", Open: h.peer == peer}
		if h.chat != nil {
			line.Title, line.Note = h.chat.Title, chatNote(h.chat, id)
		}
		page.Conversations = append(page.Conversations, line)
		if line.Open {
			page.Opened = s.world.opened(h, line.Title, id)
		}
	}
	return page
}

func chatNote(c *chat, id int64) string {
	switch c.state(id) {
	case "left":
		return "вы вышли из чата"
	case "kicked":
		return "вас исключили из чата"
	}
	return "участников: " + strconv.Itoa(len(c.Members))
}

// opened is a conversation with its members and messages; a former member of the chat sees only its title.
func (w *world) opened(h heading, title string, who int64) *openedConversation {
	page := &openedConversation{Title: title}
	if h.chat != nil {
		if h.chat.member(who) == nil {
			return page
		}
		for _, m := range h.chat.Members {
			page.Members = append(page.Members, memberLine{Name: w.name(m.ID), Role: role(h.chat, m)})
		}
	}
	for _, m := range h.thread.Messages {
		line := w.messageLine(m)
		if to := h.thread.numbered(m.Reply); to != nil {
			line.Reply, _, _ = strings.Cut(to.Text, "\n")
		}
		page.Messages = append(page.Messages, line)
	}
	return page
}

func role(c *chat, m member) string {
	switch {
	case m.ID == c.Owner:
		return "владелец"
	case m.Admin:
		return "администратор"
	}
	return ""
}

func (w *world) messageLine(m message) messageLine {
	line := messageLine{From: w.name(m.From), When: time.Unix(m.At, 0).Format("02.01.2006 15:04"), Text: m.Text, Event: m.Action != ""}
	if !line.Event {
		line.Links = webLink.FindAllString(m.Text, -1)
		return line
	}
	switch {
	case m.Action == "chat_kick_user" && m.About == m.From:
		line.Text = "выходит из чата"
	case m.About == m.From:
		line.Text = actionTexts[m.Action]
	case m.About != 0:
		line.Text = actionTexts[m.Action] + w.name(m.About)
	default:
		line.Text = actionTexts[m.Action] + m.Text
	}
	return line
}
