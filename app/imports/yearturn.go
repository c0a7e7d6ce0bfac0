package imports

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"zvonok/app"
	"zvonok/app/college"
	"zvonok/model"
	"zvonok/model/store"
)

// PreviewYearTurn says what «Новый учебный год» would do with these choices; what speaks against it is part of the
// answer. Only those who edit the roster see it. With lists of the new year, the turn and their loading are tried and
// taken back, so that the answer is what would happen; files that cannot be read at all are an error.
func (s *Imports) PreviewYearTurn(ctx context.Context, choices model.YearTurnChoices) (model.YearTurnPlan, error) {
	lists, err := s.readYearLists(ctx, choices)
	if err != nil {
		return model.YearTurnPlan{}, err
	}
	return s.tryYearTurn(ctx, choices, lists)
}

// tryYearTurn makes a turn that is rolled back. Without lists planning alone says everything.
func (s *Imports) tryYearTurn(ctx context.Context, choices model.YearTurnChoices, lists *yearLists) (plan model.YearTurnPlan, err error) {
	if lists != nil {
		err = s.college.EditRoster(ctx, func(e *college.Edit) error {
			if plan, err = s.turnWith(e, choices, lists); err != nil {
				return err
			}
			return college.ErrLookedAt
		})
		if errors.Is(err, college.ErrLookedAt) {
			err = nil
		}
		return plan, err
	}
	err = s.college.Store.View(ctx, func(tx *store.Tx) error {
		if _, err := college.MayEdit(tx); err != nil {
			return err
		}
		plan, err = planYearTurn(s.college, tx, choices)
		return err
	})
	return plan, err
}

// planYearTurn plans the year's turn of the college as it is.
func planYearTurn(c *college.College, tx *store.Tx, choices model.YearTurnChoices) (plan model.YearTurnPlan, err error) {
	of := model.YearTurnCollege{Students: map[model.GroupID][]model.TurnStudent{}}
	if of.Today, err = c.Today(tx); err != nil {
		return plan, err
	}
	if of.Turned, err = tx.IntSetting(store.SettingSchoolYear, 0); err != nil {
		return plan, err
	}
	roster, err := c.Roster(tx)
	if err != nil {
		return plan, err
	}
	of.Groups = roster.Groups
	names, err := tx.Names()
	if err != nil {
		return plan, err
	}
	var everybody []model.PersonID
	for _, students := range roster.Students {
		everybody = append(everybody, students...)
	}
	movements, err := tx.MovementsOf(everybody)
	if err != nil {
		return plan, err
	}
	effective := choices.Effective
	if effective.IsZero() {
		effective = of.Today
	}
	for group, students := range roster.Students {
		for _, id := range students {
			of.Students[group] = append(of.Students[group], model.TurnStudent{
				Person: id, Name: names[id],
				Now: model.GroupsOn(movements[id], of.Today), Then: model.GroupsOn(movements[id], effective),
				Later: model.PlacedAfter(movements[id], effective).In,
			})
		}
	}
	if of.Coming, err = tx.Coming(of.Today); err != nil {
		return plan, err
	}
	if of.Chats, err = tx.ListedChats(); err != nil {
		return plan, err
	}
	return model.PlanYearTurn(of, choices), nil
}

// ApplyYearTurn carries out the plan of this fingerprint, after a copy of the college: the turn and the lists of the new
// year as one change, or nothing. The error is ErrOutdated if the college or the files have changed since it was planned.
func (s *Imports) ApplyYearTurn(ctx context.Context, choices model.YearTurnChoices, fingerprint string) error {
	lists, err := s.readYearLists(ctx, choices)
	if err != nil {
		return err
	}
	seen, err := s.tryYearTurn(ctx, choices, lists)
	if err != nil {
		return err
	}
	if seen.Fingerprint != fingerprint {
		return app.ErrOutdated
	}
	if why := seen.Stops(); why != "" {
		return errors.New(why)
	}
	if err := s.college.BackupBefore(ctx, model.BackupYear); err != nil {
		return err
	}
	return s.college.EditRoster(ctx, func(e *college.Edit) error {
		plan, err := s.turnWith(e, choices, lists)
		if err == nil && plan.Fingerprint != fingerprint {
			err = app.ErrOutdated
		}
		return err
	})
}

// turnYear writes a plan that nothing stops.
func (s *Imports) turnYear(e *college.Edit, plan model.YearTurnPlan) error {
	if len(plan.Order.People) > 0 {
		if err := s.order(e, plan.Order); err != nil {
			return err
		}
	}
	for _, g := range plan.Groups {
		switch g.Turn {
		case model.TurnGoOn:
			stored, err := e.Group(g.ID)
			if err != nil {
				return err
			}
			stored.Year++
			if err := e.UpdateGroup(stored); err != nil {
				return err
			}
		case model.TurnGraduate:
			if err := e.Disband(g.ID); err != nil {
				return err
			}
		}
	}
	var rows []store.ChatRow
	for _, c := range plan.Chats {
		if err := e.UpdateChat(c.Chat); err != nil {
			return err
		}
		for _, r := range c.Rows {
			rows = append(rows, store.ChatRow{Chat: c.ID, RowChange: r})
		}
	}
	return errors.Join(e.PutMembers(rows), e.SetSetting(store.SettingSchoolYear, strconv.Itoa(plan.Year)))
}

// turnWords are what a turn does, in numbers.
func turnWords(n model.YearTurnCounts) string {
	return fmt.Sprintf("групп на следующий курс: %d; выпущено групп: %d, студентов: %d; чатов в архив: %d, удалено: %d",
		n.GoOn, n.Graduate, n.Students, n.Archived, n.Deleted)
}
