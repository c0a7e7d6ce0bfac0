package roster

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/xuri/excelize/v2"

	"zvonok/model"
)

// WriteTemplate writes our workbook with example rows, notes at the headers and a sheet «Пояснения».
// The example rows are rows like any other: the user overwrites them. Read takes no notice of the notes
// and of the sheet.
func WriteTemplate(w io.Writer) error {
	var plain bytes.Buffer
	if err := WriteWorkbook(&plain, exampleSnapshot()); err != nil {
		return err
	}
	book, err := excelize.OpenReader(&plain)
	if err != nil {
		return err
	}
	defer func() { _ = book.Close() }()
	for _, def := range ownSheets {
		for i, c := range def.columns {
			if err := addNote(book, def.title, i, c, columnNotes[def.section][i]); err != nil {
				return err
			}
		}
	}
	var rows [][]any
	for _, def := range ownSheets {
		rows = append(rows, explained(def.title, def.columns, columnNotes[def.section])...)
	}
	if err := addExplanations(book, rows, "Как заполнить книгу",
		"Строки на листах — пример: замените их своими. Лист «Пояснения» и примечания не загружаются.",
		"Первая строка каждого листа — заголовки. Порядок столбцов любой, лишние столбцы не мешают.",
		"Загружаются все пять листов сразу. Кого нет в книге, тот считается выбывшим.",
		"Не объединяйте ячейки. Пустые строки пропускаются."); err != nil {
		return err
	}
	return book.Write(w)
}

// addNote explains a column at its header.
func addNote(book *excelize.File, sheet string, col int, c column, text string) error {
	cell, err := excelize.CoordinatesToCellName(col+1, 1)
	if err != nil {
		return err
	}
	if c.filled {
		text = "Обязательно. " + text
	}
	return book.AddComment(sheet, excelize.Comment{
		Cell: cell, Author: "Звонок", Paragraph: []excelize.RichTextRun{{Text: text}}, Width: 320, Height: 90,
	})
}

const (
	codeNote = "Постоянный номер человека в вашей системе. С ним ФИО и группу можно менять: человек останется тем же. " +
		"Тёзкам код нужен обязательно."
	messengerNote = "Номер профиля VK: 123456 или id123456. Можно оставить пустым и привязать профиль позже."
)

// columnNotes explain the columns of each sheet, in their order.
var columnNotes = map[Section][]string{
	Groups: {
		"Название группы: ДО-19-3.", "Число от 1 до 6.", "Название специальности.",
		"ФИО сотрудника с листа «Сотрудники». Он станет администратором чатов группы и родителей.",
	},
	Students: {
		codeNote, "Фамилия, имя и отчество, если оно есть.", "Группа с листа «Группы».", "Дата: ДД.ММ.ГГГГ.",
		"Дата, с которой студент больше не учится: ДД.ММ.ГГГГ.", messengerNote,
	},
	Parents: {
		codeNote, "Родитель двух детей записывается двумя строками.", "Мать, отец, опекун и так далее.",
		"ФИО студента с листа «Студенты». Если в группе есть тёзки, добавьте код: Иванов Иван Иванович [13001].",
		"Группа студента.", messengerNote,
	},
	Staff: {
		codeNote, "Фамилия, имя и отчество, если оно есть.",
		"Администратор ПОО, Куратор, Преподаватель-предметник; несколько через запятую. Пусто: роли остаются как в программе; " +
			"«нет»: ролей нет.",
		"Право «Управление чатами»: да или нет. Пусто: остаётся как в программе.", messengerNote,
	},
	Teachings: {
		"Группа с листа «Группы».", "Название дисциплины, МДК или практики.", "Индекс по учебному плану: ОГСЭ.",
		"ФИО сотрудника с листа «Сотрудники». Второй преподаватель того же предмета записывается второй строкой.",
		"Часов по плану.", "Название или номер подгруппы.",
		"Пусто: учится вся группа. Иначе ФИО студентов через запятую.",
	},
}

