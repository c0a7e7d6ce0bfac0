package vkclient

import (
	"cmp"
	"context"
	"log/slog"
	"net/http"
	"sync/atomic"
	"time"

	"golang.org/x/time/rate"
)

// TokenKind is who a token speaks for; VK's pace and rights depend on it.
type TokenKind int

// The kinds of tokens.
const (
	CommunityToken TokenKind = iota // 20 requests a second
	UserToken                       // 3 requests a second
)

// DefaultTimeout is how long one request may take, from the dial to the answer's last byte.
const DefaultTimeout = 30 * time.Second

// Options are what a Client is made of. Token is required; the rest has defaults.
type Options struct {
	Hosts   Hosts         // DefaultHosts
	Token   Secret        //
	Kind    TokenKind     //
	HTTP    *http.Client  // its redirect policy is replaced: no token goes to a host that is not in Hosts
	Clock   Clock         // SystemClock
	Log     *slog.Logger  // none
	Timeout time.Duration // of one request; DefaultTimeout
	// Answered is called with the outcome of each call, and of each execute around calls: VK's error code, 0 for success, or
	// NoAnswer. It may be nil, and has to be safe for concurrent use.
	Answered func(method string, code int)
}

// NoAnswer stands for VK's code where no answer came that can be understood.
const NoAnswer = -1

// Client calls the VK API with one token. It is safe for concurrent use; make one for each token, since it keeps the token's pace.
type Client struct {
	hosts   Hosts
	token   *Secret // behind a pointer, since fmt prints the values of unexported fields
	http    *http.Client
	clock   Clock
	log     *slog.Logger
	timeout time.Duration
	pace    *rate.Limiter
	told    func(method string, code int) // may be nil

	requests, calls atomic.Int64
}

// New makes a Client.
func New(o Options) *Client {
	hosts := cmp.Or(o.Hosts, DefaultHosts())
	return &Client{
		hosts:   hosts,
		token:   &o.Token,
		http:    guardedHTTP(o.HTTP, hosts),
		clock:   cmp.Or[Clock](o.Clock, SystemClock{}),
		log:     cmp.Or(o.Log, slog.New(slog.DiscardHandler)),
		timeout: cmp.Or(o.Timeout, DefaultTimeout),
		pace:    rate.NewLimiter(rate.Every(paceInterval(o.Kind)), 1),
		told:    o.Answered,
	}
}

// Hosts are where the client finds VK.
func (c *Client) Hosts() Hosts { return c.hosts }

// Requests is how many HTTP requests were sent, repetitions too.
func (c *Client) Requests() int64 { return c.requests.Load() }

// Calls is how many API calls those requests carried: an execute of 25 counts 25.
func (c *Client) Calls() int64 { return c.calls.Load() }

// paceInterval is the time between two requests. It is 2 % longer than VK's limit asks for, because VK counts arrivals:
// requests sent exactly at the limit bunch up on the way and some would be refused, each at the price of a second.
func paceInterval(kind TokenKind) time.Duration {
	perSecond := 20
	if kind == UserToken {
		perSecond = 3
	}
	return time.Second / time.Duration(perSecond) * 102 / 100
}

// waitTurn holds the caller until the token's pace allows one more request.
func (c *Client) waitTurn(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	now := c.clock.Now()
	turn := c.pace.ReserveN(now, 1)
	delay := turn.DelayFrom(now)
	if delay <= 0 {
		return nil
	}
	if err := c.clock.Sleep(ctx, delay); err != nil {
		turn.CancelAt(c.clock.Now())
		return err
	}
	return nil
}
