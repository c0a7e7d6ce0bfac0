package imports

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"zvonok/app"
	"zvonok/app/college"
	"zvonok/model"
	"zvonok/model/roster"
	"zvonok/model/roster/lessonfile"
	"zvonok/model/store"
)

// lessonLines are what a file of lessons holds.
type lessonLines struct {
	kind    model.LessonFileKind
	topics  []model.TopicLine     // of plans
	lessons []model.TimetableLine // of a timetable

	problems []roster.Problem
	warnings []string
}

// lessonsDiff is what a file changes. Its fingerprint tells it from any other.
type lessonsDiff struct {
	Kind      model.LessonFileKind
	Version   int // of the rosters
	Plan      model.TopicDiff
	Timetable model.TimetableDiff
}

func (d lessonsDiff) counts() map[model.TeachingID]model.ChangeCounts {
	if d.Kind == model.FilePlan {
		return d.Plan.Counts
	}
	return d.Timetable.Counts
}

// PreviewLessons reads plans (КТП) or a timetable and says what they would change; nothing changes yet. Problems
// in the files are part of the answer, not an error. The administrator loads both; a teacher plans of own
// subjects.
func (i *Imports) PreviewLessons(ctx context.Context, kind model.LessonFileKind, files model.Files) (model.LessonsPreview, error) {
	lines, teachings, err := i.readLessons(ctx, kind, files)
	preview := model.LessonsPreview{Kind: kind, Warnings: lines.warnings, Problems: college.ImportProblems(lines.problems)}
	if err != nil || len(lines.problems) > 0 {
		return preview, err
	}
	err = i.college.Store.View(ctx, func(tx *store.Tx) error {
		diff, err := diffLessons(i.college, tx, lines)
		if err != nil {
			return err
		}
		sumUp(&preview, diff.counts(), teachings)
		if preview.Added+preview.Changed+preview.Removed+retired(diff) > 0 {
			preview.Fingerprint, err = college.FingerprintOf(diff)
		}
		return err
	})
	return preview, err
}

// ApplyLessons makes the changes that the preview of this fingerprint showed, all of them in one transaction. If they
// would be others now, nothing is done and the error is ErrOutdated.
func (i *Imports) ApplyLessons(ctx context.Context, kind model.LessonFileKind, files model.Files, fingerprint string) error {
	lines, _, err := i.readLessons(ctx, kind, files)
	if err != nil {
		return err
	}
	switch {
	case len(lines.problems) > 0 && fingerprint != "":
		return app.ErrOutdated // the preview had none: a subject belongs to somebody else by now
	case len(lines.problems) > 0:
		return app.ErrProblems
	}
	return i.college.Store.Update(ctx, func(tx *store.Tx) error { return i.writeLessons(tx, lines, fingerprint) })
}

// lessonsRight says which subjects' files the actor may load, nil being all of the college.
func lessonsRight(actor model.Actor, kind model.LessonFileKind) (own func(model.TeachingID) bool, err error) {
	access := actor.LessonsAccess()
	switch {
	case !access.Import, kind != model.FilePlan && !access.All:
		return nil, app.ErrNoRight
	case access.All:
		return nil, nil
	}
	return actor.Leads, nil
}

// readLessons reads a file of lessons; teachings are all of the college.
func (i *Imports) readLessons(ctx context.Context, kind model.LessonFileKind, files model.Files) (
	lines lessonLines, teachings []model.TeachingRow, err error,
) {
	lines.kind = kind
	opts := lessonfile.Options{}
	err = i.college.Store.View(ctx, func(tx *store.Tx) error {
		actor, err := college.Actor(tx)
		if err != nil {
			return err
		}
		if opts.Own, err = lessonsRight(actor, kind); err != nil {
			return err
		}
		if opts.Today, err = i.college.Today(tx); err != nil {
			return err
		}
		opts.Teachings, err = tx.TeachingRows(store.TeachingFilter{Today: opts.Today.Format(time.DateOnly)})
		return err
	})
	switch {
	case err != nil:
	case kind == model.FilePlan:
		var read lessonfile.File[model.TopicLine]
		read, err = lessonfile.ReadPlan(ctx, files, opts)
		lines.topics, lines.problems, lines.warnings = read.Lines, read.Problems, read.Warnings
	default:
		var read lessonfile.File[model.TimetableLine]
		read, err = lessonfile.ReadTimetable(ctx, files, opts)
		lines.lessons, lines.problems, lines.warnings = read.Lines, read.Problems, read.Warnings
	}
	return lines, opts.Teachings, err
}

// retired is how many topics leave their plans and stay with their lessons.
func retired(d lessonsDiff) int { return len(d.Plan.Retire) }

// diffLessons works out what the file changes in the college as it is now.
func diffLessons(c *college.College, tx *store.Tx, p lessonLines) (d lessonsDiff, err error) {
	d.Kind = p.kind
	if d.Version, err = tx.IntSetting(store.SettingRosterVersion, 0); err != nil {
		return d, err
	}
	if p.kind == model.FilePlan {
		var stored []model.StoredTopic
		for _, teaching := range teachingsOf(p.topics, func(l model.TopicLine) model.TeachingID { return l.Teaching }) {
			topics, err := tx.StoredTopics(teaching)
			if err != nil {
				return d, err
			}
			stored = append(stored, topics...)
		}
		d.Plan = model.DiffTopics(stored, p.topics)
		return d, nil
	}
	rules := model.TimetableRules{Now: c.Clock.Now()}
	if rules.Zone, err = c.Zone(tx); err != nil {
		return d, err
	}
	if rules.Hour, err = college.AcademicHour(tx); err != nil {
		return d, err
	}
	stored, err := scheduledBeside(tx, p.lessons, model.Day(rules.Now, rules.Zone))
	if err != nil {
		return d, err
	}
	d.Timetable = model.DiffTimetable(stored, p.lessons, rules)
	return d, nil
}

