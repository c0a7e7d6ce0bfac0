package store

import (
	"errors"
	"fmt"
	"slices"

	"zvonok/model"
	"zvonok/model/roster"
)

// applier writes the changes of one roster, resolving references to records that it has just made.
type applier struct {
	tx   *Tx
	w    roster.Writes
	made map[roster.Key]int64
}

// ApplyRoster writes what a roster changes in the college, and raises SettingRosterVersion.
func (tx *Tx) ApplyRoster(c roster.Changes) error {
	if c.Writes.Empty() {
		return nil
	}
	if err := tx.RosterEdited(); err != nil {
		return err
	}
	a := &applier{tx: tx, w: c.Writes, made: map[roster.Key]int64{}}
	for _, step := range []func() error{
		a.profiles, a.people, a.groups, a.enrolments, a.lastWord, a.withdrawn, a.guardianshipsGone, a.guardianships,
		a.learnersGone, a.teachingsGone, a.teachings, a.learners, func() error { return a.keys(c.Source) },
	} {
		if err := step(); err != nil {
			return fmt.Errorf("список не записан: %w", err)
		}
	}
	return nil
}

// id resolves a reference; the zero reference is SQL's NULL.
func (a *applier) id(r roster.Ref) any {
	switch {
	case r.ID != 0:
		return r.ID
	case r.IsZero():
		return nil
	}
	return a.made[r.Key]
}

// number is id as a number: zero for NULL.
func (a *applier) number(r roster.Ref) int64 {
	id, _ := a.id(r).(int64)
	return id
}

// put updates the records that are there and inserts the others, remembering their IDs. args are the columns of either statement; update
// takes the ID after them, insert those of more.
func put[R any](a *applier, rows []R, ref func(R) roster.Ref, update, insert string, args func(R) []any, more ...func(R) any) error {
	var known, fresh []R
	for _, r := range rows {
		if ref(r).IsNew() {
			fresh = append(fresh, r)
		} else {
			known = append(known, r)
		}
	}
	if err := manyOf(a.tx, update, known, func(r R) []any { return append(args(r), ref(r).ID) }); err != nil {
		return err
	}
	ids, err := insertMany(a.tx, insert+` RETURNING id`, fresh, func(r R) []any {
		all := args(r)
		for _, column := range more {
			all = append(all, column(r))
		}
		return all
	})
	for i, id := range ids {
		a.made[ref(fresh[i]).Key] = id
	}
	return err
}

// profiles writes where the profiles of people who are there change: the others may have linked another since the roster was compared.
func (a *applier) profiles() error {
	var profiles []profileOf
	for _, p := range a.w.People {
		if !p.Ref.IsNew() && p.NewMessenger() {
			profiles = append(profiles, profileOf{model.PersonID(p.Ref.ID), p.Messenger})
		}
	}
	if len(profiles) == 0 {
		return nil
	}
	return errors.Join(a.tx.setProfiles(profiles),
		manyOf(a.tx, `DELETE FROM links WHERE person_id = $1`, profiles, func(p profileOf) []any { return []any{p.person} }))
}

