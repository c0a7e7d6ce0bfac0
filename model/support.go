package model

import (
	"fmt"
	"strings"
	"time"
)

// Support is what somebody who helps from afar needs to know of a running program. It is sent to strangers, so it holds no secret and
// no name: of no person, college, computer or folder.
type Support struct {
	Version  string // of the program
	Revision string // of its sources; empty where nobody knows
	System   string // the operating system and the processor: «linux/amd64»
	Now      time.Time
	// Elsewhere says that the college is on another computer; Line is how it is reached then.
	Elsewhere bool
	Line      Line
	Roles     Roles // of the person at work
	Sync      SyncStatus
}

// lineStates are the states of a line in words, for the helper.
var lineStates = map[LineState]string{
	LineConnected: "есть", LineConnecting: "устанавливается", LineLost: "нет", LineSignedOut: "нет: сеанс закончился",
	LineWrongKey: "нет: у сервера другой ключ", LineOtherVersion: "нет: версии не подходят друг другу",
}

// String is the text that a person sends.
func (s Support) String() string {
	var text strings.Builder
	line := func(what, is string) { fmt.Fprintf(&text, "%s: %s\n", what, is) }
	yes := map[bool]string{true: "да", false: "нет"}
	at := func(t time.Time) string {
		if t.IsZero() {
			return "не было"
		}
		return t.In(s.Now.Location()).Format("02.01.2006 15:04 -07:00")
	}
	line("«Звонок»", s.Version)
	if s.Revision != "" {
		line("Сборка", s.Revision)
	}
	line("Система", s.System)
	line("Время", at(s.Now))
	if s.Elsewhere {
		line("Колледж", "на другом компьютере")
		line("Связь с ним", lineStates[s.Line.State])
		if Newer(s.Line.Server, "0.0.0") {
			line("Версия сервера", s.Line.Server)
		}
		line("Ждут отправки", fmt.Sprintf("%d, отказано: %d", s.Line.Waiting, s.Line.Refused))
	} else {
		line("Колледж", "на этом компьютере")
		line("Ключ сообщества здесь", yes[s.Sync.AgentHere])
	}
	line("Администратор ПОО", yes[s.Roles.Has(RoleAdmin)])
	line("Последняя синхронизация", at(s.Sync.LastRun))
	line("Закончилась неудачей", yes[s.Sync.Problem != ""])
	line("Ждёт подтверждения", yes[s.Sync.Held || s.Sync.Unconfirmed.Chats > 0])
	line("Изменений ждут", fmt.Sprint(s.Sync.Pending))
	line("Участников ждут входа", fmt.Sprint(s.Sync.Missing.Waiting))
	return text.String()
}
