//go:build !nowindow

package window

import (
	"fmt"
	"log/slog"
	"os"

	"fyne.io/fyne/v2"

	"zvonok/app/desk"
	"zvonok/docs"
	"zvonok/model"
	"zvonok/views/about"
	"zvonok/views/background"
	"zvonok/views/dialog"
	"zvonok/views/shell"
)

// topicLicences is the heading of the guide above the licences.
const topicLicences shell.Topic = "licences"

// manual is the user's guide.
type manual struct {
	exec   background.Executor
	window fyne.Window
	data   string // the folder where it is written if it was not installed
	open   func(path string) error
}

// help opens the guide at a topic.
func (m manual) help(topic shell.Topic) {
	background.Perform(m.exec, func() error {
		program, err := os.Executable()
		if err != nil {
			return fmt.Errorf("не нашлась сама программа: %w", err)
		}
		folder, err := docs.Folder(program, m.data)
		if err != nil {
			return err
		}
		return m.open(docs.TopicPage(folder, string(topic)))
	}, func(err error) {
		if err != nil {
			dialog.ShowError(m.window, "Справка не открылась", err.Error())
		}
	})
}

// helped adds the guide and what the program says about itself to a window's configuration; version is the program's.
func helped(cfg shell.Config, session *desk.Session, m manual, version string) shell.Config {
	cfg.Help, cfg.Version = m.help, version
	cfg.About = func(desk shell.Desk) { about.Show(aboutDeps(desk, session, m, version)) }
	return cfg
}

func aboutDeps(desk shell.Desk, session *desk.Session, m manual, version string) about.Deps {
	return about.Deps{
		Desk: desk, Version: version, Support: func() model.Support { return session.Support(version) },
		Licences: func() { m.help(topicLicences) },
	}
}

// asking makes a window ask for later versions of the program, if there is somebody to ask and the user allows it.
func (w *collegeWindow) asking(cfg shell.Config, session *desk.Session, m manual) shell.Config {
	if !w.releases.Asked() || session.Line() != nil {
		return cfg
	}
	kept := w.folder.Preferences
	cfg.About = func(desk shell.Desk) {
		background.Fetch(cfg.Exec, func() (bool, error) { return kept.AsksReleases(), nil }, func(asks bool, _ error) {
			deps := aboutDeps(desk, session, m, w.version)
			deps.Asks, deps.SetAsks = asks, kept.SetAsksReleases
			about.Show(deps)
		})
	}
	cfg.Newer = func() string {
		if !kept.AsksReleases() {
			return ""
		}
		newer, err := w.releases.Newer(cfg.Exec.Context(), w.version)
		if err != nil {
			w.log.Warn("nobody knows whether there is a later version", slog.Any("error", err))
		}
		return newer
	}
	return cfg
}
