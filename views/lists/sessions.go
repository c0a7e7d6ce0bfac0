package lists

import (
	"context"
	"fmt"
	"time"

	"zvonok/model"
	"zvonok/views/dialog"
	"zvonok/views/shell"
	"zvonok/views/table"
	"zvonok/views/widgets"
)

// SessionColumns are the columns of a list of sessions without the person's.
func SessionColumns() []*table.Column[model.SessionRow] {
	seen := table.Day("seen", "Был на связи", 140, func(s model.SessionRow) time.Time { return s.Seen })
	seen.Cell = func(s model.SessionRow) table.Cell {
		if s.Connected {
			return table.Cell{Text: "сейчас", Tone: widgets.ToneGood}
		}
		return table.Muted(s.Seen.Format(table.DayLayout + " 15:04"))
	}
	return []*table.Column[model.SessionRow]{
		table.Text("computer", "Компьютер", 180, 1, func(s model.SessionRow) string {
			if s.Own {
				return OrDash(s.Computer) + " · этот сеанс"
			}
			return OrDash(s.Computer)
		}),
		table.Day("since", "Вход", 110, func(s model.SessionRow) time.Time { return s.Since }),
		seen,
	}
}

// SessionID is the key of a list of sessions.
func SessionID(s model.SessionRow) model.SessionID { return s.ID }

// OthersOf are the sessions that can be ended from a list: one's own ends by «Выйти».
func OthersOf(chosen []model.SessionRow) (others []model.SessionRow) {
	for _, s := range chosen {
		if !s.Own {
			others = append(others, s)
		}
	}
	return others
}

// EndSessions asks once before it ends sessions; then follows.
func EndSessions(desk shell.Desk, sessions []model.SessionRow, end func(context.Context, model.SessionID) error, then func()) {
	action := "Завершить сеанс"
	if len(sessions) > 1 {
		action = "Завершить " + model.Plural(len(sessions), "сеанс", "сеанса", "сеансов")
	}
	text := "На этих компьютерах нужно будет войти заново. Что там не сохранено, пропадёт; что ждёт отправки, останется до следующего входа:\n" +
		ListOf(model.Each(sessions, func(s model.SessionRow) string { return fmt.Sprintf("%s, %s", s.Name, OrDash(s.Computer)) }))
	dialog.ConfirmDanger(desk.Frame.Window(), action+"?", text, action, func() {
		desk.Act("Сеанс не завершён", func(ctx context.Context) error {
			for _, s := range sessions {
				if err := end(ctx, s.ID); err != nil {
					return err
				}
			}
			return nil
		}, "Сеанс завершён", then)
	})
}
