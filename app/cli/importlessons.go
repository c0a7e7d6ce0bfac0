package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"zvonok/app"
	"zvonok/app/college"
	"zvonok/app/imports"
	"zvonok/model"
)

// lessons is the kind of files of lessons; rosters have none.
func (k FileKind) lessons() model.LessonFileKind {
	if k == PlanFile {
		return model.FilePlan
	}
	return model.FileTimetable
}

// lessonProblem is a problem of a file of lessons as --json prints it.
type lessonProblem struct {
	Place   string `json:"place"`
	Message string `json:"message"`
}

type lessonsResult struct {
	Kind     FileKind        `json:"kind"`
	Added    int             `json:"added"`
	Changed  int             `json:"changed"`
	Removed  int             `json:"removed"`
	Kept     int             `json:"kept"`
	Applied  bool            `json:"applied"`
	Problems []lessonProblem `json:"problems"`
}

// lessons imports plans or a timetable, asking first unless --yes is given.
func (cmd *Import) lessons(ctx context.Context, e *Env, in *imports.Imports, files model.Files) error {
	preview, err := promptly(ctx, func() (model.LessonsPreview, error) {
		return in.PreviewLessons(college.AsOwner(ctx), cmd.Kind.lessons(), files)
	})
	if err != nil {
		return err
	}
	answer := declined
	if len(preview.Problems) > 0 {
		err = app.ErrProblems
	} else {
		if !cmd.JSON || !cmd.Yes {
			printLessons(e.words(cmd.JSON), preview)
		}
		answer, err = cmd.answer(ctx, e, preview.Fingerprint == "", "Внести изменения в журналы?")
	}
	if answer == agreed {
		err = in.ApplyLessons(college.AsOwner(ctx), cmd.Kind.lessons(), files, preview.Fingerprint)
	}
	if cmd.JSON {
		result := lessonsResult{
			Kind: cmd.Kind, Added: preview.Added, Changed: preview.Changed, Removed: preview.Removed, Kept: preview.Kept,
			Applied: answer != declined && err == nil, Problems: []lessonProblem{},
		}
		for _, p := range preview.Problems {
			place, text := problemWords(p)
			result.Problems = append(result.Problems, lessonProblem{place, text})
		}
		return errors.Join(e.printJSON(result), err)
	}
	for _, p := range preview.Problems {
		e.printf("%s\n", problemLine(p))
	}
	if err == nil {
		e.printf("%s", answer.words("Изменений нет.", "Готово."))
	}
	return err
}

func printLessons(out io.Writer, p model.LessonsPreview) {
	for _, w := range p.Warnings {
		_, _ = fmt.Fprintf(out, "Внимание: %s\n", w)
	}
	const row = "%8d %8d %8d %10d  %s\n"
	_, _ = fmt.Fprintf(out, "%8s %8s %8s %10s\n", "новых", "измен.", "удалится", "останется")
	for _, s := range p.Subjects {
		if s.Added+s.Changed+s.Removed+s.Kept > 0 {
			_, _ = fmt.Fprintf(out, row, s.Added, s.Changed, s.Removed, s.Kept, strings.TrimSpace(s.Group+" "+s.Subject))
		}
	}
	_, _ = fmt.Fprintf(out, row, p.Added, p.Changed, p.Removed, p.Kept, "всего")
}
