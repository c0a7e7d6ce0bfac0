package roster

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// The limits of what is read. A roster of 200 groups is about 2 MiB packed and 15 MiB unpacked.
const (
	maxUnpacked   = 256 << 20 // bytes of an archive or a folder
	maxPackRatio  = 200
	minRatioBytes = 1 << 20 // small files may be packed however well
	maxEntries    = 10_000
)

// open reads the files behind the paths; of a folder, those that may be tables.
func (r *reader) open(paths []string) ([]file, error) {
	if len(paths) == 0 {
		return nil, errors.New("не указан файл: назовите книгу Excel, архив, папку или файлы CSV")
	}
	var files []file
	for _, p := range paths {
		info, err := os.Stat(p)
		if err != nil {
			return nil, openError(p, err)
		}
		if !info.IsDir() {
			f, err := openFile(p, filepath.Base(p), info.Size())
			if err != nil {
				return nil, err
			}
			files = append(files, f)
			continue
		}
		if len(paths) > 1 {
			return nil, fmt.Errorf("папку «%s» загружают отдельно от других файлов", filepath.Base(p))
		}
		if files, err = r.openFolder(p); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(files, func(a, b file) int { return strings.Compare(a.name, b.name) })
	return files, nil
}

func openFile(path, name string, size int64) (file, error) {
	if size > maxUnpacked {
		return file{}, fmt.Errorf("файл «%s» слишком велик: больше 256 МБ", name)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return file{}, openError(path, err)
	}
	return file{name, data}, nil
}

func (r *reader) openFolder(root string) ([]file, error) {
	var tables, books []file
	var total int64
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return openError(p, err)
		}
		if err := r.ctx.Err(); err != nil {
			return err
		}
		hidden := strings.HasPrefix(d.Name(), ".") || strings.HasPrefix(d.Name(), "~$") || d.Name() == "__MACOSX"
		switch {
		case p != root && hidden && d.IsDir():
			return fs.SkipDir
		case d.IsDir(), hidden, !d.Type().IsRegular():
			return nil
		}
		book := mayBeBook(p)
		if !book && !mayBeTable(p) {
			return nil
		}
		info, err := d.Info()
		if err != nil {
			return openError(p, err)
		}
		if total += info.Size(); total > maxUnpacked {
			return fmt.Errorf("в папке «%s» слишком много данных: больше 256 МБ", filepath.Base(root))
		}
		f, err := openFile(p, d.Name(), info.Size())
		if book {
			books = append(books, f)
		} else {
			tables = append(tables, f)
		}
		return err
	})
	if len(tables) == 0 {
		return books, err
	}
	return tables, err
}

// mayBeTable reports whether a file in a folder or an archive is worth a look.
func mayBeTable(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".csv", ".txt", ".tsv", "":
		return true
	}
	return false
}

// mayBeBook is mayBeTable of what is read alone; an old workbook is not read, but must not go unnoticed.
func mayBeBook(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".xlsx", ".xlsm", ".xls", ".zip":
		return true
	}
	return false
}

func openError(p string, err error) error {
	name := filepath.Base(p)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("файл «%s» не найден: проверьте, где он лежит", name)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("нет прав на чтение «%s»: попросите доступ или скопируйте файл к себе", name)
	}
	return fmt.Errorf("не удалось прочитать «%s»: возможно, файл занят другой программой или диск недоступен", name)
}

