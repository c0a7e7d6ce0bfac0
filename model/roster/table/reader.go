package table

import (
	"archive/zip"
	"bytes"
	"context"
	"path/filepath"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"zvonok/model"
	"zvonok/model/roster"
)

// Reader is the state of one Read.
type Reader struct {
	Ctx      context.Context
	Today    time.Time
	Problems roster.Problems
	// Date1904: the workbook counts its days from 1904.
	Date1904 bool
	// Respelled are the names in which Latin letters were read as Cyrillic ones of the same look.
	Respelled []string
	// Invisible counts the characters that were dropped because they show nothing.
	Invisible int
	// tooLarge: a sheet was larger than is read.
	tooLarge bool
}

// NewReader makes a reader for files that are read on a calendar day of the college.
func NewReader(ctx context.Context, today time.Time) *Reader {
	y, m, d := today.Date()
	return &Reader{Ctx: ctx, Today: time.Date(y, m, d, 0, 0, 0, 0, time.UTC)}
}

// stemOf is a file's name without extension, copy number and case: «Студенты (1).csv» is «студенты».
func stemOf(name string) string {
	name = strings.TrimSuffix(name, filepath.Ext(name))
	if cut := strings.IndexAny(name, "(["); cut > 0 {
		name = name[:cut]
	}
	return HeaderKey(strings.TrimRight(name, " _-0123456789"))
}

// Source is what files hold: one workbook, or tables of text.
type Source struct {
	Book    model.File // of a workbook
	Entries []*zip.File
	Tables  []Sheet
	Files   model.Files // of the tables, as far as they hold anything
}

// InvisibleWords say that characters were dropped.
func (r *Reader) InvisibleWords() string {
	return "Убрано невидимых знаков: " + strconv.Itoa(r.Invisible)
}

// Sort tells what the files hold by their first bytes. ok is false when nothing in them can be read; the problems say
// why.
func (r *Reader) Sort(files model.Files) (Source, bool) {
	src := Source{Files: files}
	for _, f := range files {
		switch sniff(f.Data) {
		case kindEmpty:
			if len(files) == 1 {
				r.Problems.Put(roster.Problem{Place: roster.Place{File: f.Name}, Emptying: true, Message: "Файл пуст: выгрузите его ещё раз"})
			} else {
				// Foreign systems write an empty file when there are no rows; the reader that needs its columns complains.
				src.Tables = append(src.Tables, r.csvTable(f))
			}
		case kindZip:
			if len(files) > 1 {
				r.Problems.Add(roster.Place{File: f.Name}, "", "Книгу Excel или архив загружают отдельно от других файлов")
				continue
			}
			return r.sortZip(f, false)
		case kindText:
			src.Tables = append(src.Tables, r.csvTable(f))
		default:
			r.Problems.Add(roster.Place{File: f.Name}, "", sniff(f.Data).complaint())
		}
	}
	return src, true
}

// ComplainOfBareCR complains of files whose lines end as they did in the last century.
func (r *Reader) ComplainOfBareCR(files model.Files) {
	for _, f := range files {
		if bareCR(f.Data) {
			r.Problems.Add(roster.Place{File: f.Name, Row: 1}, "", "Строки разделены одним знаком CR: "+
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

// sniff tells by its first bytes what a file holds.
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

// isMarkup reports whether a text is a web page or XML. Many systems save one under the name of a workbook.
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
