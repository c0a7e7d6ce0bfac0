package vkclient

import (
	"context"
	"errors"
	"fmt"
)

// APIError is an error that VK answered. Message is VK's English text, for the log: people are told by Class.
type APIError struct {
	Code    int
	Subcode int
	Method  string
	Message string
}

func (e *APIError) Error() string {
	if e.Subcode != 0 {
		return fmt.Sprintf("vk: %s: error %d/%d: %s", e.Method, e.Code, e.Subcode, e.Message)
	}
	return fmt.Sprintf("vk: %s: error %d: %s", e.Method, e.Code, e.Message)
}

// UnknownOutcomeError says that a request was sent, no trustworthy answer came, and it held a call that may not be repeated
// blindly: look at what VK has before sending it again.
type UnknownOutcomeError struct {
	Method string
	Cause  error
}

func (e *UnknownOutcomeError) Error() string {
	return fmt.Sprintf("vk: %s: outcome unknown: %v", e.Method, e.Cause)
}

// Unwrap gives what happened to the request.
func (e *UnknownOutcomeError) Unwrap() error { return e.Cause }

// TransportError says that VK could not be reached or answered nothing that can be understood.
// Status is the HTTP status, 0 when there was no answer at all.
type TransportError struct {
	Method string
	Status int
	Reason string
	Cause  error

	sent bool // the request may have reached VK
}

func (e *TransportError) Error() string {
	if e.Status != 0 {
		return fmt.Sprintf("vk: %s: HTTP %d: %s", e.Method, e.Status, e.Reason)
	}
	return fmt.Sprintf("vk: %s: %s", e.Method, e.Reason)
}

// Unwrap gives the network's error, nil when VK's answer was the trouble.
func (e *TransportError) Unwrap() error { return e.Cause }

// ErrorClass is what an error means to the caller, one class for each row of VK's errors that is acted on differently.
type ErrorClass int

// The classes of errors, with VK's codes.
const (
	NoError        ErrorClass = iota // no error
	Expired                          // 5, 1117: the token expired or was revoked
	TooFast                          // 6: too many requests a second, even after waiting
	Flood                            // 9, 29, 984: VK's flood or spam limit; stop the whole run
	Unwell                           // 10, 1, 995, network, unreadable answers: VK is unwell
	Captcha                          // 14: VK wants to see a person; the call was not carried out
	Confirmation                     // 17: the person has to confirm something in the browser first
	NoRight                          // 7, 15, 27: this token may not do this
	BadParameter                     // 100: our fault
	LimitReached                     // 103: VK's limit of members or chats
	PersonClosed                     // 901, 902, 932, 981: the person lets nobody write to or add them
	NoAccess                         // 917, 922, 927, 945, 946, 1017: no access, left, no such chat, disabled, deleted
	LinkDenied                       // 919, 931: may not see or change the invite link
	NotChatAdmin                     // 925
	AlreadyGone                      // 935: not in the chat
	AlreadyInvited                   // 939
	NotFound                         // 936: no such contact
	UnknownOutcome                   // *UnknownOutcomeError
	Cancelled                        // the caller's context ended before the outcome was in doubt
	Other                            // anything else
)

var classByCode = map[int]ErrorClass{
	5: Expired, 1117: Expired,
	6: TooFast,
	9: Flood, 29: Flood, 984: Flood,
	1: Unwell, 10: Unwell, 995: Unwell,
	14: Captcha,
	17: Confirmation,
	7:  NoRight, 15: NoRight, 27: NoRight,
	100: BadParameter,
	103: LimitReached,
	901: PersonClosed, 902: PersonClosed, 932: PersonClosed, 981: PersonClosed,
	917: NoAccess, 922: NoAccess, 927: NoAccess, 945: NoAccess, 946: NoAccess, 1017: NoAccess,
	919: LinkDenied, 931: LinkDenied,
	925: NotChatAdmin,
	935: AlreadyGone,
	939: AlreadyInvited,
	936: NotFound,
}

// Class tells what an error means to the caller. An unknown outcome stays one whatever caused it.
func Class(err error) ErrorClass {
	var (
		unknown   *UnknownOutcomeError
		api       *APIError
		vkid      *VKIDError
		transport *TransportError
	)
	switch {
	case err == nil:
		return NoError
	case errors.As(err, &unknown):
		return UnknownOutcome
	case errors.As(err, &api):
		if class, ok := classByCode[api.Code]; ok {
			return class
		}
		return Other
	case errors.As(err, &vkid):
		return vkid.class()
	case errors.As(err, &transport):
		if transport.transient() {
			return Unwell
		}
		return Other
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return Cancelled
	}
	return Other
}
