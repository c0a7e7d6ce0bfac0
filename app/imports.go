package app

import (
	"context"

	"zvonok/model"
)

// Imports is the contract of rosters, plans and timetables from files, and the turn of the school year. The context says who acts, and
// every method checks their rights. Errors are in Russian, ready to be shown.
type Imports interface {
	// PreviewLessons reads plans (КТП) or a timetable and says what they would change; nothing changes yet.
	PreviewLessons(ctx context.Context, kind model.LessonFileKind, files model.Files) (model.LessonsPreview, error)
	// ApplyLessons makes the changes that the preview of this fingerprint showed, all of them in one transaction.
	ApplyLessons(ctx context.Context, kind model.LessonFileKind, files model.Files, fingerprint string) error
	// PreviewImport says what rosters would change in the college with these choices; nothing changes yet.
	PreviewImport(ctx context.Context, files model.Files, choices model.ImportChoices) (model.ImportPreview, error)
	// ApplyImport makes the changes that the preview of this fingerprint showed, all of them in one transaction.
	ApplyImport(ctx context.Context, files model.Files, choices model.ImportChoices, fingerprint string) error
	// PreviewYearTurn says what «Новый учебный год» would do with these choices; what speaks against it is part of the
	// answer.
	PreviewYearTurn(ctx context.Context, choices model.YearTurnChoices) (model.YearTurnPlan, error)
	// ApplyYearTurn carries out the plan of this fingerprint, after a copy of the college: the turn and the lists of
	// the new year as one change, or nothing.
	ApplyYearTurn(ctx context.Context, choices model.YearTurnChoices, fingerprint string) error
}
