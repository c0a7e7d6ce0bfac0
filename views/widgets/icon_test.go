package widgets

import (
	"testing"
)

func TestMarkedHasRoomForItsIcon(t *testing.T) {
	with, without := NewMarked(IconVideo, "Дистанционное", ToneLink, ""), NewMarked(IconNone, "Дистанционное", ToneLink, "")
	if got, want := with.MinSize().Width-without.MinSize().Width, IconSide+iconGap; got != want {
		t.Errorf("the icon has %v of room, want %v", got, want)
	}
}
