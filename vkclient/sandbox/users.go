package sandbox

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"
)

// DefaultUserCount is how many people a sandbox has if none are named.
const DefaultUserCount = 300

const (
	defaultCommunityID = 220000001
	firstUserID        = 1001
)

// User is a person with a page in VK.
type User struct {
	ID         int64  `json:"id"`
	FirstName  string `json:"first_name"`
	LastName   string `json:"last_name"`
	Phone      string `json:"phone"`
	Email      string `json:"email"`
	Token      string `json:"token"`       // of the kind user; empty: a random one
	PlainToken string `json:"plain_token"` // without the scope messages: it starts no calls; empty: a random one
	Password   string `json:"password"`    // of the VK ID; empty: a random one
	HasProfile bool   `json:"has_profile"` // the learning profile
	NobodyAdds bool   `json:"nobody_adds"` // lets nobody add or write; can still join by a link
}

func (u *User) name() string { return strings.TrimSpace(u.FirstName + " " + u.LastName) }

var (
	maleNames = []string{"Александр", "Дмитрий", "Максим", "Сергей", "Андрей", "Алексей", "Артём", "Илья", "Кирилл", "Михаил", "Никита",
		"Матвей", "Роман", "Егор", "Арсений", "Иван", "Денис", "Евгений", "Тимофей", "Владислав", "Пётр", "Семён", "Фёдор"}
	femaleNames = []string{"Анастасия", "Мария", "Анна", "Виктория", "Екатерина", "Наталья", "Марина", "Полина", "София", "Дарья", "Алиса",
		"Ксения", "Александра", "Елена", "Ирина", "Ольга", "Татьяна", "Юлия", "Вероника", "Алёна", "Светлана", "Варвара", "Кристина"}
	surnames = []string{"Иванов", "Смирнов", "Кузнецов", "Попов", "Васильев", "Петров", "Соколов", "Михайлов", "Новиков", "Фёдоров", "Морозов",
		"Волков", "Алексеев", "Лебедев", "Семёнов", "Егоров", "Павлов", "Козлов", "Степанов", "Николаев", "Орлов", "Андреев", "Макаров",
		"Никитин", "Захаров", "Зайцев", "Соловьёв", "Борисов", "Яковлев", "Григорьев", "Романов", "Воробьёв", "Сергеев", "Кузьмин",
		"Фролов", "Александров", "Дмитриев", "Королёв", "Гусев", "Киселёв", "Ильин", "Максимов", "Поляков", "Сорокин", "Виноградов",
		"Ковалёв", "Белов"}
)

// DefaultUsers are n people with Russian names and ids from 1001, the same every time; the last 5 % let nobody add them,
// every sixth has no learning profile.
func DefaultUsers(n int) []User {
	users := make([]User, n)
	for i := range users {
		u := User{ID: firstUserID + int64(i), Phone: fmt.Sprintf("+7900%07d", i+1), NobodyAdds: i >= n-n/20, HasProfile: i%6 != 5}
		u.Email = fmt.Sprintf("id%d@example.ru", u.ID)
		surname := surnames[i*7%len(surnames)]
		if i%2 == 0 {
			u.FirstName, u.LastName = maleNames[i/2%len(maleNames)], surname
		} else {
			u.FirstName, u.LastName = femaleNames[i/2%len(femaleNames)], surname+"а"
		}
		users[i] = u
	}
	return users
}

// makeToken is a token that looks like VK's, another one in every run.
func (s *Server) makeToken(kind string, id int64) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "token/%x/%s/%d", s.secret, kind, id))
	return "vk1.a." + base64.RawURLEncoding.EncodeToString(sum[:])
}

// makePassword is the person's password, another one in every run.
func (s *Server) makePassword(id int64) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "password/%x/%d", s.secret, id))
	return base64.RawURLEncoding.EncodeToString(sum[:9])
}

const maxUsersAsked = 1000

type userAnswer struct {
	ID              int64  `json:"id"`
	FirstName       string `json:"first_name"`
	LastName        string `json:"last_name"`
	CanAccessClosed bool   `json:"can_access_closed"`
	IsClosed        bool   `json:"is_closed"`
}

func (u *User) answer() userAnswer {
	return userAnswer{ID: u.ID, FirstName: u.FirstName, LastName: u.LastName, CanAccessClosed: !u.NobodyAdds, IsClosed: u.NobodyAdds}
}

// usersGet is users.get. Ids may be written as id1001.
func usersGet(c *call) (any, error) {
	found := []userAnswer{}
	if c.params.has("user_ids") {
		asked := strings.Split(c.params.text("user_ids"), ",")
		if len(asked) > maxUsersAsked {
			return nil, failParam("user_ids should contain at most 1000 elements")
		}
		for _, name := range asked {
			id, err := strconv.ParseInt(strings.TrimPrefix(strings.TrimSpace(name), "id"), 10, 64)
			if err != nil {
				continue // a screen name: nobody here has one
			}
			if u := c.world.users[id]; u != nil {
				found = append(found, u.answer())
			}
		}
		return found, nil
	}
	if u := c.world.users[c.who.id]; u != nil {
		found = append(found, u.answer())
	}
	return found, nil
}

type groupAnswer struct {
	ID         int64  `json:"id"`
	Name       string `json:"name"`
	ScreenName string `json:"screen_name"`
	IsClosed   int    `json:"is_closed"`
	Type       string `json:"type"`
}

func (c Community) answer() groupAnswer {
	return groupAnswer{ID: c.ID, Name: c.Name, ScreenName: "club" + strconv.FormatInt(c.ID, 10), Type: "group"}
}

// groupsGetByID is groups.getById; without ids it tells whose the community token is.
func groupsGetByID(c *call) (any, error) {
	asked := c.params.text("group_ids")
	if asked == "" {
		asked = c.params.text("group_id")
	}
	own := c.world.Community.answer()
	found := []groupAnswer{}
	switch {
	case asked != "":
		for _, name := range strings.Split(asked, ",") {
			name = strings.TrimSpace(name)
			if name == own.ScreenName || name == strconv.FormatInt(own.ID, 10) {
				found = append(found, own)
			}
		}
	case c.who.community:
		found = append(found, own)
	default:
		return nil, failParam("group_ids is undefined")
	}
	if c.olderShapes {
		return found, nil
	}
	return map[string]any{"groups": found, "profiles": []any{}}, nil
}
