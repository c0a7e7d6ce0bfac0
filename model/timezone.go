package model

import (
	"slices"
	"strings"
)

// TimeZone is a time zone to choose for a college.
type TimeZone struct {
	ID     string // IANA name
	City   string // its name
	Offset string // «МСК, UTC+3»
	Others string // cities in it
}

// Cities are all cities of the zone; it is called after the first.
func (z TimeZone) Cities() []string {
	return append([]string{z.City}, strings.Split(z.Others, ", ")...)
}

// Words say what the zone is and where else it is the same.
func (z TimeZone) Words() string {
	return z.City + " (" + z.Offset + "). Так же живут: " + z.Others + "."
}

// FindTimeZone finds one of TimeZones by its IANA name or by a city in it.
func FindTimeZone(name string) (z TimeZone, found bool) {
	i := slices.IndexFunc(TimeZones, func(z TimeZone) bool { return z.ID == name || slices.Contains(z.Cities(), name) })
	if i < 0 {
		return z, false
	}
	return TimeZones[i], true
}

// TimeZones are the eleven of Russia, from west to east.
var TimeZones = []TimeZone{
	{"Europe/Kaliningrad", "Калининград", "МСК−1, UTC+2", "Калининградская область"},
	{"Europe/Moscow", "Москва", "МСК, UTC+3", "Санкт-Петербург, Казань, Нижний Новгород, Ростов-на-Дону, Краснодар"},
	{"Europe/Samara", "Самара", "МСК+1, UTC+4", "Ижевск, Саратов, Ульяновск, Астрахань"},
	{"Asia/Yekaterinburg", "Екатеринбург", "МСК+2, UTC+5", "Челябинск, Уфа, Пермь, Тюмень, Оренбург"},
	{"Asia/Omsk", "Омск", "МСК+3, UTC+6", "Омская область"},
	{"Asia/Krasnoyarsk", "Красноярск", "МСК+4, UTC+7", "Новосибирск, Кемерово, Барнаул, Томск, Абакан"},
	{"Asia/Irkutsk", "Иркутск", "МСК+5, UTC+8", "Улан-Удэ, Ангарск, Братск"},
	{"Asia/Yakutsk", "Якутск", "МСК+6, UTC+9", "Чита, Благовещенск"},
	{"Asia/Vladivostok", "Владивосток", "МСК+7, UTC+10", "Хабаровск, Биробиджан"},
	{"Asia/Magadan", "Магадан", "МСК+8, UTC+11", "Южно-Сахалинск, Северо-Курильск"},
	{"Asia/Kamchatka", "Петропавловск-Камчатский", "МСК+9, UTC+12", "Анадырь"},
}
