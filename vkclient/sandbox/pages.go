package sandbox

import (
	"bytes"
	"embed"
	"html/template"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"sync"
)

//go:embed templates
var templateFiles embed.FS

// templates are read when the first page is asked for: the window carries this VK for the demonstration alone.
var templates = sync.OnceValue(func() *template.Template { return template.Must(template.ParseFS(templateFiles, "templates/*.html")) })

// show answers a page; a person is never shown half of one.
func (s *Server) show(w http.ResponseWriter, status int, name string, data any) {
	var page bytes.Buffer
	if err := templates().ExecuteTemplate(&page, name, data); err != nil {
		s.log.Error("page", "name", name, "error", err)
		http.Error(w, "Страница не получилась", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = page.WriteTo(w) // the other side may be gone
}

// notice is a page with one thing to say.
type notice struct{ Title, Text, Value string }

func (s *Server) pageAbout(w http.ResponseWriter, _ *http.Request) {
	s.mu.Lock()
	data := map[string]any{
		"Base": s.base, "Community": s.world.Community, "People": len(s.world.Users), "Chats": len(s.world.Chats),
		"Requests": s.tally.requests, "Methods": append(slices.Sorted(maps.Keys(methods)), executeMethod),
	}
	s.mu.Unlock()
	s.show(w, http.StatusOK, "about.html", data)
}

func (s *Server) pageCaptcha(w http.ResponseWriter, r *http.Request) {
	sid := r.URL.Query().Get("sid")
	if !s.isTestOpen(sid) {
		s.show(w, http.StatusNotFound, "notice.html", notice{Title: "Проверка", Text: "Такой проверки нет или она уже пройдена."})
		return
	}
	s.show(w, http.StatusOK, "notice.html", notice{Title: "Проверка пройдена", Text: "Повторите запрос с параметром success_token:",
		Value: successToken(sid)})
}

func (s *Server) pageConfirm(w http.ResponseWriter, _ *http.Request) {
	s.show(w, http.StatusOK, "notice.html", notice{Title: "Подтверждено", Text: "Вернитесь в программу и повторите действие."})
}

// option is a person to choose.
type option struct {
	ID     int64
	Name   string
	Chosen bool
}

// people are the persons to choose from. The caller holds the lock.
func (w *world) people(chosen int64) []option {
	list := make([]option, len(w.Users))
	for i, u := range w.Users {
		list[i] = option{ID: u.ID, Name: u.name(), Chosen: u.ID == chosen}
	}
	return list
}

// name is how a member is called on the pages.
func (w *world) name(id int64) string {
	if u := w.users[id]; u != nil {
		return u.name()
	}
	if id == -w.Community.ID {
		return w.Community.Name + " (сообщество)"
	}
	return "id" + strconv.FormatInt(id, 10)
}

// joinPage is the page behind an invite link.
type joinPage struct {
	Title      string
	Dead       bool
	Members    int
	People     []option
	Joined     string
	User, Peer int64
}

func (s *Server) pageJoin(w http.ResponseWriter, r *http.Request) {
	chosen, _ := strconv.ParseInt(r.URL.Query().Get("user"), 10, 64) // something that is no number chooses nobody
	s.mu.Lock()
	if u := s.signedIn(r); u != nil && chosen == 0 {
		chosen = u.ID
	}
	page, status := joinPage{Title: "Приглашение в чат", Dead: true}, http.StatusNotFound
	if found := s.world.links[r.PathValue("hash")]; found != nil {
		page = joinPage{Title: found.Title, Members: len(found.Members), People: s.world.people(chosen)}
		status = http.StatusOK
	}
	s.mu.Unlock()
	s.show(w, status, "join.html", page)
}

func (s *Server) pageJoined(w http.ResponseWriter, r *http.Request) {
	id, err := strconv.ParseInt(r.PostFormValue("user"), 10, 64)
	s.mu.Lock()
	u := s.world.users[id]
	if err != nil || u == nil {
		s.mu.Unlock()
		s.show(w, http.StatusBadRequest, "notice.html", notice{Title: "Приглашение в чат", Text: "Выберите человека."})
		return
	}
	page, status := joinPage{Title: "Приглашение в чат", Dead: true}, http.StatusNotFound
	if found, err := s.join(r.PathValue("hash"), id); err == nil {
		page = joinPage{Title: found.Title, Joined: u.name(), User: id, Peer: found.peerID()}
		status = http.StatusOK
	}
	s.mu.Unlock()
	s.show(w, status, "join.html", page)
}
