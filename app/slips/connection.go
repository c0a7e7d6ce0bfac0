package slips

import (
	"errors"
	"fmt"
	"io"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/font/gofont/gomono"

	"zvonok/model"
)

// errClosed: there is nothing to print.
var errClosed = errors.New("доступ с других компьютеров закрыт: откройте его и напечатайте снова")

// isOpen reports whether other computers can connect by a link.
func isOpen(link model.ConnectionLink) bool { return len(link.Addresses) > 0 && len(link.Pins) > 0 }

// WriteConnectionSlips writes a page of ten slips with address and check code as a PDF, for people who have a password
// already.
func WriteConnectionSlips(w io.Writer, college string, link model.ConnectionLink) error {
	return writeConnection(w, link, func(pdf *fpdf.Fpdf) error {
		for i := range columns * rows {
			x, y := nextSlip(pdf, i)
			p := paper{pdf, x + pad, y}
			p.line(6, plain, 8, grey, college)
			p.line(11.5, bold, 11, black, "Как подключиться к колледжу")
			p.fields(21.5, 7.5, field{"Адрес", link.Addresses[0]}, field{"Проверочный код", link.Pins[0].Code()})
			p.line(39, plain, 8, grey, "1. Откройте «Звонок», нажмите «Подключиться к колледжу».")
			p.line(43.5, plain, 8, grey, "2. Введите адрес и проверочный код.")
			p.line(48, plain, 8, grey, "3. Войдите со своим логином и паролем.")
		}
		return nil
	})
}

// WriteConnectionSheet writes the page «Как подключиться» as a PDF, to be hung up where only the college's people see it.
func WriteConnectionSheet(w io.Writer, college string, link model.ConnectionLink) error {
	const margin, room = 20.0, pageWidth - 40.0
	return writeConnection(w, link, func(pdf *fpdf.Fpdf) error {
		if err := addCode(pdf, link.String()); err != nil {
			return fmt.Errorf("QR-код ссылки подключения не получился: %w", err)
		}
		pdf.AddPage()
		put := func(at float64, font, style string, size float64, shade int, text string) {
			pdf.SetTextColor(shade, shade, shade)
			pdf.SetXY(margin, at)
			pdf.CellFormat(room, 10, fit(pdf, font, style, size, text, room), "", 0, "L", false, 0, "")
		}
		line := func(at float64, text string) { put(at, family, plain, 15, black, text) }
		put(20, family, plain, 13, grey, college)
		put(34, family, bold, 28, black, "Как подключиться к колледжу")
		line(56, "1. Откройте «Звонок» на своём компьютере.")
		line(67, "2. Нажмите «Подключиться к колледжу».")
		line(78, "3. Введите адрес и проверочный код:")
		put(93, family, plain, 12, grey, "Адрес")
		put(102, mono, plain, 30, black, link.Addresses[0])
		put(117, family, plain, 12, grey, "Проверочный код")
		put(126, mono, plain, 30, black, link.Pins[0].Code())
		line(146, "4. Убедитесь, что программа назвала ваш колледж, и нажмите «Да, войти».")
		line(157, "5. Введите свой логин и пароль: их выдаёт администратор ПОО.")
		const side = 70.0
		pdf.ImageOptions(link.String(), margin, 178, side, side, false, fpdf.ImageOptions{ImageType: "PNG"}, 0, "")
		put(250, family, plain, 11, grey, "То же ссылкой подключения: прочитайте код телефоном, отправьте ссылку себе и вставьте её вместо адреса и кода.")
		put(262, family, plain, 11, grey, "Не выкладывайте этот лист в интернет.")
		return nil
	})
}

// writeConnection writes a file about a link that draw draws.
func writeConnection(w io.Writer, link model.ConnectionLink, draw func(*fpdf.Fpdf) error) error {
	if !isOpen(link) {
		return errClosed
	}
	pdf := newFile("Как подключиться к колледжу")
	pdf.AddUTF8FontFromBytes(mono, plain, gomono.TTF)
	if err := draw(pdf); err != nil {
		return err
	}
	if err := pdf.Output(w); err != nil {
		return fmt.Errorf("не удалось записать файл: %w", err)
	}
	return nil
}
