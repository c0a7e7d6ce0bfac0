package vkclient

import (
	"context"
	"net/http"
	"time"
)

// Server is what an answer says of the server that gave it.
type Server struct {
	Time   time.Time // by its clock, to the second
	Name   string    // the host name that answered
	Issuer string    // who certifies it: the name in the topmost certificate; empty without TLS
}

// Ask looks which address of the API answers. It needs no token.
func Ask(ctx context.Context, hosts Hosts) (Server, error) {
	return ask(ctx, guardedHTTP(nil, hosts), hosts)
}

func ask(ctx context.Context, client *http.Client, hosts Hosts) (s Server, err error) {
	var first error
	for _, api := range hosts.apis() {
		if s, err = askAt(ctx, client, api); err == nil {
			hosts.answers(api)
			return s, nil
		}
		if first == nil || Untrusted(err) {
			first = err
		}
	}
	return Server{}, first
}

func askAt(ctx context.Context, client *http.Client, api string) (s Server, err error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodHead, api+"/", nil)
	if err != nil {
		return s, err
	}
	answer, err := client.Do(request)
	if err != nil {
		return s, err
	}
	defer answer.Body.Close()
	s.Name = answer.Request.URL.Hostname()
	if t := answer.TLS; t != nil && len(t.VerifiedChains) > 0 {
		chain := t.VerifiedChains[0]
		s.Issuer = chain[len(chain)-1].Subject.CommonName
	}
	s.Time, err = http.ParseTime(answer.Header.Get("Date"))
	return s, err
}
