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

	"zvonok/model"
)

// Slip is what one person gets.
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

// Write writes the slips as a PDF, ten a page, with dashed lines to cut along. Where other computers connect by a link, each says how;
// a zero link says nothing. phone is the address of the page for the phone, empty without one.
func Write(w io.Writer, college string, link model.ConnectionLink, phone string, slips []Slip) error {
	pdf := newFile("Учётные записи")
	pdf.AddUTF8FontFromBytes(mono, plain, gomono.TTF)
	if phone != "" {
		if err := addCode(pdf, phone); err != nil {
			return fmt.Errorf("QR-код страницы для телефона не получился: %w", err)
		}
	}
	for i, s := range slips {
		x, y := nextSlip(pdf, i)
		if phone != "" {
			drawWithPhone(pdf, x, y, college, link, phone, s)
			continue
		}
		draw(pdf, x, y, college, link, s)
	}
	if err := pdf.Output(w); err != nil {
		return fmt.Errorf("не удалось записать листки: %w", err)
	}
	return nil
}

// nextSlip is the corner of the i-th slip, on a new page after ten.
func nextSlip(pdf *fpdf.Fpdf, i int) (x, y float64) {
	place := i % (columns * rows)
	if place == 0 {
		pdf.AddPage()
		cutLines(pdf)
	}
	return float64(place%columns) * slipWidth, float64(place/columns) * slipHeight
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
func draw(pdf *fpdf.Fpdf, x, y float64, college string, link model.ConnectionLink, s Slip) {
	p := paper{pdf, x + pad, y}
	p.line(6, plain, 8, grey, college)
	p.line(11.5, bold, 11, black, s.Name)
	p.line(16.5, plain, 9, grey, s.Group)
	until := s.Until.Format("02.01.2006")
	if !isOpen(link) {
		p.fields(24, 7.5, field{"Логин", s.Login}, field{"Одноразовый пароль", s.Password})
		p.line(42, plain, 8, grey, "1. До "+until+" откройте «Звонок», введите логин и пароль.")
		p.line(46.5, plain, 8, grey, "2. Придумайте свой пароль, а этот листок уничтожьте.")
		return
	}
	p.fields(22.5, 5.9, field{"Адрес", link.Addresses[0]}, field{"Проверочный код", link.Pins[0].Code()}, field{"Логин", s.Login},
		field{"Одноразовый пароль", s.Password})
	p.line(47, plain, 8, grey, "1. Откройте «Звонок», «Подключиться к колледжу», введите адрес и код.")
	p.line(51.2, plain, 8, grey, "2. До "+until+" войдите, придумайте свой пароль, а листок уничтожьте.")
}

// qrPhone is the side of the code of the page for the phone, in millimetres.
const qrPhone = 25.0

// drawWithPhone draws a slip with the code of the page for the phone, beside which it says in short how one connects from a computer.
func drawWithPhone(pdf *fpdf.Fpdf, x, y float64, college string, link model.ConnectionLink, phone string, s Slip) {
	const room = slipWidth - 2*pad
	p := paper{pdf, x + pad, y}
	p.line(4, plain, 8, grey, college)
	p.line(8.5, bold, 11, black, s.Name)
	p.line(13, plain, 9, grey, s.Group)
	p.fields(18.5, 5.6, field{"Логин", s.Login}, field{"Одноразовый пароль", s.Password})
	line := func(n int, font string, size float64, shade int, text string) {
		pdf.SetTextColor(shade, shade, shade)
		pdf.SetXY(p.x, p.y+30+3.75*float64(n))
		const words = room - qrPhone - 1
		pdf.CellFormat(words, 3.75, fit(pdf, font, plain, size, text, words), "", 0, "L", false, 0, "")
	}
	line(0, family, 8, grey, "С телефона: наведите камеру на код")
	line(1, mono, 9, black, strings.TrimPrefix(phone, "https://"))
	next := 2
	if isOpen(link) {
		line(2, family, 8, grey, "С компьютера: «Подключиться к колледжу»,")
		line(3, family, 8, grey, "адрес и проверочный код")
		line(4, mono, 9, black, link.Addresses[0])
		line(5, mono, 9, black, link.Pins[0].Code())
		next = 6
	}
	line(next, family, 8, grey, "До "+s.Until.Format("02.01.2006")+" войдите, смените пароль, листок уничтожьте.")
	pdf.ImageOptions(phone, p.x+room-qrPhone, p.y+30.5, qrPhone, qrPhone, false, fpdf.ImageOptions{ImageType: "PNG"}, 0, "")
}

// paper is a slip with the corner of its words.
type paper struct {
	pdf  *fpdf.Fpdf
	x, y float64
}

// The shades of words.
const black, grey = 0, 110

// line writes a line of words at a height.
func (p paper) line(at float64, style string, size float64, shade int, text string) {
	p.put(0, at, family, style, size, shade, text)
}

func (p paper) put(dx, dy float64, font, style string, size float64, shade int, text string) {
	const room = slipWidth - 2*pad
	p.pdf.SetTextColor(shade, shade, shade)
	p.pdf.SetXY(p.x+dx, p.y+dy)
	p.pdf.CellFormat(room-dx, 5, fit(p.pdf, font, style, size, text, room-dx), "", 0, "L", false, 0, "")
}

// field is what is to be typed, and what for.
type field struct{ caption, value string }

// fields writes what is to be typed, one below the other from a height on.
func (p paper) fields(at, step float64, fields ...field) {
	for i, f := range fields {
		y := at + step*float64(i)
		p.line(y, plain, 8, grey, f.caption)
		p.put(34, y, mono, plain, 12, black, f.value)
	}
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
