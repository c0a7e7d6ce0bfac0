package roster

import (
	"archive/zip"
	"bytes"
	"context"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"zvonok/model"
)

// Options are what Read needs to know besides the files.
type Options struct {
	// Today is the college's calendar date; the time of day and the zone are dropped.
	Today time.Time
}

// Read reads one XLSX workbook, one zip or several CSV files. The format is told by the
// contents. With any Problem the snapshot must not be applied. Problems are sorted by file and row;
// beyond 1,000 the last one says how many more there are. The only error is that of a ctx that was cancelled.
func Read(ctx context.Context, files model.Files, opts Options) (Snapshot, []Problem, error) {
	r := newReader(ctx, opts.Today)
	s := r.read(files)
	s.Today = r.today
	if err := ctx.Err(); err != nil {
		return Snapshot{}, nil, err
	}
	return s, r.problems.sorted(), nil
}

// reader is the state of one Read.
type reader struct {
	ctx      context.Context
	today    time.Time
	problems problemList
	// date1904: the workbook counts its days from 1904.
	date1904 bool
	// mended are the values of names in which Latin letters were read as the Cyrillic ones that look so.
	mended []string
	// invisible counts the characters that were dropped because they show nothing.
	invisible int
	// tooLarge: a sheet was larger than is read.
	tooLarge bool
}

func newReader(ctx context.Context, today time.Time) *reader {
	y, m, d := today.Date()
	return &reader{ctx: ctx, today: time.Date(y, m, d, 0, 0, 0, 0, time.UTC)}
}

// stemOf is a file's name without extension, copy number and case: «Студенты (1).csv» is «студенты».
func stemOf(name string) string {
	name = strings.TrimSuffix(name, filepath.Ext(name))
	if cut := strings.IndexAny(name, "(["); cut > 0 {
		name = name[:cut]
	}
	return header(strings.TrimRight(name, " _-0123456789"))
}

// source is what files hold: one workbook, or tables of text.
type source struct {
	book    model.File // of a workbook
	entries []*zip.File
	tables  []table
	files   model.Files // of the tables, as far as they hold anything
}

func (r *reader) read(files model.Files) (s Snapshot) {
	switch src, ok := r.sort(files); {
	case !ok:
		return s
	case src.entries != nil:
		s = r.readXLSX(src.book, src.entries)
	default:
		s = r.readTables(src.tables, src.files)
	}
	if r.invisible > 0 {
		s.Warnings = append(s.Warnings, r.invisibleWords())
	}
	if len(r.mended) > 0 {
		s.Warnings = append(s.Warnings, "В ФИО русские буквы набраны латинскими, прочитано русскими: "+fewOf(r.mended)+
			". Исправьте их там, откуда выгружен список")
	}
	return s
}

// invisibleWords say that characters were dropped.
func (r *reader) invisibleWords() string {
	return "Убрано невидимых знаков: " + strconv.Itoa(r.invisible)
}

// fewOf names the first of many: «Иванова Мария, Кац Ян и ещё 5».
func fewOf(names []string) string {
	const most = 3
	text := strings.Join(names[:min(len(names), most)], ", ")
	if more := len(names) - most; more > 0 {
		text += " и ещё " + strconv.Itoa(more)
	}
	return text
}

// sort tells what the files hold by their first bytes. It is false when nothing of them can be read,
// which is then among the problems.
func (r *reader) sort(files model.Files) (source, bool) {
	src := source{files: files}
	for _, f := range files {
		switch sniff(f.Data) {
		case kindEmpty:
			if len(files) == 1 {
				r.problems.put(Problem{Place: Place{File: f.Name}, Emptying: true, Message: "Файл пуст: выгрузите его ещё раз"})
			} else {
				// Foreign systems leave a file empty that has no rows; who needs its columns says so.
				src.tables = append(src.tables, table{file: f.Name, stem: stemOf(f.Name), rows: noRows})
			}
		case kindZip:
			if len(files) > 1 {
				r.problems.add(Place{File: f.Name}, "", "Книгу Excel или архив загружают отдельно от других файлов")
				continue
			}
			return r.sortZip(f, false)
		case kindText:
			if t, ok := r.csvTable(f); ok {
				src.tables = append(src.tables, t)
			}
		default:
			r.problems.add(Place{File: f.Name}, "", sniff(f.Data).complaint())
		}
	}
	return src, true
}

