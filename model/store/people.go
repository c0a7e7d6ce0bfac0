package store

import (
	"database/sql"
	"time"

	"zvonok/model"
)

// PeopleScope narrows the lists of «Пользователи» to what one person may see.
type PeopleScope struct {
	Everybody bool
	// Of is whose groups and subjects count, unless Everybody.
	Of model.PersonID
	// Today is the college's day, ГГГГ-ММ-ДД: enrolments count that are in force on it.
	Today string
}

const byName = `p.last_name COLLATE russian, p.first_name COLLATE russian, p.middle_name COLLATE russian, p.id`

// GroupRows loads the groups in force, in ascending order of ID: those of the scope's person are the
// ones that they curate or teach in.
func (tx *Tx) GroupRows(scope PeopleScope) ([]model.GroupRow, error) {
	return load(tx, func(g *model.GroupRow) []any {
		n := &g.CuratorName
		return []any{&g.ID, &g.Name, &g.Year, &g.Specialty, &g.Curator, &n.LastName, &n.FirstName, &n.MiddleName, &g.Students, &g.Teachings}
	}, `WITH crowd AS (SELECT e.group_id, count(DISTINCT e.person_id) AS n FROM enrolments e
			JOIN people p ON p.id = e.person_id WHERE p.active = 1 AND `+inForce+` GROUP BY e.group_id),
		taught AS (SELECT group_id, count(*) AS n FROM teachings WHERE active = 1 GROUP BY group_id)
		SELECT g.id, g.name, g.year, g.specialty, coalesce(c.id, 0), coalesce(c.last_name, ''), coalesce(c.first_name, ''),
			coalesce(c.middle_name, ''), coalesce(crowd.n, 0), coalesce(taught.n, 0)
		FROM groups g LEFT JOIN persons c ON c.id = g.curator AND c.active = 1
		LEFT JOIN crowd ON crowd.group_id = g.id LEFT JOIN taught ON taught.group_id = g.id
		WHERE g.active = 1 AND ($2 = 1 OR g.curator = $3 OR EXISTS (SELECT 1 FROM teachings t
			JOIN teaching_teachers w ON w.teaching_id = t.id
			WHERE t.active = 1 AND t.group_id = g.id AND w.person_id = $3))
		ORDER BY g.id`, scope.Today, flag(scope.Everybody), scope.Of)
}

// Coming counts the students who come to groups after a calendar day.
func (tx *Tx) Coming(day time.Time) (map[model.GroupID]int, error) {
	return loadMap[model.GroupID, int](tx, `SELECT group_id, count(DISTINCT person_id) FROM enrolments WHERE from_date > $1 GROUP BY group_id`,
		formatDate(day))
}

// PlacedIn loads the names of the students of a group, with those who join it later, and counts the latter. today
// is ГГГГ-ММ-ДД.
func (tx *Tx) PlacedIn(group model.GroupID, today string) (names []model.Name, coming int, err error) {
	err = tx.each(func(rows *sql.Rows) error {
		var n model.Name
		var later int
		err := rows.Scan(&n.LastName, &n.FirstName, &n.MiddleName, &later)
		names, coming = append(names, n), coming+later
		return err
	}, `SELECT p.last_name, p.first_name, p.middle_name, min(CASE WHEN e.from_date > $1 THEN 1 ELSE 0 END)
		FROM enrolments e JOIN people p ON p.id = e.person_id
		WHERE (e.until_date IS NULL OR e.until_date > $1) AND e.group_id = $2 AND p.active = 1
		GROUP BY p.id, p.last_name, p.first_name, p.middle_name ORDER BY p.id`, today, group)
	return names, coming, err
}

// flag is a condition as both engines compare it with a number.
func flag(b bool) int {
	if b {
		return 1
	}
	return 0
}

// comingTo says which group somebody who is in none on the day $1 comes to, and since when: «ДО-19-1 с 01.09.2026».
const comingTo = `coalesce((SELECT n.name || ' с ' || substr(c.from_date, 9, 2) || '.' || substr(c.from_date, 6, 2) || '.' || substr(c.from_date, 1, 4)
	FROM enrolments c JOIN groups n ON n.id = c.group_id AND n.active = 1
	WHERE c.person_id = p.id AND c.from_date > $1 ORDER BY c.from_date LIMIT 1), '')`

