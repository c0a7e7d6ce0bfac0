package roster

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"hash/crc32"
	"slices"
	"strings"
	"sync"

	"github.com/xuri/excelize/v2"
)

// readXLSX reads our workbook from an XLSX file.
func (r *reader) readXLSX(f file, entries []*zip.File) Snapshot {
	book, merged := r.openBook(f, entries)
	if book == nil {
		return Snapshot{}
	}
	defer func() { _ = book.Close() }()
	ctx, stop := context.WithCancel(r.ctx)
	var readers sync.WaitGroup
	defer func() {
		stop()
		readers.Wait()
	}()
	tables := map[Section]table{}
	var ours, strange []string
	for _, sheet := range book.GetSheetList() {
		def := ownStems[header(sheet)]
		if def == nil {
			strange = append(strange, sheet)
			continue
		}
		if _, twice := tables[def.section]; twice {
			r.problems.add(Place{File: f.name}, sheet, "Листов «"+def.title+"» два: оставьте один")
			continue
		}
		ours = append(ours, sheet)
		tables[def.section] = r.sheetTable(ctx, &readers, book, f.name, sheet)
	}
	s := r.readWorkbook(WorkbookXLSX, f.name, tables, strange)
	if merged {
		r.complainOfMerged(book, f.name, ours)
	}
	return s
}

// openBook opens an XLSX file and says whether it has merged cells. It answers nil for one that cannot be
// read whole, which is then among the problems.
func (r *reader) openBook(f file, entries []*zip.File) (book *excelize.File, merged bool) {
	at := Place{File: f.name}
	// Cells come as they are stored: a date as its day number, a number without its format.
	book, err := excelize.OpenReader(bytes.NewReader(f.data), excelize.Options{
		RawCellValue: true, UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: maxUnpacked,
	})
	if err != nil {
		message := "Книга Excel повреждена и не открывается: сохраните её заново"
		if errors.Is(err, excelize.ErrWorkbookPassword) || errors.Is(err, excelize.ErrWorkbookFileFormat) {
			message = "Книга защищена паролем или это не книга Excel: снимите пароль и сохраните её как XLSX"
		}
		r.problems.add(at, "", message)
		return nil, false
	}
	merged, whole := lookThrough(book, entries)
	if !whole {
		_ = book.Close()
		r.problems.add(at, "", "Книга Excel повреждена и прочитана не до конца: сохраните её заново")
		return nil, false
	}
	if props, err := book.GetWorkbookProps(); err == nil && props.Date1904 != nil {
		r.date1904 = *props.Date1904
	}
	return book, merged
}

// sheetTable starts reading a sheet, so that the sheets are read beside each other and beside the work
// on their rows. Reading ends with the sheet or with ctx.
func (r *reader) sheetTable(ctx context.Context, readers *sync.WaitGroup, book *excelize.File, name, sheet string) table {
	t := table{file: name + ", лист «" + sheet + "»", stem: header(sheet), header: firstRow(book, sheet), gapless: true}
	batches := make(chan rowBatch, 64)
	readers.Go(func() {
		defer close(batches)
		sendRows(ctx, book, sheet, batches)
	})
	t.rows = func(yield func(int, []string) bool) {
		for batch := range batches {
			for i, cells := range batch.rows {
				if len(cells) > 0 && !yield(batch.first+i, cells) {
					return
				}
			}
			if batch.damaged {
				r.problems.add(Place{File: t.file}, "", "Лист повреждён и прочитан не до конца: сохраните книгу заново")
			}
		}
	}
	return t
}

// rowBatch is some rows of a sheet, the empty ones included, from the row number first on.
type rowBatch struct {
	first   int
	rows    [][]string
	damaged bool // the sheet ends here, but should not
}

const batchRows = 256

func sendRows(ctx context.Context, book *excelize.File, sheet string, to chan<- rowBatch) {
	rows, err := book.Rows(sheet)
	if err != nil {
		to <- rowBatch{damaged: true}
		return
	}
	defer func() { _ = rows.Close() }()
	batch := rowBatch{first: 1}
	for rows.Next() && ctx.Err() == nil {
		var cells []string
		if cells, err = rows.Columns(); err != nil {
			break
		}
		if batch.rows = append(batch.rows, cells); len(batch.rows) < batchRows {
			continue
		}
		select {
		case to <- batch:
		case <-ctx.Done():
			return
		}
		batch = rowBatch{first: batch.first + batchRows, rows: make([][]string, 0, batchRows)}
	}
	batch.damaged = err != nil || rows.Error() != nil
	select {
	case to <- batch:
	case <-ctx.Done():
	}
}

// firstRow is the first row of a sheet that is not blank.
func firstRow(book *excelize.File, sheet string) []string {
	rows, err := book.Rows(sheet)
	if err != nil {
		return nil
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		if cells, err := rows.Columns(); err != nil || !blank(cells) {
			return cells
		}
	}
	return nil
}

// lookThrough checks the unpacked sheets, since the library passes over damage without a word and half
// a list would be taken for the whole. It also says whether there are merged cells: asking the library
// is slow, and most workbooks have none.
func lookThrough(book *excelize.File, entries []*zip.File) (merged, whole bool) {
	whole = true
	for _, e := range entries {
		sheet := strings.HasPrefix(e.Name, "xl/worksheets/sheet")
		if !sheet && e.Name != "xl/sharedStrings.xml" {
			continue
		}
		part, _ := book.Pkg.Load(e.Name)
		data, _ := part.([]byte)
		if uint64(len(data)) != e.UncompressedSize64 || crc32.ChecksumIEEE(data) != e.CRC32 {
			whole = false
		}
		if sheet {
			merged = merged || bytes.Contains(data, []byte("mergeCell "))
			whole = whole && bytes.HasSuffix(bytes.TrimSpace(data), []byte("worksheet>"))
		}
	}
	return merged, whole
}

// complainOfMerged finds the merged cells among the rows of the sheets' data.
func (r *reader) complainOfMerged(book *excelize.File, name string, sheets []string) {
	for _, sheet := range sheets {
		cells, err := book.GetMergeCells(sheet)
		if err != nil {
			continue
		}
		for _, c := range cells {
			_, top, err1 := excelize.CellNameToCoordinates(c.GetStartAxis())
			_, bottom, err2 := excelize.CellNameToCoordinates(c.GetEndAxis())
			if err1 != nil || err2 != nil || bottom == 1 {
				continue // a title over the header's columns
			}
			r.problems.add(Place{File: name + ", лист «" + sheet + "»", Row: max(top, 2), Column: columnLetters(c.GetStartAxis())},
				c.GetCellValue(), "Ячейки "+c.GetStartAxis()+":"+c.GetEndAxis()+" объединены: разъедините их и заполните "+
					"каждую строку")
		}
	}
}

func columnLetters(axis string) string {
	end := slices.IndexFunc([]byte(axis), func(b byte) bool { return b >= '0' && b <= '9' })
	if end < 0 {
		return axis
	}
	return axis[:end]
}
