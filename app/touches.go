package app

import "zvonok/model"

// Touch says which changes may change the answer of a method that reads. The zero Touch means that the answer is not kept: a
// preview, a file, a permission to do something now.
type Touch uint16

// What touches an answer.
const (
	ByRoster   Touch = 1 << iota // people, groups, subjects, orders, rights, settings
	ByChats                      // any chat
	ByChat                       // the chat that the first parameter names
	ByLessons                    // lessons and remote lessons
	ByJournals                   // what is written in any journal: absences, marks, tasks, who joined
	ByJournal                    // what is written in the journal that the first parameter names
	BySync                       // runs of the agent, and settings of one person or of the agent
	ByAccess                     // accounts and sessions
	ByAudit                      // lines of «Журнал изменений»
	ByJoins                      // which remote lessons the person at work has joined
	// Untold: no event says when the answer changes. It is asked for each time; the kept one is shown only while the
	// college does not answer.
	Untold
)

// Touches say what touches the answers of the methods that read; a new one needs an entry.
var Touches = map[string]Touch{
	"Access.Accounts": ByRoster | ByAccess, "Access.Entry": 0, "Access.IdleLimit": ByRoster, "Access.Myself": ByRoster,
	"Access.Rights": ByRoster | ByAccess, "Access.Sessions": Untold,

	"Care.Audit": ByRoster | ByAudit, "Care.AuditChoices": ByRoster | ByAudit, "Care.BackupLoss": 0, "Care.Backups": Untold, "Care.Beginnings": ByRoster | ByChats | BySync | ByAccess,
	"Care.ExportAudit": 0, "Care.PreviewUndo": 0, "Care.Runs": ByRoster | BySync, "Care.Settings": ByRoster | BySync,

	"Chats.Candidates": ByRoster | ByChat, "Chats.Others": ByRoster | ByChat, "Chats.Chat": ByRoster | ByChat, "Chats.ChatAddress": ByRoster | ByChat,
	"Chats.Chats": ByRoster | ByChats, "Chats.ExportMissing": 0, "Chats.InviteLink": ByRoster | ByChat,
	"Chats.Missing": ByRoster | ByChats | BySync, "Chats.MyChatAddress": ByRoster | ByChat, "Chats.MyChats": ByRoster | ByChats,
	"Chats.MyInviteLink": ByRoster | ByChat, "Chats.NewChatChoices": ByRoster | ByChats, "Chats.NewChatStart": ByRoster | ByChats,
	"Chats.PrintInvites": 0, "Chats.Strangers": ByRoster | ByChat,

	"Imports.PreviewImport": 0, "Imports.PreviewLessons": 0, "Imports.PreviewYearTurn": 0,

	"Lessons.AcademicHour": ByRoster, "Lessons.CallStarted": 0, "Lessons.CallWay": Untold, "Lessons.ExportCalendar": 0, "Lessons.ExportJournal": 0,
	"Lessons.Joined": ByRoster | ByLessons | ByJournals, "Lessons.Journal": ByRoster | ByLessons | ByJournal | ByChats, "Lessons.JournalGroups": ByRoster | ByLessons,
	"Lessons.LessonDay": ByRoster, "Lessons.LessonsAccess": ByRoster, "Lessons.MayMakeRemote": 0, "Lessons.MayOpenRemote": 0,
	"Lessons.MayTeach": ByRoster, "Lessons.MyLessons": ByRoster | ByLessons | ByJournals, "Lessons.NextRemote": ByRoster | ByLessons | ByJournals,
	"Lessons.TaskMarks": ByRoster | ByLessons | ByJournals, "Lessons.ToOpen": 0, "Lessons.Upcoming": ByRoster | ByLessons | ByJournals | ByJoins,

	"Orders.CancelLosses": 0, "Orders.Order": ByRoster | ByAudit, "Orders.OrderChoices": ByRoster | ByAudit, "Orders.OrderDay": ByRoster,
	"Orders.OrderLosses": 0, "Orders.Orders": ByRoster | ByAudit, "Orders.PreviewOrders": 0,

	"People.Find":  0, // each text is asked only once
	"People.Group": ByRoster | ByChats | ByLessons | ByAccess, "People.Groups": ByRoster | ByChats, "People.Parents": ByRoster | ByChats | ByAccess,
	"People.PeopleAccess": ByRoster, "People.PersonCard": Untold, // it names chats, and not everybody who sees it is told of changes in them
	"People.StaffMembers": ByRoster | ByChats | ByAccess, "People.Students": ByRoster | ByChats | ByAccess,

	"Profiles.Application": ByRoster | BySync, "Profiles.LinkState": ByRoster | ByAccess,

	"Sync.AddsPeople": Untold, "Sync.StartsCalls": Untold, "Sync.SyncStatus": 0,
}

// TouchOf is what a change touches, besides the chats and journals that it names.
func TouchOf(c model.Change) (t Touch) {
	for _, kind := range []struct {
		changed bool
		touch   Touch
	}{
		{c.Roster, ByRoster}, {len(c.Chats) > 0, ByChats}, {c.AnyChat, ByChats | ByChat}, {c.Lessons, ByLessons}, {len(c.Journals) > 0, ByJournals},
		{len(c.Joins) > 0, ByJoins}, {c.Sync, BySync}, {len(c.Access) > 0, ByAccess}, {c.Audit, ByAudit},
		{c.All, ByRoster | ByChats | ByChat | ByLessons | ByJournals | ByJournal | BySync | ByAccess | ByAudit | ByJoins},
	} {
		if kind.changed {
			t |= kind.touch
		}
	}
	return t
}
