package slips

import (
	"bytes"
	"fmt"
	"image/png"
	"io"
	"strings"

	"codeberg.org/go-pdf/fpdf"

	"zvonok/model/qrcode"
)

// Invite is an invitation to a chat: a slip for a person or, without a Name, a sheet to be hung up.
type Invite struct {
	Name, Group string
	Chat        string
	Link        string
	// Unlinked says that the person has to link a profile before they go into the chat; without one nobody knows them there.
	Unlinked bool
	// Page is the page for the phone, on which a profile is linked; empty without one.
	Page string
}

const (
	qrPixels = 464  // about the side of a code's picture: sharp at the size of a sheet
	qrSlip   = 34.0 // millimetres
	qrSheet  = 115.0
)

// How a person gets into the chat.
var steps = [2]string{"1. Наведите камеру телефона на код или откройте ссылку.", "2. Войдите в VK и нажмите «Присоединиться»."}

// How the Unlinked get into the chat: by the page for the phone, or without it.
var (
	stepsByPage     = [2]string{"1. Наведите камеру на код, войдите в «Звонок» и привяжите VK ID.", "2. Там же, в «Чатах», нажмите «Войти в чат»."}
	stepsAfterStart = [2]string{"1. Войдите в «Звонок» на компьютере и привяжите VK ID.", "2. Наведите камеру на код и нажмите «Присоединиться»."}
)

const (
	linkByPage = "Сначала привяжите VK ID: войдите на этой странице в «Звонок»."
	linkFirst  = "Сначала привяжите VK ID: войдите в «Звонок» на компьютере."
	linkWhy    = "Кто войдёт в чат без привязки, окажется там «не из списка», и его могут удалить."
)

// WriteInvites writes invitations as a PDF: slips ten a page with dashed lines to cut along, sheets one a page.
func WriteInvites(w io.Writer, college string, invites []Invite) error {
	pdf := newFile("Приглашения в чаты")
	place := 0
	for _, invite := range invites {
		if invite.Name == "" || !invite.Unlinked || invite.Page == "" {
			if err := addCode(pdf, invite.Link); err != nil {
				return fmt.Errorf("QR-код ссылки чата «%s» не получился: откройте чат в VK Мессенджере и замените ссылку (%w)", invite.Chat, err)
			}
		}
		if invite.Page != "" && (invite.Name == "" || invite.Unlinked) {
			if err := addCode(pdf, invite.Page); err != nil {
				return fmt.Errorf("QR-код страницы для телефона не получился: %w", err)
			}
		}
		if invite.Name == "" {
			pdf.AddPage()
			drawSheet(pdf, college, invite)
			place = 0
			continue
		}
		x, y := nextSlip(pdf, place)
		drawInvite(pdf, x, y, college, invite)
		place++
	}
	if err := pdf.Output(w); err != nil {
		return fmt.Errorf("не удалось записать приглашения: %w", err)
	}
	return nil
}

// addCode puts the link's code into the file once, however many slips show it.
func addCode(pdf *fpdf.Fpdf, link string) error {
	if pdf.GetImageInfo(link) != nil {
		return nil
	}
	code, err := qrcode.Draw(link, qrPixels)
	if err != nil {
		return err
	}
	var picture bytes.Buffer
	if err := png.Encode(&picture, code); err != nil {
		return err
	}
	pdf.RegisterImageOptionsReader(link, fpdf.ImageOptions{ImageType: "PNG"}, &picture)
	return pdf.Error()
}

