package model

import (
	"errors"
	"maps"
	"net"
	"net/url"
	"path/filepath"
	"strings"
	"time"
	"unicode/utf8"
)

// Settings are what «Настройки системы» saves.
type Settings struct {
	CollegeSettings
	HostSettings
	// MessengerProgram is the path of the messenger's program, which opens calls; empty is the system's browser. It is
	// the choice of this computer's user and no part of the college.
	MessengerProgram string
}

// CollegeSettings are those of the college.
type CollegeSettings struct {
	CollegeName  string
	TimeZone     string // IANA name
	AcademicHour int    // minutes
	IdleMinutes  int    // minutes without work after which the window is locked, 0 = never
	OneTimeDays  int    // for how many days a one-time password holds
	EarlyMinutes int    // how many minutes before its start a remote lesson lets its teacher in
	SignInClient string // the number of the college's application at the sign-in service; empty while there is none
	SignInPort   int    // the port on a person's computer that takes the sign-in's answer, 0 = any
	// SignInMessages says that the application may act in people's chats and start their calls: the sign-in asks
	// for that too, which the service refuses to applications that have no such right.
	SignInMessages bool
	AgentMinutes   int // how often the agent reads the state of the chats
	RemovalLimit   int // percent of the automatic members that a run may remove without a question
	// RemoveStrangers lets the agent remove people by itself who are in a chat but neither on its list nor of the college.
	RemoveStrangers bool
}

// HostSettings are those of the computer that has the college.
type HostSettings struct {
	Addresses MessengerAddresses
	AgentOn   bool // the agent works on this computer, given the community's token
}

// MessengerAddresses are where the messenger's parts are reached: URLs without a trailing slash. An empty
// one is the messenger's own.
type MessengerAddresses struct {
	API    string
	SignIn string // pages and tokens of the person's profile
	Web    string // the web messenger
}

// Filled is a with the empty addresses taken from own.
func (a MessengerAddresses) Filled(own MessengerAddresses) MessengerAddresses {
	for _, pair := range []struct {
		to   *string
		from string
	}{{&a.API, own.API}, {&a.SignIn, own.SignIn}, {&a.Web, own.Web}} {
		if *pair.to == "" {
			*pair.to = pair.from
		}
	}
	return a
}

// Normal is a without blanks and trailing slashes, and with the messenger's own addresses left empty, so that a college
// that never changed them follows the program's defaults.
func (a MessengerAddresses) Normal(own MessengerAddresses) MessengerAddresses {
	for _, pair := range []struct {
		to  *string
		own string
	}{{&a.API, own.API}, {&a.SignIn, own.SignIn}, {&a.Web, own.Web}} {
		*pair.to = strings.TrimRight(strings.TrimSpace(*pair.to), "/")
		if *pair.to == pair.own {
			*pair.to = ""
		}
	}
	return a
}

// Safe is a without the addresses that Settings.Problems would refuse.
func (a MessengerAddresses) Safe() MessengerAddresses {
	for _, part := range []*string{&a.API, &a.SignIn, &a.Web} {
		if !safeAddress(*part) {
			*part = ""
		}
	}
	return a
}

// DefaultSettings are those of a college that has changed none.
func DefaultSettings() Settings {
	return Settings{
		CollegeSettings: CollegeSettings{
			CollegeName: "Колледж", TimeZone: "Europe/Moscow", AcademicHour: 45, IdleMinutes: 30, OneTimeDays: 120,
			AgentMinutes: 15, RemovalLimit: 20,
		},
		HostSettings: HostSettings{AgentOn: true},
	}
}

// CollegeCard is what «Настройки системы» shows of the college.
type CollegeCard struct {
	CollegeSettings
	// Community is the community whose chats these are, zero while no token was checked; its name may be
	// unknown.
	Community     MessengerID
	CommunityName string
	Phone         PhonePage
}

// SettingsCard is «Настройки системы» with what belongs to it and is not edited there.
type SettingsCard struct {
	Settings
	Community     MessengerID // as in CollegeCard
	CommunityName string
	Phone         PhonePage
	Computer      string // the name of this computer: HostSettings and MessengerProgram are its own
	// OwnAddresses are the messenger's own, used where those of Settings.Addresses are empty. Fixed says
	// that the addresses were named at the start of the program and those of the settings are not used.
	OwnAddresses MessengerAddresses
	Fixed        bool
	// Elsewhere says that the college is on another computer. HostSettings are that computer's, and are not shown here.
	Elsewhere bool
}

// SettingsField names a field of Settings that may be wrong.
type SettingsField uint8

// The fields of Settings that a person fills in.
const (
	FieldCollegeName SettingsField = iota + 1
	FieldTimeZone
	FieldAcademicHour
	FieldIdleMinutes
	FieldOneTimeDays
	FieldEarlyMinutes
	FieldMessengerProgram
	FieldAPI
	FieldSignIn
	FieldWeb
	FieldSignInClient
	FieldSignInPort
	FieldAgentMinutes
	FieldRemovalLimit
)

