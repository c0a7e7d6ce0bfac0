package vkclient

import (
	"context"
	"encoding/json"
	"net/url"
)

// Profile is a person as VK ID shows one. The phone and the e-mail that VK ID tells too are not read.
type Profile struct {
	UserID    int64
	FirstName string
	LastName  string
	Avatar    string // address of a picture; "" for none
}

// UserInfo tells whose the tokens are (POST /oauth2/user_info). An expired access token is ErrSignInAgain: refresh first.
func (v *VKID) UserInfo(ctx context.Context, t Tokens) (Profile, error) {
	var profile Profile
	r := v.withAccess("oauth2.user_info", t)
	r.accept = func(body []byte) bool {
		var answer struct {
			User struct {
				UserID    json.Number `json:"user_id"` // as text
				FirstName string      `json:"first_name"`
				LastName  string      `json:"last_name"`
				Avatar    string      `json:"avatar"`
			} `json:"user"`
		}
		if json.Unmarshal(body, &answer) != nil {
			return false
		}
		id, err := answer.User.UserID.Int64()
		if err != nil || id <= 0 {
			return false
		}
		profile = Profile{UserID: id, FirstName: answer.User.FirstName, LastName: answer.User.LastName, Avatar: answer.User.Avatar}
		return true
	}
	if err := v.request(ctx, r); err != nil {
		return Profile{}, err
	}
	return profile, nil
}

// Revoke takes back all that the person granted to the application (POST /oauth2/revoke). It needs an access token that is good:
// an expired one is ErrSignInAgain, refresh first.
func (v *VKID) Revoke(ctx context.Context, t Tokens) error {
	r := v.withAccess("oauth2.revoke", t)
	r.ends = true
	r.accept = func(body []byte) bool {
		var answer struct {
			Response json.Number `json:"response"`
		}
		return json.Unmarshal(body, &answer) == nil && answer.Response == "1"
	}
	return v.request(ctx, r)
}

// withAccess is a request that goes by the access token and may be repeated.
func (v *VKID) withAccess(method string, t Tokens) vkidRequest {
	return vkidRequest{
		method: method, form: url.Values{"access_token": {t.Access.Reveal()}}, secrets: []Secret{t.Access, t.Refresh}, repeatable: true,
	}
}
