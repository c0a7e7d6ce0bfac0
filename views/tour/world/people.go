package world

import "zvonok/model"

// Role is one of the six kinds of people who use the program.
type Role string

// The six roles.
const (
	Administrator Role = "administrator"
	RightHolder   Role = "right-holder"
	Curator       Role = "curator"
	Teacher       Role = "teacher"
	Student       Role = "student"
	Parent        Role = "parent"
)

// Visitor is how somebody signs in to VK ID. The names are what a new profile gets.
type Visitor struct {
	Case                string // for the pictures' names
	Phone               string
	FirstName, LastName string
	ByPassword          bool // not by a code from an SMS
	Refuses             bool // the consent, at first
}

// Counts are the sizes of the college and of its messenger.
type Counts struct {
	Database struct {
		Groups   int `json:"groups"`
		Students int `json:"students"`
		Parents  int `json:"parents"`
		Staff    int `json:"staff"`
		Chats    int `json:"chats"`
		Members  int `json:"members"`
	} `json:"database"`
	VK struct {
		Chats    int `json:"chats"`
		Members  int `json:"members"`
		Admins   int `json:"admins"`
		Requests int `json:"requests"`
	} `json:"vk"`
}

// Intruders are two people in a chat whose list does not name them: one has the name of a student without a profile, the
// other is unknown.
type Intruders struct {
	Chat                      string
	Like                      model.Name
	LikeProfile, OtherProfile model.MessengerID
	Other                     string
}

// MarriedName is the new surname of a student in RosterFile. Only a person can tell that it is she.
const MarriedName = "Преображенская-Островская"