// sortZip is sort of a workbook or an archive of CSV files. What stands in an archive already, inside, has to be a
// workbook: an archive may hold itself.
func (r *reader) sortZip(f file, inside bool) (source, bool) {
	at := Place{File: f.name}
	archive, err := zip.NewReader(bytes.NewReader(f.data), int64(len(f.data)))
	if err != nil {
		r.problems.add(at, "", "Файл повреждён и не открывается: выгрузите его ещё раз")
		return source{}, false
	}
	if bomb := packedTooWell(archive.File); bomb != "" {
		r.problems.add(at, "", bomb)
		return source{}, false
	}
	for _, e := range archive.File {
		e.Name = entryName(e)
	}
	var packed, books []*zip.File
	for _, e := range archive.File {
		switch {
		case strings.EqualFold(e.Name, "[Content_Types].xml"), strings.EqualFold(e.Name, "xl/workbook.xml"):
			if complaint := otherOffice(archive.File); complaint != "" {
				r.problems.add(at, "", complaint)
				return source{}, false
			}
			return source{book: f, entries: archive.File}, true
		case strings.EqualFold(e.Name, "META-INF/manifest.xml"):
			r.problems.add(at, "", "Это таблица OpenDocument (ODS): сохраните её как «Книга Excel (XLSX)»")
			return source{}, false
		case e.Flags&1 != 0:
			r.problems.add(at, e.Name, "Архив защищён паролем: упакуйте файлы без пароля")
			return source{}, false
		}
		base := path.Base(e.Name)
		if !e.FileInfo().IsDir() && mayBeTable(base) && !strings.HasPrefix(base, ".") && !strings.Contains(e.Name, "__MACOSX") {
			packed = append(packed, e)
		}
		if mayBeBook(base) && !strings.HasPrefix(base, "~$") && !strings.Contains(e.Name, "__MACOSX") {
			books = append(books, e)
		}
	}
	if inside {
		packed = nil
	}
	var tables []table
	var files []file
	for _, e := range packed {
		data, err := unpack(e)
		inner := file{path.Base(e.Name), data}
		switch {
		case err != nil:
			r.problems.add(Place{File: inner.name}, "", "Файл в архиве повреждён: упакуйте его ещё раз")
			continue
		case sniff(data) == kindEmpty:
			tables = append(tables, table{file: inner.name, stem: inner.stem(), rows: noRows})
		case sniff(data) != kindText:
			r.problems.add(Place{File: inner.name}, "", sniff(data).complaint())
			continue
		}
		files = append(files, inner)
		if t, ok := r.csvTable(inner); ok && len(data) > 0 {
			tables = append(tables, t)
		}
	}
	switch {
	case len(packed) > 0:
		return source{tables: tables, files: files}, true
	case len(books) == 1 && !inside:
		return r.sortPacked(books[0])
	case len(books) > 1 && !inside:
		r.problems.add(at, "", "В архиве несколько книг Excel: распакуйте его и загрузите их по одной")
	default:
		r.problems.add(at, "", noTables)
	}
	return source{}, false
}

// otherOffice complains of a file of an office program that is no workbook, or one of another kind.
func otherOffice(entries []*zip.File) string {
	for _, e := range entries {
		switch {
		case strings.EqualFold(e.Name, "xl/workbook.xml"):
			return ""
		case strings.EqualFold(e.Name, "xl/workbook.bin"):
			return "Это двоичная книга Excel (XLSB): откройте её в Excel и сохраните как «Книга Excel (XLSX)»"
		case strings.EqualFold(e.Name, "word/document.xml"):
			return "Это документ Word, а не книга Excel: перенесите список на листы книги и сохраните её как XLSX"
		}
	}
	return ""
}

const noTables = "В архиве нет ни книги Excel, ни файлов CSV: упакуйте их и загрузите архив ещё раз"

// sortPacked is sort of the only workbook of an archive.
func (r *reader) sortPacked(e *zip.File) (source, bool) {
	data, err := unpack(e)
	book := file{path.Base(e.Name), data}
	switch kind := sniff(data); {
	case err != nil:
		r.problems.add(Place{File: book.name}, "", "Файл в архиве повреждён: упакуйте его ещё раз")
	case kind == kindZip:
		return r.sortZip(book, true)
	case kind == kindText, kind == kindEmpty:
		r.problems.add(Place{File: book.name}, "", noTables)
	default:
		r.problems.add(Place{File: book.name}, "", kind.complaint())
	}
	return source{}, false
}

// entryName is the name of a file in an archive. Windows writes Russian names in the code page of DOS.
func entryName(e *zip.File) string {
	name := e.Name
	if e.NonUTF8 && !utf8.ValidString(name) {
		if decoded, err := charmap.CodePage866.NewDecoder().String(name); err == nil {
			name = decoded
		}
	}
	return strings.ReplaceAll(name, "\\", "/")
}

// packedTooWell tells an archive that would fill the memory from an honest one, in words. The sizes that
// an archive states are not to be trusted, but its reader stops where they end.
func packedTooWell(entries []*zip.File) string {
	if len(entries) > maxEntries {
		return "В архиве слишком много файлов: это не список колледжа"
	}
	var unpacked, packed uint64
	for _, e := range entries {
		if e.UncompressedSize64 > maxUnpacked {
			unpacked = maxUnpacked + 1
			break
		}
		unpacked += e.UncompressedSize64
		packed += e.CompressedSize64
		if e.UncompressedSize64 > minRatioBytes && e.UncompressedSize64 > maxPackRatio*max(e.CompressedSize64, 1) {
			return "Файл сжат подозрительно сильно (более чем в 200 раз) и не открывается: выгрузите его ещё раз"
		}
	}
	if unpacked > maxUnpacked {
		return "В распакованном виде файл больше 256 МБ: это не список колледжа"
	}
	if unpacked > minRatioBytes && unpacked > maxPackRatio*max(packed, 1) {
		return "Файл сжат подозрительно сильно (более чем в 200 раз) и не открывается: выгрузите его ещё раз"
	}
	return ""
}

func unpack(e *zip.File) ([]byte, error) {
	in, err := e.Open()
	if err != nil {
		return nil, err
	}
	defer func() { _ = in.Close() }()
	return io.ReadAll(io.LimitReader(in, maxUnpacked))
}
