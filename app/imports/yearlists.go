package imports

import (
	"context"

	"zvonok/app/college"
	"zvonok/model"
	"zvonok/model/roster"
	"zvonok/model/roster/formats"
	"zvonok/model/store"
)

// yearLists are the new year's lists as their files hold them.
type yearLists struct {
	names    []string
	choices  model.ImportChoices
	snapshot roster.Snapshot
	problems []roster.Problem // that were found in reading
}

// readYearLists reads the new year's lists for somebody who may load them; nil where there are none.
func (s *Imports) readYearLists(ctx context.Context, choices model.YearTurnChoices) (*yearLists, error) {
	if len(choices.Lists) == 0 {
		return nil, nil
	}
	options := formats.Options{}
	err := s.college.Store.View(ctx, func(tx *store.Tx) (err error) {
		if _, err := s.mayImport(tx); err != nil {
			return err
		}
		options.Today, err = s.college.Today(tx)
		return err
	})
	if err != nil {
		return nil, err
	}
	lists := &yearLists{names: choices.Lists.Names(), choices: choices.Import}
	lists.snapshot, lists.problems, err = s.readRoster(ctx, choices.Lists, options)
	return lists, err
}

// turnWith makes the year's turn and then loads the lists, if there are any, all of it within one transaction, and says
// what both change. If something stops the plan, the transaction must be rolled back: the turn may be half made.
func (s *Imports) turnWith(e *college.Edit, choices model.YearTurnChoices, lists *yearLists) (plan model.YearTurnPlan, err error) {
	if plan, err = planYearTurn(s.college, e.Tx, choices); err != nil {
		return plan, err
	}
	if lists != nil && len(lists.problems) > 0 {
		found := imported{format: lists.snapshot.Format, problems: lists.problems}
		return plan.WithLists(found.preview(lists.names, lists.choices), nil), nil
	}
	if plan.Stops() != "" {
		return plan, nil
	}
	if err := s.turnYear(e, plan); err != nil {
		return plan, err
	}
	details := turnWords(plan.Counts())
	if lists != nil {
		with, err := loadComparand(s.college, e.Tx)
		if err != nil {
			return plan, err
		}
		found := with.compare(lists.snapshot, lists.choices)
		preview := found.preview(lists.names, lists.choices)
		preview.Sections = importSections(found.changes)
		plan = plan.WithLists(preview, lists.groups(found.changes))
		if plan.Stops() != "" {
			return plan, nil
		}
		if err := e.ApplyRoster(found.changes); err != nil {
			return plan, err
		}
		details += "; " + importWords(found.changes)
	}
	return plan, e.Note("Новый учебный год", model.SchoolYearWords(plan.Year), details)
}

// groups are the groups that the lists bring into the college or change there, as they have them.
func (l *yearLists) groups(changes roster.Changes) []model.TurnFileGroup {
	keys := model.Map(l.snapshot.Groups, func(g roster.Group) (string, roster.Key) { return model.FoldTitle(g.Name), g.Key })
	students := map[roster.Key][]model.Name{}
	for _, s := range l.snapshot.Students {
		students[s.Group] = append(students[s.Group], s.Name)
	}
	var groups []model.TurnFileGroup
	for _, g := range changes.Writes.Groups {
		if g.Active {
			groups = append(groups, model.TurnFileGroup{
				ID: model.GroupID(g.Ref.ID), Name: g.Name, Course: g.Year, Students: students[keys[model.FoldTitle(g.Name)]],
			})
		}
	}
	return groups
}
