package store

import (
	"strconv"

	"zvonok/model"
)

// The settings of remote lessons.
const (
	SettingEarlyMinutes Setting = "lessons.early_minutes" // so long before its start a remote lesson is open to its teacher
	SettingCallAccount  Setting = "calls.account"         // «1» where an agent of the college holds an account that starts calls
)

// SettingMessengerProgram is the path of the messenger's program on the computer of that name; empty: links go
// to the browser.
func SettingMessengerProgram(computer string) Setting {
	return Setting("messenger.program@" + computer)
}

// SettingCallWay is how the person joins calls, a model.CallWay.
func SettingCallWay(id model.PersonID) Setting {
	return Setting("call.way@" + strconv.FormatInt(int64(id), 10))
}
