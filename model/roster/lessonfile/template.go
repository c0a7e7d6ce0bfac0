package lessonfile

import (
	"io"
	"time"

	"zvonok/model"
	"zvonok/model/roster/table"
)

// lessonNotes explain the columns of the sheets of lessons, in their order.
var lessonNotes = map[model.LessonFileKind][]string{
	model.FilePlan: {
		"Группа из нагрузки колледжа: ДО-19-3.", "Предмет из нагрузки группы; можно с индексом: ОГСЭ Английский язык.",
		"Номер или название подгруппы. Нужна, если предмет ведётся по подгруппам.",
		"Номер темы по порядку. Заполните у всех тем предмета или ни у одной: тогда темы пойдут в порядке строк.",
		"Тема занятия, до 1000 знаков.", "Академических часов на тему. Пусто: 1.",
		"Лекция, Урок, Практ. занятие, Лаб. занятие, Семинар, Контр. работа и другие виды занятий.",
	},
	model.FileTimetable: {
		"Дата занятия: ДД.ММ.ГГГГ.", "Время начала по часам колледжа: ЧЧ:ММ.", "Время окончания: ЧЧ:ММ.",
		"Группа из нагрузки колледжа: ДО-19-3.", "Предмет из нагрузки группы; можно с индексом: ОГСЭ Английский язык.",
		"Номер или название подгруппы. Нужна, если предмет ведётся по подгруппам.",
		"ФИО или фамилия с инициалами: Каган Н.В. Нужен, если предмет ведут разные преподаватели.",
		"Лекция, Урок, Практ. занятие, Лаб. занятие, Семинар, Контр. работа и другие виды занятий.",
		"Тема занятия, до 1000 знаков. Её можно задать и позже, в журнале.", "Номер или название кабинета.",
	},
}

// lessonAdvice is the text of «Пояснения».
var lessonAdvice = map[model.LessonFileKind][]string{
	model.FilePlan: {
		"Как заполнить КТП",
		"Строки на листе — пример: замените их своими. Лист «Пояснения» и примечания не загружаются.",
		"Первая строка — заголовки. Порядок столбцов любой, лишние столбцы не мешают. Листов с темами может быть несколько.",
		"Темы предметов, которые есть в файле, заменяются целиком. Остальные предметы не меняются.",
	},
	model.FileTimetable: {
		"Как заполнить расписание",
		"Строки на листе — пример: замените их своими. Лист «Пояснения» и примечания не загружаются.",
		"Первая строка — заголовки. Порядок столбцов любой, лишние столбцы не мешают. Листов с занятиями может быть несколько.",
		"Расписание групп заменяется с первой по последнюю дату файла. Занятия, с которыми уже работали, остаются.",
	},
}

// WriteTemplate writes a workbook for plans or for a timetable, with example rows, notes at the headers
// and a sheet «Пояснения». The example's lessons are on the week after today.
func WriteTemplate(w io.Writer, kind model.LessonFileKind, today time.Time) error {
	sheet, rows := &planSheet, examplePlan()
	if kind == model.FileTimetable {
		sheet, rows = &timetableSheet, exampleTimetable(today)
	}
	sample := table.Sample{
		Title: sheet.title, Columns: sheet.columns, Notes: lessonNotes[kind], Advice: lessonAdvice[kind], Rows: rows, Width: lessonWidth,
	}
	if kind == model.FileTimetable {
		sample.Formats = map[int]string{timeDate: "dd.mm.yyyy", timeBegins: "hh:mm", timeEnds: "hh:mm"}
	}
	return sample.Write(w)
}

func lessonWidth(name string) float64 {
	switch name {
	case "Тема":
		return 60
	case "Предмет", "Преподаватель":
		return 32
	case "Вид":
		return 18
	}
	return 13
}

func examplePlan() [][]any {
	return [][]any{
		{"ДО-19-3", "Английский язык", "1", 1, "Проверка уровня знаний", 1, "Лекция"},
		{"ДО-19-3", "Английский язык", "1", 2, "Моя семья. Притяжательный падеж", 2, "Практ. занятие"},
		{"ДО-19-3", "Английский язык", "1", 3, "Контрольная работа по разделу", 1, "Контр. работа"},
		{"ДО-19-3", "История", nil, 1, "Россия на рубеже веков", 2, "Лекция"},
		{"ДО-19-3", "История", nil, 2, "Россия и мир сегодня", 2, "Семинар"},
	}
}

func exampleTimetable(today time.Time) [][]any {
	y, m, d := today.Date()
	monday := time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	for monday = monday.AddDate(0, 0, 1); monday.Weekday() != time.Monday; {
		monday = monday.AddDate(0, 0, 1)
	}
	serial := func(days int) int { return table.Serial(monday.AddDate(0, 0, days)) }
	clock := func(hours, minutes int) float64 { return float64(hours*60+minutes) / minutesOfDay }
	return [][]any{
		{serial(0), clock(8, 30), clock(10, 0), "ДО-19-3", "История", nil, "Каган Н.В.", "Лекция", "Россия на рубеже веков", "301"},
		{serial(0), clock(10, 15), clock(11, 45), "ДО-19-3", "Английский язык", "1", "Ермаков М.С.", "Практ. занятие", nil, "215"},
		{serial(2), clock(8, 30), clock(10, 0), "ДО-19-3", "История", nil, "Каган Н.В.", "Семинар", nil, "301"},
		{serial(3), clock(12, 30), clock(14, 0), "ДО-19-3", "Английский язык", "1", "Ермаков М.С.", "Урок", nil, "215"},
	}
}
