package sandbox

import (
	"cmp"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"slices"
	"time"
)

// defaultEmptyCall is how long an empty call goes on.
const defaultEmptyCall = 5 * time.Minute

// The ways into a call.
const (
	wayProgram = "program" // VK Мессенджер
	wayBrowser = "browser"
)

type vkCall struct {
	ID       string       `json:"id"`
	Hash     string       `json:"hash"`
	Owner    int64        `json:"owner"`
	Finished bool         `json:"finished"`
	Members  []callMember `json:"members"` // in the order in which they came; nobody once it is finished
	Empty    int64        `json:"empty"`   // since when it is empty, in Unix seconds; 0: it is not
	Way      string       `json:"way"`     // of the one who came last
}

type callMember struct {
	ID  int64  `json:"id"`
	Way string `json:"way"`
}

func (c *vkCall) member(id int64) int {
	return slices.IndexFunc(c.Members, func(m callMember) bool { return m.ID == id })
}

// applyInCall applies an event to an existing call.
func (w *world) applyInCall(c *vkCall, e event) {
	switch e.Op {
	case opEnter:
		c.Way, c.Empty = e.Way, 0
		if i := c.member(e.By); i >= 0 {
			c.Members[i].Way = e.Way
			return
		}
		c.Members = append(c.Members, callMember{ID: e.By, Way: e.Way})
	case opLeave:
		c.Members = slices.DeleteFunc(c.Members, func(m callMember) bool { return m.ID == e.By })
		if len(c.Members) == 0 {
			c.Empty = e.At
		}
	case opFinish:
		c.Finished, c.Members = true, nil
	}
}

// endEmptyCalls ends the calls that have been empty for long, as VK does. The caller holds the lock.
func (s *Server) endEmptyCalls() {
	if s.opts.EmptyCall < 0 {
		return
	}
	before := s.now().Add(-cmp.Or(s.opts.EmptyCall, defaultEmptyCall)).Unix()
	for _, c := range s.world.VKCalls {
		if !c.Finished && c.Empty != 0 && c.Empty <= before {
			if err := s.commit(event{Op: opFinish, By: c.Owner, CallID: c.ID}); err != nil {
				return // it is in the log, and the call ends the next time
			}
		}
	}
}

// callBehind is the call of a link's hash, nil for none.
func (w *world) callBehind(hash string) *vkCall {
	if i := slices.IndexFunc(w.VKCalls, func(c *vkCall) bool { return c.Hash == hash }); i >= 0 {
		return w.VKCalls[i]
	}
	return nil
}

// beginCall makes a call of its owner. The caller holds the lock.
func (s *Server) beginCall(owner int64) (*vkCall, error) {
	number := len(s.world.VKCalls) + 1
	sum := sha256.Sum256(fmt.Appendf(nil, "call/%x/%d", s.secret, number))
	id := fmt.Sprintf("%x-%x-%x-%x-%x", sum[0:4], sum[4:6], sum[6:8], sum[8:10], sum[10:16])
	hash := base64.RawURLEncoding.EncodeToString(sum[:])
	if err := s.commit(event{Op: opCall, By: owner, CallID: id, Link: hash}); err != nil {
		return nil, err
	}
	return s.world.calls[id], nil
}

// callsStart is calls.start.
func callsStart(c *call) (any, error) {
	group, err := c.params.number("group_id", 0)
	if err != nil {
		return nil, err
	}
	if group != 0 && group != c.world.Community.ID {
		return nil, fail(codeAccess)
	}
	begun, err := c.beginCall(c.who.id)
	if err != nil {
		return nil, err
	}
	join := c.callLink(begun.Hash)
	short, password := fmt.Sprintf("%09d", 100_000_000+len(c.world.VKCalls)), begun.ID[:6]
	return map[string]any{
		"call_id": begun.ID, "join_link": join, "ok_join_link": begun.Hash,
		"short_credentials": map[string]any{
			"id": short, "password": password, "link_without_password": join, "link_with_password": join + "?p=" + password,
		},
	}, nil
}

// callLink is where a call is joined. The caller holds the lock.
func (s *Server) callLink(hash string) string { return s.base + "/call/join/" + hash }

// callsForceFinish is calls.forceFinish: the one who began a call ends it.
func callsForceFinish(c *call) (any, error) {
	c.endEmptyCalls()
	found := c.world.calls[c.params.text("call_id")]
	switch {
	case found == nil:
		return nil, failParam("call_id is invalid")
	case found.Owner != c.who.id:
		return nil, fail(codeAccess)
	case found.Finished:
		return 1, nil
	}
	return 1, c.commit(event{Op: opFinish, By: c.who.id, CallID: found.ID})
}
