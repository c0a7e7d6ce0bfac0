package vkclient

import (
	"bytes"
	"context"
)

// Community is a VK community. As a member of a chat it has the id with a minus.
type Community struct {
	ID   int64  `json:"id"`
	Name string `json:"name"`
}

// GroupsGetByIDCall is groups.getById for the community that a community token belongs to.
func GroupsGetByIDCall() Call { return Call{Method: "groups.getById"} }

// decodeCommunities reads the answer of groups.getById, also the older one that is a bare list.
func decodeCommunities(r Result) ([]Community, error) {
	if r.Err == nil && bytes.HasPrefix(bytes.TrimSpace(r.Response), []byte("[")) {
		return decodeAs[[]Community](r)
	}
	answer, err := decodeAs[struct {
		Groups []Community `json:"groups"`
	}](r)
	return answer.Groups, err
}

// GroupsGetByID says whose this community token is: groups.getById. Without a community the error is an *APIError of the class
// BadParameter.
func (c *Client) GroupsGetByID(ctx context.Context) (Community, error) {
	call := GroupsGetByIDCall()
	found, err := decodeCommunities(c.Do(ctx, call))
	if err != nil {
		return Community{}, err
	}
	if len(found) == 0 {
		return Community{}, &APIError{Code: 100, Method: call.Method, Message: "no such community"}
	}
	return found[0], nil
}

// User is a VK user.
type User struct {
	ID        int64  `json:"id"`
	FirstName string `json:"first_name"`
	LastName  string `json:"last_name"`
}

// MaxUserIDs is how many users.get takes.
const MaxUserIDs = 1000

// UsersGetCall is users.get; it takes at most MaxUserIDs; none asks for the owner of a user token.
func UsersGetCall(userIDs []int64) Call {
	params := map[string]any{}
	if len(userIDs) > 0 {
		params["user_ids"] = userIDs
	}
	return Call{Method: "users.get", Params: params}
}

// UsersGet tells about people; those that VK does not know are left out: users.get.
func (c *Client) UsersGet(ctx context.Context, userIDs []int64) ([]User, error) {
	return decodeAs[[]User](c.Do(ctx, UsersGetCall(userIDs)))
}
