package sandbox

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
)

// callsStart is calls.start.
func callsStart(c *call) (any, error) {
	group, err := c.params.number("group_id", 0)
	if err != nil {
		return nil, err
	}
	if group != 0 && group != c.world.Community.ID {
		return nil, fail(codeAccess)
	}
	number := len(c.world.VKCalls) + 1
	sum := sha256.Sum256(fmt.Appendf(nil, "call/%d/%d", c.opts.Seed, number))
	id := fmt.Sprintf("%x-%x-%x-%x-%x", sum[0:4], sum[4:6], sum[6:8], sum[8:10], sum[10:16])
	hash := base64.RawURLEncoding.EncodeToString(sum[:])
	if err := c.commit(event{Op: opCall, By: c.who.id, CallID: id, Link: hash}); err != nil {
		return nil, err
	}
	join := c.callLink(hash)
	short, password := fmt.Sprintf("%09d", 100_000_000+number), fmt.Sprintf("%x", sum[16:19])
	return map[string]any{
		"call_id": id, "join_link": join, "ok_join_link": hash,
		"short_credentials": map[string]any{
			"id": short, "password": password, "link_without_password": join, "link_with_password": join + "?p=" + password,
		},
	}, nil
}

// callLink is where a call is joined. The caller holds the lock.
func (s *Server) callLink(hash string) string { return s.base + "/call/join/" + hash }

// callsForceFinish is calls.forceFinish: the one who began a call ends it.
func callsForceFinish(c *call) (any, error) {
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
