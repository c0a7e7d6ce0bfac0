package sandbox

import (
	"maps"
	"net/http"
)

// Info is what a program needs to work against the sandbox, as `vk-sandbox --json` prints it.
type Info struct {
	API            string     `json:"api"` // base URL: methods live at API + "/method/NAME"
	ID             string     `json:"id"`
	Messenger      string     `json:"messenger"`
	CommunityID    int64      `json:"community_id"`
	CommunityToken string     `json:"community_token"`
	Users          []InfoUser `json:"users"`
}

// InfoUser is a person of the sandbox.
type InfoUser struct {
	UserID     int64  `json:"user_id"`
	Phone      string `json:"phone"`
	Email      string `json:"email"`
	Token      string `json:"token"`
	PlainToken string `json:"plain_token"` // the person's too, without the scope messages: it starts no calls
	Password   string `json:"password"`
	Profile    bool   `json:"profile"` // has a learning profile
	FirstName  string `json:"first_name"`
	LastName   string `json:"last_name"`
	NobodyAdds bool   `json:"nobody_adds"`
}

// State is what the sandbox's VK holds, as GET /sandbox/state answers it. Chats to which nobody can come back are left
// out.
type State struct {
	Chats    []StateChat      `json:"chats"`
	Calls    []StateCall      `json:"calls"`
	Requests int64            `json:"requests"` // to the API since the start
	Methods  map[string]int64 `json:"methods"`  // calls since the start, those within an execute too
}

// StateChat is a chat. The community is among its members with the negative id.
type StateChat struct {
	PeerID     int64         `json:"peer_id"`
	Title      string        `json:"title"`
	OwnerID    int64         `json:"owner_id"`
	InviteLink string        `json:"invite_link"`
	Members    []StateMember `json:"members"`
}

// StateMember is a member of a chat.
type StateMember struct {
	MemberID int64 `json:"member_id"`
	IsAdmin  bool  `json:"is_admin"`
}

// StateCall is a call.
type StateCall struct {
	CallID   string `json:"call_id"`
	JoinLink string `json:"join_link"`
	OwnerID  int64  `json:"owner_id"`
	Finished bool   `json:"finished"`
	// Members are the ids of those in the call, in the order in which they came; Way is "program" or "browser", as the one who
	// came last has chosen, and empty while nobody came.
	Members []int64 `json:"members"`
	Way     string  `json:"way"`
}

// Info tells the addresses, the tokens and the people. The addresses are known once the Server is served.
func (s *Server) Info() Info {
	s.mu.Lock()
	defer s.mu.Unlock()
	info := Info{
		API: s.base, ID: s.base, Messenger: s.base + "/im",
		CommunityID: s.world.Community.ID, CommunityToken: s.world.Community.Token,
		Users: make([]InfoUser, 0, len(s.world.Users)),
	}
	for _, u := range s.world.Users {
		info.Users = append(info.Users, InfoUser{UserID: u.ID, Phone: u.Phone, Email: u.Email, Token: u.Token, PlainToken: u.PlainToken,
			Password: u.Password, Profile: u.HasProfile, FirstName: u.FirstName, LastName: u.LastName, NobodyAdds: u.NobodyAdds})
	}
	return info
}

// State tells the chats, in the order of their making, the calls and the counts.
func (s *Server) State() State {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.endEmptyCalls()
	state := State{Chats: []StateChat{}, Calls: []StateCall{}, Requests: s.tally.requests, Methods: maps.Clone(s.tally.methods)}
	for _, c := range s.world.Chats {
		if c.gone(s.world.Community.ID) {
			continue
		}
		one := StateChat{PeerID: c.peerID(), Title: c.Title, OwnerID: c.Owner, InviteLink: s.link(c), Members: make([]StateMember, len(c.Members))}
		for i, m := range c.Members {
			one.Members[i] = StateMember{MemberID: m.ID, IsAdmin: m.Admin}
		}
		state.Chats = append(state.Chats, one)
	}
	for _, c := range s.world.VKCalls {
		one := StateCall{CallID: c.ID, JoinLink: s.callLink(c.Hash), OwnerID: c.Owner, Finished: c.Finished, Way: c.Way,
			Members: make([]int64, len(c.Members))}
		for i, m := range c.Members {
			one.Members[i] = m.ID
		}
		state.Calls = append(state.Calls, one)
	}
	return state
}

// Message is a message of a conversation as tests look at it.
type Message struct {
	Number int64
	Text   string
	Reply  int64 // the number of the message that it is a reply to, 0 for none
}

// Messages are what was written into a chat, without the messages that VK writes itself.
func (s *Server) Messages(peerID int64) (list []Message) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c := s.world.chats[peerID-peerBase]; c != nil {
		for _, m := range c.thread.Messages {
			if m.Action == "" {
				list = append(list, Message{Number: m.Number, Text: m.Text, Reply: m.Reply})
			}
		}
	}
	return list
}

func (s *Server) serveState(w http.ResponseWriter, _ *http.Request) { writeJSON(w, s.State()) }
