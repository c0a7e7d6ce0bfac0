package store

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"zvonok/model/guard"
)

// ErrClaimed says that another process on the database has what was to be claimed.
var ErrClaimed = errors.New("этим же колледжем в базе данных уже занята другая программа «Звонка»: остановите её и повторите")

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

// claim holds a lock of the database by a connection of its own, which notices when the server ends or is out of reach. A pooler between
// them would let go of it, so it is looked for.
func (p postgres) claim(ctx context.Context, name string) (*Claim, error) {
	made, err := p.plain.Connect(ctx)
	if err != nil {
		return nil, err
	}
	own := made.(*stdlib.Conn) //nolint:forcetypeassert // pgx's own makes no others
	conn := own.Conn()
	var got, direct bool
	err = conn.QueryRow(ctx, `SELECT pg_try_advisory_lock($1, hashtext($2)), pg_backend_pid() = $3`, claims, name, int64(conn.PgConn().PID())).Scan(&got, &direct)
	switch {
	case err != nil:
	case !direct:
		err = errPooled
	case !got:
		err = ErrClaimed
	}
	if err != nil {
		return nil, errors.Join(err, own.Close())
	}
	waiting, end := context.WithCancel(context.WithoutCancel(ctx))
	c := &Claim{lost: make(chan struct{})}
	guard.Go(func() {
		defer close(c.lost)
		watch(waiting, conn)
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

var errPooled = errors.New("между программой и базой данных стоит распределитель соединений, который не держит блокировок: назовите в адресе сам сервер PostgreSQL")

// asked is how often a connection that says nothing is asked for a sign of life, and how long that may take.
const asked = 5 * time.Second

// watch returns when the connection is lost, or ctx over.
func watch(ctx context.Context, conn *pgx.Conn) {
	within := func(do func(context.Context) error) error {
		ctx, cancel := context.WithTimeout(ctx, asked)
		defer cancel()
		return do(ctx)
	}
	for {
		err := within(conn.PgConn().WaitForNotification)
		if errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil {
			err = within(conn.Ping)
		}
		if err != nil {
			return
		}
	}
}
