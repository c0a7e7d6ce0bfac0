package imports

import (
	"context"
	"errors"
	"time"

	"golang.org/x/sync/errgroup"

	"zvonok/app"
	"zvonok/app/college"
	"zvonok/model"
	"zvonok/model/guard"
	"zvonok/model/roster"
	"zvonok/model/roster/formats"
	"zvonok/model/store"
)

// imported is what a roster changes in the college.
type imported struct {
	format   roster.Format
	changes  roster.Changes
	problems []roster.Problem
	over     []string // the safety limits that the changes go beyond, and what else they must not do unasked
}

// comparing is all that the changes of a roster depend on, except how it was read. Its fingerprint stands for them.
type comparing struct {
	Files   string // digest
	Choices model.ImportChoices
	Today   string
	Version int // of the college's rosters
	// Generation is the college's: what was compared before a copy took its place, here or at another server, no longer counts.
	Generation string
	Limits     model.ImportLimits
	SigningIn  []model.PersonID // the administrators who can
}

// PreviewImport says what rosters would change in the college with these choices; nothing changes yet. Problems in the
// files are part of the answer, not an error.
func (i *Imports) PreviewImport(ctx context.Context, files model.Files, choices model.ImportChoices) (model.ImportPreview, error) {
	found, is, err := i.look(ctx, files, choices)
	if err != nil {
		return model.ImportPreview{}, err
	}
	preview := found.preview(files.Names(), choices)
	if len(preview.Problems) == 0 {
		preview.Sections = importSections(found.changes)
	}
	if len(found.problems) == 0 && !found.changes.Writes.Empty() {
		preview.Fingerprint = is
	}
	return preview, nil
}

