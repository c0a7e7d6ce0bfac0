package store

import (
	"database/sql"

	"zvonok/model"
)

// Group loads a group in force; a disbanded one is ErrNotFound.
func (tx *Tx) Group(id model.GroupID) (model.Group, error) {
	var g model.Group
	err := tx.one(`SELECT id, name, year, specialty, coalesce(curator, 0) FROM groups WHERE id = $1 AND active = 1`, []any{id},
		&g.ID, &g.Name, &g.Year, &g.Specialty, &g.Curator)
	return g, err
}

// TeachingFilter chooses teachings; zero fields do not narrow.
type TeachingFilter struct {
	Group   model.GroupID
	Teacher model.PersonID
	Learner model.PersonID // learns it, as one of the group or one by one
	Only    model.TeachingID
	Loose   bool   // belongs to no group
	Today   string // ГГГГ-ММ-ДД, the college's day
}

// chosen is the condition by Only, Group and Loose on teachings t, by the numbers of the first two parameters, and the
// same on the groups of enrolments e. No index serves «$1 = 0 OR …», so a narrow condition is written alone.
func (f TeachingFilter) chosen(only, group string) (teachings, enrolments string) {
	switch {
	case f.Only != 0:
		return `t.id = ` + only + ` AND (` + group + ` = 0 OR t.group_id = ` + group + `)`,
			`e.group_id = (SELECT group_id FROM teachings WHERE id = ` + only + `)`
	case f.Group != 0:
		return only + ` = 0 AND t.group_id = ` + group, only + ` = 0 AND e.group_id = ` + group
	case f.Loose:
		return only + ` = 0 AND ` + group + ` = 0 AND t.group_id IS NULL`, only + ` <> 0`
	}
	return only + ` = 0 AND ` + group + ` = 0`, only + ` = 0`
}

// TeachingRows loads teachings in force by subject, index and subgroup.
func (tx *Tx) TeachingRows(f TeachingFilter) ([]model.TeachingRow, error) {
	var list []model.TeachingRow
	at := map[model.TeachingID]int{}
	teachings, enrolments := f.chosen("$2", "$3")
	err := tx.each(func(rows *sql.Rows) error {
		var t model.TeachingRow
		err := rows.Scan(&t.ID, &t.Group, &t.Subject, &t.Index, &t.Subgroup, &t.Hours, &t.WholeGroup, &t.GroupName, &t.LearnerCount)
		at[t.ID] = len(list)
		list = append(list, t)
		return err
	}, `WITH enrolled AS (SELECT DISTINCT e.person_id, e.group_id FROM enrolments e JOIN people p ON p.id = e.person_id
			WHERE p.active = 1 AND `+inForce+` AND `+enrolments+`),
		crowd AS (SELECT group_id, count(*) AS n FROM enrolled GROUP BY group_id)
		SELECT `+teachingColumns+`, coalesce(g.name, ''), CASE WHEN t.whole_group = 1 THEN coalesce(crowd.n, 0) ELSE 0 END
		FROM teachings t JOIN subjects s ON s.id = t.subject_id LEFT JOIN groups g ON g.id = t.group_id
		LEFT JOIN crowd ON crowd.group_id = t.group_id
		WHERE `+teachings+` AND t.active = 1 AND (t.group_id IS NULL OR g.active = 1)
		AND ($4 = 0 OR EXISTS (SELECT 1 FROM teaching_teachers w WHERE w.teaching_id = t.id AND w.person_id = $4))
		AND ($5 = 0 OR EXISTS (SELECT 1 FROM enrolled WHERE t.whole_group = 1 AND enrolled.group_id = t.group_id AND enrolled.person_id = $5)
			OR EXISTS (SELECT 1 FROM learners l WHERE t.whole_group = 0 AND l.teaching_id = t.id AND l.person_id = $5
				AND (t.group_id IS NULL OR EXISTS (SELECT 1 FROM enrolled
					WHERE enrolled.group_id = t.group_id AND enrolled.person_id = $5))))
		ORDER BY s.name COLLATE russian, t.course_index, t.subgroup, t.id`, f.Today, f.Only, f.Group, f.Teacher, f.Learner)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	teachings, _ = f.chosen("$1", "$2")
	err = tx.each(func(rows *sql.Rows) error {
		var id model.TeachingID
		var teacher model.PersonID
		var n model.Name
		err := rows.Scan(&id, &teacher, &n.LastName, &n.FirstName, &n.MiddleName)
		if i, ok := at[id]; ok {
			list[i].Teachers, list[i].TeacherNames = append(list[i].Teachers, teacher), append(list[i].TeacherNames, n)
		}
		return err
	}, `SELECT w.teaching_id, p.id, p.last_name, p.first_name, p.middle_name FROM teaching_teachers w
		JOIN persons p ON p.id = w.person_id JOIN teachings t ON t.id = w.teaching_id
		WHERE `+teachings+` AND p.active = 1 AND t.active = 1 ORDER BY w.teaching_id, p.id`,
		f.Only, f.Group)
	if err != nil {
		return nil, err
	}
	teachings, _ = f.chosen("$2", "$3")
	return list, tx.each(func(rows *sql.Rows) error {
		var id model.TeachingID
		var learner model.PersonID
		err := rows.Scan(&id, &learner)
		if i, ok := at[id]; ok && !list[i].WholeGroup {
			list[i].Learners = append(list[i].Learners, learner)
			list[i].LearnerCount++
		}
		return err
	}, `SELECT l.teaching_id, l.person_id FROM learners l JOIN people p ON p.id = l.person_id
		JOIN teachings t ON t.id = l.teaching_id
		WHERE p.active = 1 AND t.active = 1 AND (t.group_id IS NULL OR EXISTS (SELECT 1 FROM enrolments e
			WHERE e.person_id = l.person_id AND e.group_id = t.group_id AND `+inForce+`))
		AND `+teachings+` ORDER BY l.teaching_id, l.person_id`, f.Today, f.Only, f.Group)
}

