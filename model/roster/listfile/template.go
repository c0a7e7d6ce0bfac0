package listfile

import (
	"bytes"
	"io"
	"time"

	"github.com/xuri/excelize/v2"

	"zvonok/model"
	"zvonok/model/roster"
	"zvonok/model/roster/table"
)

// WriteTemplate writes our workbook with example rows, notes at the headers and a sheet «Пояснения».
// The example rows are rows like any other: the user overwrites them. Read takes no notice of the notes
// and of the sheet.
func WriteTemplate(w io.Writer) error {
	var plain bytes.Buffer
	if err := Write(&plain, Example()); err != nil {
		return err
	}
	book, err := excelize.OpenReader(&plain)
	if err != nil {
		return err
	}
	defer func() { _ = book.Close() }()
	for _, def := range ownSheets {
		for i, c := range def.columns {
			if err := table.AddNote(book, def.Title, i, c, columnNotes[def.Section][i]); err != nil {
				return err
			}
		}
	}
	var rows [][]any
	for _, def := range ownSheets {
		rows = append(rows, table.Explained(def.Title, def.columns, columnNotes[def.Section])...)
	}
	if err := table.AddExplanations(book, rows, "Как заполнить книгу",
		"Строки на листах — пример: замените их своими. Лист «Пояснения» и примечания не загружаются.",
		"Первая строка каждого листа — заголовки. Порядок столбцов любой, лишние столбцы не мешают.",
		"Загружаются все пять листов сразу. Кого нет в книге, тот считается выбывшим.",
		"Не объединяйте ячейки и не оставляйте пустых строк посреди списка."); err != nil {
		return err
	}
	return book.Write(w)
}

const (
	codeNote = "Постоянный номер человека в вашей системе. С ним ФИО и группу можно менять: человек останется тем же. " +
		"Тёзкам код нужен обязательно."
	messengerNote = "Номер профиля VK: 123456 или id123456. Можно оставить пустым и привязать профиль позже."
)

// columnNotes explain the columns of each sheet, in their order.
var columnNotes = map[roster.Section][]string{
	roster.Groups: {
		"Название группы: ДО-19-3.", "Число от 1 до 6.", "Название специальности.",
		"ФИО сотрудника с листа «Сотрудники». Он станет администратором чатов группы и родителей.",
	},
	roster.Students: {
		codeNote, "Фамилия, имя и отчество, если оно есть.", "Группа с листа «Группы».", "Дата: ДД.ММ.ГГГГ.",
		"Дата, с которой студент больше не учится: ДД.ММ.ГГГГ.", messengerNote,
	},
	roster.Parents: {
		codeNote, "Родитель двух детей записывается двумя строками.", "Мать, отец, опекун и так далее.",
		"ФИО студента с листа «Студенты». Если в группе есть тёзки, добавьте код: Иванов Иван Иванович [13001].",
		"Группа студента.", messengerNote,
	},
	roster.Staff: {
		codeNote, "Фамилия, имя и отчество, если оно есть.",
		"Администратор ПОО, Куратор, Преподаватель-предметник; несколько через запятую. Пусто: роли остаются как в программе; " +
			"«нет»: ролей нет.",
		"Право «Управление чатами»: да или нет. Пусто: остаётся как в программе.", messengerNote,
	},
	roster.Teachings: {
		"Группа с листа «Группы».", "Название предмета, МДК или практики.", "Индекс по учебному плану: ОГСЭ.",
		"ФИО сотрудника с листа «Сотрудники». Второй преподаватель того же предмета записывается второй строкой.",
		"Часов по плану.", "Название или номер подгруппы.",
		"Пусто: учится вся группа. Иначе ФИО студентов через запятую.",
	},
}

// Example is the group of the manual's pictures, as far as an example needs it.
func Example() roster.Snapshot {
	group := roster.GroupNameKey("ДО-19-3")
	from := time.Date(2019, 9, 1, 0, 0, 0, 0, time.UTC)
	student := func(code, name string, messenger model.MessengerID) roster.Student {
		return roster.Student{
			Key: roster.CodeKey("student", code), Code: code, Name: model.ParseName(name), Group: group, From: from, Messenger: messenger,
		}
	}
	teacher := func(code, name string, roles model.Roles) roster.StaffMember {
		return roster.StaffMember{
			Key: roster.CodeKey("staff", code), Code: code, Name: model.ParseName(name), Roles: roles,
			Stated: model.RoleAdmin | model.RoleCurator | model.RoleTeacher | model.RightManageChats,
		}
	}
	s := roster.Snapshot{
		Groups: []roster.Group{{Key: group, Name: "ДО-19-3", Year: 3, Specialty: "Дошкольное образование", Curator: "staff:14001"}},
		Students: []roster.Student{
			student("13001", "Анисимова Юлия Алексеевна", 500013001),
			student("13002", "Воробьева Алена Сергеевна", 500013002),
			student("13003", "Гайворонская Наталья Владимировна", 0),
			student("13004", "Галочкина Наталья Ивановна", 0),
			student("13005", "Гаршина Мария Сергеевна", 500013005),
		},
		Parents: []roster.Parent{
			{Key: "parent:15001", Code: "15001", Name: model.ParseName("Анисимова Ольга Петровна"),
				Children: []roster.Child{{Student: "student:13001", Relation: "мать"}}},
			{Key: "parent:15002", Code: "15002", Name: model.ParseName("Воробьев Сергей Николаевич"),
				Children: []roster.Child{{Student: "student:13002", Relation: "отец"}}, Messenger: 500015002},
		},
		Staff: []roster.StaffMember{
			teacher("14001", "Каган Наталья Васильевна", model.RoleCurator|model.RoleTeacher),
			teacher("14002", "Рязанцева Екатерина Викторовна", model.RoleAdmin|model.RightManageChats),
			teacher("14003", "Ермаков Максим Сергеевич", model.RoleTeacher),
		},
	}
	teaching := func(subject, index, subgroup string, hours int, teacher roster.Key, learners ...roster.Key) {
		s.Teachings = append(s.Teachings, roster.Teaching{
			Key: roster.TeachingNameKey("ДО-19-3", subject, index, subgroup), Group: group, Subject: subject, Index: index,
			Subgroup: subgroup, Hours: hours, WholeGroup: len(learners) == 0, Teachers: []roster.Key{teacher}, Learners: learners,
		})
	}
	teaching("Английский язык", "ОГСЭ", "1", 72, "staff:14003", "student:13001", "student:13002", "student:13003")
	teaching("История", "ОГСЭ", "", 48, "staff:14001")
	return s
}
