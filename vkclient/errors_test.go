package vkclient

import (
	"context"
	"errors"
	"fmt"
	"testing"
)

func TestClass(t *testing.T) {
	byCode := map[ErrorClass][]int{
		Expired: {5, 1117}, TooFast: {6}, Flood: {9, 29, 984}, Unwell: {10, 1, 995}, Captcha: {14}, Confirmation: {17},
		NoRight: {15, 27, 7}, BadParameter: {100}, LimitReached: {103}, PersonClosed: {901, 902, 981, 932},
		NoAccess: {917, 922, 927, 945, 946, 1017}, LinkDenied: {919, 931}, NotChatAdmin: {925}, AlreadyGone: {935},
		NotFound: {936}, AlreadyInvited: {939}, Other: {3, 8, 13, 99999},
	}
	for want, codes := range byCode {
		for _, code := range codes {
			err := wireError{Code: code}.typed("messages.send", testToken)
			for _, e := range []error{err, fmt.Errorf("around: %w", err)} {
				if got := Class(e); got != want {
					t.Errorf("Class(%d) = %v, want %v", code, got, want)
				}
			}
			if got := Class(&UnknownOutcomeError{Cause: err}); got != UnknownOutcome {
				t.Errorf("an unknown outcome caused by %d is %v", code, got)
			}
			var api *APIError
			if !errors.As(err, &api) || api.Code != code {
				t.Errorf("%d: no *APIError within %T", code, err)
			}
		}
	}
	for want, err := range map[ErrorClass]error{NoError: nil, Cancelled: context.Canceled, Other: errors.New("else")} {
		if got := Class(err); got != want {
			t.Errorf("Class(%v) = %v, want %v", err, got, want)
		}
	}
}
