package store

import (
	"database/sql"
	"slices"

	"zvonok/model"
)

// Roster loads what the policy needs of the college as it is on the day today, ГГГГ-ММ-ДД in the
// college's time zone.
func (tx *Tx) Roster(today string) (model.Roster, error) {
	r := model.Roster{
		Students: map[model.GroupID][]model.PersonID{},
		Parents:  map[model.GroupID][]model.PersonID{},
		Learners: map[model.TeachingID][]model.PersonID{},
	}
	for _, load := range []func(*model.Roster, string) error{
		tx.loadStaff, tx.loadGroups, tx.loadTeachings, tx.loadStudents, tx.loadParents, tx.loadLearners,
	} {
		if err := load(&r, today); err != nil {
			return r, err
		}
	}
	for _, g := range r.Groups {
		if g.Curator != 0 {
			r.Curators = append(r.Curators, g.Curator)
		}
	}
	for _, t := range r.Teachings {
		r.Teachers = append(r.Teachers, t.Teachers...)
	}
	for _, people := range []*[]model.PersonID{&r.Admins, &r.Curators, &r.Teachers} {
		slices.Sort(*people)
		*people = slices.Compact(*people)
	}
	return r, nil
}

func (tx *Tx) loadStaff(r *model.Roster, _ string) error {
	return tx.each(func(rows *sql.Rows) error {
		var id model.PersonID
		var roles model.Roles
		err := rows.Scan(&id, &roles)
		if roles.Has(model.RoleAdmin) {
			r.Admins = append(r.Admins, id)
		}
		if roles.Has(model.RoleCurator) {
			r.Curators = append(r.Curators, id)
		}
		if roles.Has(model.RoleTeacher) {
			r.Teachers = append(r.Teachers, id)
		}
		return err
	}, `SELECT id, roles FROM persons WHERE active = 1 AND kinds & $1 <> 0`, model.Staff)
}

func (tx *Tx) loadGroups(r *model.Roster, _ string) (err error) {
	r.Groups, err = load(tx, func(g *model.Group) []any { return []any{&g.ID, &g.Name, &g.Year, &g.Specialty, &g.Curator} },
		`SELECT g.id, g.name, g.year, g.specialty, coalesce(p.id, 0) FROM groups g
		LEFT JOIN persons p ON p.id = g.curator AND p.active = 1 WHERE g.active = 1 ORDER BY g.id`)
	return err
}

const teachingColumns = `t.id, coalesce(t.group_id, 0), s.name, t.course_index, t.subgroup, t.hours, t.whole_group`

func scanTeaching(rows *sql.Rows) (model.Teaching, error) {
	var t model.Teaching
	err := rows.Scan(&t.ID, &t.Group, &t.Subject, &t.Index, &t.Subgroup, &t.Hours, &t.WholeGroup)
	return t, err
}

// loadTeachings loads the teachings in force; those of a disbanded group are not.
func (tx *Tx) loadTeachings(r *model.Roster, _ string) error {
	err := tx.each(func(rows *sql.Rows) error {
		t, err := scanTeaching(rows)
		r.Teachings = append(r.Teachings, t)
		return err
	}, `SELECT `+teachingColumns+` FROM teachings t JOIN subjects s ON s.id = t.subject_id
		LEFT JOIN groups g ON g.id = t.group_id
		WHERE t.active = 1 AND (t.group_id IS NULL OR g.active = 1) ORDER BY t.id`)
	if err != nil {
		return err
	}
	at := 0
	return tx.each(func(rows *sql.Rows) error {
		var id model.TeachingID
		var teacher model.PersonID
		if err := rows.Scan(&id, &teacher); err != nil {
			return err
		}
		for at < len(r.Teachings) && r.Teachings[at].ID < id {
			at++
		}
		if at < len(r.Teachings) && r.Teachings[at].ID == id {
			r.Teachings[at].Teachers = append(r.Teachings[at].Teachers, teacher)
		}
		return nil
	}, `SELECT w.teaching_id, w.person_id FROM teaching_teachers w JOIN persons p ON p.id = w.person_id
		WHERE p.active = 1 ORDER BY w.teaching_id, w.person_id`)
}

const inForce = `e.from_date <= $1 AND (e.until_date IS NULL OR e.until_date > $1)`

// present are the people who have not left, worked out once for a statement and not for each row.
const present = `IN (SELECT id FROM people WHERE active = 1)`

func (tx *Tx) loadStudents(r *model.Roster, today string) error {
	return loadPeople(tx, r.Students, `SELECT DISTINCT e.group_id, e.person_id FROM enrolments e
		WHERE e.person_id `+present+` AND `+inForce+` ORDER BY e.group_id, e.person_id`, today)
}

func (tx *Tx) loadParents(r *model.Roster, today string) error {
	return loadPeople(tx, r.Parents, `SELECT DISTINCT e.group_id, w.parent_id FROM enrolments e
		JOIN guardianships w ON w.student_id = e.person_id JOIN persons a ON a.id = w.parent_id
		WHERE e.person_id `+present+` AND a.active = 1 AND `+inForce+` ORDER BY e.group_id, w.parent_id`, today)
}

// loadLearners loads those who are listed one by one. A learner who has left the teaching's group does not count,
// whatever the list says.
func (tx *Tx) loadLearners(r *model.Roster, today string) error {
	return loadPeople(tx, r.Learners, `SELECT DISTINCT l.teaching_id, l.person_id FROM learners l
		JOIN teachings t ON t.id = l.teaching_id
		LEFT JOIN enrolments e ON e.person_id = l.person_id AND e.group_id = t.group_id AND `+inForce+`
		WHERE l.person_id `+present+` AND t.active = 1 AND t.whole_group = 0 AND (t.group_id IS NULL OR e.id IS NOT NULL)
		ORDER BY l.teaching_id, l.person_id`, today)
}

func loadPeople[K ~int64](tx *Tx, into map[K][]model.PersonID, query, today string) error {
	var last K
	var list []model.PersonID
	var key, person int64 // as in ListedChats
	err := tx.each(func(rows *sql.Rows) error {
		if err := rows.Scan(&key, &person); err != nil {
			return err
		}
		if K(key) != last {
			if list != nil {
				into[last] = list
			}
			last, list = K(key), nil
		}
		list = append(list, model.PersonID(person))
		return nil
	}, query, today)
	if list != nil {
		into[last] = list
	}
	return err
}
