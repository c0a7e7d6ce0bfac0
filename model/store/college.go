package store

import (
	"database/sql"

	"zvonok/model"
	"zvonok/model/roster"
)

// College loads the college as a roster is compared with it.
func (tx *Tx) College() (roster.College, error) {
	var c roster.College
	for _, load := range []func(*roster.College) error{
		tx.collegePeople, tx.collegeGroups, tx.collegeTeachings, tx.collegeLearners, tx.collegeGuardianships,
		tx.collegeEnrolments, tx.collegeOnLeave, tx.collegeSigningIn, tx.collegeProved, tx.collegeKeys,
	} {
		if err := load(&c); err != nil {
			return c, err
		}
	}
	return c, nil
}

func (tx *Tx) collegePeople(c *roster.College) (err error) {
	c.People, err = load(tx, personFields, `SELECT `+personColumns+` FROM people p ORDER BY p.id`)
	return err
}

func (tx *Tx) collegeGroups(c *roster.College) (err error) {
	c.Groups, err = load(tx, func(g *roster.CollegeGroup) []any {
		return []any{&g.ID, &g.Name, &g.Year, &g.Specialty, &g.Curator, &g.Active, &g.Disbanded}
	}, `SELECT g.id, g.name, g.year, g.specialty, coalesce(g.curator, 0), g.active, g.id IN (SELECT m.out_group
			FROM movements_in_force m JOIN disbandings d ON d.order_id = m.order_id WHERE m.kind = $1)
		FROM groups g ORDER BY g.id`, model.OrderDisband)
	return err
}

func (tx *Tx) collegeTeachings(c *roster.College) error {
	at := map[model.TeachingID]int{}
	err := tx.each(func(rows *sql.Rows) error {
		t, err := scanTeaching(rows)
		at[t.ID] = len(c.Teachings)
		c.Teachings = append(c.Teachings, t)
		return err
	}, `SELECT `+teachingColumns+` FROM teachings t JOIN subjects s ON s.id = t.subject_id WHERE t.active = 1 ORDER BY t.id`)
	if err != nil {
		return err
	}
	return tx.each(func(rows *sql.Rows) error {
		var id model.TeachingID
		var teacher model.PersonID
		if err := rows.Scan(&id, &teacher); err != nil {
			return err
		}
		if i, ok := at[id]; ok {
			c.Teachings[i].Teachers = append(c.Teachings[i].Teachers, teacher)
		}
		return nil
	}, `SELECT teaching_id, person_id FROM teaching_teachers ORDER BY teaching_id, person_id`)
}

func (tx *Tx) collegeLearners(c *roster.College) (err error) {
	c.Learners, err = load(tx, func(l *roster.Learner) []any { return []any{&l.Teaching, &l.Student} },
		`SELECT l.teaching_id, l.person_id FROM learners l JOIN teachings t ON t.id = l.teaching_id WHERE t.active = 1
		ORDER BY l.teaching_id, l.person_id`)
	return err
}

func (tx *Tx) collegeGuardianships(c *roster.College) (err error) {
	c.Guardianships, err = load(tx, func(g *roster.Guardianship) []any { return []any{&g.Parent, &g.Student, &g.Relation} },
		`SELECT parent_id, student_id, relation FROM guardianships ORDER BY parent_id, student_id`)
	return err
}

// collegeEnrolments leaves out the orders that rosters made: the next roster may undo them, unless an order of the
// college has confirmed them.
func (tx *Tx) collegeEnrolments(c *roster.College) (err error) {
	c.Enrolments, err = load(tx, func(e *roster.Enrolment) []any {
		return []any{&e.ID, &e.Student, &e.Group, toDay{&e.From}, toDay{&e.To}, &e.Opened, &e.Closed}
	}, `SELECT e.id, e.person_id, e.group_id, e.from_date, e.until_date, e.opened_by <> 0,
			CASE WHEN e.closed_by = 0 OR NOT EXISTS (SELECT 1 FROM orders o WHERE o.id = e.closed_by AND o.by_roster = 1) THEN e.closed_by
			ELSE coalesce((SELECT max(m.order_id) FROM movements_in_force m WHERE m.person_id = e.person_id
				AND m.in_group = 0 AND m.day >= e.until_date AND m.by_roster = 0), 0) END <> 0
		FROM enrolments e ORDER BY e.id`)
	return err
}

func (tx *Tx) collegeOnLeave(c *roster.College) (err error) {
	c.OnLeave, err = tx.OnLeave("9999-12-31") // also those whose leave has not begun: Compare knows the day
	return err
}

func (tx *Tx) collegeSigningIn(c *roster.College) (err error) {
	c.SigningIn, err = tx.AdminsSigningIn()
	return err
}

// collegeKeys loads each kind of keys by itself: its two names, which are the same in every row, are not read for each.
func (tx *Tx) collegeProved(c *roster.College) (err error) {
	c.Proved, err = tx.Proved()
	return err
}

func (tx *Tx) collegeKeys(c *roster.College) error {
	kinds, err := load(tx, func(k *roster.KeyRow) []any { return []any{&k.Source, &k.Section} }, `SELECT DISTINCT source, section FROM source_keys ORDER BY source, section`)
	if err != nil {
		return err
	}
	for _, kind := range kinds {
		err := tx.each(func(rows *sql.Rows) error {
			err := rows.Scan(&kind.Key, &kind.ID)
			c.Keys = append(c.Keys, kind)
			return err
		}, `SELECT key, id FROM source_keys WHERE source = $1 AND section = $2 ORDER BY key`, kind.Source, kind.Section)
		if err != nil {
			return err
		}
	}
	return nil
}
