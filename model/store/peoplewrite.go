package store

import (
	"errors"
	"strconv"

	"zvonok/model"
)

// RosterEdited tells subscribers that the roster changed and raises SettingRosterVersion, so that an
// import which was compared with the college before does not overwrite the edit.
func (tx *Tx) RosterEdited() error {
	tx.changed.Roster = true
	version, err := tx.IntSetting(SettingRosterVersion, 0)
	if err != nil {
		return err
	}
	return tx.SetSetting(SettingRosterVersion, strconv.Itoa(version+1))
}

// InsertPerson adds a person and gives their ID.
func (tx *Tx) InsertPerson(p model.Person) (id model.PersonID, err error) {
	err = tx.one(`INSERT INTO persons (last_name, first_name, middle_name, folded, kinds, roles, active)
		VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id`, []any{
		p.Name.LastName, p.Name.FirstName, p.Name.MiddleName, model.Fold(p.Name.String()), p.Kind, p.Roles, p.Active,
	}, &id)
	return id, err
}

// UpdatePerson writes a person's name, kinds, roles and whether they have left; the profile of the messenger is left alone.
// What orders make of them is not written.
func (tx *Tx) UpdatePerson(p model.Person) error {
	was, err := tx.called([]model.PersonID{p.ID})
	if err != nil {
		return err
	}
	p = was[p.ID].byHand(p, false)
	return tx.exec(`UPDATE persons SET last_name = $1, first_name = $2, middle_name = $3, folded = $4, kinds = $5, roles = $6,
		active = $7 WHERE id = $8`, p.Name.LastName, p.Name.FirstName, p.Name.MiddleName, model.Fold(p.Name.String()),
		p.Kind, p.Roles, p.Active, p.ID)
}

// EveryGroup loads the groups, or those that were disbanded.
func (tx *Tx) EveryGroup(disbanded bool) ([]model.Group, error) {
	return load(tx, func(g *model.Group) []any { return []any{&g.ID, &g.Name, &g.Year, &g.Specialty, &g.Curator} },
		`SELECT id, name, year, specialty, coalesce(curator, 0) FROM groups WHERE active = $1 ORDER BY id`, flag(!disbanded))
}

// orNull is an ID as a column that may be empty holds it.
func orNull[K ~int64](id K) any {
	if id == 0 {
		return nil
	}
	return int64(id)
}

// InsertGroup adds a group and gives its ID.
func (tx *Tx) InsertGroup(g model.Group) (id model.GroupID, err error) {
	err = tx.one(`INSERT INTO groups (name, year, specialty, curator) VALUES ($1, $2, $3, $4) RETURNING id`,
		[]any{g.Name, g.Year, g.Specialty, orNull(g.Curator)}, &id)
	return id, err
}

// UpdateGroup writes a group, which is in force afterwards.
func (tx *Tx) UpdateGroup(g model.Group) error {
	return tx.exec(`UPDATE groups SET name = $1, year = $2, specialty = $3, curator = $4, active = 1 WHERE id = $5`,
		g.Name, g.Year, g.Specialty, orNull(g.Curator), g.ID)
}

// Disband ends a group with its subjects; both are kept for the history.
func (tx *Tx) Disband(id model.GroupID) error {
	return errors.Join(tx.exec(`UPDATE teachings SET active = 0 WHERE group_id = $1`, id),
		tx.exec(`UPDATE groups SET active = 0 WHERE id = $1`, id))
}

// DropCurator leaves the groups of a curator without one.
func (tx *Tx) DropCurator(id model.PersonID) error {
	return tx.exec(`UPDATE groups SET curator = NULL WHERE curator = $1`, id)
}

// DropTeacher takes a person from all the subjects in force that they lead.
func (tx *Tx) DropTeacher(id model.PersonID) error {
	return tx.exec(`DELETE FROM teaching_teachers WHERE person_id = $1
		AND teaching_id IN (SELECT id FROM teachings WHERE active = 1)`, id)
}

// PutGuardianship makes a person a student's parent, or writes the relation of one who is.
func (tx *Tx) PutGuardianship(parent, student model.PersonID, relation string) error {
	return tx.exec(`INSERT INTO guardianships (parent_id, student_id, relation) VALUES ($1, $2, $3)
		ON CONFLICT (parent_id, student_id) DO UPDATE SET relation = excluded.relation`, parent, student, relation)
}

// DropGuardianship ends a guardianship; ErrNotFound when there is none.
func (tx *Tx) DropGuardianship(parent, student model.PersonID) error {
	var gone model.PersonID
	return tx.one(`DELETE FROM guardianships WHERE parent_id = $1 AND student_id = $2 RETURNING parent_id`, []any{parent, student}, &gone)
}

// DropChildren ends all the guardianships of a parent.
func (tx *Tx) DropChildren(parent model.PersonID) error {
	return tx.exec(`DELETE FROM guardianships WHERE parent_id = $1`, parent)
}

// PutTeaching writes a teaching with its teachers and learners; one without an ID is added. It gives the ID.
func (tx *Tx) PutTeaching(id model.TeachingID, e model.TeachingEdit) (model.TeachingID, error) {
	var subject int64
	// The update changes nothing, but makes RETURNING answer for a known subject.
	err := tx.one(`INSERT INTO subjects (name) VALUES ($1) ON CONFLICT (name) DO UPDATE SET name = excluded.name RETURNING id`,
		[]any{e.Subject}, &subject)
	if err != nil {
		return 0, err
	}
	if id == 0 {
		err = tx.one(`INSERT INTO teachings (group_id, subject_id, course_index, subgroup, hours, whole_group)
			VALUES ($1, $2, $3, $4, $5, $6) RETURNING id`,
			[]any{orNull(e.Group), subject, e.Index, e.Subgroup, e.Hours, e.WholeGroup}, &id)
	} else {
		err = tx.exec(`UPDATE teachings SET subject_id = $1, course_index = $2, subgroup = $3, hours = $4, whole_group = $5 WHERE id = $6`,
			subject, e.Index, e.Subgroup, e.Hours, e.WholeGroup, id)
	}
	if err != nil {
		return 0, err
	}
	if err := tx.exec(`DELETE FROM teaching_teachers WHERE teaching_id = $1`, id); err != nil {
		return 0, err
	}
	if err := tx.exec(`DELETE FROM learners WHERE teaching_id = $1`, id); err != nil {
		return 0, err
	}
	pair := func(p model.PersonID) []any { return []any{id, p} }
	if err := manyOf(tx, `INSERT INTO teaching_teachers (teaching_id, person_id) VALUES ($1, $2)`, e.Teachers, pair); err != nil {
		return 0, err
	}
	return id, manyOf(tx, `INSERT INTO learners (teaching_id, person_id) VALUES ($1, $2)`, e.Learners, pair)
}

// EndTeaching ends a teaching; it is kept for the history.
func (tx *Tx) EndTeaching(id model.TeachingID) error {
	return tx.exec(`UPDATE teachings SET active = 0 WHERE id = $1`, id)
}
