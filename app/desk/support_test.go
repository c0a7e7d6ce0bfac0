package desk_test

import (
	"strings"
	"testing"

	"zvonok/model"
)

// TestSupportNamesNobody: what is sent to a person who helps holds the program's version and the state of the synchronisation, and neither people
// nor the college, its community, folder or computer.
func TestSupportNamesNobody(t *testing.T) {
	w := newWorld(t)
	w.vk.community = 987_654_321
	s := w.as(t, "Админова")
	seen, err := s.Contracts.Settings(s.As(t.Context()))
	must(t, err)
	set := seen.CollegeSettings
	set.CollegeName = "Колледж искусств"
	must(t, s.Contracts.SaveSettings(s.As(t.Context()), seen.CollegeSettings, set))
	found := s.Support("1.2.3")
	found.Sync.Problem = "Кагана Н.В. больше нет в колледже «Искусств», ключ vk1.a.SECRET"
	found.Sync.Pending = 7
	text := found.String()
	for _, want := range []string{"«Звонок»: 1.2.3\n", "Колледж: на этом компьютере\n", "Администратор ПОО: да\n", "Закончилась неудачей: да\n", "Изменений ждут: 7\n"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in:\n%s", want, text)
		}
	}
	me := s.Person()
	for _, secret := range []string{
		me.Name.LastName, me.Name.FirstName, set.CollegeName, "Кагана", "Искусств", "vk1.a.SECRET", "987654321", w.college.Dir, "/tmp", "vk.test",
	} {
		if secret != "" && strings.Contains(text, secret) {
			t.Errorf("it names %q:\n%s", secret, text)
		}
	}
}

// TestSupportOfADesk: of a college on another computer it says how that is reached.
func TestSupportOfADesk(t *testing.T) {
	text := model.Support{Version: "1", Elsewhere: true, Line: model.Line{State: model.LineLost, Waiting: 3, Refused: 1}}.String()
	for _, want := range []string{"Колледж: на другом компьютере\n", "Связь с ним: нет\n", "Ждут отправки: 3, отказано: 1\n"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in:\n%s", want, text)
		}
	}
}
