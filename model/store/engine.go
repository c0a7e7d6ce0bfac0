package store

import (
	"context"
	"encoding/json"
)

// engine is what one database alone understands: SQLite, in sqlite.go and the files named after it, or PostgreSQL, in postgres.go and
// those named after it. All other statements are written as both take them.
type engine interface {
	// name is what the engine is called at the command line.
	name() string
	// place says where the college is: the path of its file, or its database.
	place() string
	// shared says that several servers may have the college.
	shared() bool
	// listed is a query in SQL for the ids that list gives as the n-th argument.
	listed(n int) string
	// batches says that rows are best sent many at once, as a batch.
	batches() bool
	// explain says in Russian what people can do about an error of the database; it gives back any other.
	explain(err error) error
	// backup writes a complete copy of the college, a database of SQLite, into a new file, while others go on working.
	backup(ctx context.Context, path string) error
	// claim takes the claim of that name for this process, if no other process on the database has it; lost is closed when the process no
	// longer has it. With a file, only the process with the folder's locks can have a claim.
	claim(ctx context.Context, name string) (c *Claim, err error)
	// waking is the statement that inserts an event, gives its number and wakes the processes that listen.
	waking(insert string) string
	// listen calls woken when something may have changed, until ctx ends or the database can no longer say so.
	listen(ctx context.Context, woken func()) error
	// claimedElsewhere reports whether another process on the database has the claim.
	claimedElsewhere(tx *Tx, name string) (bool, error)
	// check says in Russian that the database is damaged, and what to do.
	check(ctx context.Context) error
	// replace puts the copy of fresh, a database of SQLite of this version, in the college's place, in one transaction. With keep the
	// former college is kept, and its name returned.
	replace(ctx context.Context, fresh string, keep bool) (kept string, err error)
}

// batch is the only argument of a statement that is to run once for each of its rows.
type batch [][]any

// list are ids as one argument of a statement, for engine.listed.
func list[K ~int64](ids []K) string {
	text, _ := json.Marshal(append([]K{}, ids...)) // numbers
	return string(text)
}
