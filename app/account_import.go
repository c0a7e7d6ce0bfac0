package app

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"

	"zvonok/model"
	"zvonok/model/roster"
	"zvonok/model/store"
)

// pendingImport is the roster that was looked at last and may be applied.
type pendingImport struct {
	id      model.ImportID
	version int // of the rosters that it was compared with, or an earlier one
	paths   []string
	over    []string // the safety limits that it goes beyond
	agreed  bool     // that it may
	done    Imported
}

var errImportGone = errors.New("эти списки уже загружены или устарели: выберите файл ещё раз")

// formatWords are the known formats as people call them.
var formatWords = map[roster.Format]string{
	roster.WorkbookXLSX: "Книга «Звонка» (XLSX)", roster.WorkbookCSV: "Таблицы «Звонка» (CSV)",
	roster.OneRoster11: "OneRoster 1.1", roster.OneRoster12: "OneRoster 1.2",
	roster.SDSv1: "School Data Sync 1", roster.SDSv21: "School Data Sync 2.1",
}

// PreviewImport reads rosters and says what they would change in the college; nothing changes yet.
// Problems in the files are part of the answer, not an error.
func (s *Session) PreviewImport(ctx context.Context, paths []string) (model.ImportPreview, error) {
	return s.previewImport(ctx, paths, model.ImportChoices{})
}

// RefineImport reads the rosters of a preview once more, with what the person has decided about them.
func (s *Session) RefineImport(ctx context.Context, id model.ImportID, choices model.ImportChoices) (model.ImportPreview, error) {
	s.mu.Lock()
	pending := s.imports
	s.mu.Unlock()
	if id == 0 || pending.id != id || len(pending.paths) == 0 {
		return model.ImportPreview{}, errImportGone
	}
	return s.previewImport(ctx, pending.paths, choices)
}

