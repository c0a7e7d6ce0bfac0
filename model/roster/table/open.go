package table

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"zvonok/model"
	"zvonok/model/files"
	"zvonok/model/roster"
)

// The limits of what is read. A roster of 200 groups is about 2 MiB packed and 15 MiB unpacked.
const (
	maxUnpacked   = 256 << 20 // bytes of an archive or a folder
	maxPackRatio  = 200
	minRatioBytes = 1 << 20 // small files may be packed as well as they like
	maxEntries    = 10_000
)

// Open reads the files behind the paths: one folder, or files. Of a folder it takes those that may be tables, else those
// that may be workbooks, and follows no links inside. Errors are Russian sentences that say what to do; when ctx is
// cancelled it is ctx's.
func Open(ctx context.Context, paths []string) (model.Files, error) {
	if len(paths) == 0 {
		return nil, errors.New("не указан файл: назовите книгу Excel, архив, папку или файлы CSV")
	}
	var all model.Files
	for _, p := range paths {
		info, err := os.Stat(p)
		switch {
		case err != nil:
			return nil, files.Explain(p, err)
		case info.IsDir() && len(paths) > 1:
			return nil, fmt.Errorf("папку «%s» загружают отдельно от других файлов", filepath.Base(p))
		case info.IsDir():
			return openFolder(ctx, p)
		}
		data, err := files.Read(ctx, p, maxUnpacked)
		if err != nil {
			return nil, err
		}
		all = append(all, model.File{Name: filepath.Base(p), Data: data})
	}
	return inOrder(all), nil
}

// inOrder sorts files by name.
func inOrder(all model.Files) model.Files {
	model.Sort(all, func(a, b model.File) int { return strings.Compare(a.Name, b.Name) })
	return all
}

func openFolder(ctx context.Context, root string) (model.Files, error) {
	name := filepath.Base(root)
	root, err := filepath.EvalSymlinks(root) // a walk does not follow the link that it begins with
	if err != nil {
		return nil, files.Explain(name, err)
	}
	var tables, books model.Files
	entries := 0
	left := int64(maxUnpacked)
	err = filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return files.Explain(p, err)
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if entries++; entries > maxEntries {
			return fmt.Errorf("в папке «%s» слишком много файлов: это не список колледжа", name)
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
			return files.Explain(p, err)
		}
		if left -= info.Size(); left < 0 {
			return fmt.Errorf("в папке «%s» слишком много данных: больше 256 МБ", name)
		}
		data, err := files.Read(ctx, p, info.Size()+left)
		found := model.File{Name: d.Name(), Data: data}
		if book {
			books = append(books, found)
		} else {
			tables = append(tables, found)
		}
		return err
	})
	if len(tables) == 0 {
		return inOrder(books), err
	}
	return inOrder(tables), err
}

// mayBeTable reports whether a file in a folder or an archive is worth a look.
func mayBeTable(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".csv", ".txt", ".tsv", "":
		return true
	}
	return false
}

// mayBeBook is mayBeTable of a workbook, which is read alone; an old workbook is not read, but must be noticed.
func mayBeBook(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".xlsx", ".xlsm", ".xls", ".zip":
		return true
	}
	return false
}

// sortZip is sort of a workbook or an archive of CSV files. A file inside an archive has to be a
// workbook: an archive may hold itself.
func (r *Reader) sortZip(f model.File, inside bool) (Source, bool) {
	at := roster.Place{File: f.Name}
	archive, err := zip.NewReader(bytes.NewReader(f.Data), int64(len(f.Data)))
	if err != nil {
		r.Problems.Add(at, "", "Файл повреждён и не открывается: выгрузите его ещё раз")
		return Source{}, false
	}
	if bomb := packedTooWell(archive.File); bomb != "" {
		r.Problems.Add(at, "", bomb)
		return Source{}, false
	}
	for _, e := range archive.File {
		e.Name = entryName(e)
	}
	var packed, books []*zip.File
	for _, e := range archive.File {
		switch {
		case strings.EqualFold(e.Name, "[Content_Types].xml"), strings.EqualFold(e.Name, "xl/workbook.xml"):
			if complaint := otherOffice(archive.File); complaint != "" {
				r.Problems.Add(at, "", complaint)
				return Source{}, false
			}
			return Source{Book: f, Entries: archive.File}, true
		case strings.EqualFold(e.Name, "META-INF/manifest.xml"):
			r.Problems.Add(at, "", "Это таблица OpenDocument (ODS): сохраните её как «Книга Excel (XLSX)»")
			return Source{}, false
		case e.Flags&1 != 0:
			r.Problems.Add(at, e.Name, "Архив защищён паролем: упакуйте файлы без пароля")
			return Source{}, false
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
	switch {
	case len(packed) > 0:
		return r.unpackTables(packed), true
	case len(books) == 1 && !inside:
		return r.sortPacked(books[0])
	case len(books) > 1 && !inside:
		r.Problems.Add(at, "", "В архиве несколько книг Excel: распакуйте его и загрузите их по одной")
	default:
		r.Problems.Add(at, "", noTables)
	}
	return Source{}, false
}

// unpackTables are the tables of an archive of CSV files.
func (r *Reader) unpackTables(packed []*zip.File) (found Source) {
	for _, e := range packed {
		data, err := unpack(e)
		inner := model.File{Name: path.Base(e.Name), Data: data}
		switch {
		case err != nil:
			r.Problems.Add(roster.Place{File: inner.Name}, "", "Файл в архиве повреждён: упакуйте его ещё раз")
			continue
		case sniff(data) != kindText && sniff(data) != kindEmpty:
			r.Problems.Add(roster.Place{File: inner.Name}, "", sniff(data).complaint())
			continue
		}
		found.Files = append(found.Files, inner)
		found.Tables = append(found.Tables, r.csvTable(inner))
	}
	return found
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
func (r *Reader) sortPacked(e *zip.File) (Source, bool) {
	data, err := unpack(e)
	book := model.File{Name: path.Base(e.Name), Data: data}
	switch kind := sniff(data); {
	case err != nil:
		r.Problems.Add(roster.Place{File: book.Name}, "", "Файл в архиве повреждён: упакуйте его ещё раз")
	case kind == kindZip:
		return r.sortZip(book, true)
	case kind == kindText, kind == kindEmpty:
		r.Problems.Add(roster.Place{File: book.Name}, "", noTables)
	default:
		r.Problems.Add(roster.Place{File: book.Name}, "", kind.complaint())
	}
	return Source{}, false
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

// packedTooWell says in words that an archive would fill the memory; it is empty for an honest one. The sizes that an
// archive states may be lies, but its reader stops where they end.
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
