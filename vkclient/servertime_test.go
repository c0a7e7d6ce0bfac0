package vkclient

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

func TestAsk(t *testing.T) {
	want := time.Date(2026, 11, 23, 9, 0, 1, 0, time.UTC)
	date := want.Format(http.TimeFormat)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Date", date)
		w.WriteHeader(http.StatusNotFound) // VK's root is no page
	}))
	defer server.Close()
	if got, err := Ask(t.Context(), HostsAt(server.URL)); err != nil || !got.Time.Equal(want) || got.Name != "127.0.0.1" || got.Issuer != "" {
		t.Errorf("%+v, %v", got, err)
	}
	date = "yesterday"
	if got, err := Ask(t.Context(), HostsAt(server.URL)); err == nil {
		t.Errorf("an answer without a time is %v", got)
	}
	server.Close()
	if _, err := Ask(t.Context(), HostsAt(server.URL)); err == nil {
		t.Error("a server that is not there has a time")
	}
}