func (s *Session) previewImport(ctx context.Context, paths []string, choices model.ImportChoices) (model.ImportPreview, error) {
	next := pendingImport{paths: paths, agreed: choices.OverLimit}
	err := s.college.Store.View(ctx, func(tx *store.Tx) error {
		if _, err := s.mayImport(tx); err != nil {
			return err
		}
		var err error
		next.version, err = tx.IntSetting(store.SettingRosterVersion, 0)
		return err
	})
	if err != nil {
		return model.ImportPreview{}, err
	}
	request := ImportRequest{Paths: paths, Decisions: decisions(choices)}
	request.Confirm = func(_ roster.Changes, over []string) bool {
		next.over = over
		return false
	}
	next.done, err = s.college.Import(ctx, request)
	var emptying *ImportLimitError
	if err != nil && !errors.Is(err, ErrProblems) && !errors.As(err, &emptying) {
		return model.ImportPreview{}, err
	}
	preview := next.done.preview(paths, next.over)
	preview.Choices = choices
	if err != nil {
		return preview, nil
	}
	if next.done.Changes.Writes.Empty() {
		return preview, nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	next.id = s.imports.id + 1
	s.imports = next
	preview.ID = next.id
	return preview, nil
}

// decisions are a person's choices as the comparison takes them.
func decisions(choices model.ImportChoices) roster.Decisions {
	return roster.Decisions{KeepGone: choices.KeepGone, Same: answersOf(choices.Same), Different: answersOf(choices.Different)}
}

// preview puts what was found in files into words: the problems or, where there are none, the changes with the safety
// limits that they go beyond.
func (done Imported) preview(paths, over []string) model.ImportPreview {
	preview := model.ImportPreview{Format: formatWords[done.Format], Problems: importProblems(done.Problems)}
	for _, p := range paths {
		preview.Files = append(preview.Files, filepath.Base(p))
	}
	if len(preview.Problems) > 0 {
		return preview
	}
	preview.Warnings, preview.Sections, preview.Over = done.Changes.Warnings, ImportSections(done.Changes), over
	if order, students := done.Changes.Withdrawal(); students > 0 {
		preview.Withdrawal = order.Title()
	}
	for _, d := range done.Changes.Doubts {
		preview.Doubts = append(preview.Doubts, model.ImportDoubt{Key: string(d.Key), Person: d.Person, New: d.New, Old: d.Old, Group: d.Place})
	}
	return preview
}

// ApplyImport makes the changes of a preview, all of them in one transaction. When the college's rosters
// changed after the preview nothing is done, which is ErrRosterChanged; nor while doubts are open, which is an
// *ImportDoubtsError.
func (s *Session) ApplyImport(ctx context.Context, id model.ImportID) error {
	s.mu.Lock()
	pending := s.imports
	s.mu.Unlock()
	if id == 0 || pending.id != id || pending.done.Applied {
		return errImportGone
	}
	err := s.college.Store.View(ctx, func(tx *store.Tx) error {
		_, err := s.mayImport(tx)
		return err
	})
	if err != nil {
		return err
	}
	if len(pending.over) > 0 && !pending.agreed {
		return &ImportLimitError{Reasons: pending.over}
	}
	if open := pending.done.Changes.Doubts; len(open) > 0 {
		return &ImportDoubtsError{open}
	}
	if err := s.college.write(ctx, pending.version, s.mayImport, &pending.done); err != nil {
		return err
	}
	s.mu.Lock()
	if s.imports.id == id {
		s.imports = pendingImport{id: id} // the next preview has another number
	}
	s.mu.Unlock()
	s.keeper.Wake()
	return s.refresh(ctx)
}

// answersOf are answers to doubts by the roster's keys.
func answersOf(choices map[string]model.PersonID) map[roster.Key]model.PersonID {
	answers := make(map[roster.Key]model.PersonID, len(choices))
	for key, person := range choices {
		answers[roster.Key(key)] = person
	}
	return answers
}

// refresh reads the person at work anew: their name and their rights may have changed. Whoever signed out
// meanwhile stays out.
func (s *Session) refresh(ctx context.Context) error {
	id := s.Person().ID
	return s.college.Store.View(ctx, func(tx *store.Tx) error {
		person, err := personIn(tx, id)
		if err != nil {
			return err
		}
		actor, err := actorIn(tx, id)
		if err != nil {
			return err
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.presence.in && s.person.ID == id {
			s.person, s.actor = person, actor
		}
		return nil
	})
}

func (s *Session) mayImport(tx *store.Tx) (model.PersonID, error) {
	return s.who(tx, model.Actor.MayImport)
}

// WriteTemplate writes the workbook that colleges fill in; a file that is there is not overwritten.
func (s *Session) WriteTemplate(_ context.Context, path string) error { return Template(path) }

// ImportSections are the changes in words, without the sections in which there is nothing.
func ImportSections(c roster.Changes) []model.ImportSection {
	var sections []model.ImportSection
	for _, of := range []struct {
		section roster.Section
		title   string
	}{
		{roster.Groups, "Группы"}, {roster.Students, "Студенты"}, {roster.Parents, "Родители"}, {roster.Staff, "Сотрудники"},
		{roster.Teachings, "Нагрузка"}, {roster.Learners, "Учащиеся"},
	} {
		from := c.Section(of.section)
		to := model.ImportSection{
			Key: string(of.section), Title: of.title, Unchanged: from.Unchanged,
			Added: len(from.Added), Changed: len(from.Changed), Removed: len(from.Removed),
		}
		if to.Added+to.Changed+to.Removed+to.Unchanged == 0 {
			continue
		}
		for _, part := range []struct {
			action model.ImportAction
			lines  []roster.Line
		}{{model.ImportAdd, from.Added}, {model.ImportChange, from.Changed}, {model.ImportRemove, from.Removed}} {
			for _, l := range part.lines {
				action := part.action
				if of.section == roster.Students && slices.ContainsFunc(l.Fields, func(f roster.FieldChange) bool { return f.Field == "Группа" }) {
					action = model.ImportMove
				}
				to.Lines = append(to.Lines, model.ImportLine{Action: action, Title: l.Title, Detail: l.Detail, What: fieldWords(l.Fields), Groups: groupsOf(l)})
			}
		}
		sections = append(sections, to)
	}
	return sections
}

// groupsOf are the names of the groups that a line concerns.
func groupsOf(l roster.Line) (groups []string) {
	names := []string{l.Group}
	for _, f := range l.Fields {
		if f.Field == "Группа" {
			names = append(names, f.Before, f.After)
		}
	}
	for _, name := range names {
		if name != "" && !slices.Contains(groups, name) {
			groups = append(groups, name)
		}
	}
	return groups
}

// fieldWords are changed values in words: «Группа: ДО-19-1 › ДО-19-3; Курс: 1 › 2». The window's font has no arrow.
func fieldWords(fields []roster.FieldChange) string {
	words := make([]string, len(fields))
	for i, f := range fields {
		words[i] = f.Field + ": " + orDash(f.Before) + " › " + orDash(f.After)
	}
	return strings.Join(words, "; ")
}

func orDash(value string) string {
	if value == "" {
		return "—"
	}
	return value
}
