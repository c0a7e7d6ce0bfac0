package store

import (
	"slices"
	"strings"
	"time"
)

// undoTable is a table whose changes can be taken back. Its triggers and the taking back are made from this.
type undoTable struct {
	name string
	// keys are the columns that tell rows apart, columns the others that matter; a new one goes last, since undo_rows
	// holds rows of older versions.
	keys, columns []string
	// late: other rows may refer to it, so an added row is deleted last, unless they do.
	late bool
	// whole: people edit rows without that being noted, so an added row is noted with all its columns.
	whole bool
	// yields: the program changes rows as part of its work, and those changes stay.
	yields bool
	// ends is the column that ends an added row, which stays: its value is one, or the college's day.
	ends string
	// only is a condition in SQL over the row, new or old, and recording: others are not noted. fresh is one for added rows.
	only, fresh string
	// label is what people call the row t, in SQL; edited what was done to it, in words.
	label, edited string
	// twin is a condition in SQL: o has the place where t would come back. twins says so in words.
	twin, twins string
	// zeros are columns that do not matter and that a row made again needs.
	zeros []string
}

const teachingLabel = `(SELECT s.name || coalesce(', ' || g.name, '') FROM teachings x JOIN subjects s ON s.id = x.subject_id
	LEFT JOIN groups g ON g.id = x.group_id WHERE x.id = `

// undoTables are in the order in which rows can be made: those that others refer to come first.
var undoTables = []undoTable{
	{name: "persons", keys: []string{"id"}, late: true, label: `t.last_name || ' ' || t.first_name`, edited: "карточки",
		columns: []string{"last_name", "first_name", "middle_name", "folded", "kinds", "roles", "messenger", "active"}},
	{name: "groups", keys: []string{"id"}, late: true, label: `t.name`, edited: "группы",
		columns: []string{"name", "year", "specialty", "curator", "active"}},
	{name: "teachings", keys: []string{"id"}, late: true, label: teachingLabel + `t.id)`, edited: "предметы",
		columns: []string{"group_id", "subject_id", "course_index", "subgroup", "hours", "whole_group", "active"}},
	{name: "teaching_teachers", keys: []string{"teaching_id", "person_id"}},
	{name: "learners", keys: []string{"teaching_id", "person_id"}},
	// Enrolments are derived from these two. An order that is taken back stays with its movements, cancelled.
	{name: "orders", keys: []string{"id"}, ends: "cancelled_at", edited: "приказы",
		columns: []string{"number", "date", "kind", "effective", "cancelled_at", "note", "basis", "edition"}},
	{name: "movements", keys: []string{"id"}, fresh: `new.order_id IS NULL`,
		columns: []string{"person_id", "day", "out_group", "in_group", "out_all", "order_id", "edition", "ordinal"}},
	{name: "disbandings", keys: []string{"order_id"}, columns: []string{"carried"}, yields: true},
	{name: "guardianships", keys: []string{"parent_id", "student_id"}, columns: []string{"relation"}, edited: "родители"},
	// The keys of added people go with them.
	{name: "source_keys", keys: []string{"source", "section", "key"}, columns: []string{"id"}, yields: true, fresh: `new.id <= recording.known`},
	{name: "chats", keys: []string{"id"}, ends: "deleted", yields: true,
		columns: []string{"type", "group_id", "teaching_id", "title", "auto", "title_by_hand", "creator", "deleted"}},
	{name: "members", keys: []string{"chat_id", "person_id"}, columns: []string{"origin", "admin", "admin_by_hand"}, yields: true,
		zeros: []string{"presence", "admin_there", "there", "code"}},
	{name: "topics", keys: []string{"id"}, late: true, whole: true, label: `t.number || '. ' || t.title`, edited: "изменения тем КТП",
		columns: []string{"teaching_id", "number", "title", "hours", "kind", "active"},
		twin:    `o.teaching_id = t.teaching_id AND o.number = t.number AND o.active <> 0 AND t.active <> 0`, twins: "темы КТП с теми же номерами"},
	{name: "lessons", keys: []string{"id"}, late: true, whole: true, label: teachingLabel + `t.teaching_id) || ', ' || t.day`, edited: "изменения занятий в журнале",
		columns: []string{"teaching_id", "day", "begins", "ends", "hours", "kind", "topic_id", "title", "scheduled", "room"},
		twin:    `o.teaching_id = t.teaching_id AND o.day = t.day AND o.begins = t.begins AND t.begins > 0`, twins: "другие занятия в то же время"},
	{name: "settings", keys: []string{"name"}, columns: []string{"value"}, edited: "учебный год", only: `%s.name = '` + string(SettingSchoolYear) + `'`},
}

// undoTrigger begins the names of the triggers of the undo.
const undoTrigger = "undo_"

// undoNote is what a trigger notes of a row.
type undoNote struct {
	name, table string
	event       string   // INSERT, DELETE or UPDATE
	of          []string // the columns whose update is noted
	// before and after are the columns that are noted; nil where there is no row.
	before, after []string
	conditions    []string // in SQL, over old or new and recording
}

// eachUndoNote calls fn for every trigger that the tables need.
func eachUndoNote(fn func(undoNote)) {
	for _, t := range undoTables {
		note := func(kind, event, side string, n undoNote) {
			n.name, n.table, n.event = undoTrigger+t.name+"_"+kind, t.name, event
			if t.only != "" {
				n.conditions = append(n.conditions, strings.ReplaceAll(t.only, "%s", side))
			}
			fn(n)
		}
		added := undoNote{after: t.keys}
		if t.whole {
			added.after = t.all()
		}
		if t.fresh != "" {
			added.conditions = []string{t.fresh}
		}
		note("i", "INSERT", "new", added)
		note("d", "DELETE", "old", undoNote{before: t.all()})
		if len(t.columns) > 0 {
			note("u", "UPDATE", "new", undoNote{of: slices.Clone(t.columns), before: t.all(), after: t.all()})
		}
	}
}

