package server

import (
	"bytes"
	"testing"

	"zvonok/app/college"
	"zvonok/model"
)

// TestSlipsSayHowToConnect: the slips of accounts say how one connects for as long as other computers can.
func TestSlipsSayHowToConnect(t *testing.T) {
	all := founded(t)
	length := func() int {
		t.Helper()
		var pdf bytes.Buffer
		if err := all.WriteSlips(college.AsOwner(t.Context()), &pdf, []model.Issued{{Name: model.ParseName("Каган Наталья Васильевна"), Login: "kagan", Password: "kp7m-x4hd-r9tw"}}); err != nil {
			t.Fatal(err)
		}
		return pdf.Len()
	}
	const apart = 100 // bytes: address, code and their words; the time of making is less
	before := length()
	s, err := Start(t.Context(), parts(all))
	if err != nil {
		t.Fatal(err)
	}
	if during := length(); during < before+apart {
		t.Errorf("the slip of an open college has %d bytes, that of a closed one %d", during, before)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if after := length(); after > before+apart {
		t.Errorf("the slip has %d bytes once the college is closed, %d before", after, before)
	}
}