// explained are the rows of «Пояснения» for a sheet.
func explained(title string, columns []column, notes []string) [][]any {
	rows := make([][]any, len(columns))
	for i, c := range columns {
		name := c.name
		if !c.filled {
			name += " (необязательно)"
		}
		rows[i] = []any{title, name, notes[i]}
	}
	return rows
}

// addExplanations adds the sheet «Пояснения»: a title and lines of text, then what stands in which column.
func addExplanations(book *excelize.File, columns [][]any, text ...string) error {
	if _, err := book.NewSheet(explanations); err != nil {
		return err
	}
	rows := make([][]any, 0, len(text)+2+len(columns))
	for _, line := range text {
		rows = append(rows, []any{line})
	}
	rows = append(rows, nil, []any{"Лист", "Столбец", "Что в нём"})
	head := strconv.Itoa(len(rows))
	rows = append(rows, columns...)
	for i, row := range rows {
		if err := book.SetSheetRow(explanations, fmt.Sprintf("A%d", i+1), &row); err != nil {
			return err
		}
	}
	bold, err := book.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return err
	}
	for _, cell := range []string{"A1", "A" + head, "B" + head, "C" + head} {
		if err := book.SetCellStyle(explanations, cell, cell, bold); err != nil {
			return err
		}
	}
	for col, width := range map[string]float64{"A": 16, "B": 34, "C": 100} {
		if err := book.SetColWidth(explanations, col, col, width); err != nil {
			return err
		}
	}
	return nil
}

// exampleSnapshot is the group of the manual's pictures, as far as an example needs it.
func exampleSnapshot() Snapshot {
	group := groupNameKey("ДО-19-3")
	from := time.Date(2019, 9, 1, 0, 0, 0, 0, time.UTC)
	student := func(code, name string, messenger model.MessengerID) Student {
		return Student{
			Key: codeKey("student", code), Code: code, Name: model.ParseName(name), Group: group, From: from, Messenger: messenger,
		}
	}
	teacher := func(code, name string, roles model.Roles) StaffMember {
		return StaffMember{
			Key: codeKey("staff", code), Code: code, Name: model.ParseName(name), Roles: roles,
			Stated: model.RoleAdmin | model.RoleCurator | model.RoleTeacher | model.RightManageChats,
		}
	}
	s := Snapshot{
		Groups: []Group{{Key: group, Name: "ДО-19-3", Year: 3, Specialty: "Дошкольное образование", Curator: "staff:14001"}},
		Students: []Student{
			student("13001", "Анисимова Юлия Алексеевна", 500013001),
			student("13002", "Воробьева Алена Сергеевна", 500013002),
			student("13003", "Гайворонская Наталья Владимировна", 0),
			student("13004", "Галочкина Наталья Ивановна", 0),
			student("13005", "Гаршина Мария Сергеевна", 500013005),
		},
		Parents: []Parent{
			{Key: "parent:15001", Code: "15001", Name: model.ParseName("Анисимова Ольга Петровна"),
				Children: []Child{{"student:13001", "мать"}}},
			{Key: "parent:15002", Code: "15002", Name: model.ParseName("Воробьев Сергей Николаевич"),
				Children: []Child{{"student:13002", "отец"}}, Messenger: 500015002},
		},
		Staff: []StaffMember{
			teacher("14001", "Каган Наталья Васильевна", model.RoleCurator|model.RoleTeacher),
			teacher("14002", "Рязанцева Екатерина Викторовна", model.RoleAdmin|model.RightManageChats),
			teacher("14003", "Ермаков Максим Сергеевич", model.RoleTeacher),
		},
	}
	teaching := func(subject, index, subgroup string, hours int, teacher Key, learners ...Key) {
		s.Teachings = append(s.Teachings, Teaching{
			Key: teachingNameKey("ДО-19-3", subject, index, subgroup), Group: group, Subject: subject, Index: index,
			Subgroup: subgroup, Hours: hours, WholeGroup: len(learners) == 0, Teachers: []Key{teacher}, Learners: learners,
		})
	}
	teaching("Английский язык", "ОГСЭ", "1", 72, "staff:14003", "student:13001", "student:13002", "student:13003")
	teaching("История", "ОГСЭ", "", 48, "staff:14001")
	return s
}
