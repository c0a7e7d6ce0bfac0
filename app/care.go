package app

import (
	"context"
	"io"

	"zvonok/model"
)

// Care is the contract of looking after a college: copies, «Журнал изменений», taking changes back. The context says who acts, and every
// method checks their rights. Errors are in Russian, ready to be shown.
type Care interface {
	// Settings are what «Настройки системы» shows of the college.
	Settings(ctx context.Context) (model.CollegeCard, error)
	// SaveSettings saves the college's settings; was is what the person saw. It saves all of them or, when something is wrong
	// or somebody else has changed it, none.
	SaveSettings(ctx context.Context, seen, set model.CollegeSettings) error
	// Beginnings says how far a new college has come, for the steps that follow its founding.
	Beginnings(ctx context.Context) (model.Beginnings, error)
	// Backups lists the copies of the college, the newest first, in the college's time zone.
	Backups(ctx context.Context) ([]model.Backup, error)
	// BackUp carries out «Сделать копию».
	BackUp(ctx context.Context) error
	// WriteBackup carries out «Сохранить копию как…»: it writes a copy of the college as it is now.
	WriteBackup(ctx context.Context, w io.Writer) error
	// BackupLoss says what the college would lose if the copy took its place.
	BackupLoss(ctx context.Context, name string) (loss model.BackupLoss, err error)
	// Runs loads the agent's last n runs, the latest first, in the college's time zone.
	Runs(ctx context.Context, n int) (runs []model.RunLine, err error)
	// AuditChoices are what «Журнал изменений» can be filtered by.
	AuditChoices(ctx context.Context) (choices model.AuditChoices, err error)
	// Audit loads a page of «Журнал изменений», the latest line first, in the college's time zone, and counts all the
	// lines that the filter leaves.
	Audit(ctx context.Context, f model.AuditFilter) (lines []model.AuditLine, total int, err error)
	// ExportAudit writes all the lines that the filter leaves as a workbook (XLSX).
	ExportAudit(ctx context.Context, f model.AuditFilter, w io.Writer) error
	// PreviewUndo says what taking a change back would do, and what it cannot bring back.
	PreviewUndo(ctx context.Context, id model.ChangeID) (preview model.UndoPreview, err error)
	// UndoChange takes a change back as a whole: the lists are what they were before it, and the agent corrects the
	// messenger.
	UndoChange(ctx context.Context, id model.ChangeID) error
}
