package table

import (
	"bytes"
	"slices"
	"strings"

	"zvonok/model"
	"zvonok/model/roster"
)

// maxColumns is how many columns a table may have.
const maxColumns = 1000

// topRows is how many of the first rows that are not blank a table keeps.
const topRows = 10

// csvTable cuts a text file into rows; an empty file is an empty table. Lines end by CR, LF or both; the delimiter is told from the
// header.
func (r *Reader) csvTable(f model.File) Sheet {
	if len(bytes.TrimSpace(f.Data)) == 0 {
		return Sheet{File: f.Name, Stem: stemOf(f.Name), Rows: noRows}
	}
	text := decode(f.Data)
	p := csvParser{text: text, delimiter: delimiter(text)}
	t := Sheet{File: f.Name, Stem: stemOf(f.Name)}
	t.Rows = func(yield func(int, []string) bool) {
		p := p
		for row, cells := p.next(); row > 0; row, cells = p.next() {
			if !yield(row, cells) {
				return
			}
		}
		if p.open > 0 {
			r.Problems.Add(roster.Place{File: f.Name, Row: p.open}, "", "Кавычка открыта и нигде не закрыта: "+
				"закройте её или уберите")
		}
	}
	for first := p; len(t.top) < topRows; {
		row, cells := first.next()
		if row == 0 {
			break
		}
		if !Blank(cells) {
			t.top = append(t.top, NumberedRow{row, slices.Clone(cells)})
		}
	}
	if len(t.top) > 0 {
		t.Header = t.top[0].cells
	}
	return t
}

// delimiter is the likeliest of the characters that part cells: the one in most of the first lines, since it is in the header and
// in each row, while a title above the header may have any; of two, the one that parts more.
func delimiter(text string) byte {
	type count struct{ lines, all int }
	counts, here := map[byte]count{}, map[byte]int{}
	endLine := func() {
		for c, n := range here {
			counts[c] = count{counts[c].lines + 1, counts[c].all + n}
		}
		clear(here)
	}
	quoted := false
	for i, lines := 0, 0; i < len(text) && lines < topRows; i++ {
		switch c := text[i]; {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '\r', c == '\n':
			if len(here) > 0 {
				lines++
			}
			endLine()
		case c == ';', c == ',', c == '\t', c == '|':
			here[c]++
		}
	}
	endLine()
	best := byte(';')
	for _, c := range []byte{',', '\t', '|'} {
		if n, most := counts[c], counts[best]; n.lines > most.lines || n.lines == most.lines && n.all > most.all {
			best = c
		}
	}
	return best
}

// csvParser reads CSV more leniently than the standard library's: it takes bare CR, quotes in the middle of a cell and
// rows of any width.
type csvParser struct {
	text      string
	delimiter byte
	at, line  int
	open      int // the line of a quote that was never closed
	cells     []string
}

// next reads the next row; its number is that of its first line, from 1, and 0 at the end. The cells
// are good until the next call.
func (p *csvParser) next() (row int, cells []string) {
	p.cells = p.cells[:0]
	if p.at >= len(p.text) {
		return 0, nil
	}
	row = p.line + 1
	for {
		if cell := p.cell(); len(p.cells) <= maxColumns {
			p.cells = append(p.cells, cell)
		}
		if p.at < len(p.text) && p.text[p.at] == p.delimiter {
			p.at++
			continue
		}
		p.endLine()
		return row, p.cells
	}
}

// cell reads up to the delimiter or the line's end and stops there.
func (p *csvParser) cell() string {
	start := p.at
	if start >= len(p.text) || p.text[start] != '"' {
		p.at = start + p.plain(p.text[start:])
		return p.text[start:p.at]
	}
	line := p.line + 1
	var value strings.Builder
	for p.at++; ; {
		end := strings.IndexByte(p.text[p.at:], '"')
		if end < 0 {
			p.open = line
			value.WriteString(p.text[p.at:])
			p.at = len(p.text)
			return value.String()
		}
		part := p.text[p.at : p.at+end]
		p.line += lines(part)
		value.WriteString(part)
		p.at += end + 1
		if p.at < len(p.text) && p.text[p.at] == '"' {
			value.WriteByte('"')
			p.at++
			continue
		}
		rest := p.plain(p.text[p.at:])
		value.WriteString(p.text[p.at : p.at+rest])
		p.at += rest
		return value.String()
	}
}

func (p *csvParser) plain(s string) int {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c == p.delimiter || c == '\n' || c == '\r' {
			return i
		}
	}
	return len(s)
}

func (p *csvParser) endLine() {
	if p.at < len(p.text) {
		if p.text[p.at] == '\r' && p.at+1 < len(p.text) && p.text[p.at+1] == '\n' {
			p.at++
		}
		p.at++
	}
	p.line++
}

// lines counts the line ends in a quoted cell.
func lines(s string) int {
	return strings.Count(s, "\n") + strings.Count(s, "\r") - strings.Count(s, "\r\n")
}
