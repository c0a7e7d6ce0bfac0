package sandbox

import (
	"cmp"
	"net/http"
	"net/url"
	"strconv"
)

// The screens of a call's page.
const (
	callDoor     = "door"     // which program to join with
	callMirror   = "mirror"   // «Присоединиться с видео»
	callRoom     = "room"     // in the call
	callLeft     = "left"     // after «Выйти»
	callFinished = "finished" // for everybody
	callUnknown  = "unknown"  // there is no such call
)

// How often the page of somebody in a call looks whether the call goes on, and how long «Звонок завершен» is shown before
// the main screen comes: values of the header Refresh, in seconds.
const (
	roomRefresh = "2"
	homeRefresh = "10; url=/im"
)

// callPage is what a person sees of a call.
type callPage struct {
	Title, Stage string
	Join         string // the page's own address, without a query
	Hash, Way    string
	Owner        string
	User         int64    // whose page it is, 0 while it is not known
	Name         string   // the user's
	People       []option // to choose from while it is not known
	Members      []string
	Mine         bool // the user began the call
}

// showCall answers a call's page.
func (s *Server) showCall(w http.ResponseWriter, page callPage) {
	status := http.StatusOK
	page.Title = "Видеозвонки VK Мессенджер"
	switch page.Stage {
	case callUnknown:
		page.Title, status = "Такого звонка нет", http.StatusNotFound
	case callFinished:
		page.Title = "Звонок завершен"
	}
	s.show(w, status, "call.html", page)
}

// visitorOf is the person who looks at a page: the one named in the request or else the one who is signed in; nil for nobody.
// The caller holds the lock.
func (s *Server) visitorOf(r *http.Request) *User {
	id, _ := strconv.ParseInt(r.FormValue("user"), 10, 64) // something that is no number names nobody
	if u := s.world.users[id]; u != nil {
		return u
	}
	return s.signedIn(r)
}

// callOf fills in what a page of the call says to the visitor, who may be nil. The caller holds the lock.
func (s *Server) callOf(r *http.Request, u *User) (*vkCall, callPage) {
	s.endEmptyCalls()
	hash := r.PathValue("hash")
	found := s.world.callBehind(hash)
	page := callPage{Stage: callUnknown, Join: "/call/join/" + hash, Hash: hash}
	if found == nil {
		return nil, page
	}
	page.Stage, page.Owner = callDoor, s.world.name(found.Owner)
	if found.Finished {
		page.Stage = callFinished
	}
	if way := r.FormValue("way"); way == wayProgram || way == wayBrowser {
		page.Way = way
	}
	if u != nil {
		page.User, page.Name, page.Mine = u.ID, u.name(), u.ID == found.Owner
	} else {
		page.People = s.world.people(0)
	}
	for _, m := range found.Members {
		page.Members = append(page.Members, s.world.name(m.ID))
	}
	return found, page
}

// pageCall is the page behind a call's link (Рисунок 452) and, once a way is chosen, the one after it (Рисунок 453).
func (s *Server) pageCall(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	_, page := s.callOf(r, s.visitorOf(r))
	s.mu.Unlock()
	if page.Stage == callDoor && page.Way != "" {
		page.Stage = callMirror
	}
	s.showCall(w, page)
}

// enterCall is «Присоединиться с видео».
func (s *Server) enterCall(w http.ResponseWriter, r *http.Request) {
	s.stepCall(w, r, func(found *vkCall, u *User, page callPage) (string, error) {
		return roomOf(found.Hash, u.ID), s.commit(event{Op: opEnter, CallID: found.ID, By: u.ID, Way: cmp.Or(page.Way, wayBrowser)})
	})
}

// leaveCall is «Выйти».
func (s *Server) leaveCall(w http.ResponseWriter, r *http.Request) {
	s.stepCall(w, r, func(found *vkCall, u *User, _ callPage) (string, error) {
		if found.member(u.ID) < 0 {
			return roomOf(found.Hash, u.ID), nil
		}
		return roomOf(found.Hash, u.ID), s.commit(event{Op: opLeave, CallID: found.ID, By: u.ID})
	})
}

// finishCall is «Завершить звонок для всех», which only the one who began it can do.
func (s *Server) finishCall(w http.ResponseWriter, r *http.Request) {
	s.stepCall(w, r, func(found *vkCall, u *User, page callPage) (string, error) {
		if !page.Mine {
			return roomOf(found.Hash, u.ID), nil
		}
		return roomOf(found.Hash, u.ID), s.commit(event{Op: opFinish, CallID: found.ID, By: u.ID})
	})
}

func roomOf(hash string, user int64) string {
	return "/call/room/" + url.PathEscape(hash) + "?user=" + strconv.FormatInt(user, 10)
}

// stepCall lets a person do something in a call that goes on, and sends the browser to the page that do answers.
func (s *Server) stepCall(w http.ResponseWriter, r *http.Request, do func(*vkCall, *User, callPage) (string, error)) {
	s.mu.Lock()
	u := s.visitorOf(r)
	found, page := s.callOf(r, u)
	if found == nil || found.Finished || u == nil {
		s.mu.Unlock()
		if page.Stage == callDoor {
			s.show(w, http.StatusBadRequest, "notice.html", notice{Title: "Звонок", Text: "Выберите человека."})
			return
		}
		s.showCall(w, page)
		return
	}
	next, err := do(found, u, page)
	s.mu.Unlock()
	if err != nil {
		s.show(w, http.StatusInternalServerError, "notice.html", notice{Title: "Звонок", Text: "Не получилось: повторите."})
		return
	}
	http.Redirect(w, r, next, http.StatusSeeOther)
}

// pageRoom is the call as somebody in it sees it; the page looks by itself whether the call goes on.
func (s *Server) pageRoom(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	u := s.visitorOf(r)
	found, page := s.callOf(r, u)
	if page.Stage == callDoor {
		page.Stage = callLeft
		if u != nil && found.member(u.ID) >= 0 {
			page.Stage = callRoom
		}
	}
	s.mu.Unlock()
	switch page.Stage {
	case callFinished:
		w.Header().Set("Refresh", homeRefresh)
	case callRoom:
		w.Header().Set("Refresh", roomRefresh)
	}
	s.showCall(w, page)
}

// pageCalls is where a person makes a call by hand and takes its link.
func (s *Server) pageCalls(w http.ResponseWriter, r *http.Request) {
	data := map[string]any{}
	s.mu.Lock()
	u := s.visitorOf(r)
	if u == nil {
		data["People"] = s.world.people(0)
	} else {
		data["User"], data["Name"] = u.ID, u.name()
	}
	s.endEmptyCalls()
	if made := s.world.callBehind(r.URL.Query().Get("call")); made != nil && !made.Finished {
		data["Link"], data["Call"] = s.callLink(made.Hash), made.Hash
	}
	s.mu.Unlock()
	s.show(w, http.StatusOK, "calls.html", data)
}

// createCall is «Создать звонок».
func (s *Server) createCall(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	u := s.visitorOf(r)
	if u == nil {
		s.mu.Unlock()
		s.show(w, http.StatusBadRequest, "notice.html", notice{Title: "Звонки", Text: "Выберите человека."})
		return
	}
	made, err := s.beginCall(u.ID)
	s.mu.Unlock()
	if err != nil {
		s.show(w, http.StatusInternalServerError, "notice.html", notice{Title: "Звонки", Text: "Не получилось: повторите."})
		return
	}
	query := url.Values{"call": {made.Hash}, "user": {strconv.FormatInt(u.ID, 10)}}
	http.Redirect(w, r, "/calls?"+query.Encode(), http.StatusSeeOther)
}
