package model

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"
)

// TestSettingsProblems: each bound is what the window says, and the defaults are right.
func TestSettingsProblems(t *testing.T) {
	if p := DefaultSettings().Problems(); len(p) != 0 {
		t.Fatalf("the defaults are wrong: %v", p)
	}
	for name, c := range map[string]struct {
		set  func(*Settings)
		want SettingsField // 0 = nothing is wrong
	}{
		"name empty":        {func(s *Settings) { s.CollegeName = " \t" }, FieldCollegeName},
		"name at its limit": {func(s *Settings) { s.CollegeName = strings.Repeat("ж", 200) }, 0},
		"name too long":     {func(s *Settings) { s.CollegeName = strings.Repeat("ж", 201) }, FieldCollegeName},
		"zone unknown":      {func(s *Settings) { s.TimeZone = "Europe/Atlantis" }, FieldTimeZone},
		"zone empty":        {func(s *Settings) { s.TimeZone = "" }, FieldTimeZone},
		"zone local":        {func(s *Settings) { s.TimeZone = "Local" }, FieldTimeZone},
		"zone outside":      {func(s *Settings) { s.TimeZone = "Europe/Minsk" }, 0},
		"hour 30":           {func(s *Settings) { s.AcademicHour = 30 }, 0},
		"hour 29":           {func(s *Settings) { s.AcademicHour = 29 }, FieldAcademicHour},
		"hour 90":           {func(s *Settings) { s.AcademicHour = 90 }, 0},
		"hour 91":           {func(s *Settings) { s.AcademicHour = 91 }, FieldAcademicHour},
		"idle never":        {func(s *Settings) { s.IdleMinutes = 0 }, 0},
		"idle negative":     {func(s *Settings) { s.IdleMinutes = -1 }, FieldIdleMinutes},
		"one-time 1":        {func(s *Settings) { s.OneTimeDays = 1 }, 0},
		"one-time 0":        {func(s *Settings) { s.OneTimeDays = 0 }, FieldOneTimeDays},
		"one-time 366":      {func(s *Settings) { s.OneTimeDays = 366 }, 0},
		"one-time 367":      {func(s *Settings) { s.OneTimeDays = 367 }, FieldOneTimeDays},
		"early never":       {func(s *Settings) { s.EarlyMinutes = 0 }, 0},
		"early an hour":     {func(s *Settings) { s.EarlyMinutes = 60 }, 0},
		"early 61":          {func(s *Settings) { s.EarlyMinutes = 61 }, FieldEarlyMinutes},
		"early negative":    {func(s *Settings) { s.EarlyMinutes = -1 }, FieldEarlyMinutes},
		"program":           {func(s *Settings) { s.MessengerProgram = filepath.Join(os.TempDir(), "vk messenger") }, 0},
		"program by name":   {func(s *Settings) { s.MessengerProgram = "vk messenger" }, FieldMessengerProgram},
		"agent 5":           {func(s *Settings) { s.AgentMinutes = 5 }, 0},
		"agent 4":           {func(s *Settings) { s.AgentMinutes = 4 }, FieldAgentMinutes},
		"agent 1440":        {func(s *Settings) { s.AgentMinutes = 1440 }, 0},
		"agent 1441":        {func(s *Settings) { s.AgentMinutes = 1441 }, FieldAgentMinutes},
		"limit 0":           {func(s *Settings) { s.RemovalLimit = 0 }, 0},
		"limit 100":         {func(s *Settings) { s.RemovalLimit = 100 }, 0},
		"limit 101":         {func(s *Settings) { s.RemovalLimit = 101 }, FieldRemovalLimit},
		"https":             {func(s *Settings) { s.Addresses.API = "https://vk.example.ru/api" }, 0},
		"loopback":          {func(s *Settings) { s.Addresses.API = "http://127.0.0.1:8080" }, 0},
		"loopback 6":        {func(s *Settings) { s.Addresses.SignIn = "http://[::1]:8080" }, 0},
		"localhost":         {func(s *Settings) { s.Addresses.Web = "http://localhost:8080/im" }, 0},
		"plain http":        {func(s *Settings) { s.Addresses.API = "http://api.vk.ru" }, FieldAPI},
		"like loopback":     {func(s *Settings) { s.Addresses.SignIn = "http://127.0.0.1.example.ru" }, FieldSignIn},
		"password":          {func(s *Settings) { s.Addresses.Web = "https://a:b@vk.ru" }, FieldWeb},
		"question":          {func(s *Settings) { s.Addresses.Web = "https://vk.ru?a=b" }, FieldWeb},
		"no host":           {func(s *Settings) { s.Addresses.API = "https://" }, FieldAPI},
		"other scheme":      {func(s *Settings) { s.Addresses.API = "file:///etc" }, FieldAPI},
	} {
		t.Run(name, func(t *testing.T) {
			s := DefaultSettings()
			c.set(&s)
			p := s.Problems()
			if c.want == 0 && (len(p) != 0 || p.Err() != nil) {
				t.Errorf("refused: %v", p)
			}
			if c.want != 0 && (len(p) != 1 || p[c.want] == "" || p.Err() == nil || p.Err().Error() != p[c.want]) {
				t.Errorf("got %v, want a problem of field %d", p, c.want)
			}
		})
	}
}

