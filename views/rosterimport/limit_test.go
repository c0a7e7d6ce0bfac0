package rosterimport

import (
	"testing"

	"zvonok/model"
	"zvonok/views/shell"
)

// TestImportStops: the page of a file that would take too many away says the numbers and what to do, and loads nothing:
// one that is empty or cut off cannot be confirmed at all.
func TestImportStops(t *testing.T) {
	half := samplePreview()
	half.Over = []string{"из колледжа уйдут 86 родителей из 172: больше 20 %"}
	other := samplePreview()
	other.Over = []string{"из колледжа уйдут 150 студентов из 150: больше 20 %", "из группы ДО-19-3 уйдут 25 студентов из 25"}
	empty := func(message string) model.ImportPreview {
		return model.ImportPreview{Files: []string{"колледж.xlsx"}, Problems: []model.ImportProblem{{File: "колледж.xlsx", Message: message}}}
	}
	for _, tt := range []struct {
		name    string
		preview model.ImportPreview
		says    []string
	}{
		{"half a sheet", half, []string{"Остановлено для безопасности: из колледжа уйдут 86 родителей из 172: больше 20 %", "Проверьте, тот ли это файл"}},
		{"another college", other, []string{"из колледжа уйдут 150 студентов из 150", "из группы ДО-19-3 уйдут 25 студентов из 25", "Проверьте, тот ли это файл"}},
		{"nothing", empty("Файл пуст: выгрузите его ещё раз"), []string{"Файл пуст: выгрузите его ещё раз", "пока ничего не загружено", "Выбрать другой файл…"}},
		{"headers", empty("Список «Студенты» пуст, а в колледже 150 студентов. Пустой список не загружается: выгрузите данные ещё раз"),
			[]string{"Список «Студенты» пуст, а в колледже 150 студентов", "пока ничего не загружено"}},
		{"half a sheet that others refer to", empty("Лист «Студенты», похоже, обрезан: строк в нём 75, а из 273 ссылок на него с других листов 137 ведут в пустоту. Выгрузите список ещё раз"),
			[]string{"Лист «Студенты», похоже, обрезан: строк в нём 75, а из 273 ссылок", "1 ошибка"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b, s, done := importing(t, &fakeService{preview: tt.preview})
			s.Open([]string{"колледж.xlsx"})
			b.Sees(tt.says...)
			s.Do(shell.CommandSave)
			s.Do(shell.CommandSave)
			if len(b.service.applied) > 0 || len(*done) > 0 {
				t.Errorf("applied %v, done %v", b.service.applied, *done)
			}
		})
	}
}
