package desk_test

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"zvonok/app/college"
	"zvonok/app/demo"
	"zvonok/app/imports"
	"zvonok/app/orders"
	"zvonok/model"
	"zvonok/model/roster/listfile"
	"zvonok/model/roster/table"
	"zvonok/model/store"
	"zvonok/vkclient"
)

// bigGroups is the size of the college that the benchmarks measure; limits are those of the issue.
const bigGroups = 200

func openCollege(tb testing.TB, dir string) *college.College {
	tb.Helper()
	s, err := store.Open(tb.Context(), dir)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = s.Close() })
	return &college.College{Store: s, Dir: dir, Clock: vkclient.SystemClock{}}
}

func openRaw(tb testing.TB, path string) *sql.DB {
	tb.Helper()
	db, err := sql.Open("sqlite3", "file:"+path+"?_journal_mode=WAL&_synchronous=NORMAL&_foreign_keys=on")
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = db.Close() })
	return db
}

// plan makes the plan as a run does.
func plan(ctx context.Context, s *store.Store, today string) (p model.Plan, err error) {
	err = s.View(ctx, func(tx *store.Tx) error {
		listed, err := tx.ListedChats()
		if err != nil {
			return err
		}
		people, err := tx.Roster(today)
		if err != nil {
			return err
		}
		profiles, err := tx.Profiles()
		if err != nil {
			return err
		}
		p = model.MakePlan(model.Desired(people), listed, profiles, model.PlanOptions{
			Initialise: true, KeepManual: true, LimitPercent: 20, Capabilities: model.Capabilities{SetRole: true, FirstMembers: 450},
		})
		return nil
	})
	return p, err
}

// byHand is how many people each list has besides those of the policy: so the lists of the demonstration
// come to about 100,000 memberships.
const byHand = 16

