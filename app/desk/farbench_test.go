package desk_test

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"log/slog"
	"math"
	"net"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"zvonok/app"
	"zvonok/app/access"
	"zvonok/app/agent"
	"zvonok/app/areas"
	"zvonok/app/demo"
	"zvonok/app/imports"
	"zvonok/app/remote"
	"zvonok/model"
	"zvonok/model/store"
)

// served is a college of 200 groups with the lists of their 2,400 chats, before other computers, and its administrator at a desk.
type served struct {
	areas  *areas.Areas
	dir    string
	client *remote.Client
	token  string
	admin  model.PersonID
}

func serveBig(b *testing.B) *served {
	b.Helper()
	s := &served{dir: b.TempDir(), token: rand.Text()}
	c := openCollege(b, s.dir)
	snapshot, _ := demo.College(bigGroups)
	if err := imports.ApplySnapshot(b.Context(), c, snapshot); err != nil {
		b.Fatal(err)
	}
	first, err := plan(b.Context(), c.Store, time.Now().UTC().Format(time.DateOnly))
	if err != nil {
		b.Fatal(err)
	}
	err = c.Store.Update(b.Context(), func(tx *store.Tx) error {
		staff, err := tx.Members(model.Staff)
		if err != nil {
			return err
		}
		for _, p := range staff {
			if p.Roles.Has(model.RoleAdmin) {
				s.admin = p.ID
			}
		}
		if err := tx.AddAccount(store.AccountRecord{Person: s.admin, Login: "admin", Hash: "-"}); err != nil {
			return err
		}
		return tx.AddSession(access.Who(s.token).Session, store.SessionRecord{Person: s.admin, Since: time.Now(), Until: time.Now().Add(24 * time.Hour)})
	})
	if err != nil {
		b.Fatal(err)
	}
	var profiles map[model.PersonID]model.MessengerID
	if err := c.Store.View(b.Context(), func(tx *store.Tx) (err error) { profiles, err = tx.Profiles(); return err }); err != nil {
		b.Fatal(err)
	}
	listEverybody(b, c.Store, first, profiles)
	s.areas = areas.New(c, agent.NewKeeper(c, nil, slog.New(slog.DiscardHandler)), app.Addresses{})
	key, err := remote.OpenKey(b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	listener, err := (&net.ListenConfig{}).Listen(b.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	server := &remote.Server{College: s.areas, Log: slog.New(slog.DiscardHandler)}
	go func() { ended <- server.Serve(ctx, listener, key) }()
	s.client = remote.NewClient(model.ConnectionLink{Addresses: []string{listener.Addr().String()}, Pins: []model.Pin{key.Pin}})
	b.Cleanup(func() {
		s.client.Close()
		cancel()
		if err := <-ended; err != nil {
			b.Error(err)
		}
	})
	return s
}

func (s *served) ctx() context.Context {
	return remote.As(context.Background(), func() string { return s.token })
}

// fastest is the fastest of some runs: what else the computer does takes no part.
func fastest(b *testing.B, runs int, f func() error) time.Duration {
	b.Helper()
	best := time.Duration(math.MaxInt64)
	for range runs {
		began := time.Now()
		if err := f(); err != nil {
			b.Fatal(err)
		}
		best = min(best, time.Since(began))
	}
	return best
}

// BenchmarkChatsAfar reads «Управление чатами» of 2,400 chats at a desk: for the first time, set against the same contract where the
// college is, and again when nothing has changed, set against reading the rows from local SQLite.
func BenchmarkChatsAfar(b *testing.B) {
	s := serveBig(b)
	db := openRaw(b, filepath.Join(b.TempDir(), "shown"))
	shown, err := s.areas.Chats(access.As(b.Context(), s.token), model.ChatFilter{})
	if err := errors.Join(err, writeShown(b.Context(), db, shown)); err != nil {
		b.Fatal(err)
	}
	read := func(c app.Contracts, ctx context.Context) error { //nolint:revive // who is asked comes first
		rows, err := c.Chats(ctx, model.ChatFilter{})
		if len(rows) < 2000 {
			b.Errorf("%d chats", len(rows))
		}
		return err
	}
	var here, first, rows, again time.Duration
	for b.Loop() {
		local := access.As(b.Context(), s.token)
		here = fastest(b, 10, func() error { return read(s.areas, local) })
		first = fastest(b, 10, func() error { return read(s.client, s.ctx()) })
		rows = fastest(b, 10, func() error { return readShown(b.Context(), db) })
		changed := make(chan model.Change, 10)
		stop := s.client.Subscribe(func(c model.Change) { changed <- c })
		if err := s.client.Begin(remote.Work{Person: s.admin, Token: func() string { return s.token }}); err != nil {
			b.Fatal(err)
		}
		<-changed
		if err := read(s.client, s.ctx()); err != nil {
			b.Fatal(err)
		}
		again = fastest(b, 10, func() error { return read(s.client, s.ctx()) })
		s.client.End()
		stop()
	}
	b.ReportMetric(float64(first.Milliseconds()), "ms-first")
	b.ReportMetric(float64(first)/float64(here), "ratio-first(limit-2)")
	b.ReportMetric(float64(again.Milliseconds()), "ms-again")
	b.ReportMetric(float64(again)/float64(rows), "ratio-again(limit-1.5)")
}

// writeShown writes the rows of «Управление чатами» into a table of their own, a column each field.
func writeShown(ctx context.Context, db *sql.DB, rows []model.ChatSummary) error {
	_, err := db.ExecContext(ctx, `CREATE TABLE shown (id INTEGER PRIMARY KEY, type, group_id, teaching_id, title, auto, title_by_hand, creator,
		peer, title_there, link, deleted, code, group_name, members, admins, in_chat, waiting, no_profile, refused, unsent, strangers, access)`)
	for _, r := range rows {
		if err != nil {
			break
		}
		_, err = db.ExecContext(ctx, `INSERT INTO shown VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
			$21, $22, $23)`, r.ID, r.Key.Type, r.Key.Group, r.Key.Teaching, r.Title, r.Auto, r.TitleByHand, r.Creator, r.Peer, r.ActualTitle,
			r.Link, r.Deleted, r.Code, r.GroupName, r.Members, strings.Join(r.Admins, ", "), r.InChat, r.Waiting, r.NoProfile,
			r.Refused, r.Unsent, r.Strangers, 1)
	}
	return err
}

// readShown reads them.
func readShown(ctx context.Context, db *sql.DB) error {
	rows, err := db.QueryContext(ctx, `SELECT * FROM shown`)
	if err != nil {
		return err
	}
	defer rows.Close()
	var list []model.ChatSummary
	for rows.Next() {
		var r model.ChatSummary
		var may int64
		var admins string
		if err := rows.Scan(&r.ID, &r.Key.Type, &r.Key.Group, &r.Key.Teaching, &r.Title, &r.Auto, &r.TitleByHand, &r.Creator, &r.Peer, &r.ActualTitle,
			&r.Link, &r.Deleted, &r.Code, &r.GroupName, &r.Members, &admins, &r.InChat, &r.Waiting, &r.NoProfile, &r.Refused, &r.Unsent,
			&r.Strangers, &may); err != nil {
			return err
		}
		r.Admins, r.Access.See = strings.Split(admins, ", "), may == 1
		list = append(list, r)
	}
	if len(list) < 2000 {
		return errors.New("too few rows")
	}
	return rows.Err()
}

// BenchmarkFind searches the same college by the beginning of a name that hundreds have, set against reading «Управление чатами», and by a
// letter that nearly everybody has.
func BenchmarkFind(b *testing.B) {
	s := serveBig(b)
	ctx := access.As(b.Context(), s.token)
	var chats, find, letter time.Duration
	search := func(text string, least int) error {
		_, more, err := s.areas.Find(ctx, text)
		if more < least {
			b.Errorf("%d more are found by %q", more, text)
		}
		return err
	}
	for b.Loop() {
		chats = fastest(b, 10, func() error {
			_, err := s.areas.Chats(ctx, model.ChatFilter{})
			return err
		})
		find = fastest(b, 10, func() error { return search("але", 200) })
		letter = fastest(b, 10, func() error { return search("а", 2000) })
	}
	b.ReportMetric(float64(find.Milliseconds()), "ms")
	b.ReportMetric(float64(letter.Milliseconds()), "ms-letter")
	b.ReportMetric(float64(find)/float64(chats), "ratio(limit-1.5)")
}
