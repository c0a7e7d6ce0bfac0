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

// claim holds a lock of the database on a connection of its own, which notices when the server ends or cannot be reached.
func (p postgres) claim(ctx context.Context, name string) (*Claim, error) {
	own, err := p.direct(ctx)
	if err != nil {
		return nil, err
	}
	conn := own.Conn()
	pid := int64(conn.PgConn().PID())
	var got bool
	err = conn.QueryRow(ctx, `SELECT pg_try_advisory_lock($1, hashtext($2))`, claims, name).Scan(&got)
	if err == nil && !got {
		err = ErrClaimed
	}
	if err != nil {
		return nil, errors.Join(err, own.Close())
	}
	p.own.Store(name, pid)
	waiting, end := context.WithCancel(context.WithoutCancel(ctx))
	c := &Claim{lost: make(chan struct{})}
	guard.Go(func() {
		defer close(c.lost)
		_ = watch(waiting, conn, func() {})
		if waiting.Err() != nil { // given up: the server itself would free the lock only some time after the connection is closed
			ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), asked)
			_, _ = conn.Exec(ctx, `SELECT pg_advisory_unlock($1, hashtext($2))`, claims, name)
			cancel()
		}
		p.own.CompareAndDelete(name, pid)
		_ = own.Close()
	})
	c.end = func() {
		end()
		<-c.lost
	}
	return c, nil
}

// claimedElsewhere looks for the lock among those of other connections than this process's own.
func (p postgres) claimedElsewhere(tx *Tx, name string) (elsewhere bool, err error) {
	own, _ := p.own.Load(name)
	pid, _ := own.(int64)
	err = tx.one(`SELECT EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
		AND classid = $1 AND objid = CAST(hashtext($2) AS oid) AND objsubid = 2 AND pid <> $3)`, []any{claims, name, pid}, &elsewhere)
	return elsewhere, err
}

// alive lets the server notice within 14 seconds that the computer or network of whoever holds a lock is gone: by itself it would keep the
// lock for hours. It is longer than the process itself takes to notice (asked, twice).
const alive = `SET tcp_keepalives_idle = 5; SET tcp_keepalives_interval = 3; SET tcp_keepalives_count = 3; SET tcp_user_timeout = 14000`

// awake lets the server take a claim back from a process that was stopped or hangs, though its computer is there: it gives no sign of life.
const awake = `SET idle_session_timeout = '20s'`

// claims is what the locks of claims have in common.
const claims = 0x5A56

// asked is how often a connection that says nothing is asked for a sign of life, and how long that may take.
const asked = 5 * time.Second
