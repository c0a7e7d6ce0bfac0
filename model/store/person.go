package store

import (
	"database/sql"
	"slices"
	"strconv"
	"strings"

	"zvonok/model"
)

const personColumns = `p.id, p.last_name, p.first_name, p.middle_name, p.kinds, p.roles, coalesce(p.messenger, 0), p.active`

func personFields(p *model.Person) []any {
	return []any{&p.ID, &p.Name.LastName, &p.Name.FirstName, &p.Name.MiddleName, &p.Kind, &p.Roles, &p.Messenger, &p.Active}
}

// likePattern is the pattern that matches the text anywhere in a folded column; empty
// for an empty text.
func likePattern(text string) string {
	folded := model.Fold(text)
	if folded == "" {
		return ""
	}
	return "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(folded) + "%"
}

// Person loads a person.
func (tx *Tx) Person(id model.PersonID) (model.Person, error) {
	var p model.Person
	err := tx.one(`SELECT `+personColumns+` FROM people p WHERE p.id = $1`, []any{id}, personFields(&p)...)
	return p, err
}

// Members loads the people of one of the kinds who have not left, by name.
func (tx *Tx) Members(kinds model.Kind) ([]model.Person, error) {
	members, err := load(tx, personFields,
		`SELECT `+personColumns+` FROM people p WHERE p.active = 1 AND p.kinds & $1 <> 0 ORDER BY p.id`, kinds)
	sortByName(newSortKeys(), members, func(p *model.Person) model.Name { return p.Name })
	return members, err
}

// PeopleNamed loads the people of one of the kinds who have that name and have not left, in the order in which they came.
func (tx *Tx) PeopleNamed(name model.Name, kinds model.Kind) ([]model.Person, error) {
	return load(tx, personFields,
		`SELECT `+personColumns+` FROM people p WHERE p.folded = $1 AND p.active = 1 AND p.kinds & $2 <> 0 ORDER BY p.id`,
		model.Fold(name.String()), kinds)
}

// actorOf asks for an actor where the condition names the person p: one statement, because every transaction begins with it. The
// numbers come unordered: ordering them in the database took as long as the rest.
func actorOf(where string) string {
	return `SELECT p.id, p.kinds, p.roles, p.active,
		(SELECT string_agg(CAST(g.id AS TEXT), ',') FROM groups g WHERE g.curator = p.id AND g.active = 1),
		(SELECT string_agg(CAST(t.id AS TEXT), ',') FROM teaching_teachers w JOIN teachings t ON t.id = w.teaching_id
			LEFT JOIN groups g ON g.id = t.group_id WHERE w.person_id = p.id AND t.active = 1 AND (t.group_id IS NULL OR g.active = 1))
		FROM people p WHERE ` + where
}

var (
	actorByID      = actorOf(`p.id = $1`)
	actorBySession = actorOf(`p.id = (SELECT person_id FROM sessions WHERE digest = $1)`)
)

// Actor loads a person with the facts that rights depend on. A person who has left has no rights.
func (tx *Tx) Actor(id model.PersonID) (model.Actor, error) { return tx.actor(actorByID, id) }

// SessionActor is the Actor of the session with this digest of its token; ErrNotFound when there is no such session.
func (tx *Tx) SessionActor(digest string) (model.Actor, error) {
	return tx.actor(actorBySession, digest)
}

func (tx *Tx) actor(query string, of any) (a model.Actor, err error) {
	var active bool
	err = tx.one(query, []any{of}, &a.Person, &a.Kind, &a.Roles, &active, toNumbers[model.GroupID]{&a.Groups}, toNumbers[model.TeachingID]{&a.Teachings})
	if !active {
		a = model.Actor{Person: a.Person}
	}
	return a, err
}

// toNumbers scans numbers that a statement has joined by commas, in ascending order.
type toNumbers[T ~int64] struct{ into *[]T }

// Scan takes the joined numbers, or NULL for none.
func (n toNumbers[T]) Scan(value any) error {
	text, _ := value.(string)
	for part := range strings.SplitSeq(text, ",") {
		if part == "" {
			continue
		}
		number, err := strconv.ParseInt(part, 10, 64)
		if err != nil {
			return err
		}
		*n.into = append(*n.into, T(number))
	}
	slices.Sort(*n.into)
	return nil
}

