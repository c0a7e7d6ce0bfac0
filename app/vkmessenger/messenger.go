// Package vkmessenger is VK Messenger behind the messenger port of app: it carries the agent's
// operations with a community's token and tells VK's refusals in the words of those who read them.
package vkmessenger

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"zvonok/app"
	"zvonok/model"
	"zvonok/vkclient"
)

// Messenger carries operations to VK. It is safe for concurrent use.
type Messenger struct {
	client *vkclient.Client
}

// New makes a Messenger of a client that holds a community's token.
func New(client *vkclient.Client) *Messenger { return &Messenger{client: client} }

var _ app.Messenger = (*Messenger)(nil)

// Capabilities are those of a community: it names people only when it creates a chat, and everybody
// else comes by the invite link, since messages.addChatUser is for user tokens alone.
func (m *Messenger) Capabilities() model.Capabilities {
	return model.Capabilities{SetRole: true, FirstMembers: vkclient.MaxChatMembers}
}

// Batch is how many calls one execute carries.
func (m *Messenger) Batch() int { return vkclient.MaxBatch }

// LinkHosts are VK's and those of the addresses in use.
func (m *Messenger) LinkHosts() (invites, calls []string) {
	return together(inviteHosts, m.client.Hosts()), together(callHosts, m.client.Hosts())
}

// ReadBatch leaves room in one execute for the call that asks for the titles.
func (m *Messenger) ReadBatch() int { return vkclient.MaxBatch - 1 }

// Usage counts requests and calls.
func (m *Messenger) Usage() (requests, calls int64) { return m.client.Requests(), m.client.Calls() }

// Community is whose token this is.
func (m *Messenger) Community(ctx context.Context) (model.MessengerID, string, error) {
	c, err := m.client.GroupsGetByID(ctx)
	if err != nil {
		return 0, "", fault(err)
	}
	return model.MessengerID(c.ID), c.Name, nil
}

// Send carries operations by execute.
func (m *Messenger) Send(ctx context.Context, ops []app.Op) ([]app.Outcome, error) {
	results, err := m.client.Execute(ctx, model.Each(ops, call))
	if err != nil {
		return nil, fault(err)
	}
	outcomes := make([]app.Outcome, len(ops))
	for i, result := range results {
		outcomes[i] = m.outcome(ctx, ops[i], result)
	}
	return outcomes, nil
}

func call(op app.Op) vkclient.Call {
	peer, profile := int64(op.Peer), int64(op.Profile)
	chat := peer - vkclient.PeerID(0)
	switch op.Kind {
	case app.OpCreate:
		return vkclient.CreateChatCall(op.Title, model.Each(op.Profiles, func(p model.MessengerID) int64 { return int64(p) }))
	case app.OpRename:
		return vkclient.EditChatCall(chat, op.Title)
	case app.OpAdd:
		return vkclient.AddChatUserCall(chat, profile)
	case app.OpRemove:
		return vkclient.RemoveChatUserCall(chat, profile)
	case app.OpSetAdmin, app.OpUnsetAdmin:
		return vkclient.SetMemberRoleCall(peer, profile, op.Kind == app.OpSetAdmin)
	case app.OpLink, app.OpReplaceLink:
		return vkclient.GetInviteLinkCall(peer, op.Kind == app.OpReplaceLink)
	case app.OpForget:
		return vkclient.DeleteConversationCall(peer)
	case app.OpSay:
		if chat > 0 {
			return vkclient.SendToChatCall(peer, op.Random, op.Text, op.Answers)
		}
		return vkclient.SendCall(peer, op.Random, op.Text)
	}
	panic(fmt.Sprintf("vkmessenger: no such operation: %d", op.Kind))
}

func (m *Messenger) outcome(ctx context.Context, op app.Op, result vkclient.Result) app.Outcome {
	if result.Err != nil {
		f := fault(result.Err)
		if op.Kind == app.OpSetAdmin && f.Kind == app.FaultDone {
			f.Kind = app.FaultRefused // who is not in the chat did not become its administrator
		}
		return app.Outcome{Err: f}
	}
	switch op.Kind {
	case app.OpCreate:
		created, err := vkclient.DecodeCreatedChat(result)
		if err != nil {
			// VK did answer, so the chat is most likely there: it has to be looked for.
			return app.Outcome{Err: fault(&vkclient.UnknownOutcomeError{Method: "messages.createChat", Cause: err})}
		}
		peer := model.MessengerID(vkclient.PeerID(created.ChatID))
		if created.Added == nil {
			return m.createdWithoutList(ctx, peer)
		}
		o := app.Outcome{Peer: peer, Added: make([]model.MessengerID, len(created.Added))}
		for i, id := range created.Added {
			o.Added[i] = model.MessengerID(id)
		}
		return o
	case app.OpLink, app.OpReplaceLink:
		link, err := vkclient.DecodeInviteLink(result)
		if err != nil {
			return app.Outcome{Err: fault(err)}
		}
		invites, _ := m.LinkHosts()
		link, err = model.CheckInviteLink(link, invites)
		if err != nil {
			return app.Outcome{Err: &app.Fault{Kind: app.FaultRefused, Message: err.Error(), Cause: err}}
		}
		return app.Outcome{Link: link}
	case app.OpSay:
		sent, err := vkclient.DecodeSent(result)
		if err != nil {
			return app.Outcome{Err: fault(err)}
		}
		return app.Outcome{Message: sent.Number}
	}
	return app.Outcome{}
}

