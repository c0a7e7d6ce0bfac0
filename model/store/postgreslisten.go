package store

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// eventsChannel is where a transaction that writes an event says so.
const eventsChannel = "zvonok_events"

// waking is the statement by which other processes hear of an event as soon as it is committed. It only wakes them; they
// read what has changed.
func (postgres) waking(insert string) string {
	return `WITH noted AS (` + insert + `) SELECT number FROM noted, pg_notify('` + eventsChannel + `', '')`
}

// listen calls woken after events, those of this process too, until ctx ends or the connection is lost.
func (p postgres) listen(ctx context.Context, woken func()) error {
	own, err := p.direct(ctx)
	if err != nil {
		return err
	}
	conn := own.Conn()
	if _, err = conn.Exec(ctx, `LISTEN `+eventsChannel); err == nil {
		woken() // events from before count too
		err = watch(ctx, conn, woken)
	}
	return errors.Join(err, own.Close())
}

var errPooled = errors.New("между программой и базой данных стоит распределитель соединений, который не держит блокировок и не передаёт уведомлений: назовите в адресе сам сервер PostgreSQL")

// direct makes a connection for what a pooler would lose between transactions, a lock or listening. It has to be watched.
func (p postgres) direct(ctx context.Context) (*stdlib.Conn, error) {
	made, err := p.plain.Connect(ctx)
	if err != nil {
		return nil, err
	}
	own := made.(*stdlib.Conn) //nolint:forcetypeassert // pgx's own makes no others
	var direct bool
	err = own.Conn().QueryRow(ctx, `SELECT pg_backend_pid() = $1`, int64(own.Conn().PgConn().PID())).Scan(&direct)
	if err == nil && !direct {
		err = errPooled
	}
	if err == nil {
		_, err = own.Conn().Exec(ctx, alive+`; `+awake)
	}
	if err != nil {
		return nil, errors.Join(err, own.Close())
	}
	return own, nil
}

// watch calls told whenever the server says something, and returns when the connection is lost, or ctx over.
func watch(ctx context.Context, conn *pgx.Conn, told func()) error {
	within := func(do func(context.Context) error) error {
		ctx, cancel := context.WithTimeout(ctx, asked)
		defer cancel()
		return do(ctx)
	}
	for {
		err := within(func(ctx context.Context) error {
			_, err := conn.WaitForNotification(ctx)
			return err
		})
		if err == nil {
			told()
		}
		if errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil {
			err = within(conn.Ping)
		}
		if err != nil {
			return err
		}
	}
}
