package table

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"hash/crc32"
	"strings"
	"sync"

	"github.com/xuri/excelize/v2"

	"zvonok/model"
	"zvonok/model/guard"
	"zvonok/model/roster"
)

// OpenBook opens an XLSX file and says what its sheets have. It gives nil for one that cannot be read whole; the problems
// say why. It is a function because a method that takes a workbook would make the linker keep all of the workbook's methods,
// 4 MB that nobody calls.
func OpenBook(r *Reader, f model.File, entries []*zip.File) (book *excelize.File, has Traits) {
	at := roster.Place{File: f.Name}
	if part := crowded(entries); part != "" {
		r.Problems.Add(at, part, "В книге слишком много строк, стилей или имён: скопируйте список в новую книгу и сохраните её")
		return nil, has
	}
	// Cells are read as they are stored: a date as its day number, a number without its format.
	book, err := excelize.OpenReader(bytes.NewReader(f.Data), excelize.Options{
		RawCellValue: true, UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: maxUnpacked,
	})
	if err != nil {
		message := "Книга Excel повреждена и не открывается: сохраните её заново"
		if errors.Is(err, excelize.ErrWorkbookPassword) || errors.Is(err, excelize.ErrWorkbookFileFormat) {
			message = "Книга защищена паролем или это не книга Excel: снимите пароль и сохраните её как XLSX"
		}
		r.Problems.Add(at, "", message)
		return nil, has
	}
	has, whole := lookThrough(book, entries)
	if !whole {
		_ = book.Close()
		r.Problems.Add(at, "", "Книга Excel повреждена и прочитана не до конца: сохраните её заново")
		return nil, has
	}
	if props, err := book.GetWorkbookProps(); err == nil && props.Date1904 != nil {
		r.Date1904 = *props.Date1904
	}
	return book, has
}

// The most elements that the parts of a workbook may have, ends included. All but the sheets are held in memory as a whole,
// and an element takes a hundred times its letters there. A roster of 2,000 groups has some 500,000 strings.
const (
	maxStringElements = 3_000_000
	maxSheetElements  = 8 * maxCells
	maxPartElements   = 600_000
)

// crowded names a part of a workbook that has more elements or attributes than are read: so many strings (<si), styles
// (<xf) or names (<definedName), whatever they are called, fill the memory before the first row.
func crowded(entries []*zip.File) string {
	for _, e := range entries {
		most := maxPartElements
		switch {
		case strings.HasPrefix(e.Name, "xl/worksheets/"):
			most = maxSheetElements
		case e.Name == "xl/sharedStrings.xml":
			most = maxStringElements
		}
		if e.UncompressedSize64 < uint64(most) || !strings.HasSuffix(strings.ToLower(e.Name), ".xml") && !strings.HasSuffix(strings.ToLower(e.Name), ".rels") {
			continue
		}
		in, err := e.Open()
		if err != nil {
			continue // it is damaged, which shows where it is read
		}
		count, buffer := 0, make([]byte, 64<<10)
		for count <= most {
			n, err := in.Read(buffer)
			count += bytes.Count(buffer[:n], []byte("<")) + bytes.Count(buffer[:n], []byte("=\""))
			if err != nil {
				break
			}
		}
		_ = in.Close()
		if count > most {
			return e.Name
		}
	}
	return ""
}

