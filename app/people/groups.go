package people

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"zvonok/app/college"
	"zvonok/model"
	"zvonok/model/store"
)

const editedGroup = "Изменение группы"

// AddGroup adds a group. One of this name that was disbanded comes back instead, with its history.
func (s *People) AddGroup(ctx context.Context, edit model.GroupEdit) (id model.GroupID, err error) {
	store.Answers(ctx, &id)
	err = s.college.EditRoster(ctx, func(e *college.Edit) error {
		edit, err := cleanGroup(e, 0, edit)
		if err != nil {
			return err
		}
		g := model.Group{Name: edit.Name, Year: edit.Year, Specialty: edit.Specialty, Curator: edit.Curator}
		disbanded, err := e.EveryGroup(true)
		if err != nil {
			return err
		}
		for _, old := range disbanded {
			if model.Fold(old.Name) == model.Fold(g.Name) {
				g.ID = old.ID
			}
		}
		if id = g.ID; id != 0 {
			err = e.UpdateGroup(g)
		} else {
			id, err = e.InsertGroup(g)
		}
		if err != nil {
			return err
		}
		curator, err := curatorName(e, g.Curator)
		if err != nil {
			return err
		}
		return e.Note("Добавление группы", g.Name, changes(field{"куратор", "", curator}))
	})
	return id, err
}

// cleanGroup says what is wrong with an edit of a group; id is zero for a new one.
func cleanGroup(e *college.Edit, id model.GroupID, edit model.GroupEdit) (model.GroupEdit, error) {
	groups, err := e.EveryGroup(false)
	if err != nil {
		return edit, err
	}
	var others []model.Group // none where it has its name already, whatever others are called
	if !slices.ContainsFunc(groups, func(g model.Group) bool { return g.ID == id && g.Name == edit.Name }) {
		others = model.Only(groups, func(g model.Group) bool { return g.ID != id })
	}
	if edit, err = edit.Clean(others); err != nil || edit.Curator == 0 {
		return edit, err
	}
	_, err = e.Of(edit.Curator, model.Staff)
	return edit, err
}

func curatorName(e *college.Edit, id model.PersonID) (string, error) {
	if id == 0 {
		return "", nil
	}
	p, err := e.Person(id)
	return p.Name.String(), err
}

// EditGroup changes the name, course, specialty and curator of a group that somebody has seen as it was. If it has
// changed since, nothing is changed and the error is a *model.Conflict.
func (s *People) EditGroup(ctx context.Context, seen model.Group, edit model.GroupEdit) error {
	return s.college.EditRoster(ctx, func(e *college.Edit) error {
		was, now, err := groupNow(e, seen.ID)
		if err != nil {
			return err
		}
		if now != seen {
			return s.groupConflict(e, seen, now, edited(was, edit))
		}
		return editGroup(e, was, edit)
	})
}

// SetCurator makes a member of staff the curator of a group that somebody has seen as it was, or, when it is nobody,
// leaves it without one. If it has another curator now, nothing is changed and the error is a *model.Conflict.
func (s *People) SetCurator(ctx context.Context, seen model.Group, curator model.PersonID) error {
	return s.college.EditRoster(ctx, func(e *college.Edit) error {
		was, now, err := groupNow(e, seen.ID)
		if err != nil {
			return err
		}
		edit := model.GroupEdit{Name: was.Name, Year: was.Year, Specialty: was.Specialty, Curator: curator}
		if now.Curator != seen.Curator {
			return s.groupConflict(e, seen, now, edited(was, edit))
		}
		return editGroup(e, was, edit)
	})
}

// groupNow is a group as it is stored, and as people see it: without a curator who has left.
func groupNow(e *college.Edit, id model.GroupID) (stored, seen model.Group, err error) {
	if stored, err = e.Group(id); err != nil || stored.Curator == 0 {
		return stored, stored, err
	}
	seen = stored
	curator, err := e.Person(stored.Curator)
	if !curator.Active {
		seen.Curator = 0
	}
	return stored, seen, err
}

func editGroup(e *college.Edit, was model.Group, edit model.GroupEdit) error {
	edit, err := cleanGroup(e, was.ID, edit)
	if err != nil {
		return err
	}
	now := edited(was, edit)
	if now == was {
		return nil
	}
	if err := e.UpdateGroup(now); err != nil {
		return err
	}
	what, err := groupChanges(e, was, now)
	if err != nil {
		return err
	}
	return e.Note(editedGroup, now.Name, what)
}

func edited(was model.Group, edit model.GroupEdit) model.Group {
	return model.Group{ID: was.ID, Name: edit.Name, Year: edit.Year, Specialty: edit.Specialty, Curator: edit.Curator}
}

// groupConflict is the error of an edit of a group that was seen otherwise than it is now, and would become mine.
func (s *People) groupConflict(e *college.Edit, seen, now, mine model.Group) error {
	theirs, err := groupChanges(e, seen, now)
	if err != nil {
		return err
	}
	yours, err := groupChanges(e, now, mine)
	if err != nil {
		return err
	}
	return s.college.Conflict(e.Tx, model.Conflict{Thing: "группу " + seen.Name, What: theirs, Mine: yours}, now, editedGroup, now.Name)
}

// groupChanges says what of a group changed, in words.
func groupChanges(e *college.Edit, was, now model.Group) (string, error) {
	before, err := curatorName(e, was.Curator)
	if err != nil {
		return "", err
	}
	after, err := curatorName(e, now.Curator)
	return changes(field{"название", was.Name, now.Name}, field{"курс", numberWords(was.Year), numberWords(now.Year)},
		field{"специальность", was.Specialty, now.Specialty}, field{"куратор", before, after}), err
}

// DisbandGroups ends groups that no longer have students, with their subjects.
func (s *People) DisbandGroups(ctx context.Context, ids []model.GroupID) error {
	return s.college.EditRoster(ctx, func(e *college.Edit) error {
		for _, id := range ids {
			g, err := e.Group(id)
			if err != nil {
				return err
			}
			students, coming, err := e.PlacedIn(id, e.Today)
			if err != nil {
				return err
			}
			if err := model.CheckDisband(g.Name, len(students), coming); err != nil {
				return err
			}
			if err := e.Disband(id); err != nil {
				return err
			}
			if err := e.NoteEach(college.Groups, "Расформирование группы", g.Name, ""); err != nil {
				return err
			}
		}
		return nil
	})
}

// field is a value before and after.
type field struct{ name, before, after string }

// changes are the fields that differ, in words.
func changes(fields ...field) string {
	var words []string
	for _, f := range fields {
		if f.before != f.after {
			words = append(words, f.name+": "+college.Change(f.before, f.after))
		}
	}
	return strings.Join(words, "; ")
}

// numberWords is a number; empty for 0, which says nothing.
func numberWords(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}