// ComingLearners loads who is listed for a teaching and comes to its group after the day today, ГГГГ-ММ-ДД.
func (tx *Tx) ComingLearners(id model.TeachingID, today string) ([]model.PersonID, error) {
	return loadColumn[model.PersonID](tx,
		`SELECT l.person_id FROM learners l JOIN teachings t ON t.id = l.teaching_id JOIN people p ON p.id = l.person_id
		WHERE p.active = 1 AND EXISTS (SELECT 1 FROM enrolments e
			WHERE e.person_id = l.person_id AND e.group_id = t.group_id AND e.from_date > $1)
		AND NOT EXISTS (SELECT 1 FROM enrolments e WHERE e.person_id = l.person_id AND e.group_id = t.group_id AND `+inForce+`)
		AND t.id = $2 ORDER BY l.person_id`, today, id)
}

// Enrolled loads a student's groups, the latest first.
func (tx *Tx) Enrolled(id model.PersonID) ([]model.Enrolled, error) {
	return load(tx, func(e *model.Enrolled) []any { return []any{&e.Group, &e.GroupName, toDay{&e.From}, toDay{&e.Until}} },
		`SELECT g.id, g.name, e.from_date, e.until_date FROM enrolments e JOIN groups g ON g.id = e.group_id
		WHERE e.person_id = $1 ORDER BY e.until_date IS NOT NULL, e.from_date DESC, e.id DESC`, id)
}

// Children loads a parent's children who have not left, by name, with their groups on the day today.
func (tx *Tx) Children(parent model.PersonID, today string) ([]model.Relative, error) {
	return tx.relatives(`SELECT p.id, p.last_name, p.first_name, p.middle_name, p.messenger IS NOT NULL, w.relation,
			coalesce((SELECT g.name FROM enrolments e JOIN groups g ON g.id = e.group_id
				WHERE e.person_id = p.id AND g.active = 1 AND `+inForce+` ORDER BY e.from_date LIMIT 1), '')
		FROM guardianships w JOIN people p ON p.id = w.student_id
		WHERE w.parent_id = $2 AND p.active = 1 ORDER BY `+byName, today, parent)
}

// ParentsOf loads a student's parents who have not left, by name.
func (tx *Tx) ParentsOf(student model.PersonID) ([]model.Relative, error) {
	return tx.relatives(`SELECT p.id, p.last_name, p.first_name, p.middle_name, p.messenger IS NOT NULL, w.relation, ''
		FROM guardianships w JOIN persons p ON p.id = w.parent_id
		WHERE w.student_id = $1 AND p.active = 1 ORDER BY `+byName, student)
}

func (tx *Tx) relatives(query string, args ...any) ([]model.Relative, error) {
	return load(tx, func(r *model.Relative) []any {
		return []any{&r.Person, &r.Name.LastName, &r.Name.FirstName, &r.Name.MiddleName, &r.Linked, &r.Relation, &r.Group}
	}, query, args...)
}

// Curated loads the groups in force whose curator the person is, by name.
func (tx *Tx) Curated(id model.PersonID) ([]model.GroupChoice, error) {
	return load(tx, func(g *model.GroupChoice) []any { return []any{&g.Group, &g.Name} },
		`SELECT id, name FROM groups WHERE curator = $1 AND active = 1 ORDER BY name COLLATE russian`, id)
}

// PersonChats loads the chats that a person should be in, by title.
func (tx *Tx) PersonChats(id model.PersonID) ([]model.PersonChat, error) {
	return load(tx, func(c *model.PersonChat) []any { return []any{&c.Chat, &c.Title, &c.Type, &c.Admin, &c.Presence} },
		`SELECT c.id, c.title, c.type, m.admin, m.presence FROM members m JOIN chats c ON c.id = m.chat_id
		WHERE m.person_id = $1 AND m.origin IN (1, 2) AND c.deleted = 0 ORDER BY c.title COLLATE russian, c.id`, id)
}

// Ties loads the groups and subjects through which a person may be known to others, on the day today.
func (tx *Tx) Ties(id model.PersonID, today string) (model.PersonTies, error) {
	var ties model.PersonTies
	err := tx.each(func(rows *sql.Rows) error {
		var g model.GroupID
		var student model.PersonID
		err := rows.Scan(&g, &student)
		if student == id {
			ties.Groups = append(ties.Groups, g)
		} else {
			ties.Children = append(ties.Children, g)
		}
		return err
	}, `SELECT e.group_id, e.person_id FROM enrolments e JOIN groups g ON g.id = e.group_id
		WHERE g.active = 1 AND `+inForce+` AND (e.person_id = $2 OR e.person_id IN
			(SELECT w.student_id FROM guardianships w WHERE w.parent_id = $2)) ORDER BY e.id`, today, id)
	if err != nil {
		return ties, err
	}
	ties.Teachings, err = loadColumn[model.TeachingID](tx,
		`SELECT t.id FROM teachings t WHERE t.active = 1 AND (t.group_id IN (SELECT e.group_id FROM enrolments e
			WHERE `+inForce+` AND e.person_id = $2)
		OR t.id IN (SELECT l.teaching_id FROM learners l WHERE l.person_id = $2 AND t.group_id IS NULL)) ORDER BY t.id`, today, id)
	return ties, err
}