func (a *applier) people() error {
	var known []model.PersonID
	for _, p := range a.w.People {
		if !p.Ref.IsNew() {
			known = append(known, model.PersonID(p.Ref.ID))
		}
	}
	was, err := a.tx.called(known)
	if err != nil {
		return err
	}
	leaves := model.Set(a.w.Withdrawn, func(m model.Movement) model.PersonID { return m.Person })
	people := slices.Clone(a.w.People)
	for i, w := range people {
		if id := model.PersonID(w.Ref.ID); !w.Ref.IsNew() {
			p := was[id].byHand(model.Person{Kind: w.Kind, Active: w.Active}, leaves[id])
			people[i].Kind, people[i].Active = p.Kind, p.Active
		}
	}
	return put(a, people, func(p roster.PersonWrite) roster.Ref { return p.Ref },
		`UPDATE persons SET last_name = $1, first_name = $2, middle_name = $3, folded = $4, kinds = $5, roles = $6, active = $7 WHERE id = $8`,
		`INSERT INTO persons (last_name, first_name, middle_name, folded, kinds, roles, active, messenger) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		func(p roster.PersonWrite) []any {
			return []any{p.Name.LastName, p.Name.FirstName, p.Name.MiddleName, model.Fold(p.Name.String()), p.Kind, p.Roles, p.Active}
		}, func(p roster.PersonWrite) any { return orNull(p.Messenger) })
}

func (a *applier) groups() error {
	return put(a, a.w.Groups, func(g roster.GroupWrite) roster.Ref { return g.Ref },
		`UPDATE groups SET name = $1, year = $2, specialty = $3, curator = $4, active = $5 WHERE id = $6`,
		`INSERT INTO groups (name, year, specialty, curator, active) VALUES ($1, $2, $3, $4, $5)`,
		func(g roster.GroupWrite) []any { return []any{g.Name, g.Year, g.Specialty, a.id(g.Curator), g.Active} })
}

// enrolments writes the movements that bring the students where the roster says. Each is written down beside those
// before, so that what orders did can still be seen and taken back.
func (a *applier) enrolments() error {
	var known []int64
	for _, e := range a.w.Enrolments {
		if e.ID != 0 {
			known = append(known, e.ID)
		}
	}
	was, err := a.tx.enrolments(known)
	if err != nil {
		return err
	}
	movements := make([]model.Movement, 0, len(a.w.Enrolments))
	for _, e := range a.w.Enrolments {
		person, group := model.PersonID(a.number(e.Student)), model.GroupID(a.number(e.Group))
		if e.ID == 0 {
			movements = append(movements, stay(person, group, e.From, e.To)...)
			continue
		}
		movements = append(movements, corrected(was[e.ID], e.From, e.To)...)
	}
	if err := a.tx.AddMovements(movements); err != nil {
		return err
	}
	return a.insist()
}

// insist lets enrolments last as long as the roster states, although an earlier roster, its order or an edit by hand
// ended them after the day on which they now begin. The college's own orders stay.
func (a *applier) insist() error {
	var people []model.PersonID
	for _, e := range a.w.Enrolments {
		if !e.Student.IsNew() {
			people = append(people, model.PersonID(e.Student.ID))
		}
	}
	if len(people) == 0 {
		return nil
	}
	slices.Sort(people)
	all, err := a.tx.MovementsOf(slices.Compact(people))
	if err != nil {
		return err
	}
	byRoster, err := a.tx.rosterOrders()
	if err != nil {
		return err
	}
	var more []model.Movement
	for _, e := range a.w.Enrolments {
		id, group := model.PersonID(e.Student.ID), model.GroupID(a.number(e.Group))
		for !e.Student.IsNew() {
			list := model.Enrolments(all[id])
			i := slices.IndexFunc(list, func(o model.Enrolment) bool { return o.Group == group && o.On(e.From) })
			if i < 0 || list[i].Until.IsZero() || !e.To.IsZero() && !list[i].Until.Before(e.To) ||
				list[i].Closed != 0 && !byRoster[list[i].Closed] {
				break
			}
			m := model.Movement{ID: 1<<62 + int64(len(more)), Person: id, Day: list[i].Until, In: group} // after what is written
			all[id], more = append(all[id], m), append(more, m)
		}
	}
	return a.tx.AddMovements(more)
}

// lastWord keeps as students the people named in the roster without a group, although an order took them out of the
// college before.
func (a *applier) lastWord() error {
	today, err := a.tx.ordersDay()
	if err != nil {
		return err
	}
	var students []model.PersonID
	for _, w := range a.w.People {
		if !w.Ref.IsNew() && w.Active && w.Kind.Has(model.Student) {
			students = append(students, model.PersonID(w.Ref.ID))
		}
	}
	out, err := loadColumn[model.PersonID](a.tx, `SELECT id FROM people WHERE (active = 0 OR kinds & $1 = 0) AND id IN (`+a.tx.engine.listed(2)+`) ORDER BY id`,
		model.Student, list(students))
	if err != nil {
		return err
	}
	return a.tx.AddMovements(model.Each(out, func(id model.PersonID) model.Movement { return model.Movement{Person: id, Day: today} }))
}

// withdrawn writes the order that lets people leave who are no longer in the roster.
func (a *applier) withdrawn() error {
	if len(a.w.Withdrawn) == 0 {
		return nil
	}
	_, err := a.tx.InsertOrder(a.w.Order, slices.Clone(a.w.Withdrawn))
	return err
}

func (a *applier) guardianshipsGone() error {
	return manyOf(a.tx, `DELETE FROM guardianships WHERE parent_id = $1 AND student_id = $2`, a.w.GuardianshipsGone,
		func(g roster.Guardianship) []any { return []any{g.Parent, g.Student} })
}

func (a *applier) guardianships() error {
	return manyOf(a.tx, `INSERT INTO guardianships (parent_id, student_id, relation) VALUES ($1, $2, $3)
		ON CONFLICT (parent_id, student_id) DO UPDATE SET relation = excluded.relation`, a.w.Guardianships,
		func(g roster.GuardianshipWrite) []any { return []any{a.id(g.Parent), a.id(g.Student), g.Relation} })
}

func (a *applier) learnersGone() error {
	return manyOf(a.tx, `DELETE FROM learners WHERE teaching_id = $1 AND person_id = $2`, a.w.LearnersGone,
		func(l roster.Learner) []any { return []any{l.Teaching, l.Student} })
}

// teachingsGone keeps the rows, since chats and lessons of the past refer to them.
func (a *applier) teachingsGone() error {
	return manyOf(a.tx, `UPDATE teachings SET active = 0 WHERE id = $1`, a.w.TeachingsGone,
		func(id model.TeachingID) []any { return []any{id} })
}

func (a *applier) teachings() error {
	var names []string
	var known []model.TeachingID
	for _, t := range a.w.Teachings {
		names = append(names, t.Subject)
		if !t.Ref.IsNew() {
			known = append(known, model.TeachingID(t.Ref.ID))
		}
	}
	slices.Sort(names)
	names = slices.Compact(names)
	// The update changes nothing, but makes RETURNING answer for a known subject.
	ids, err := insertMany(a.tx, `INSERT INTO subjects (name) VALUES ($1) ON CONFLICT (name) DO UPDATE SET name = excluded.name RETURNING id`, names,
		func(name string) []any { return []any{name} })
	if err != nil {
		return err
	}
	subjects := make(map[string]int64, len(names))
	for i, id := range ids {
		subjects[names[i]] = id
	}
	err = put(a, a.w.Teachings, func(t roster.TeachingWrite) roster.Ref { return t.Ref },
		`UPDATE teachings SET group_id = $1, subject_id = $2, course_index = $3, subgroup = $4, hours = $5, whole_group = $6 WHERE id = $7`,
		`INSERT INTO teachings (group_id, subject_id, course_index, subgroup, hours, whole_group) VALUES ($1, $2, $3, $4, $5, $6)`,
		func(t roster.TeachingWrite) []any {
			return []any{a.id(t.Group), subjects[t.Subject], t.Index, t.Subgroup, t.Hours, t.WholeGroup}
		})
	if err != nil {
		return err
	}
	err = manyOf(a.tx, `DELETE FROM teaching_teachers WHERE teaching_id = $1`, known, func(id model.TeachingID) []any { return []any{id} })
	if err != nil {
		return err
	}
	var teachers [][]any // each with the subject
	for _, t := range a.w.Teachings {
		for _, teacher := range t.Teachers {
			teachers = append(teachers, []any{a.id(t.Ref), a.id(teacher)})
		}
	}
	return manyOf(a.tx, `INSERT INTO teaching_teachers (teaching_id, person_id) VALUES ($1, $2)`, teachers, func(pair []any) []any { return pair })
}

func (a *applier) learners() error {
	return manyOf(a.tx, `INSERT INTO learners (teaching_id, person_id) VALUES ($1, $2) ON CONFLICT DO NOTHING`, a.w.Learners,
		func(l roster.LearnerWrite) []any { return []any{a.id(l.Teaching), a.id(l.Student)} })
}

func (a *applier) keys(source string) error {
	err := manyOf(a.tx, `DELETE FROM source_keys WHERE source = $1 AND section = $2 AND key = $3`, a.w.KeysGone,
		func(k roster.KeyRow) []any { return []any{k.Source, k.Section, k.Key} })
	if err != nil {
		return err
	}
	return manyOf(a.tx, `INSERT INTO source_keys (source, section, key, id) VALUES ($1, $2, $3, $4)
		ON CONFLICT (source, section, key) DO UPDATE SET id = excluded.id`, a.w.Keys,
		func(k roster.KeyWrite) []any { return []any{source, k.Section, k.Key, a.id(k.Ref)} })
}
