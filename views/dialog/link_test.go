package dialog

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"zvonok/views/viewtest"
	"zvonok/views/widgets"
)

// TestLinkIsRead: a telephone reads the link from the screen.
func TestLinkIsRead(t *testing.T) {
	const link = "https://vk.me/join/AJQ1d0abcdefghijklmno"
	w := viewtest.NewWindow(t, widgets.NewLayers(container.NewVBox(), nil))
	w.Resize(fyne.NewSize(1024, 640))
	if err := ShowLink(w, Link{Title: "Ссылка", Name: "ДО-19-3", Link: strings.Repeat("x", 5000)}); err == nil || w.Canvas().Focused() != nil {
		t.Errorf("a link that no code holds: %v", err)
	}
	if err := ShowLink(w, Link{Title: "Ссылка", Name: "ДО-19-3", Link: link}); err != nil {
		t.Fatal(err)
	}
	screen, err := gozxing.NewBinaryBitmapFromImage(w.Canvas().Capture())
	if err != nil {
		t.Fatal(err)
	}
	if read, err := qrcode.NewQRCodeReader().Decode(screen, map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_TRY_HARDER: true}); err != nil || read.GetText() != link {
		t.Errorf("the screen is read as %v, %v", read, err)
	}
}
