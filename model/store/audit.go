package store

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"math"
	"time"

	"zvonok/model"
)

// AuditQuery narrows «Журнал изменений» as the database can; zero fields do not narrow. From and Until are
// moments, Until the first that is left out.
type AuditQuery struct {
	Actor         model.PersonID
	ByActor       bool
	Action        string
	From, Until   time.Time
	Offset, Limit int
	Change        model.ChangeID
}

const auditWhere = ` WHERE ($1 = 0 OR a.actor = $2) AND ($3 = '' OR a.action = $4) AND a.at >= $5 AND a.at < $6 AND ($7 = 0 OR a.change_id = $7)`

func (q AuditQuery) args() []any {
	until := int64(math.MaxInt64)
	if !q.Until.IsZero() {
		until = q.Until.Unix()
	}
	return []any{flag(q.ByActor), q.Actor, q.Action, q.Action, seconds(q.From), until, q.Change}
}

// LastAudit is the number of the latest line, 0 where there is none.
func (tx *Tx) LastAudit() (id int64, err error) {
	err = tx.one(`SELECT coalesce(max(id), 0) FROM audit`, nil, &id)
	return id, err
}

// EachAudit calls fn for every line, the latest first; times are in UTC. It stops when fn fails.
func (tx *Tx) EachAudit(q AuditQuery, fn func(model.AuditLine) error) error {
	limit := q.Limit
	if limit == 0 {
		limit = math.MaxInt64
	}
	return tx.each(func(rows *sql.Rows) error {
		var l model.AuditLine
		var name model.Name
		err := rows.Scan(&l.ID, toMoment{&l.At}, &l.Actor, &name.LastName, &name.FirstName, &name.MiddleName, &l.Action, &l.Subject, &l.Details, &l.Change, &l.Undone)
		if err != nil {
			return err
		}
		l.Who = auditName(l.Actor, name)
		return fn(l)
	}, `SELECT a.id, a.at, a.actor, coalesce(p.last_name, a.who), coalesce(p.first_name, ''), coalesce(p.middle_name, ''),
		a.action, a.subject, a.details, coalesce(c.id, 0), `+undone+`
		FROM audit a LEFT JOIN persons p ON p.id = a.actor LEFT JOIN changes c ON c.id = a.change_id`+auditWhere+`
		ORDER BY a.at DESC, a.id DESC LIMIT $8 OFFSET $9`, append(q.args(), limit, q.Offset)...)
}

// auditName is the name of the actor, in words for no person.
func auditName(id model.PersonID, name model.Name) string {
	switch text := name.String(); {
	case id == 0:
		return model.NobodyDid
	case text == "":
		return fmt.Sprintf("№ %d", id)
	default:
		return text
	}
}

// CountAudit counts the lines of a query, its page left out.
func (tx *Tx) CountAudit(q AuditQuery) (n int, err error) {
	err = tx.one(`SELECT count(*) FROM audit a`+auditWhere, q.args(), &n)
	return n, err
}

// AuditChoices loads the people who did something and the actions that were done, by name.
func (tx *Tx) AuditChoices() (model.AuditChoices, error) {
	var c model.AuditChoices
	err := tx.each(func(rows *sql.Rows) error {
		var p model.AuditPerson
		var name model.Name
		err := rows.Scan(&p.Person, &name.LastName, &name.FirstName, &name.MiddleName)
		p.Who = auditName(p.Person, name)
		c.People = append(c.People, p)
		return err
	}, `SELECT w.actor, coalesce(p.last_name, w.who), coalesce(p.first_name, ''), coalesce(p.middle_name, '')
		FROM (SELECT actor, max(who) AS who FROM audit GROUP BY actor) w LEFT JOIN persons p ON p.id = w.actor
		ORDER BY coalesce(p.last_name, '') COLLATE russian, coalesce(p.first_name, '') COLLATE russian, w.actor`)
	if err != nil {
		return c, err
	}
	c.Actions, err = loadColumn[string](tx,
		`SELECT action FROM (SELECT DISTINCT action FROM audit) w ORDER BY action COLLATE russian`)
	return c, err
}

// Runs loads the last n runs of the agent, the latest first; times are in UTC.
func (tx *Tx) Runs(n int) ([]model.RunLine, error) {
	var runs []model.RunLine
	err := tx.each(func(rows *sql.Rows) error {
		var r model.RunLine
		var report string
		if err := rows.Scan(&r.ID, toMoment{&r.Started}, toMoment{&r.Finished}, &report, &r.Problem); err != nil {
			return err
		}
		if report != "" {
			if err := json.Unmarshal([]byte(report), &r.Report); err != nil {
				return fmt.Errorf("отчёт синхронизации № %d не читается: %w", r.ID, err)
			}
		}
		runs = append(runs, r)
		return nil
	}, `SELECT id, started_at, finished_at, report, problem FROM runs ORDER BY id DESC LIMIT $1`, n)
	return runs, err
}

// LeaveCommunity forgets the chats' state in the messenger: another community will make them again. The lists and their edits
// by hand stay. An agent that works for the community before, at another server, has ended.
func (tx *Tx) LeaveCommunity() error {
	for _, statement := range []string{
		`UPDATE epochs SET number = number + 1`,
		`UPDATE steps SET state = 3 WHERE state IN (1, 4)`,
		`UPDATE members SET presence = 0, admin_there = 0, there = 0, code = 0`,
		`DELETE FROM members WHERE origin = 4`,
		`UPDATE chats SET peer = 0, title_there = '', link = '', code = 0, version = version + 1`,
	} {
		if err := tx.exec(statement); err != nil {
			return err
		}
	}
	tx.changed.All, tx.changed.Sync = true, true
	return tx.SweepDeleted()
}