// OpenSheet starts reading a sheet, so that the sheets are read beside each other and beside the work
// on their rows. Reading ends with the sheet or with ctx.
func OpenSheet(ctx context.Context, r *Reader, readers *sync.WaitGroup, book *excelize.File, name, sheet string) Sheet {
	t := Sheet{File: name + ", лист «" + sheet + "»", Stem: HeaderKey(sheet), top: FirstRows(book, sheet), Gapless: true}
	if len(t.top) > 0 {
		t.Header = t.top[0].cells
	}
	batches := make(chan rowBatch, 64)
	readers.Go(guard.Safe(func() {
		defer close(batches)
		if guard.Run(func() error { sendRows(ctx, book, sheet, batches); return nil }) != nil {
			select {
			case batches <- rowBatch{damaged: true}:
			case <-ctx.Done():
			}
		}
	}))
	t.Rows = func(yield func(int, []string) bool) {
		for batch := range batches {
			for i, cells := range batch.rows {
				if len(cells) > 0 && !yield(batch.first+i, cells) {
					return
				}
			}
			if batch.damaged {
				r.Problems.Add(roster.Place{File: t.File}, "", "Лист повреждён и прочитан не до конца: сохраните книгу заново")
			}
			if batch.tooLarge {
				r.tooLarge = true
				r.Problems.Add(roster.Place{File: t.File, Row: batch.first + len(batch.rows)}, "", fmt.Sprintf("Лист слишком велик: больше %d "+
					"столбцов или %d ячеек. Удалите лишнее справа и снизу и сохраните книгу заново", maxColumns, maxCells))
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
	// tooLarge: the rest of the sheet is not read.
	tooLarge bool
}

// maxCells is how many cells of a sheet are read, with the empty ones before a far column. A roster of 200 groups has
// some 100,000.
const maxCells = 5_000_000

// maxText is how many bytes of a sheet's values are read.
const maxText = 64 << 20

const batchRows = 256

func sendRows(ctx context.Context, book *excelize.File, sheet string, to chan<- rowBatch) {
	rows, err := book.Rows(sheet)
	if err != nil {
		to <- rowBatch{damaged: true}
		return
	}
	defer func() { _ = rows.Close() }()
	batch := rowBatch{first: 1}
	count, size := 0, 0
	for rows.Next() && ctx.Err() == nil {
		var cells []string
		if cells, err = rows.Columns(); err != nil {
			break
		}
		count += len(cells)
		for _, c := range cells {
			size += len(c) // many cells may share one long text
		}
		if batch.tooLarge = len(cells) > maxColumns || count > maxCells || size > maxText; batch.tooLarge {
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

// mostBlankRows is how many rows are searched for the first ones of a sheet that are not blank.
const mostBlankRows = 1000

// FirstRows are the first rows of a sheet that are not blank.
func FirstRows(book *excelize.File, sheet string) (top []NumberedRow) {
	rows, err := book.Rows(sheet)
	if err != nil {
		return nil
	}
	defer func() { _ = rows.Close() }()
	for row := 1; len(top) < topRows && row <= mostBlankRows && rows.Next(); row++ {
		cells, err := rows.Columns()
		if err != nil {
			break
		}
		if !Blank(cells) {
			top = append(top, NumberedRow{row, cells})
		}
	}
	return top
}

// EachSheet calls do for the sheets of files that hold rows of one kind: files of text, and all sheets of workbooks in
// which there is anything. empty is what to say of a workbook without one.
func (r *Reader) EachSheet(files model.Files, cols []Column, empty string, do func(t Sheet)) {
	if len(files) == 0 {
		r.Problems.Add(roster.Place{}, "", "Здесь нет ни одного файла CSV и ни одной книги Excel")
	}
	for _, f := range files {
		r.Date1904 = false // each workbook says so for itself
		src, ok := r.Sort(model.Files{f})
		switch {
		case !ok:
		case src.Entries != nil:
			r.eachOfBook(src, cols, empty, do)
		default:
			r.ComplainOfBareCR(src.Files)
			for _, t := range src.Tables {
				do(t)
			}
		}
	}
}

func (r *Reader) eachOfBook(src Source, cols []Column, empty string, do func(t Sheet)) {
	book, traits := OpenBook(r, src.Book, src.Entries)
	if book == nil {
		return
	}
	defer func() { _ = book.Close() }()
	ctx, stop := context.WithCancel(r.Ctx)
	var readers sync.WaitGroup
	defer func() {
		stop()
		readers.Wait()
	}()
	filled := r.filledSheets(book, src.Book.Name, cols)
	for _, sheet := range filled {
		t := OpenSheet(ctx, r, &readers, book, src.Book.Name, sheet)
		t.Gapless = false // empty rows may part groups and subjects
		do(t)
	}
	if len(filled) == 0 {
		r.Problems.Add(roster.Place{File: src.Book.Name}, "", empty)
	}
	ComplainOfSheets(r, book, src.Book.Name, filled, traits)
}

// filledSheets are the sheets of a workbook of one kind of rows that hold anything, without the explanations of our
// templates. A hidden sheet may be a list to choose from or rows that somebody forgot; it complains of forgotten rows.
func (r *Reader) filledSheets(book *excelize.File, name string, cols []Column) (filled []string) {
	for _, sheet := range book.GetSheetList() {
		top := FirstRows(book, sheet)
		if len(top) == 0 || HeaderKey(sheet) == HeaderKey(explanations) {
			continue
		}
		if visible, err := book.GetSheetVisible(sheet); err == nil && !visible {
			if headersIn(top[0].cells, cols) > 1 {
				r.Problems.Add(roster.Place{File: name + ", лист «" + sheet + "»"}, "", "Лист скрыт, но в нём есть строки: отобразите его или удалите")
			}
			continue
		}
		filled = append(filled, sheet)
	}
	return filled
}

// lookThrough checks the unpacked sheets, since the library passes over damage without a word and half
// a list would be taken for the whole. It also says whether there are merged cells: asking the library
// is slow, and most workbooks have none.
func lookThrough(book *excelize.File, entries []*zip.File) (has Traits, whole bool) {
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
			has.merged = has.merged || bytes.Contains(data, []byte("mergeCell "))
			has.formulas = has.formulas || len(bareFormulas(data)) > 0
			whole = whole && bytes.HasSuffix(bytes.TrimSpace(data), []byte("worksheet>"))
		}
	}
	return has, whole
}