// scheduledBeside loads the timetable's lessons of the groups of the lines, from the first to the last day of
// the lines.
func scheduledBeside(tx *store.Tx, lines []model.TimetableLine, today time.Time) ([]model.ScheduledLesson, error) {
	if len(lines) == 0 {
		return nil, nil
	}
	rows, err := tx.TeachingRows(store.TeachingFilter{Today: today.Format(time.DateOnly)})
	if err != nil {
		return nil, err
	}
	groupOf := model.Map(rows, func(t model.TeachingRow) (model.TeachingID, model.GroupID) { return t.ID, t.Group })
	from, to := lines[0].Date, lines[0].Date
	var groups []model.GroupID
	for _, l := range lines {
		if l.Date.Before(from) {
			from = l.Date
		}
		if l.Date.After(to) {
			to = l.Date
		}
	}
	for _, teaching := range teachingsOf(lines, func(l model.TimetableLine) model.TeachingID { return l.Teaching }) {
		groups = append(groups, groupOf[teaching])
	}
	slices.Sort(groups)
	var stored []model.ScheduledLesson
	for _, group := range slices.Compact(groups) {
		lessons, err := tx.ScheduledLessons(group, from, to)
		if err != nil {
			return nil, err
		}
		stored = append(stored, lessons...)
	}
	return stored, nil
}

// teachingsOf are the subjects of lines, ascending and without repeats.
func teachingsOf[L any](lines []L, of func(L) model.TeachingID) []model.TeachingID {
	ids := model.Each(lines, of)
	slices.Sort(ids)
	return slices.Compact(ids)
}

// writeLessons makes the changes of a preview, if they are still the same.
func (i *Imports) writeLessons(tx *store.Tx, lines lessonLines, was string) error {
	c := i.college
	actor, err := college.Actor(tx)
	if err != nil {
		return err
	}
	own, err := lessonsRight(actor, lines.kind)
	if err != nil {
		return err
	}
	if own != nil && slices.ContainsFunc(lines.topics, func(l model.TopicLine) bool { return !own(l.Teaching) }) {
		return app.ErrNoRight
	}
	diff, err := diffLessons(c, tx, lines)
	if err != nil {
		return err
	}
	if is, err := college.FingerprintOf(diff); err != nil || is != was {
		return errors.Join(err, app.ErrOutdated)
	}
	if err := tx.Record(c.Clock.Now()); err != nil {
		return err
	}
	action := "Загрузка КТП"
	if lines.kind == model.FilePlan {
		err = tx.ApplyTopics(diff.Plan)
	} else {
		action = "Загрузка расписания"
		err = tx.ApplyTimetable(diff.Timetable)
	}
	if err != nil {
		return err
	}
	return auditLessons(c, tx, actor, action, diff)
}

func auditLessons(c *college.College, tx *store.Tx, actor model.Actor, action string, diff lessonsDiff) error {
	day, err := c.Day(tx)
	if err != nil {
		return err
	}
	teachings, err := tx.TeachingRows(store.TeachingFilter{Today: day})
	if err != nil {
		return err
	}
	var total model.LessonsPreview
	sumUp(&total, diff.counts(), teachings)
	subject := model.Plural(len(total.Subjects), "предмет", "предмета", "предметов")
	if len(total.Subjects) == 1 {
		subject = total.Subjects[0].Group + "/" + total.Subjects[0].Subject
	}
	return tx.Audit(c.Clock.Now(), actor.Person, action, subject, fmt.Sprintf(
		"добавлено: %d, изменено: %d, удалено: %d, оставлено: %d", total.Added, total.Changed, total.Removed, total.Kept))
}

// sumUp brings counts into a preview, by group and subject.
func sumUp(preview *model.LessonsPreview, counts map[model.TeachingID]model.ChangeCounts, teachings []model.TeachingRow) {
	rows := model.Map(teachings, func(t model.TeachingRow) (model.TeachingID, model.TeachingRow) { return t.ID, t })
	for id, n := range counts {
		preview.Added, preview.Changed = preview.Added+n.Added, preview.Changed+n.Changed
		preview.Removed, preview.Kept = preview.Removed+n.Removed, preview.Kept+n.Kept
		change := model.LessonsChange{Subject: "Предмет, который больше не ведётся", Added: n.Added, Changed: n.Changed, Removed: n.Removed, Kept: n.Kept}
		if t, taught := rows[id]; taught {
			change.Group, change.Subject = t.GroupName, t.Title()
		}
		preview.Subjects = append(preview.Subjects, change)
	}
	order := store.NewCollator()
	model.Sort(preview.Subjects, func(a, b model.LessonsChange) int {
		if c := order.CompareString(a.Group, b.Group); c != 0 {
			return c
		}
		return order.CompareString(a.Subject, b.Subject)
	})
}
