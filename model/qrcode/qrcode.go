// Package qrcode draws links as QR codes (ISO/IEC 18004) for the cameras of telephones.
package qrcode

import (
	"errors"
	"image"
	"image/draw"

	"github.com/boombuler/barcode"
	"github.com/boombuler/barcode/qr"
)

// quiet is the white edge around a code, in modules, without which telephones do not find it.
const quiet = 4

// ErrTooLong says that no code holds the link.
var ErrTooLong = errors.New("ссылка длиннее, чем вмещает QR-код")

// Draw draws a link as a code, dark on white with a white edge, whose side is at most so many pixels, but at least a pixel a module.
// Its error is ErrTooLong.
func Draw(link string, side int) (*image.Gray, error) {
	code, err := qr.EncodeWithColor(link, qr.M, qr.Unicode, barcode.ColorScheme8)
	if err != nil {
		return nil, ErrTooLong
	}
	modules := code.Bounds().Dx()
	pixels := max(1, side/(modules+2*quiet)) // of a module
	for _, side := range []int{modules, modules + 2*quiet} {
		if code, err = barcode.Scale(code, pixels*side, pixels*side); err != nil {
			return nil, err
		}
	}
	drawn := image.NewGray(code.Bounds())
	draw.Draw(drawn, drawn.Rect, code, image.Point{}, draw.Src)
	return drawn, nil
}