// Names loads the full name of everybody who ever was in the college.
func (tx *Tx) Names() (map[model.PersonID]model.Name, error) {
	names := map[model.PersonID]model.Name{}
	err := tx.each(func(rows *sql.Rows) error {
		var id model.PersonID
		var n model.Name
		err := rows.Scan(&id, &n.LastName, &n.FirstName, &n.MiddleName)
		names[id] = n
		return err
	}, `SELECT id, last_name, first_name, middle_name FROM persons`)
	return names, err
}

// Profiles loads everybody's number in the messenger.
func (tx *Tx) Profiles() (map[model.PersonID]model.MessengerID, error) {
	return loadMap[model.PersonID, model.MessengerID](tx, `SELECT id, messenger FROM persons WHERE messenger IS NOT NULL`)
}

// CandidateFilter narrows Candidates; zero fields do not narrow.
type CandidateFilter struct {
	Kind     model.Kind
	Group    model.GroupID    // students of the group, or parents of its students
	Teaching model.TeachingID // learners of the teaching
	NotIn    model.ChatID     // leaves out those who should be in the chat already
	Taught   model.PersonID   // only those who learn something that this person teaches
	Today    string           // ГГГГ-ММ-ДД, the college's day: enrolments count that are in force on it
}

// Candidates loads people who may be put in a chat, by name. As in Roster, people who have left count neither
// as a student of the group nor as a learner of its subjects, and a disbanded group teaches nothing.
func (tx *Tx) Candidates(f CandidateFilter) ([]model.Candidate, error) {
	people, err := load(tx, func(c *model.Candidate) []any {
		return []any{&c.Person, &c.Name.LastName, &c.Name.FirstName, &c.Name.MiddleName, &c.Kind, &c.Group}
	}, `WITH enrolled AS (SELECT e.person_id, e.group_id FROM enrolments e
			JOIN people s ON s.id = e.person_id JOIN groups g ON g.id = e.group_id
			WHERE s.active = 1 AND g.active = 1 AND `+inForce+`),
		learning AS (SELECT t.id AS teaching_id, l.person_id FROM teachings t JOIN learners l ON l.teaching_id = t.id
				WHERE t.active = 1 AND t.whole_group = 0 AND (t.group_id IS NULL OR EXISTS
				(SELECT 1 FROM enrolled e WHERE e.person_id = l.person_id AND e.group_id = t.group_id))
			UNION ALL SELECT t.id, e.person_id FROM teachings t JOIN enrolled e ON e.group_id = t.group_id
				WHERE t.active = 1 AND t.whole_group = 1)
		SELECT p.id, p.last_name, p.first_name, p.middle_name, p.kinds, `+groupOf+` FROM people p
		WHERE p.active = 1 AND ($2 = 0 OR p.kinds & $2 <> 0)
		AND ($3 = 0 OR EXISTS (SELECT 1 FROM enrolled e WHERE e.group_id = $3 AND (e.person_id = p.id
			OR e.person_id IN (SELECT w.student_id FROM guardianships w WHERE w.parent_id = p.id))))
		AND ($4 = 0 OR EXISTS (SELECT 1 FROM learning l WHERE l.teaching_id = $4 AND l.person_id = p.id))
		AND ($5 = 0 OR NOT EXISTS (SELECT 1 FROM members m WHERE m.chat_id = $5 AND m.person_id = p.id AND m.origin IN (1, 2)))
		AND ($6 = 0 OR EXISTS (SELECT 1 FROM learning l JOIN teaching_teachers w ON w.teaching_id = l.teaching_id
			WHERE w.person_id = $6 AND l.person_id = p.id))
		ORDER BY p.id`,
		f.Today, f.Kind, f.Group, f.Teaching, f.NotIn, f.Taught)
	sortByName(newSortKeys(), people, func(c *model.Candidate) model.Name { return c.Name })
	return people, err
}
