package sandbox

const maxMembersPage = 1000

// addChatUser is messages.addChatUser. A person brings the community in by its negative id, in the place of the button on the
// community's page: that is how a community gets into a chat that it does not administer.
func addChatUser(c *call) (any, error) {
	found, err := c.chatOf()
	if err != nil {
		return nil, err
	}
	id, err := c.params.need("user_id")
	if err != nil {
		return nil, err
	}
	u := c.world.users[id]
	switch {
	case u == nil && id != -c.world.Community.ID:
		return nil, fail(codeNotFound)
	case found.member(id) != nil:
		return nil, failBecause(codeAccess, "user already in chat")
	case u != nil && u.NobodyAdds:
		return nil, fail(codePrivacy)
	}
	return 1, c.commit(event{Op: opJoin, By: c.who.id, Chat: found.ID, Members: []int64{id}})
}

// removeChatUser is messages.removeChatUser. Anyone may remove oneself, an administrator anyone but the owner,
// a person those they invited.
func removeChatUser(c *call) (any, error) {
	found, err := c.chatOf()
	if err != nil {
		return nil, err
	}
	name := "member_id"
	if !c.params.has(name) {
		name = "user_id"
	}
	id, err := c.params.need(name)
	if err != nil {
		return nil, err
	}
	target := found.member(id)
	switch {
	case id != c.who.id && c.who.community && !found.admin(c.who.id):
		return nil, fail(codeNotChatAdmin)
	case target == nil:
		return nil, fail(codeNotInChat)
	case !found.canKick(c.who.id, *target) && !found.admin(c.who.id):
		return nil, fail(codeNotChatAdmin)
	case !found.canKick(c.who.id, *target):
		return nil, fail(codeAccess)
	}
	return 1, c.commit(event{Op: opRemove, By: c.who.id, Chat: found.ID, Members: []int64{id}})
}

func (c *chat) canKick(who int64, target member) bool {
	return who == target.ID || target.ID != c.Owner && (c.admin(who) || target.By == who && !target.Admin)
}

// setMemberRole is messages.setMemberRole. The owner stays an administrator.
func setMemberRole(c *call) (any, error) {
	found, err := c.chatOfPeer()
	if err != nil {
		return nil, err
	}
	id, err := c.params.need("member_id")
	if err != nil {
		return nil, err
	}
	role := c.params.text("role")
	if role != "admin" && role != "member" {
		return nil, failParam("role should be one of admin, member")
	}
	target := found.member(id)
	switch {
	case !found.admin(c.who.id):
		return nil, fail(codeNotChatAdmin)
	case target == nil:
		return nil, fail(codeNotInChat)
	case id == found.Owner:
		return nil, failBecause(codeAccess, "can't change role of the owner")
	case target.Admin == (role == "admin"):
		return 1, nil
	}
	return 1, c.commit(event{Op: opRole, By: c.who.id, Chat: found.ID, Members: []int64{id}, Admin: role == "admin"})
}

type memberAnswer struct {
	MemberID  int64 `json:"member_id"`
	InvitedBy int64 `json:"invited_by"`
	JoinDate  int64 `json:"join_date"`
	IsAdmin   bool  `json:"is_admin"`
	IsOwner   bool  `json:"is_owner"`
	CanKick   bool  `json:"can_kick"`
}

type membersAnswer struct {
	Items    []memberAnswer `json:"items"`
	Count    int            `json:"count"`
	Profiles []userAnswer   `json:"profiles"`
	Groups   []groupAnswer  `json:"groups"`
}

// getConversationMembers is messages.getConversationMembers. A community that is not an administrator is told nothing.
func getConversationMembers(c *call) (any, error) {
	offset, err := c.params.within("offset", 0, 0, 1<<31)
	if err != nil {
		return nil, err
	}
	count, err := c.params.within("count", 20, 1, maxMembersPage)
	if err != nil {
		return nil, err
	}
	found, err := c.chatOfPeer()
	if err != nil {
		return nil, err
	}
	page := membersAnswer{Items: []memberAnswer{}, Profiles: []userAnswer{}, Groups: []groupAnswer{}}
	if c.who.community && !found.admin(c.who.id) {
		return page, nil
	}
	page.Count = len(found.Members)
	for _, m := range pageOf(found.Members, offset, count) {
		page.Items = append(page.Items, memberAnswer{
			MemberID: m.ID, InvitedBy: m.By, JoinDate: m.At, IsAdmin: m.Admin,
			IsOwner: m.ID == found.Owner, CanKick: m.ID != c.who.id && found.canKick(c.who.id, m),
		})
		if u := c.world.users[m.ID]; u != nil {
			page.Profiles = append(page.Profiles, u.answer())
		} else {
			page.Groups = append(page.Groups, c.world.Community.answer())
		}
	}
	return page, nil
}

// pageOf is the part of a list that begins at offset and has at most count items.
func pageOf[T any](list []T, offset, count int64) []T {
	list = list[min(offset, int64(len(list))):]
	return list[:min(count, int64(len(list)))]
}