// readTables reads a set of CSV files.
func (r *reader) readTables(tables []table, files model.Files) Snapshot {
	if len(tables) == 0 {
		if len(r.problems.list) == 0 {
			r.problems.add(Place{}, "", "Здесь нет ни одного файла CSV и ни одной книги Excel")
		}
		return Snapshot{}
	}
	seen := map[string]string{}
	for _, t := range tables {
		if other, twice := seen[t.stem]; twice && (ownStems[t.stem] != nil || slices.Contains(oneRosterStems, t.stem) ||
			slices.Contains(sds1Stems, t.stem)) {
			r.problems.add(Place{File: t.file}, "", "Такой файл уже есть («"+other+"»): оставьте один из них")
		}
		seen[t.stem] = t.file
	}
	switch tell(tables) {
	case ownFamily:
		r.complainOfBareCR(files)
		return r.readWorkbook(WorkbookCSV, "", workbookTables(tables), nil)
	case oneRosterFamily:
		return r.readOneRoster(tables)
	case sds1Family:
		return r.readSDS1(tables)
	case sds2Family:
		return r.readSDS2(tables)
	}
	for _, f := range files {
		r.problems.add(Place{File: f.Name, Row: 1}, "", "Формат файла не узнан: по заголовкам это не наша книга, "+
			"не OneRoster и не School Data Sync. Сверьте её с образцом книги")
	}
	return Snapshot{}
}

// complainOfBareCR complains of files whose lines end as they did in the last century.
func (r *reader) complainOfBareCR(files model.Files) {
	for _, f := range files {
		if bareCR(f.Data) {
			r.problems.add(Place{File: f.Name, Row: 1}, "", "Строки разделены одним знаком CR: "+
				"откройте файл в Excel и сохраните его заново как CSV UTF-8")
		}
	}
}

// bareCR reports whether the lines of a text end by CR alone. Programs of the last century wrote so; in
// a table that a person made it means that the file was damaged on its way. Foreign exports may do it.
func bareCR(data []byte) bool {
	return bytes.IndexByte(data, '\r') >= 0 && bytes.IndexByte(data, '\n') < 0
}

// contents is what a file holds by its first bytes.
type contents uint8

const (
	kindText contents = iota
	kindEmpty
	kindZip
	kindPDF
	kindOLE
	kindLocked
	kindMarkup
	kindOther
)

// locked is the name in UTF-16 under which a workbook with a password keeps what it encrypts.
var locked = []byte("E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00")

func sniff(data []byte) contents {
	head := string(data[:min(len(data), 8)])
	switch {
	case head == "":
		return kindEmpty
	case strings.HasPrefix(head, "PK\x03\x04"), strings.HasPrefix(head, "PK\x05\x06"):
		return kindZip
	case strings.HasPrefix(head, "%PDF"):
		return kindPDF
	case strings.HasPrefix(head, "\xd0\xcf\x11\xe0"):
		if bytes.Contains(data, locked) {
			return kindLocked
		}
		return kindOLE
	case strings.HasPrefix(head, "\x89PNG"), strings.HasPrefix(head, "\xff\xd8\xff"), strings.HasPrefix(head, "Rar!"),
		strings.HasPrefix(head, "7z\xbc\xaf"), strings.HasPrefix(head, "\x1f\x8b"), strings.HasPrefix(head, "{\\rtf"),
		strings.HasPrefix(head, "MZ"):
		return kindOther
	case isMarkup(data):
		return kindMarkup
	}
	return kindText
}

// isMarkup reports whether a text is a web page or XML. Many systems save one by the name of a workbook.
func isMarkup(data []byte) bool {
	text := strings.TrimLeft(decode(data[:min(len(data), 512)&^1]), "\ufeff \t\r\n")
	if len(text) < 2 || text[0] != '<' {
		return false
	}
	next, _ := utf8.DecodeRuneInString(text[1:])
	return next == '!' || next == '?' || next >= 'a' && next <= 'z' || next >= 'A' && next <= 'Z'
}

func (k contents) complaint() string {
	switch k {
	case kindPDF:
		return "Это документ PDF, а не книга Excel: сохраните список как XLSX или CSV"
	case kindOLE:
		return "Файл в старом формате Excel (XLS): откройте его в Excel и сохраните как «Книга Excel (XLSX)»"
	case kindLocked:
		return "Книга защищена паролем: откройте её в Excel, снимите пароль и сохраните"
	case kindMarkup:
		return "Внутри файла веб-страница или XML, а не таблица, как бы он ни назывался: откройте его в Excel и сохраните как " +
			"«Книга Excel (XLSX)»"
	}
	return "Это не таблица: нужна книга Excel (XLSX), архив ZIP или файлы CSV"
}
