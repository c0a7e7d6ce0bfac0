package cli

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"zvonok/model/files"
	"zvonok/model/roster/lessonfile"
	"zvonok/model/roster/listfile"
	"zvonok/model/roster/orderfile"
)

// Template is `zvonok template`.
type Template struct {
	File string   `arg:"" name:"файл" help:"Куда записать книгу XLSX." type:"path"`
	Kind FileKind `help:"Какую книгу: roster — списки колледжа (и без ключа), plan — КТП, timetable — расписание, orders — приказы." default:"roster" placeholder:"ВИД"`
}

// Run writes the workbook.
func (cmd *Template) Run(e *Env) error {
	how := "её и загрузите командой «zvonok import --kind " + string(cmd.Kind) + "»"
	err := files.WriteNew(cmd.File, func(w io.Writer) error {
		switch cmd.Kind {
		case RosterFile:
			how = "листы и загрузите её командой «zvonok import»"
			return listfile.WriteTemplate(w)
		case OrdersFile:
			return orderfile.WriteTemplate(w, e.Clock.Now())
		}
		return lessonfile.WriteTemplate(w, cmd.Kind.lessons(), e.Clock.Now())
	})
	if err == nil {
		e.printf("Записана книга %s: заполните %s.\n", cmd.File, how)
	}
	return err
}

// Validate refuses a name that promises something else than a workbook.
func (cmd *Template) Validate() error {
	if strings.ToLower(filepath.Ext(cmd.File)) != ".xlsx" {
		return fmt.Errorf("образец — книга Excel: назовите файл с расширением .xlsx, а не «%s»", filepath.Base(cmd.File))
	}
	return nil
}