// look reads rosters and compares them with the college, in which they change nothing. The college is loaded while the
// files are read.
func (i *Imports) look(ctx context.Context, files model.Files, choices model.ImportChoices) (found imported, is string, err error) {
	c, options := i.college, formats.Options{}
	err = c.Store.View(ctx, func(tx *store.Tx) (err error) {
		if _, err := i.mayImport(tx); err != nil {
			return err
		}
		options.Today, err = c.Today(tx)
		return err
	})
	if err != nil {
		return found, "", err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var known bool
	var with comparand
	var loading errgroup.Group
	loading.Go(func() error {
		return guard.Run(func() error {
			return c.Store.View(ctx, func(tx *store.Tx) (err error) {
				if is, err = comparingNow(c, tx, files, choices); err != nil {
					return err
				}
				if found, known = i.readings.of(is); !known {
					with, err = i.comparand(tx, files)
				}
				return err
			})
		})
	})
	snapshot, problems, err := i.readRoster(ctx, files, options)
	if err != nil || len(problems) > 0 {
		stop()
	}
	failed := loading.Wait()
	switch {
	case err != nil:
		return imported{}, "", err
	case len(problems) > 0:
		return imported{format: snapshot.Format, problems: problems}, "", nil
	case failed != nil:
		return imported{}, "", failed
	case !known:
		found = with.compare(snapshot, choices)
		i.readings.remember(is, found, with)
	}
	return found, is, nil
}

// comparingNow is the fingerprint of a comparison with the college as the transaction sees it.
func comparingNow(c *college.College, tx *store.Tx, files model.Files, choices model.ImportChoices) (string, error) {
	of := comparing{Files: files.Digest(), Choices: choices}
	var err error
	if of.Today, err = c.Day(tx); err != nil {
		return "", err
	}
	if of.Version, err = tx.IntSetting(store.SettingRosterVersion, 0); err != nil {
		return "", err
	}
	if of.Generation, err = tx.Setting(store.SettingGeneration, ""); err != nil {
		return "", err
	}
	if of.Limits, err = college.ImportLimits(tx); err != nil {
		return "", err
	}
	if of.SigningIn, err = tx.AdminsSigningIn(); err != nil {
		return "", err
	}
	return college.FingerprintOf(of)
}

// comparand is what a roster is compared with, which changes nothing in it: the college on a day, and how much of it may go.
type comparand struct {
	is     string // of the files that it is remembered for, whatever is chosen about them
	stored roster.College
	limits model.ImportLimits
	today  time.Time
}

// loadComparand loads the college as the transaction sees it.
func loadComparand(c *college.College, tx *store.Tx) (with comparand, err error) {
	if with.limits, err = college.ImportLimits(tx); err != nil {
		return with, err
	}
	if with.today, err = c.Today(tx); err != nil {
		return with, err
	}
	with.stored, err = tx.College()
	return with, err
}

// comparand loads what a roster is compared with, or remembers it.
func (i *Imports) comparand(tx *store.Tx, files model.Files) (comparand, error) {
	is, err := comparingNow(i.college, tx, files, model.ImportChoices{})
	if err != nil {
		return comparand{}, err
	}
	if with, known := i.readings.comparand(is); known {
		return with, nil
	}
	with, err := loadComparand(i.college, tx)
	with.is = is
	return with, err
}

// compare says what the snapshot would change, and which safety limits that goes beyond. A group that seems to be renamed counts as
// one: its chats, subjects and journal would be lost.
func (with comparand) compare(snapshot roster.Snapshot, choices model.ImportChoices) imported {
	found := imported{format: snapshot.Format}
	found.changes, found.problems = roster.Compare(with.stored, snapshot, decisions(choices))
	found.over = append(renamingWords(found.changes.Renamings), with.limits.Exceeded(found.changes.Losses(with.stored, with.today))...)
	return found
}

// decisions are a person's choices as the comparison takes them.
func decisions(choices model.ImportChoices) roster.Decisions {
	return roster.Decisions{KeepGone: choices.KeepGone, Same: answersOf(choices.Same), Different: answersOf(choices.Different)}
}

// answersOf are answers to doubts by the roster's keys.
func answersOf(choices map[string]model.PersonID) map[roster.Key]model.PersonID {
	answers := make(map[roster.Key]model.PersonID, len(choices))
	for key, person := range choices {
		answers[roster.Key(key)] = person
	}
	return answers
}

// preview puts what was found in files into words: the problems or, where there are none, the changes in numbers and
// what has to be decided about them.
func (found imported) preview(files []string, choices model.ImportChoices) model.ImportPreview {
	preview := model.ImportPreview{
		Files: files, FormatCode: string(found.format), Format: formatWords[found.format], Problems: college.ImportProblems(found.problems), Choices: choices,
	}
	if len(preview.Problems) > 0 {
		return preview
	}
	preview.Warnings, preview.Sections, preview.Over = found.changes.Warnings, importCounts(found.changes), found.over
	if order, students := found.changes.Withdrawal(); students > 0 {
		preview.Withdrawal = order.Title()
	}
	for _, d := range found.changes.Doubts {
		preview.Doubts = append(preview.Doubts, model.ImportDoubt{Key: string(d.Key), Person: d.Person, New: d.New, Old: d.Old, Group: d.Place})
	}
	return preview
}

// ImportStop is why a roster is not loaded as it was looked at: problems are ErrProblems, an empty roster and one that
// takes too many away an *ImportLimitError, and open doubts an *ImportDoubtsError. Nil when nothing stops it.
func ImportStop(p model.ImportPreview) error {
	if len(p.Problems) > 0 {
		var reasons []string
		for _, problem := range p.Problems {
			if !problem.Emptying {
				return app.ErrProblems
			}
			reasons = append(reasons, problem.Message)
		}
		return &app.ImportLimitError{Reasons: reasons, Never: true}
	}
	if len(p.Over) > 0 && !p.Choices.OverLimit {
		return &app.ImportLimitError{Reasons: p.Over}
	}
	if len(p.Doubts) > 0 {
		return &app.ImportDoubtsError{Doubts: p.Doubts}
	}
	return nil
}

// ApplyImport makes the changes that the preview of this fingerprint showed, all of them in one transaction. If they
// would be others now, nothing is done and the error is ErrOutdated; nothing is done either while ImportStop has an
// error.
func (i *Imports) ApplyImport(ctx context.Context, files model.Files, choices model.ImportChoices, fingerprint string) error {
	found, is, err := i.look(ctx, files, choices)
	if err != nil {
		return err
	}
	if len(found.problems) == 0 && is != fingerprint {
		return app.ErrOutdated
	}
	if err := ImportStop(found.preview(nil, choices)); err != nil {
		return err
	}
	c := i.college
	if err := c.BackupBefore(ctx, model.BackupImport); err != nil {
		return err
	}
	err = c.Store.Update(ctx, func(tx *store.Tx) error {
		actor, err := i.mayImport(tx)
		if err != nil {
			return err
		}
		if is, err = comparingNow(c, tx, files, choices); err != nil {
			return err
		}
		if is != fingerprint {
			return app.ErrOutdated
		}
		now, err := tx.Profiles()
		if err != nil {
			return err
		}
		proved, err := tx.Proved()
		if err != nil {
			return err
		}
		if !found.changes.Writes.ProfilesStand(now, proved) {
			i.readings.drop() // the fingerprint knows nothing of profiles
			return app.ErrOutdated
		}
		return writeRoster(c, tx, actor.Person, found.changes)
	})
	if err != nil {
		return err
	}
	i.readings.drop()
	return nil
}

// writeRoster makes changes that were worked out for the college as it is.
func writeRoster(c *college.College, tx *store.Tx, actor model.PersonID, changes roster.Changes) error {
	if err := c.TurnDayIn(tx); err != nil {
		return err
	}
	if err := tx.Record(c.Clock.Now()); err != nil {
		return err
	}
	return errors.Join(tx.ApplyRoster(changes),
		tx.Audit(c.Clock.Now(), actor, "Загрузка списков", formatWords[changes.Format], importWords(changes)))
}

// mayImport is who loads rosters, if they may.
func (i *Imports) mayImport(tx *store.Tx) (model.Actor, error) {
	actor, err := college.Actor(tx)
	if err == nil && !actor.MayImport() {
		err = app.ErrNoRight
	}
	return actor, err
}

// ApplySnapshot makes the college what the snapshot says, for the owner of the data folder: nobody is asked who is who, and no
// limit stops it.
func ApplySnapshot(ctx context.Context, c *college.College, snapshot roster.Snapshot) error {
	if err := c.BackupBefore(ctx, model.BackupImport); err != nil {
		return err
	}
	return c.Store.Update(ctx, func(tx *store.Tx) error {
		with, err := loadComparand(c, tx)
		if err != nil {
			return err
		}
		choices := model.ImportChoices{OverLimit: true}
		for {
			found := with.compare(snapshot, choices)
			preview := found.preview(nil, choices)
			var more bool
			if choices, more = choices.Answered(preview.Doubts, false); more {
				continue
			}
			if err := ImportStop(preview); err != nil {
				return err
			}
			return writeRoster(c, tx, 0, found.changes)
		}
	})
}
