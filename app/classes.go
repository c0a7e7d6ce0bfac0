package app

// Class says what it means to call a method of a contract again, for instance when the network has lost the answer.
type Class uint8

// The classes of methods.
const (
	// Read changes nothing, and its answer may be kept until something changes.
	Read Class = iota + 1
	// Once writes in one transaction: the same call again is answered as before, and does nothing.
	Once
	// Secret takes or gives something that nobody may keep, or asks outside the college: a repetition does it again.
	Secret
	// Operation is long work, or has effects outside the college's database. It is started and watched; a lost connection
	// neither ends nor restarts it.
	Operation
)

// Classes are the classes of the contracts' methods, named with their contract; a new method needs one.
var Classes = map[Class][]string{
	Read: {
		"Access.Accounts", "Access.Entry", "Access.IdleLimit", "Access.Myself", "Access.Rights", "Access.Sessions",
		"Care.Audit", "Care.AuditChoices", "Care.BackupLoss", "Care.Backups", "Care.Beginnings", "Care.ExportAudit", "Care.PreviewUndo", "Care.Runs", "Care.Settings",
		"Chats.Candidates", "Chats.Chat", "Chats.ChatAddress", "Chats.Chats", "Chats.ExportMissing", "Chats.InviteLink", "Chats.Missing",
		"Chats.MyChatAddress", "Chats.MyChats", "Chats.MyInviteLink", "Chats.NewChatChoices", "Chats.NewChatStart", "Chats.Others",
		"Chats.PrintInvites",
		"Chats.Strangers",
		"Imports.PreviewImport", "Imports.PreviewLessons", "Imports.PreviewYearTurn",
		"Lessons.AcademicHour", "Lessons.CallStarted", "Lessons.CallWay", "Lessons.ExportCalendar", "Lessons.ExportJournal", "Lessons.Joined", "Lessons.Journal",
		"Lessons.JournalGroups", "Lessons.LessonDay", "Lessons.LessonsAccess", "Lessons.MayMakeRemote", "Lessons.MayOpenRemote",
		"Lessons.MyLessons", "Lessons.MayTeach", "Lessons.NextRemote", "Lessons.TaskMarks", "Lessons.ToOpen", "Lessons.Upcoming",
		"Orders.CancelLosses", "Orders.Order", "Orders.OrderChoices", "Orders.OrderDay", "Orders.OrderLosses", "Orders.Orders",
		"Orders.PreviewOrders",
		"People.Find", "People.Group", "People.Groups", "People.Parents", "People.PeopleAccess", "People.PersonCard", "People.StaffMembers", "People.Students",
		"Profiles.Application", "Profiles.LinkState",
		"Sync.AddsPeople", "Sync.StartsCalls", "Sync.SyncStatus",
	},
	Once: {
		"Access.DisableAccount", "Access.EndSession", "Access.SetRights",
		"Care.SaveSettings", "Care.UndoChange",
		"Chats.AskReminders", "Chats.CreateChat", "Chats.DeleteChats", "Chats.LinkStranger", "Chats.ListStrangers", "Chats.RemoveStrangers",
		"Chats.SaveChat",
		"Lessons.DeleteLesson", "Lessons.DeleteRemote", "Lessons.DeleteTask", "Lessons.FinishRemote", "Lessons.KeepCall",
		"Lessons.LeaveToAgent", "Lessons.MakeRemote", "Lessons.NoteJoined", "Lessons.RememberCallWay", "Lessons.SaveLesson", "Lessons.SaveTask",
		"Lessons.SetCallLink", "Lessons.SetCells",
		"Orders.CancelOrder", "Orders.EditOrder", "Orders.SaveOrder",
		"People.AddGroup", "People.AddParent", "People.AddStaff", "People.AddStudent", "People.AddTeaching", "People.DisbandGroups",
		"People.EditGroup", "People.EditTeaching", "People.EndTeachings", "People.LeaveParents", "People.LeaveStaff", "People.LeaveStudents",
		"People.MoveStudents", "People.RemoveParent", "People.RenamePerson", "People.ReturnStaff", "People.ReturnStudents", "People.SetCurator",
		"People.SetRoles",
		"Profiles.EndSignIn", "Profiles.NoteCrossed", "Profiles.UnlinkProfile",
	},
	Secret: {
		"Access.BeginSession", "Access.ChangePassword", "Access.CheckPassword", "Access.CreateAccounts", "Access.Found", "Access.ResetPasswords",
		"Access.Resume", "Access.WriteSlips",
		"Host.CheckKeptToken", "Host.CheckToken", "Host.ForgetToken", "Host.KeepToken", "Host.TokenState",
		"Profiles.LinkProfile", "Profiles.ProveProfile", "Profiles.RenewProfile",
	},
	Operation: {
		"Care.BackUp", "Care.WriteBackup",
		"Host.RestoreBackup",
		"Imports.ApplyImport", "Imports.ApplyLessons", "Imports.ApplyYearTurn",
		"Orders.ApplyOrders",
		"Sync.CarryCalls", "Sync.Initialise", "Sync.LookSoon", "Sync.PreviewInitialise", "Sync.RunNow", "Sync.SendReminders", "Sync.StopSync",
	},
}
