package vkclient

import (
	"context"
	"net/http"
	"time"
)

// ServerTime is the time of VK's servers, to the second, by the Date of an answer. It needs no token.
func ServerTime(ctx context.Context, hosts Hosts) (time.Time, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodHead, hosts.API+"/", nil)
	if err != nil {
		return time.Time{}, err
	}
	answer, err := guardedHTTP(nil, hosts).Do(request)
	if err != nil {
		return time.Time{}, err
	}
	defer answer.Body.Close()
	return http.ParseTime(answer.Header.Get("Date"))
}
