package vkclient

import (
	"errors"
	"fmt"
)

// ErrSignInAgain is what errors.Is finds in an error after which only a new sign-in by VK ID helps: invalid_grant, invalid_token.
var ErrSignInAgain = errors.New("vk id: a new sign-in is needed")

// VK ID's error codes that are acted on.
const (
	vkidInvalidGrant = "invalid_grant"
	vkidInvalidToken = "invalid_token"
	vkidSlowDown     = "slow_down"
	vkidUnavailable  = "temporarily_unavailable"
	vkidServerError  = "server_error"
	vkidAccessDenied = "access_denied"
)

// VKIDError is an error that VK ID answered. Code is OAuth's (invalid_grant, access_denied, …); Description is VK's English text,
// for the log: people are told by Class and Code.
type VKIDError struct {
	Code        string
	Description string
}

func (e *VKIDError) Error() string {
	if e.Description == "" {
		return "vk id: " + e.Code
	}
	return fmt.Sprintf("vk id: %s: %s", e.Code, e.Description)
}

// Is makes errors.Is find ErrSignInAgain in the codes that mean it.
func (e *VKIDError) Is(target error) bool {
	return target == ErrSignInAgain && (e.Code == vkidInvalidGrant || e.Code == vkidInvalidToken)
}

// class is the error's place among those of the API.
func (e *VKIDError) class() ErrorClass {
	switch e.Code {
	case vkidInvalidGrant, vkidInvalidToken:
		return Expired
	case vkidSlowDown:
		return TooFast
	case vkidUnavailable, vkidServerError:
		return Unwell
	case vkidAccessDenied:
		return NoRight
	case "invalid_request", "invalid_scope", "invalid_client":
		return BadParameter
	}
	return Other
}

// untouched reports whether a request that failed has changed nothing at VK ID, so that any request may be repeated.
func untouched(err error) bool {
	var (
		vkid      *VKIDError
		transport *TransportError
	)
	switch {
	case errors.As(err, &vkid):
		return vkid.Code == vkidSlowDown || vkid.Code == vkidUnavailable
	case errors.As(err, &transport):
		return !transport.sent
	}
	return false
}