// undoBits are columns that hold several facts, each of which can be taken back by itself.
var undoBits = []string{"kinds", "roles"}

func (t undoTable) all() []string { return slices.Concat(t.keys, t.columns) }

// end is the value of ends.
func (t undoTable) end(day time.Time) any {
	if t.name == "orders" {
		return formatDate(day)
	}
	return 1
}

// undoRef is a way in which a row refers to one that goes when a change is taken back.
type undoRef struct {
	of, table, column string
	// used says in words which rows show that people have used the other one: they are in the way. Where it is empty
	// the program has made the rows, and they go with the other one. used counts, where is when not all rows r are use.
	used, where string
	// noted is the column with the order that changes note the row under.
	noted string
	// unlinked: what the column refers to need not be there.
	unlinked bool
}

// Which movements count as use; those of cancelled orders go with their people.
const (
	byHand  = `r.order_id IS NULL`
	byOrder = `r.order_id IS NOT NULL AND r.id IN (SELECT f.id FROM movements_in_force f)`
)

// undoRefs are all ways to refer to people, groups, teachings, topics and lessons; a test holds them against the schema.
var undoRefs = []undoRef{
	{of: "persons", table: "movements", column: "person_id", used: "зачисления и выбытия", where: byHand},
	{of: "persons", table: "movements", column: "person_id", used: "приказы", where: byOrder, noted: "order_id"},
	{of: "persons", table: "enrolments", column: "person_id"},
	{of: "persons", table: "groups", column: "curator", used: "кураторство в группах"},
	{of: "persons", table: "teaching_teachers", column: "person_id", used: "предметы, которые они ведут"},
	{of: "persons", table: "learners", column: "person_id", used: "предметы, по которым они учатся"},
	{of: "persons", table: "guardianships", column: "parent_id", used: "дети в списке родителей"},
	{of: "persons", table: "guardianships", column: "student_id", used: "родители в списке родителей"},
	{of: "persons", table: "members", column: "person_id", used: "чаты, куда они добавлены вручную",
		where: `r.origin = 2 AND r.chat_id IN (SELECT c.id FROM chats c WHERE c.deleted = 0)`},
	{of: "persons", table: "chats", column: "creator", used: "созданные ими чаты", where: `r.auto = 0 AND r.deleted = 0`, unlinked: true},
	{of: "persons", table: "marks", column: "person_id", used: "оценки"},
	{of: "persons", table: "absences", column: "person_id", used: "отметки об отсутствии"},
	{of: "persons", table: "joins", column: "person_id", used: "подключения к дистанционным занятиям"},
	{of: "persons", table: "remote_lessons", column: "owner", used: "дистанционные занятия, которые они создали", unlinked: true},
	{of: "persons", table: "accounts", column: "person_id"},
	{of: "persons", table: "sessions", column: "person_id"},
	{of: "persons", table: "known_desks", column: "person_id"},
	{of: "persons", table: "links", column: "person_id"},
	{of: "persons", table: "reminders", column: "person_id"},
	{of: "persons", table: "source_keys", column: "id", where: `r.section IN ('students', 'parents', 'staff')`, unlinked: true},
	{of: "groups", table: "movements", column: "in_group", used: "зачисления в новые группы", where: byHand, unlinked: true},
	{of: "groups", table: "movements", column: "in_group", used: "приказы о новых группах", where: byOrder, noted: "order_id", unlinked: true},
	{of: "groups", table: "movements", column: "out_group", used: "выбытия из новых групп", where: byHand, unlinked: true},
	{of: "groups", table: "movements", column: "out_group", used: "приказы о новых группах", where: byOrder, noted: "order_id", unlinked: true},
	{of: "groups", table: "enrolments", column: "group_id"},
	{of: "groups", table: "teachings", column: "group_id", used: "предметы новых групп"},
	{of: "groups", table: "chats", column: "group_id", used: "чаты, созданные вручную", where: `r.auto = 0 AND r.deleted = 0`, unlinked: true},
	{of: "groups", table: "source_keys", column: "id", where: `r.section = 'groups'`, unlinked: true},
	{of: "teachings", table: "teaching_teachers", column: "teaching_id", used: "преподаватели новых предметов"},
	{of: "teachings", table: "learners", column: "teaching_id", used: "студенты новых предметов"},
	{of: "teachings", table: "lessons", column: "teaching_id", used: "занятия по новым предметам"},
	{of: "teachings", table: "topics", column: "teaching_id", used: "темы КТП новых предметов", where: `r.active = 1`},
	{of: "teachings", table: "sittings", column: "teaching_id"},
	{of: "teachings", table: "chats", column: "teaching_id", used: "чаты, созданные вручную", where: `r.auto = 0 AND r.deleted = 0`, unlinked: true},
	{of: "teachings", table: "source_keys", column: "id", where: `r.section = 'teachings'`, unlinked: true},
	{of: "topics", table: "lessons", column: "topic_id", used: "занятия с темами из этой загрузки"},
	{of: "lessons", table: "marks", column: "lesson_id", used: workWords},
	{of: "lessons", table: "absences", column: "lesson_id", used: workWords},
	{of: "lessons", table: "tasks", column: "lesson_id", used: workWords},
	{of: "lessons", table: "remote_lessons", column: "lesson_id", used: workWords},
	{of: "lessons", table: "joins", column: "lesson_id", used: workWords},
}

const workWords = "оценки, отметки об отсутствии, задания и дистанционные занятия"
