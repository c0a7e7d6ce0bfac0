package orderfile

import (
	"io"
	"strings"
	"time"

	"zvonok/model/roster/table"
)

// orderNotes explain the columns, in their order.
var orderNotes = []string{
	"Дата приказа: ДД.ММ.ГГГГ.", "Номер приказа: 15-к.", "Что делает приказ: " + typeExamples + ", Завершить обучение.",
	"Фамилия, имя и отчество студента, если оно есть. Один студент — одна строка; у строк одного приказа одни номер и дата.",
	"Группа до приказа. У зачисления пусто.", "Не загружается: специальность группы уже есть в колледже.",
	"Группа после приказа. Нужна у зачисления, перевода и возвращения, у остальных пусто.", "Не загружается: специальность группы уже есть в колледже.",
	"Почему: по собственному желанию.", "На каком основании: заявление.", "С какого дня приказ действует: ДД.ММ.ГГГГ. Пусто: со дня приказа.",
}

// WriteTemplate writes a workbook of orders with example rows, notes at the headers and a sheet «Пояснения». The example's orders
// are of today and of the days before.
func WriteTemplate(w io.Writer, today time.Time) error {
	y, m, d := today.Date()
	day := func(back int) int { return table.Serial(time.Date(y, m, d-back, 0, 0, 0, 0, time.UTC)) }
	return table.Sample{
		Title: "Приказы", Columns: orderColumns, Notes: orderNotes, Width: orderWidth,
		Formats: map[int]string{orderDate: "dd.mm.yyyy", orderEffective: "dd.mm.yyyy"},
		Advice: []string{
			"Как заполнить приказы",
			"Строки на листе — пример: замените их своими. Лист «Пояснения» и примечания не загружаются.",
			"Первая строка — заголовки. Порядок столбцов любой, лишние столбцы не мешают. Листов с приказами может быть несколько.",
			"Группы должны быть в колледже, а студенты — в списках или в строке о зачислении выше. Расформирование группы добавляют в программе.",
			"Что уже записано, второй раз не запишется: книгу можно дополнять и загружать снова.",
		},
		Rows: [][]any{
			{day(2), "101-к", "Зачислить", "Иванова Анна Петровна", nil, nil, "ДО-19-3", nil, nil, "заявление", nil},
			{day(2), "101-к", "Зачислить", "Петров Пётр Ильич", nil, nil, "ДО-19-3", nil, nil, "заявление", nil},
			{day(1), "102-к", "Перевести", "Галочкина Наталья Ивановна", "ДО-19-3", nil, "ДО-19-1", nil, "по собственному желанию", "заявление", nil},
			{day(0), "103-к", "Предоставить академический отпуск", "Гаршина Мария Сергеевна", "ДО-19-3", nil, nil, nil, "по семейным обстоятельствам", "заявление", day(-7)},
			{day(0), "104-к", "Отчислить", "Анисимова Юлия Алексеевна", "ДО-19-1", nil, nil, nil, "по собственному желанию", "заявление", nil},
		},
	}.Write(w)
}

func orderWidth(column string) float64 {
	switch {
	case column == "ФИО", column == "Тип":
		return 36
	case strings.HasPrefix(column, "Специальность"), column == "Причина", column == "Основание":
		return 28
	}
	return 16
}
