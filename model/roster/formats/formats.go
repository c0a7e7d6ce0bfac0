// Package formats reads a roster of any format: our lists, OneRoster, School Data Sync. The format is told by the
// contents.
package formats

import (
	"archive/zip"
	"context"
	"slices"
	"sync"
	"time"

	"zvonok/model"
	"zvonok/model/roster"
	"zvonok/model/roster/listfile"
	"zvonok/model/roster/oneroster"
	"zvonok/model/roster/table"
)

// Options are what Read needs to know besides the files.
type Options struct {
	// Today is the college's calendar date; the time of day and the zone are dropped.
	Today time.Time
}

// Read reads one XLSX workbook, one zip or several CSV files. The format is told by the
// contents. With any Problem the snapshot must not be applied. Problems are sorted by file and row;
// beyond 1,000 the last one says how many more there are. The only error is that of a ctx that was cancelled.
func Read(ctx context.Context, files model.Files, opts Options) (roster.Snapshot, []roster.Problem, error) {
	r := table.NewReader(ctx, opts.Today)
	s := readAll(r, files)
	s.Today = r.Today
	if err := ctx.Err(); err != nil {
		return roster.Snapshot{}, nil, err
	}
	return s, r.Problems.Sorted(), nil
}

func readAll(r *table.Reader, files model.Files) (s roster.Snapshot) {
	switch src, ok := r.Sort(files); {
	case !ok:
		return s
	case src.Entries != nil:
		s = readXLSX(r, src.Book, src.Entries)
	default:
		s = readTables(r, src.Tables, src.Files)
	}
	if r.Invisible > 0 {
		s.Warnings = append(s.Warnings, r.InvisibleWords())
	}
	if len(r.Respelled) > 0 {
		s.Warnings = append(s.Warnings, "В ФИО русские буквы набраны латинскими, прочитано русскими: "+model.FewOf(r.Respelled, 3, ", ")+
			". Исправьте их там, откуда выгружен список")
	}
	return s
}

// readTables reads a set of CSV files.
func readTables(r *table.Reader, tables []table.Sheet, files model.Files) roster.Snapshot {
	if len(tables) == 0 {
		if len(r.Problems.List) == 0 {
			r.Problems.Add(roster.Place{}, "", "Здесь нет ни одного файла CSV и ни одной книги Excel")
		}
		return roster.Snapshot{}
	}
	seen := map[string]string{}
	for _, t := range tables {
		if other, twice := seen[t.Stem]; twice && (listfile.OwnStems[t.Stem] != nil || slices.Contains(oneroster.Stems, t.Stem)) {
			r.Problems.Add(roster.Place{File: t.File}, "", "Такой файл уже есть («"+other+"»): оставьте один из них")
		}
		seen[t.Stem] = t.File
	}
	switch tell(tables) {
	case ownFamily:
		r.ComplainOfBareCR(files)
		return listfile.Read(r, roster.WorkbookCSV, "", listfile.WorkbookTables(tables), nil)
	case oneRosterFamily:
		return oneroster.Read(r, tables)
	case sds1Family:
		return oneroster.ReadSDS1(r, tables)
	case sds2Family:
		return oneroster.ReadSDS2(r, tables)
	}
	for _, f := range files {
		r.Problems.Add(roster.Place{File: f.Name, Row: 1}, "", "Формат файла не узнан: по заголовкам это не наша книга, "+
			"не OneRoster и не School Data Sync. Сверьте её с образцом книги")
	}
	return roster.Snapshot{}
}

// readXLSX reads our workbook from an XLSX file.
func readXLSX(r *table.Reader, f model.File, entries []*zip.File) roster.Snapshot {
	book, traits := table.OpenBook(r, f, entries)
	if book == nil {
		return roster.Snapshot{}
	}
	defer func() { _ = book.Close() }()
	ctx, stop := context.WithCancel(r.Ctx)
	var readers sync.WaitGroup
	defer func() {
		stop()
		readers.Wait()
	}()
	tables := map[roster.Section]table.Sheet{}
	var ours, strange []string
	for _, sheet := range book.GetSheetList() {
		def := listfile.OwnStems[table.HeaderKey(sheet)]
		if def == nil {
			strange = append(strange, sheet)
			continue
		}
		if _, twice := tables[def.Section]; twice {
			r.Problems.Add(roster.Place{File: f.Name}, sheet, "Листов «"+def.Title+"» два: оставьте один")
			continue
		}
		ours = append(ours, sheet)
		tables[def.Section] = table.OpenSheet(ctx, r, &readers, book, f.Name, sheet)
	}
	if len(tables) == 0 && !slices.ContainsFunc(strange, func(sheet string) bool { return len(table.FirstRows(book, sheet)) > 0 }) {
		r.Problems.Put(roster.Problem{Place: roster.Place{File: f.Name}, Emptying: true, Message: "Книга пуста: выгрузите её ещё раз"})
		return roster.Snapshot{}
	}
	s := listfile.Read(r, roster.WorkbookXLSX, f.Name, tables, strange)
	table.ComplainOfSheets(r, book, f.Name, ours, traits)
	return s
}
