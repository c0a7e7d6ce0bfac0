package sandbox

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// maxForm is the longest request that is read.
const maxForm = 16 << 20

// firstObjectShapes is the first version that messages.createChat and groups.getById answer with objects; to older ones they answer
// the chat's number and a bare list.
const firstObjectShapes = 5.139

// method is how a method of the API is carried out, and which tokens may call it.
type method struct {
	userOnly bool
	anyScope bool // takes a token without the scope messages too
	run      func(*call) (any, error)
}

var methods = map[string]method{
	"messages.createChat":                 {run: createChat},
	"messages.addChatUser":                {run: addChatUser, userOnly: true},
	"messages.removeChatUser":             {run: removeChatUser},
	"messages.editChat":                   {run: editChat},
	"messages.setMemberRole":              {run: setMemberRole},
	"messages.getConversationMembers":     {run: getConversationMembers},
	"messages.getConversations":           {run: getConversations},
	"messages.getConversationsById":       {run: getConversationsByID},
	"messages.deleteConversation":         {run: deleteConversation},
	"messages.getInviteLink":              {run: getInviteLink},
	"messages.joinChatByInviteLink":       {run: joinChatByInviteLink, userOnly: true},
	"messages.isMessagesFromGroupAllowed": {run: isMessagesFromGroupAllowed},
	"messages.send":                       {run: sendMessage},
	"calls.start":                         {run: callsStart, userOnly: true},
	"calls.forceFinish":                   {run: callsForceFinish, userOnly: true},
	"groups.getById":                      {run: groupsGetByID, anyScope: true},
	"users.get":                           {run: usersGet, anyScope: true},
}

// call is one call of a method on its way. The server's lock is held while it runs.
type call struct {
	*Server
	who         identity
	method      string
	params      params
	outer       params // of the HTTP request: the captcha's answer is in them, for an execute too
	olderShapes bool
}

// answer is what a request came to.
type answer struct {
	Response      any         `json:"response"`
	ExecuteErrors []*apiError `json:"execute_errors,omitempty"`
}

// arrival is a request to the API, read and not yet carried out.
type arrival struct {
	method string
	form   url.Values
	outer  params
	calls  []scriptCall
	list   bool // the script gives a list
	who    identity
}

func (s *Server) serveMethod(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.tally.requests++
	s.mu.Unlock()
	name := r.PathValue("name")
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	if err := readForm(r); err != nil {
		writeError(w, failBecause(8, "the form cannot be read"), name, nil)
		return
	}
	in, err := s.receive(name, r)
	if err != nil {
		writeError(w, err, name, r.Form)
		return
	}
	s.withFaults(w, r, in, func() func() {
		out, err := s.carryOut(in)
		if err != nil {
			return func() { writeError(w, err, name, r.Form) }
		}
		return func() { writeJSON(w, out) }
	})
}

func readForm(r *http.Request) error {
	if strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") {
		return r.ParseMultipartForm(maxForm)
	}
	return r.ParseForm()
}

// receive checks what VK checks before it looks at a method's parameters: method, version, token, pace.
func (s *Server) receive(name string, r *http.Request) (*arrival, error) {
	in := &arrival{method: name, form: r.Form, outer: paramsOfForm(r.Form)}
	if _, known := methods[name]; !known && name != executeMethod {
		return nil, fail(codeUnknownMethod)
	}
	if !in.outer.has("v") {
		return nil, failParam("v (version) is required")
	}
	if _, err := strconv.ParseFloat(in.outer.text("v"), 64); err != nil {
		return nil, failParam("v (version) is invalid")
	}
	token := tokenOf(r)
	s.mu.Lock()
	defer s.mu.Unlock()
	var err error
	if in.who, err = s.world.identify(token, s.now().Unix()); err != nil {
		return nil, err
	}
	if !s.opts.NoLimits && !s.window(token, in.who).allow(s.now()) {
		return nil, fail(codeTooFast)
	}
	if name != executeMethod {
		in.calls = []scriptCall{{method: name, params: in.outer}}
		return in, nil
	}
	s.tally.methods[executeMethod]++
	in.calls, in.list, err = parseScript(in.outer.text("code"))
	return in, err
}

// carryOut runs the calls of a request in order.
func (s *Server) carryOut(in *arrival) (any, error) {
	if in.method == executeMethod {
		if err := s.executeFault(in); err != nil {
			return nil, err
		}
	}
	var out answer
	responses := make([]any, len(in.calls))
	for i, sc := range in.calls {
		response, err := s.carryOutOne(in, sc)
		if err != nil && in.method != executeMethod {
			return nil, err
		}
		if err != nil {
			told := *asAPIError(err)
			told.Method = sc.method
			out.ExecuteErrors = append(out.ExecuteErrors, &told)
			response = false
		}
		responses[i] = response
	}
	out.Response = responses
	if !in.list {
		out.Response = responses[0]
	}
	return out, nil
}

func (s *Server) executeFault(in *arrival) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := &call{Server: s, who: in.who, method: executeMethod, outer: in.outer}
	return c.fault()
}

func (s *Server) carryOutOne(in *arrival, sc scriptCall) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tally.methods[sc.method]++
	if s.opts.Called != nil {
		s.opts.Called(sc.method, sc.params.conversation())
	}
	m, known := methods[sc.method]
	if !known {
		return nil, fail(codeUnknownMethod)
	}
	version, _ := strconv.ParseFloat(in.outer.text("v"), 64) // checked by receive
	c := &call{Server: s, who: in.who, method: sc.method, params: sc.params, outer: in.outer, olderShapes: version < firstObjectShapes}
	if err := c.fault(); err != nil {
		return nil, err
	}
	if m.userOnly && c.who.community {
		return nil, fail(codeGroupAuth)
	}
	if c.who.own && !m.anyScope {
		return nil, failBecause(codeAccess, "no access to call this method")
	}
	return m.run(c)
}