// StudentRows loads students by name: for a person's scope those of the groups that they curate or
// teach in, and of their sections without a group. Parents are counted for every actor.
func (tx *Tx) StudentRows(f model.PeopleFilter, scope PeopleScope) ([]model.StudentRow, error) {
	var students []model.StudentRow
	err := tx.each(func(rows *sql.Rows) error {
		s := model.StudentRow{Left: f.Left}
		err := rows.Scan(&s.Person, &s.Name.LastName, &s.Name.FirstName, &s.Name.MiddleName, &s.Linked, &s.Group, &s.GroupName, toDay{&s.From})
		if err != nil {
			return err
		}
		// Somebody in two groups at once is one student; the earlier group leads to the card.
		if last := len(students) - 1; last >= 0 && students[last].Person == s.Person {
			if s.GroupName != "" && s.GroupName != students[last].GroupName {
				students[last].GroupName += ", " + s.GroupName
			}
			return nil
		}
		students = append(students, s)
		return nil
	}, `SELECT p.id, p.last_name, p.first_name, p.middle_name, p.messenger IS NOT NULL, coalesce(g.id, 0),
			coalesce(g.name, CASE WHEN p.active = 0 THEN `+groupOf+` ELSE `+comingTo+` END), CASE WHEN g.id IS NULL THEN '' ELSE e.from_date END
		FROM people p LEFT JOIN enrolments e ON e.person_id = p.id AND `+inForce+`
		LEFT JOIN groups g ON g.id = e.group_id AND g.active = 1
		WHERE p.active = $2 AND p.kinds & $3 <> 0 AND ($4 = 0 OR g.id = $4) AND ($5 = '' OR p.folded LIKE $5 ESCAPE '\')
		AND ($6 = 1 OR g.curator = $7
			OR g.id IN (SELECT t.group_id FROM teachings t JOIN teaching_teachers w ON w.teaching_id = t.id
				WHERE t.active = 1 AND w.person_id = $7)
			OR p.id IN (SELECT l.person_id FROM learners l JOIN teachings t ON t.id = l.teaching_id
				JOIN teaching_teachers w ON w.teaching_id = t.id
				WHERE t.active = 1 AND t.group_id IS NULL AND w.person_id = $7))
		ORDER BY p.id, g.id IS NULL, e.from_date`,
		scope.Today, flag(!f.Left), model.Student, f.Group, likePattern(f.Name), flag(scope.Everybody), scope.Of)
	if err != nil {
		return nil, err
	}
	sortByName(newSortKeys(), students, func(s *model.StudentRow) model.Name { return s.Name })
	parents, err := tx.countParents()
	if err != nil {
		return nil, err
	}
	onLeave, err := tx.OnLeave(scope.Today)
	for i := range students {
		s := &students[i]
		s.Parents, s.OnLeave = parents[s.Person], onLeave[s.Person] && s.Group == 0
	}
	return students, err
}

func (tx *Tx) countParents() (map[model.PersonID]int, error) {
	return loadMap[model.PersonID, int](tx, `SELECT w.student_id, count(*) FROM guardianships w JOIN persons p ON p.id = w.parent_id
		WHERE p.active = 1 GROUP BY w.student_id`)
}

// ParentRows loads parents by name with their children: for a person's scope the parents and children of
// the groups that they curate.
func (tx *Tx) ParentRows(f model.PeopleFilter, scope PeopleScope) ([]model.ParentRow, error) {
	var parents []model.ParentRow
	err := tx.each(func(rows *sql.Rows) error {
		var p model.ParentRow
		var c model.Relative
		err := rows.Scan(&p.Person, &p.Name.LastName, &p.Name.FirstName, &p.Name.MiddleName, &p.Linked,
			&c.Person, &c.Name.LastName, &c.Name.FirstName, &c.Name.MiddleName, &c.Linked, &c.Relation, &c.Group)
		if last := len(parents) - 1; last < 0 || parents[last].Person != p.Person {
			parents = append(parents, p)
		}
		last := &parents[len(parents)-1]
		if n := len(last.Children); c.Person != 0 && (n == 0 || last.Children[n-1].Person != c.Person) {
			last.Children = append(last.Children, c)
		}
		return err
	}, `SELECT p.id, p.last_name, p.first_name, p.middle_name, p.messenger IS NOT NULL,
			coalesce(s.id, 0), coalesce(s.last_name, ''), coalesce(s.first_name, ''), coalesce(s.middle_name, ''),
			s.messenger IS NOT NULL, coalesce(w.relation, ''), coalesce(g.name, '')
		FROM persons p LEFT JOIN guardianships w ON w.parent_id = p.id
		LEFT JOIN people s ON s.id = w.student_id AND s.active = 1
		LEFT JOIN enrolments e ON e.person_id = s.id AND `+inForce+`
		LEFT JOIN groups g ON g.id = e.group_id AND g.active = 1
		WHERE p.active = 1 AND p.kinds & $2 <> 0 AND ($3 = 0 OR g.id = $3) AND ($4 = '' OR p.folded LIKE $4 ESCAPE '\')
		AND ($5 = 1 OR g.curator = $6)
		ORDER BY p.id, s.id, g.id IS NULL`,
		scope.Today, model.Parent, f.Group, likePattern(f.Name), flag(scope.Everybody), scope.Of)
	if err != nil {
		return nil, err
	}
	keys := newSortKeys()
	sortByName(keys, parents, func(p *model.ParentRow) model.Name { return p.Name })
	for _, p := range parents {
		if len(p.Children) > 1 {
			sortBy(keys, p.Children, func(c *model.Relative) [5]string { return [5]string{c.Name.LastName, c.Name.FirstName} })
		}
	}
	return parents, nil
}