// listEverybody fills the lists of the chats as a carried plan leaves them.
func listEverybody(tb testing.TB, s *store.Store, p model.Plan, profiles map[model.PersonID]model.MessengerID) (members int) {
	tb.Helper()
	err := s.Update(tb.Context(), func(tx *store.Tx) error {
		for i, c := range p.Chats {
			id, err := tx.InsertChat(c.Chat)
			if err != nil {
				return err
			}
			c.ID, c.Peer, c.ActualTitle, c.Link = id, model.MessengerID(2_000_000_001+i), c.Title, "https://vk.me/join/x"
			if err := tx.SetChatAnswer(c.Chat); err != nil {
				return err
			}
			people := c.Members
			for n := range byHand {
				id := model.PersonID(1 + (i*37+n*101)%len(profiles))
				if !slices.ContainsFunc(people, func(m model.Member) bool { return m.Person == id }) {
					people = append(people, model.Member{Person: id, Origin: model.OriginManual})
				}
			}
			rows := make([]store.ChatRow, len(people))
			for n, m := range people {
				if m.InChatAs = profiles[m.Person]; m.InChatAs != 0 {
					m.Presence, m.AdminInChat = model.PresenceInChat, m.Admin
				}
				rows[n] = store.ChatRow{Chat: id, RowChange: model.RowChange{Member: m}}
			}
			members += len(rows)
			if err := tx.PutMembers(rows); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		tb.Fatal(err)
	}
	return members
}

// readRaw reads the rows of chats and members and does nothing with them.
func readRaw(ctx context.Context, db *sql.DB) (n int, err error) {
	chats, err := db.QueryContext(ctx, `SELECT id, type, group_id, teaching_id, title, auto, title_by_hand, creator, peer, title_there,
		link, deleted, code FROM chats ORDER BY id`)
	if err != nil {
		return 0, err
	}
	defer chats.Close()
	for chats.Next() {
		var id, group, teaching, creator, peer int64
		var kind, code int
		var title, there, link string
		var auto, byHand, deleted bool
		if err := chats.Scan(&id, &kind, &group, &teaching, &title, &auto, &byHand, &creator, &peer, &there, &link, &deleted, &code); err != nil {
			return n, err
		}
		n++
	}
	if err := chats.Err(); err != nil {
		return n, err
	}
	members, err := db.QueryContext(ctx, `SELECT chat_id, person_id, origin, admin, admin_by_hand, presence, admin_there, there, code
		FROM members ORDER BY chat_id, person_id`)
	if err != nil {
		return n, err
	}
	defer members.Close()
	for members.Next() {
		var chat, person, origin, admin, byHand, presence, adminThere, there, code int64
		if err := members.Scan(&chat, &person, &origin, &admin, &byHand, &presence, &adminThere, &there, &code); err != nil {
			return n, err
		}
		n++
	}
	return n, members.Err()
}

// rosterRows are the rows of the roster that a plan is made of, each once and in no order.
var rosterRows = []string{
	`SELECT id, kinds, roles, coalesce(messenger, 0), active FROM persons`,
	`SELECT id, name, year, specialty, coalesce(curator, 0) FROM groups`,
	`SELECT id, name FROM subjects`,
	`SELECT id, coalesce(group_id, 0), subject_id, course_index, subgroup, hours, whole_group FROM teachings`,
	`SELECT teaching_id, person_id FROM teaching_teachers`,
	`SELECT group_id, person_id FROM enrolments`,
	`SELECT parent_id, student_id FROM guardianships`,
	`SELECT teaching_id, person_id FROM learners`,
}

// readRosterRaw reads the rows of the roster and does nothing with them.
func readRosterRaw(ctx context.Context, db *sql.DB) error {
	for _, query := range rosterRows {
		if err := readAll(ctx, db, query); err != nil {
			return err
		}
	}
	return nil
}

func readAll(ctx context.Context, db *sql.DB, query string) error {
	rows, err := db.QueryContext(ctx, query)
	if err != nil {
		return err
	}
	defer rows.Close()
	columns, err := rows.ColumnTypes()
	if err != nil {
		return err
	}
	into := make([]any, len(columns))
	for i, c := range columns {
		if into[i] = new(int64); c.DatabaseTypeName() == "TEXT" {
			into[i] = new(string)
		}
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
	}
	return rows.Err()
}

// BenchmarkPlan makes the plan of 2,400 chats with about 100,000 memberships. A plan compares the lists with the roster, so
// the floor is to read the rows of both, once, without a join, an order or a use; the limit of the ratio to it is 1.25.
func BenchmarkPlan(b *testing.B) {
	ctx := b.Context()
	dir := b.TempDir()
	c := openCollege(b, dir)
	snapshot, _ := demo.College(bigGroups)
	if err := imports.ApplySnapshot(ctx, c, snapshot); err != nil {
		b.Fatal(err)
	}
	today := time.Now().UTC().Format(time.DateOnly)
	first, err := plan(ctx, c.Store, today)
	if err != nil {
		b.Fatal(err)
	}
	var profiles map[model.PersonID]model.MessengerID
	if err := c.Store.View(ctx, func(tx *store.Tx) (err error) { profiles, err = tx.Profiles(); return err }); err != nil {
		b.Fatal(err)
	}
	members := listEverybody(b, c.Store, first, profiles)
	db := openRaw(b, filepath.Join(dir, store.FileName))
	var floor, own time.Duration
	for b.Loop() {
		began := time.Now()
		n, err := readRaw(ctx, db)
		err = errors.Join(err, readRosterRaw(ctx, db))
		floor += time.Since(began)
		if err != nil || n != members+len(first.Chats) {
			b.Fatal(n, err)
		}
		began = time.Now()
		p, err := plan(ctx, c.Store, today)
		own += time.Since(began)
		if err != nil || len(p.Chats) != len(first.Chats) {
			b.Fatal(len(p.Chats), err)
		}
	}
	b.ReportMetric(float64(len(first.Chats)), "chats")
	b.ReportMetric(float64(members), "memberships")
	b.ReportMetric(float64(own)/float64(floor), "ratio(limit-1.25)")
}

// dropTriggers lets rows be inserted raw, without the program's bookkeeping.
func dropTriggers(tb testing.TB, db *sql.DB) {
	tb.Helper()
	var drop string
	err := db.QueryRowContext(tb.Context(), `SELECT coalesce(group_concat('DROP TRIGGER ' || name, ';'), '') FROM sqlite_master WHERE type = 'trigger'`).Scan(&drop)
	if err == nil {
		_, err = db.ExecContext(tb.Context(), drop)
	}
	if err != nil {
		tb.Fatal(err)
	}
}

// rawRow is a row as an import writes it: where to, and with which values.
type rawRow struct {
	insert string
	values []any
}

// rowsOf reads every row that an import has written, to be written again raw.
func rowsOf(tb testing.TB, db *sql.DB) (rows []rawRow) {
	tb.Helper()
	for _, table := range []string{
		"persons", "groups", "subjects", "teachings", "teaching_teachers", "learners", "enrolments", "movements", "guardianships", "source_keys",
	} {
		for _, values := range tableOf(tb, db, table) {
			rows = append(rows, rawRow{insertInto(table, len(values)), values})
		}
	}
	return rows
}

func insertInto(table string, columns int) string {
	return "INSERT INTO " + table + " VALUES (?" + strings.Repeat(", ?", columns-1) + ")"
}

// tableOf reads a whole table.
func tableOf(tb testing.TB, db *sql.DB, name string) (rows [][]any) {
	tb.Helper()
	found, err := db.QueryContext(tb.Context(), "SELECT * FROM "+name)
	if err != nil {
		tb.Fatal(err)
	}
	defer found.Close()
	columns, err := found.Columns()
	if err != nil {
		tb.Fatal(err)
	}
	for found.Next() {
		values := make([]any, len(columns))
		into := make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		if err := found.Scan(into...); err != nil {
			tb.Fatal(err)
		}
		rows = append(rows, values)
	}
	if err := found.Err(); err != nil {
		tb.Fatal(err)
	}
	return rows
}

// importRaw is the floor under an import: the library's own parsing of every sheet, and as many rows
// inserted in one transaction.
func importRaw(ctx context.Context, workbook string, db *sql.DB, rows []rawRow) error {
	book, err := excelize.OpenFile(workbook)
	if err != nil {
		return err
	}
	for _, sheet := range book.GetSheetList() {
		if _, err := book.GetRows(sheet); err != nil {
			return err
		}
	}
	if err := book.Close(); err != nil {
		return err
	}
	return insertRaw(ctx, db, rows)
}

// insertRaw inserts rows in one transaction.
func insertRaw(ctx context.Context, db *sql.DB, rows []rawRow) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	var stmt *sql.Stmt
	prepared := ""
	for _, row := range rows {
		if row.insert != prepared {
			if stmt, err = tx.PrepareContext(ctx, row.insert); err != nil {
				return err
			}
			prepared = row.insert
		}
		if _, err := stmt.ExecContext(ctx, row.values...); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// BenchmarkImport imports the workbook of 200 groups into an empty college; the ratio is to parsing it
// with excelize and inserting as many rows raw. The limit is 1.05.
func BenchmarkImport(b *testing.B) {
	ctx := b.Context()
	snapshot, _ := demo.College(bigGroups)
	workbook := filepath.Join(b.TempDir(), "колледж.xlsx")
	file, err := os.Create(workbook)
	if err != nil {
		b.Fatal(err)
	}
	if err := errors.Join(listfile.Write(file, snapshot), file.Close()); err != nil {
		b.Fatal(err)
	}
	var rows []rawRow
	var floor, own time.Duration
	for b.Loop() {
		dir := b.TempDir()
		c := openCollege(b, dir)
		began := time.Now()
		imports := imports.New(c, orders.Write)
		read, err := table.Open(ctx, []string{workbook})
		if err != nil {
			b.Fatal(err)
		}
		preview, err := imports.PreviewImport(college.AsOwner(ctx), read, model.ImportChoices{})
		if err == nil {
			err = imports.ApplyImport(college.AsOwner(ctx), read, preview.Choices, preview.Fingerprint)
		}
		own += time.Since(began)
		if err != nil {
			b.Fatal(err, preview.Problems)
		}
		if rows == nil {
			rows = rowsOf(b, openRaw(b, filepath.Join(dir, store.FileName)))
		}
		bare := b.TempDir()
		openCollege(b, bare) // makes the tables
		db := openRaw(b, filepath.Join(bare, store.FileName))
		dropTriggers(b, db)
		began = time.Now()
		err = importRaw(ctx, workbook, db, rows)
		floor += time.Since(began)
		if err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(rows)), "rows")
	b.ReportMetric(float64(own)/float64(floor), "ratio(limit-1.05)")
}