// TestMaySetUp: «Настройки системы» are the administrator's alone (29.2.4).
func TestMaySetUp(t *testing.T) {
	for name, c := range map[string]struct {
		actor Actor
		want  bool
	}{
		"administrator":        {Actor{Kind: Staff, Roles: RoleAdmin}, true},
		"administrator, pupil": {Actor{Kind: Staff | Parent, Roles: RoleAdmin | RoleTeacher}, true},
		"manager of chats":     {Actor{Kind: Staff, Roles: RightManageChats}, false},
		"curator":              {Actor{Kind: Staff, Roles: RoleCurator, Groups: []GroupID{1}}, false},
		"teacher":              {Actor{Kind: Staff, Roles: RoleTeacher}, false},
		"student":              {Actor{Kind: Student}, false},
		"parent":               {Actor{Kind: Parent}, false},
		"who left":             {Actor{Roles: RoleAdmin}, false},
	} {
		if got := c.actor.MaySetUp(); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// TestAddresses: what is the messenger's own is kept as nothing, and nothing is read as its own.
func TestAddresses(t *testing.T) {
	own := MessengerAddresses{API: "https://api.vk.ru", SignIn: "https://id.vk.ru", Web: "https://web.vk.me"}
	typed := MessengerAddresses{API: " https://api.vk.ru/ ", SignIn: "https://id.example.ru//", Web: ""}
	kept := typed.Normal(own)
	if want := (MessengerAddresses{SignIn: "https://id.example.ru"}); kept != want {
		t.Errorf("kept %+v", kept)
	}
	if want := (MessengerAddresses{own.API, "https://id.example.ru", own.Web}); kept.Filled(own) != want {
		t.Errorf("read %+v", kept.Filled(own))
	}
}

// TestSafeAddresses: what «Настройки системы» would not save is not read either.
func TestSafeAddresses(t *testing.T) {
	got := MessengerAddresses{API: "http://vk.example.ru", SignIn: "https://id.example.ru", Web: "https://me:you@web.example.ru"}.Safe()
	if want := (MessengerAddresses{SignIn: "https://id.example.ru"}); got != want {
		t.Errorf("read %+v", got)
	}
}

// TestTimeZoneLabels: the eleven time zones have the offsets that their labels say.
func TestTimeZoneLabels(t *testing.T) {
	for i, z := range TimeZones {
		zone, err := time.LoadLocation(z.ID)
		if err != nil {
			t.Fatal(err)
		}
		_, offset := time.Date(2026, 7, 1, 0, 0, 0, 0, zone).Zone()
		if offset != (i+2)*3600 {
			t.Errorf("%s is at %d h, want the zones in order", z.City, offset/3600)
		}
	}
}

// TestTokenTail: the tail never gives a short token away.
func TestTokenTail(t *testing.T) {
	for token, want := range map[string]string{"": "", "abc": "", "abcd": "d", "abcdefgh": "gh", "vk1.a.0123456789abcdefa1B2": "a1B2"} {
		if got := TokenTail(token); got != want {
			t.Errorf("%q ends in %q, want %q", token, got, want)
		}
	}
}

// TestTokenReport: only what the agent needs decides, and another community is told.
func TestTokenReport(t *testing.T) {
	r := TokenReport{Community: 7, Name: "Б", Abilities: []TokenAbility{
		{Name: "чаты", Verdict: VerdictYes, Needed: true}, {Name: "люди", Verdict: VerdictOther}, {Name: "звонки"},
	}}
	if !r.Usable() || r.Foreign() != "" {
		t.Errorf("a good token: usable %v, foreign %q", r.Usable(), r.Foreign())
	}
	r.Instead = 5
	if got := r.Foreign(); got != "ключ принадлежит сообществу «Б» (7), а чаты колледжа созданы сообществом 5" {
		t.Errorf("got %q", got)
	}
	r.Abilities[0].Verdict = VerdictNo
	if r.Usable() {
		t.Error("a token without a needed ability is usable")
	}
}

// TestAuditMatches: the text is found wherever it stands, whatever its case and ё.
func TestAuditMatches(t *testing.T) {
	l := AuditLine{Who: "Королёв Пётр", Action: "Изменение чата", Subject: "ДО-19-3", Details: "добавлено 2"}
	for text, want := range map[string]bool{"": true, "КОРОЛЕВ": true, "чата": true, "до-19": true, "Добавлено 2": true, "убрано": false, "петр изменение": false} {
		if got := l.Matches(Fold(text)); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}