// StaffRows loads the staff, by name.
func (tx *Tx) StaffRows(f model.PeopleFilter) ([]model.StaffRow, error) {
	staff, err := load(tx, func(s *model.StaffRow) []any {
		s.Left = f.Left
		return []any{&s.Person, &s.Name.LastName, &s.Name.FirstName, &s.Name.MiddleName, &s.Roles, &s.Linked}
	}, `SELECT p.id, p.last_name, p.first_name, p.middle_name, p.roles, p.messenger IS NOT NULL FROM persons p
		WHERE p.active = $1 AND p.kinds & $2 <> 0 AND ($3 = '' OR p.folded LIKE $3 ESCAPE '\')
		ORDER BY p.id`, flag(!f.Left), model.Staff, likePattern(f.Name))
	if err != nil {
		return nil, err
	}
	keys := newSortKeys()
	sortByName(keys, staff, func(s *model.StaffRow) model.Name { return s.Name })
	at := make(map[model.PersonID]int, len(staff))
	for i := range staff {
		at[staff[i].Person] = i
	}
	err = tx.each(func(rows *sql.Rows) error {
		var curator model.PersonID
		var group string
		err := rows.Scan(&curator, &group)
		if i, ok := at[curator]; ok {
			staff[i].Curates = append(staff[i].Curates, group)
		}
		return err
	}, `SELECT curator, name FROM groups WHERE active = 1 AND curator IS NOT NULL ORDER BY id`)
	if err != nil {
		return nil, err
	}
	for i := range staff {
		sortBy(keys, staff[i].Curates, func(group *string) [5]string { return [5]string{*group} })
	}
	return staff, tx.each(func(rows *sql.Rows) error {
		var teacher model.PersonID
		var n int
		err := rows.Scan(&teacher, &n)
		if i, ok := at[teacher]; ok {
			staff[i].Teaches = n
		}
		return err
	}, `SELECT w.person_id, count(*) FROM teaching_teachers w JOIN teachings t ON t.id = w.teaching_id
		LEFT JOIN groups g ON g.id = t.group_id
		WHERE t.active = 1 AND (t.group_id IS NULL OR g.active = 1) GROUP BY w.person_id`)
}

// RightsRows loads the staff with their rights, by name.
func (tx *Tx) RightsRows() ([]model.RightsRow, error) {
	staff, err := load(tx, func(r *model.RightsRow) []any {
		return []any{&r.Person, &r.Name.LastName, &r.Name.FirstName, &r.Name.MiddleName, &r.Roles, &r.Linked}
	}, `SELECT p.id, p.last_name, p.first_name, p.middle_name, p.roles, p.messenger IS NOT NULL FROM persons p
		WHERE p.active = 1 AND p.kinds & $1 <> 0 ORDER BY p.id`, model.Staff)
	sortByName(newSortKeys(), staff, func(r *model.RightsRow) model.Name { return r.Name })
	return staff, err
}

// Admins loads the administrators who can sign in, or all of them while none can: one of these has to stay. They come in ascending order.
func (tx *Tx) Admins() ([]model.PersonID, error) {
	signingIn, err := tx.AdminsSigningIn()
	if err != nil || len(signingIn) > 0 {
		return signingIn, err
	}
	return tx.admins("")
}

// AdminsSigningIn loads the administrators who can sign in, in ascending order.
func (tx *Tx) AdminsSigningIn() ([]model.PersonID, error) {
	return tx.admins(` AND EXISTS (SELECT 1 FROM accounts a WHERE a.person_id = p.id AND a.disabled = 0)`)
}

func (tx *Tx) admins(and string) ([]model.PersonID, error) {
	return loadColumn[model.PersonID](tx,
		`SELECT p.id FROM persons p WHERE p.active = 1 AND p.kinds & $1 <> 0 AND p.roles & $2 <> 0`+and+` ORDER BY p.id`, model.Staff, model.RoleAdmin)
}
