package lists

import (
	"fmt"

	"zvonok/model"
	"zvonok/views/table"
	"zvonok/views/widgets"
)

// ZoneField chooses a time zone by a city in it. A form shows Select, and below it Note, which says where else the time is
// the same.
type ZoneField struct {
	*table.Select[string]
	Note *widgets.Label
}

// NewZoneField makes a field without a zone; room is the width of the note, and changed follows a person's choice.
func NewZoneField(room float32, changed func()) *ZoneField {
	f := &ZoneField{Note: widgets.Paragraph("", room).In(widgets.ToneMuted)}
	f.Select = table.NewSelect(cityOptions(""), func(string) {
		f.say()
		changed()
	})
	f.Field.Placeholder = "Выберите город"
	f.say()
	return f
}

// Zone is the IANA name of the chosen zone, "" while there is none.
func (f *ZoneField) Zone() string {
	city, _ := f.Selected()
	if z, known := model.FindTimeZone(city); known {
		return z.ID
	}
	return city
}

// SetZone chooses a zone by its IANA name; a zone without a city in the list is added as its own city.
func (f *ZoneField) SetZone(zone string) {
	f.SetOptions(cityOptions(zone))
	if z, known := model.FindTimeZone(zone); known {
		zone = z.City
	}
	f.SetSelected(zone)
	f.say()
}

func (f *ZoneField) say() {
	f.Note.SetText("По нему считаются дни, часы занятий и время в журналах.")
	if z, known := model.FindTimeZone(f.Zone()); known {
		f.Note.SetText(z.Words())
	}
}

// cityOptions are the cities to choose from, and a zone without a city among them.
func cityOptions(zone string) []table.Option[string] {
	var options []table.Option[string]
	for _, z := range model.TimeZones {
		for _, city := range z.Cities() {
			options = append(options, table.Option[string]{Key: city, Label: fmt.Sprintf("%s (%s)", city, z.Offset)})
		}
	}
	if _, known := model.FindTimeZone(zone); !known && zone != "" {
		options = append(options, table.Option[string]{Key: zone, Label: zone})
	}
	return options
}