// createdWithoutList looks who is in a new chat after VK's older answer, which does not say.
func (m *Messenger) createdWithoutList(ctx context.Context, peer model.MessengerID) app.Outcome {
	read, err := m.Read(ctx, []model.MessengerID{peer})
	if err == nil {
		err = read[0].Err
	}
	if err != nil {
		// The chat exists: the next reading finds who is in it.
		return app.Outcome{Peer: peer}
	}
	return app.Outcome{Peer: peer, Added: slices.Collect(maps.Keys(read[0].Members))}
}

// Read asks for the members of each chat and, in the same request, for the titles of all.
func (m *Messenger) Read(ctx context.Context, peers []model.MessengerID) ([]app.Conversation, error) {
	ids := make([]int64, len(peers))
	calls := make([]vkclient.Call, 0, len(peers)+1)
	for i, peer := range peers {
		ids[i] = int64(peer)
		calls = append(calls, vkclient.GetConversationMembersCall(ids[i], 0, vkclient.MaxMembersPage))
	}
	calls = append(calls, vkclient.GetConversationsByIDCall(ids))
	results, err := m.client.Execute(ctx, calls)
	if err != nil {
		return nil, fault(err)
	}
	titles, err := decodeTitles(results[len(peers)])
	if err != nil {
		return nil, fault(err)
	}
	read := make([]app.Conversation, len(peers))
	for i, peer := range peers {
		read[i] = app.Conversation{Peer: peer, Title: titles[peer], Members: map[model.MessengerID]bool{}}
		if err := m.readMembers(ctx, &read[i], results[i]); err != nil {
			read[i].Err = fault(err)
		}
	}
	return read, nil
}

func decodeTitles(result vkclient.Result) (map[model.MessengerID]string, error) {
	page, err := vkclient.DecodeConversations(result)
	if err != nil {
		return nil, err
	}
	titles := make(map[model.MessengerID]string, len(page.Items))
	for _, c := range page.Items {
		if c.ChatSettings != nil {
			titles[model.MessengerID(c.Peer.ID)] = c.ChatSettings.Title
		}
	}
	return titles, nil
}

// readMembers takes over the first page of members and asks for the others.
func (m *Messenger) readMembers(ctx context.Context, c *app.Conversation, first vkclient.Result) error {
	page, err := vkclient.DecodeMembers(first)
	if err != nil {
		return err
	}
	if page.Count == 0 && len(page.Items) == 0 {
		// So VK answers a community that is not the chat's administrator.
		return &vkclient.APIError{Code: codeNotAdmin, Method: "messages.getConversationMembers", Message: "empty list of members"}
	}
	for offset := 0; ; {
		for _, member := range page.Items {
			if member.MemberID > 0 {
				c.Members[model.MessengerID(member.MemberID)] = member.IsAdmin
			}
		}
		offset += len(page.Items)
		if offset >= page.Count || len(page.Items) == 0 {
			return nil
		}
		if page, err = m.client.GetConversationMembers(ctx, int64(c.Peer), offset, vkclient.MaxMembersPage); err != nil {
			return err
		}
	}
}

// Conversations pages through the chats of the community.
func (m *Messenger) Conversations(ctx context.Context) ([]app.Conversation, error) {
	var all []app.Conversation
	for offset := 0; ; {
		page, err := m.client.GetConversations(ctx, offset, vkclient.MaxConversationsPage)
		if err != nil {
			return nil, fault(err)
		}
		for _, c := range page.Items {
			// Chats that the community has left are listed until they are cleared.
			if c.ChatSettings != nil && c.ChatSettings.State == "in" {
				all = append(all, app.Conversation{Peer: model.MessengerID(c.Peer.ID), Title: c.ChatSettings.Title})
			}
		}
		offset += len(page.Items)
		if offset >= page.Count || len(page.Items) == 0 {
			return all, nil
		}
	}
}
