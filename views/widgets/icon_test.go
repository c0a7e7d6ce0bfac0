package widgets

import (
	"testing"
)

func TestMarkedHasRoomForItsIcon(t *testing.T) {
	if got, want := NewMarked("Дистанционное", ToneLink, "").MinSize().Width-Text("Дистанционное").MinSize().Width, IconRoom; got != want {
		t.Errorf("the icon has %v of room, want %v", got, want)
	}
}