// The bounds of the numbers in Settings.
const (
	minAcademicHour = 30
	maxAcademicHour = 90
	minIdleMinutes  = 0
	maxIdleMinutes  = 480
	MinOneTimeDays  = 1
	MaxOneTimeDays  = 366
	minEarlyMinutes = 0
	maxEarlyMinutes = 60
	MinAgentMinutes = 5
	maxAgentMinutes = 1440
	minRemovalLimit = 0
	maxRemovalLimit = 100
	minSignInPort   = 0
	maxSignInPort   = 65535
	maxCollegeName  = 200
)

// SettingsProblems are what is wrong with Settings, in Russian, field by field; empty when nothing is.
type SettingsProblems map[SettingsField]string

// Err is one of the problems as an error, nil when there is none.
func (p SettingsProblems) Err() error {
	for f := FieldCollegeName; f <= FieldRemovalLimit; f++ {
		if text := p[f]; text != "" {
			return errors.New(text)
		}
	}
	return nil
}

// Problems says what is wrong with the settings.
func (s Settings) Problems() SettingsProblems {
	problems := s.CollegeSettings.Problems()
	if s.MessengerProgram != "" && !filepath.IsAbs(s.MessengerProgram) {
		problems[FieldMessengerProgram] = "нужен полный путь к программе: нажмите «Выбрать…»"
	}
	maps.Copy(problems, s.HostSettings.Problems())
	return problems
}

// Problems says what is wrong with the settings of the computer that has the college.
func (s HostSettings) Problems() SettingsProblems {
	problems := SettingsProblems{}
	for field, address := range map[SettingsField]string{
		FieldAPI: s.Addresses.API, FieldSignIn: s.Addresses.SignIn, FieldWeb: s.Addresses.Web,
	} {
		if address != "" && !safeAddress(address) {
			problems[field] = "нужен адрес вида https://api.vk.ru"
		}
	}
	return problems
}

// Problems says what is wrong with the college's settings.
func (s CollegeSettings) Problems() SettingsProblems {
	problems := SettingsProblems{}
	switch name := Squeeze(s.CollegeName); {
	case name == "":
		problems[FieldCollegeName] = "напишите название колледжа"
	case utf8.RuneCountInString(name) > maxCollegeName:
		problems[FieldCollegeName] = "название длиннее 200 знаков: сократите его"
	}
	if _, err := time.LoadLocation(s.TimeZone); err != nil || s.TimeZone == "" || s.TimeZone == "Local" {
		problems[FieldTimeZone] = "выберите часовой пояс из списка"
	}
	for _, n := range []struct {
		field          SettingsField
		value, min, at int
		say            string
	}{
		{FieldAcademicHour, s.AcademicHour, minAcademicHour, maxAcademicHour, "академический час — от 30 до 90 минут"},
		{FieldIdleMinutes, s.IdleMinutes, minIdleMinutes, maxIdleMinutes, "блокировка — от 0 до 480 минут"},
		{FieldOneTimeDays, s.OneTimeDays, MinOneTimeDays, MaxOneTimeDays, "срок пароля — от 1 до 366 дней"},
		{FieldEarlyMinutes, s.EarlyMinutes, minEarlyMinutes, maxEarlyMinutes, "войти раньше можно на 0–60 минут"},
		{FieldAgentMinutes, s.AgentMinutes, MinAgentMinutes, maxAgentMinutes, "проверка чатов — каждые 5–1440 минут"},
		{FieldSignInPort, s.SignInPort, minSignInPort, maxSignInPort, "порт — от 0 до 65535, 0 — любой"},
		{FieldRemovalLimit, s.RemovalLimit, minRemovalLimit, maxRemovalLimit, "предел удаления — от 0 до 100 %"},
	} {
		if n.value < n.min || n.value > n.at {
			problems[n.field] = n.say
		}
	}
	if strings.Trim(s.SignInClient, "0123456789") != "" {
		problems[FieldSignInClient] = "номер приложения состоит из цифр"
	}
	return problems
}

// safeAddress reports whether tokens may be sent to the address: by https or to this very computer.
func safeAddress(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" || u.User != nil || u.RawQuery != "" || u.ForceQuery || u.Fragment != "" {
		return false
	}
	if u.Scheme == "https" {
		return true
	}
	ip := net.ParseIP(u.Hostname())
	return u.Scheme == "http" && (strings.EqualFold(u.Hostname(), "localhost") || ip != nil && ip.IsLoopback())
}

// MaySetUp reports whether «Настройки системы» are open to the actor: to Администратор ПОО only (29.2.4).
func (a Actor) MaySetUp() bool { return a.Kind.Has(Staff) && a.Roles.Has(RoleAdmin) }
