// Package slips prints what is cut or hung up: accounts with their one-time passwords, and invitations to chats.
package slips

import (
	"fmt"
	"io"
	"math"
	"sort"
	"strings"
	"sync"
	"time"
	"unicode"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/gomono"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/text/unicode/norm"
)

// Slip is what one person is told.
type Slip struct {
	Name     string // full
	Group    string // may be empty
	Login    string
	Password string    // one-time
	Until    time.Time // the last day on which the password holds
}

// The sheet is A4 in millimetres: two columns of five slips.
const (
	pageWidth, pageHeight = 210.0, 297.0
	columns, rows         = 2, 5
	slipWidth             = pageWidth / columns
	slipHeight            = pageHeight / rows
	pad                   = 8.0
)

const (
	plain, bold = "", "B"
	family      = "go"
	mono        = "gomono"
)

// Write writes the slips as a PDF, ten a page, with dashed lines to cut along.
func Write(w io.Writer, college string, slips []Slip) error {
	pdf := newFile("Учётные записи")
	pdf.AddUTF8FontFromBytes(mono, plain, gomono.TTF)
	for i, s := range slips {
		place := i % (columns * rows)
		if place == 0 {
			pdf.AddPage()
			cutLines(pdf)
		}
		draw(pdf, float64(place%columns)*slipWidth, float64(place/columns)*slipHeight, college, s)
	}
	if err := pdf.Output(w); err != nil {
		return fmt.Errorf("не удалось записать листки: %w", err)
	}
	return nil
}

// newFile begins a PDF with the fonts of its words.
func newFile(title string) *fpdf.Fpdf {
	pdf := fpdf.New("P", "mm", "A4", "")
	pdf.SetTitle(title, true)
	pdf.SetMargins(0, 0, 0)
	pdf.SetAutoPageBreak(false, 0)
	pdf.AddUTF8FontFromBytes(family, plain, goregular.TTF)
	pdf.AddUTF8FontFromBytes(family, bold, gobold.TTF)
	return pdf
}

// cutLines draws the dashed lines between the slips of a page.
func cutLines(pdf *fpdf.Fpdf) {
	pdf.SetDrawColor(150, 150, 150)
	pdf.SetLineWidth(0.2)
	pdf.SetDashPattern([]float64{2, 1.5}, 0)
	for c := 1; c < columns; c++ {
		pdf.Line(float64(c)*slipWidth, 0, float64(c)*slipWidth, pageHeight)
	}
	for r := 1; r < rows; r++ {
		pdf.Line(0, float64(r)*slipHeight, pageWidth, float64(r)*slipHeight)
	}
}

// draw draws a slip whose corner is at x, y.
func draw(pdf *fpdf.Fpdf, x, y float64, college string, s Slip) {
	const room = slipWidth - 2*pad
	x += pad
	put := func(dx, dy float64, font, style string, size float64, text string) {
		pdf.SetXY(x+dx, y+dy)
		pdf.CellFormat(room-dx, 5, fit(pdf, font, style, size, text, room-dx), "", 0, "L", false, 0, "")
	}
	line := func(at float64, style string, size float64, text string) { put(0, at, family, style, size, text) }
	pdf.SetTextColor(110, 110, 110)
	line(6, plain, 8, college)
	pdf.SetTextColor(0, 0, 0)
	line(11.5, bold, 11, s.Name)
	pdf.SetTextColor(110, 110, 110)
	line(16.5, plain, 9, s.Group)
	for i, field := range []struct{ caption, value string }{{"Логин", s.Login}, {"Одноразовый пароль", s.Password}} {
		at := 24 + 7.5*float64(i)
		line(at, plain, 8, field.caption)
		pdf.SetTextColor(0, 0, 0)
		put(34, at, mono, plain, 12, field.value)
		pdf.SetTextColor(110, 110, 110)
	}
	line(42, plain, 8, "1. До "+s.Until.Format("02.01.2006")+" откройте «Звонок», введите логин и пароль.")
	line(46.5, plain, 8, "2. Придумайте свой пароль, а этот листок уничтожьте.")
	pdf.SetTextColor(0, 0, 0)
}

const smallest = 5.5 // points; the longest login fits

// fit sets the font, smaller where the text is wider than the room, in millimetres: a login that is cut
// is worth nothing. Text that still does not fit is cut.
func fit(pdf *fpdf.Fpdf, font, style string, size float64, text string, room float64) string {
	text = printable(text)
	room -= 2 * pdf.GetCellMargin()
	pdf.SetFont(font, style, size)
	if width := pdf.GetStringWidth(text); width > room {
		pdf.SetFontSize(max(smallest, size*room/width*0.99))
	}
	if pdf.GetStringWidth(text) <= room {
		return text
	}
	runes := []rune(text)
	fits := sort.Search(len(runes), func(n int) bool { return pdf.GetStringWidth(string(runes[:n])+"…") > room })
	return string(runes[:max(0, fits-1)]) + "…"
}

// longest is the most characters of a line: more fit on no page, however small.
const longest = 500

// printable is the beginning of a text as the fonts can print it. A PDF cannot be made with characters beyond the basic
// plane, such as emoji, and a character that the font lacks would be a hole.
func printable(text string) string {
	var b strings.Builder
	n := 0
	for _, r := range norm.NFC.String(text) {
		switch {
		case n == longest:
			return b.String()
		case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Mn, unicode.Me):
			if !unicode.IsSpace(r) {
				continue // it belongs to the character before, or is invisible
			}
			r = ' '
		case !drawn(r):
			r = '?'
		}
		b.WriteRune(r)
		n++
	}
	return b.String()
}

// face is the font in which everything but logins and passwords is printed.
var face = sync.OnceValues(func() (*sfnt.Font, error) { return sfnt.Parse(goregular.TTF) })

// drawn reports whether the font has a picture of a character.
func drawn(r rune) bool {
	font, err := face()
	if err != nil || r > math.MaxUint16 {
		return false
	}
	var buffer sfnt.Buffer
	glyph, err := font.GlyphIndex(&buffer, r)
	return err == nil && glyph != 0
}
