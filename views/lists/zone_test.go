package lists

import (
	"testing"

	"fyne.io/fyne/v2/test"

	"zvonok/model"
)

// TestZoneField: every city leads to its zone, every zone is found again, no city is offered twice, and a zone that none of
// the cities lives by stays as it is.
func TestZoneField(t *testing.T) {
	test.NewTempApp(t)
	field, offered := NewZoneField(400, func() {}), map[string]bool{}
	for _, o := range field.Options() {
		if offered[o.Key] {
			t.Errorf("%s is offered twice", o.Key)
		}
		offered[o.Key] = true
		field.SetSelected(o.Key)
		if _, known := model.FindTimeZone(field.Zone()); !known || offered[field.Zone()] {
			t.Errorf("%s has the zone %q", o.Key, field.Zone())
		}
	}
	for _, z := range append(model.TimeZones, model.TimeZone{ID: "Europe/Minsk"}) {
		if field.SetZone(z.ID); field.Zone() != z.ID {
			t.Errorf("%s has become %s", z.ID, field.Zone())
		}
	}
}
