package store

import (
	"context"
	"errors"
	"time"

	"zvonok/model/guard"
)

// ErrClaimed says that another process on the database has what was to be claimed.
var ErrClaimed = errors.New("этим же колледжем в базе данных уже занята другая программа «Звонка»: остановите её и повторите")

// ClaimAgent is the claim of the process whose agent works.
const ClaimAgent = "agent"

// Claim is what one process has for itself among all on a database.
type Claim struct {
	lost chan struct{} // nil: it cannot be lost
	end  func()
}

// Lost is closed when the database no longer answers: another process may have the claim by then.
func (c *Claim) Lost() <-chan struct{} { return c.lost }

// Close gives the claim up.
func (c *Claim) Close() {
	if c.end != nil {
		c.end()
	}
}

// claim holds a lock of the database by a connection of its own, which notices when the server ends or is out of reach.
func (p postgres) claim(ctx context.Context, name string) (*Claim, error) {
	own, err := p.direct(ctx)
	if err != nil {
		return nil, err
	}
	conn := own.Conn()
	var got bool
	err = conn.QueryRow(ctx, `SELECT pg_try_advisory_lock($1, hashtext($2))`, claims, name).Scan(&got)
	if err == nil && !got {
		err = ErrClaimed
	}
	if err != nil {
		return nil, errors.Join(err, own.Close())
	}
	waiting, end := context.WithCancel(context.WithoutCancel(ctx))
	c := &Claim{lost: make(chan struct{})}
	guard.Go(func() {
		defer close(c.lost)
		_ = watch(waiting, conn, func() {})
		_ = own.Close()
	})
	c.end = func() {
		end()
		<-c.lost
	}
	return c, nil
}

// claims is what the locks of claims have in common.
const claims = 0x5A56

// asked is how often a connection that says nothing is asked for a sign of life, and how long that may take.
const asked = 5 * time.Second
