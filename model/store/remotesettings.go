package store

import (
	"strconv"

	"zvonok/model"
)

// SettingCallAccount is «1» where an agent of the college holds an account that starts calls.
const SettingCallAccount Setting = "calls.account"

// SettingCallWay is how the person joins calls, a model.CallWay.
func SettingCallWay(id model.PersonID) Setting {
	return Setting("call.way@" + strconv.FormatInt(int64(id), 10))
}
