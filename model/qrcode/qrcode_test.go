package qrcode

import (
	"errors"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	reader "github.com/makiuchi-d/gozxing/qrcode"
)

// TestDraw: another library reads what is drawn, at a pixel a module and larger; telephones need the white edge.
func TestDraw(t *testing.T) {
	for _, link := range []string{"https://vk.me/join/AJQ1d0abcdefghijklmno", "https://vk.me/join/" + strings.Repeat("aZ09_-", 40), "zvonok://connect?пример", "1"} {
		for _, side := range []int{0, 464} {
			drawn, err := Draw(link, side)
			if err != nil {
				t.Fatal(err)
			}
			size := drawn.Bounds().Size()
			if size.X != size.Y || side > 0 && (size.X > side || size.X < side/2) {
				t.Errorf("a side of %d pixels is drawn as %v", side, size)
			}
			picture, err := gozxing.NewBinaryBitmapFromImage(drawn)
			if err != nil {
				t.Fatal(err)
			}
			read, err := reader.NewQRCodeReader().Decode(picture, map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_PURE_BARCODE: true})
			if err != nil || read.GetText() != link {
				t.Errorf("%q with a side of %d pixels is read as %v, %v", link, side, read, err)
			}
			matrix, err := picture.GetBlackMatrix()
			if err != nil {
				t.Fatal(err)
			}
			edges := matrix.GetEnclosingRectangle()
			edge, modules := edges[0], edges[2]*quiet/edges[0]
			if edges[1] != edge || edges[2]+2*edge != size.X || edge*modules != edges[2]*quiet || modules%4 != 1 {
				t.Errorf("%q with a side of %d pixels is drawn at %v of %v", link, side, edges, size)
			}
		}
	}
	if _, err := Draw(strings.Repeat("x", 5000), 0); !errors.Is(err, ErrTooLong) {
		t.Errorf("5000 characters: %v", err)
	}
}