// drawInvite draws a slip whose corner is at x, y: the words at the left, the code at the right.
func drawInvite(pdf *fpdf.Fpdf, x, y float64, college string, invite Invite) {
	const room = slipWidth - 2*pad
	const words = room - qrSlip - 2
	x += pad
	line := func(at, width float64, style string, size float64, grey bool, text string) {
		shade := 0
		if grey {
			shade = 110
		}
		pdf.SetTextColor(shade, shade, shade)
		pdf.SetXY(x, y+at)
		pdf.CellFormat(width, 5, fit(pdf, family, style, size, text, width), "", 0, "L", false, 0, "")
	}
	line(4, words, plain, 8, true, college)
	lines := func(at float64, text string) {
		parts, size := wrapped(pdf, text, words, []float64{11, 9.5, 8}, 2)
		for i, part := range parts {
			line(at+4*float64(i), words, bold, size, false, part)
		}
	}
	lines(8.5, invite.Name)
	line(17, words, plain, 9, true, invite.Group)
	line(22.5, words, plain, 8, true, "Вас ждут в чате")
	lines(27, invite.Chat)
	code, how := invite.Link, steps
	switch {
	case invite.Unlinked && invite.Page != "":
		code, how = invite.Page, stepsByPage
	case invite.Unlinked:
		how = stepsAfterStart
	}
	line(40, room, plain, 8, true, code) // below the code: a link that is cut leads nowhere
	line(45, room, plain, 8, true, how[0])
	line(49.5, room, plain, 8, true, how[1])
	pdf.ImageOptions(code, x+room-qrSlip, y+5, qrSlip, qrSlip, false, fpdf.ImageOptions{ImageType: "PNG"}, 0, "")
	pdf.SetTextColor(0, 0, 0)
}

// drawSheet fills a page with one chat's invitation.
func drawSheet(pdf *fpdf.Fpdf, college string, invite Invite) {
	const margin = 20.0
	const room = pageWidth - 2*margin
	line := func(at float64, style string, size, height float64, grey bool, text string) {
		shade := 0
		if grey {
			shade = 110
		}
		pdf.SetTextColor(shade, shade, shade)
		pdf.SetXY(margin, at)
		pdf.CellFormat(room, height, fit(pdf, family, style, size, text, room), "", 0, "C", false, 0, "")
	}
	line(24, plain, 14, 8, true, college)
	line(44, plain, 18, 10, true, "Чат в VK Мессенджере")
	parts, size := wrapped(pdf, invite.Chat, room, []float64{36, 28}, 2)
	if pdf.GetStringWidth(parts[len(parts)-1]) > room {
		parts, size = wrapped(pdf, invite.Chat, room, []float64{20}, 3)
	}
	step := size * 0.39 // millimetres of a line for each point
	for i, part := range parts {
		line(54+step*float64(i), bold, size, step, false, part)
	}
	pdf.ImageOptions(invite.Link, (pageWidth-qrSheet)/2, 88, qrSheet, qrSheet, false, fpdf.ImageOptions{ImageType: "PNG"}, 0, "")
	line(212, plain, 14, 8, false, invite.Link)
	line(232, plain, 16, 9, false, steps[0])
	line(243, plain, 16, 9, false, steps[1])
	if invite.Page == "" {
		line(262, plain, 13, 7, false, linkFirst)
		line(270, plain, 11, 7, false, linkWhy)
	} else {
		const side = 30.0
		pdf.ImageOptions(invite.Page, margin, 258, side, side, false, fpdf.ImageOptions{ImageType: "PNG"}, 0, "")
		words := func(at float64, style string, size float64, text string) {
			pdf.SetXY(margin+side+4, at)
			pdf.CellFormat(room-side-4, 7, fit(pdf, family, style, size, text, room-side-4), "", 0, "L", false, 0, "")
		}
		words(262, plain, 13, linkByPage)
		words(269, bold, 13, invite.Page)
		words(276, plain, 11, linkWhy)
	}
	pdf.SetTextColor(0, 0, 0)
}

// wrapped breaks a bold text into lines: in the first of the sizes in which they are few enough, or else in the last,
// where the last line holds what is left, to be cut.
func wrapped(pdf *fpdf.Fpdf, text string, width float64, sizes []float64, most int) (lines []string, size float64) {
	text = printable(text)
	for _, size = range sizes {
		pdf.SetFont(family, bold, size)
		if lines = pdf.SplitText(text, width); len(lines) <= most {
			return lines, size
		}
	}
	rest := strings.Join(lines[most-1:], " ")
	return append(lines[:most-1], rest), size
}
