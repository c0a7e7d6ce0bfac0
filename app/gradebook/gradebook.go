// Package gradebook writes a subject's journal as a workbook, as a person would print it.
package gradebook

import (
	"fmt"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"

	"zvonok/model"
)

const (
	marksSheet, lessonsSheet = "Журнал", "Занятия"

	// The rows and columns of the sheet of marks.
	headRow   = 6 // dates, kinds and hours of the lessons begin here
	firstRow  = headRow + 3
	nameCol   = 2
	lessonCol = nameCol + 1

	// lessonsOnPage is how many lessons go beside each other on a page that is read without a glass.
	lessonsOnPage = 36
)

// Write writes the journal of a term: the marks by student and lesson with their averages, and the lessons with
// hours and topics on a second sheet. Texts are written as texts, whatever they begin with: none of them is a
// formula. Numbers are the marks that are alone in their cell, averages, hours
// and days.
func Write(w io.Writer, college string, page model.JournalPage) error {
	book := excelize.NewFile()
	defer func() { _ = book.Close() }()
	g, err := newGradebook(book, college, page)
	if err != nil {
		return err
	}
	if err := book.SetSheetName(book.GetSheetName(0), marksSheet); err != nil {
		return err
	}
	if _, err := book.NewSheet(lessonsSheet); err != nil {
		return err
	}
	for _, step := range []func() error{g.marks, g.marksLook, g.lessons, g.lessonsLook} {
		if err := step(); err != nil {
			return err
		}
	}
	return book.Write(w)
}

// gradebook is the state of writing one.
type gradebook struct {
	book    *excelize.File
	college string
	page    model.JournalPage
	styles  styles
}

func newGradebook(book *excelize.File, college string, page model.JournalPage) (*gradebook, error) {
	made, err := newStyles(book)
	return &gradebook{book: book, college: college, page: page, styles: made}, err
}

// titles are the lines above either sheet.
func (g *gradebook) titles() []string {
	p := g.page
	teachers := model.Each(p.Teaching.TeacherNames, model.Name.String)
	lead := "Преподаватель: "
	if len(teachers) > 1 {
		lead = "Преподаватели: "
	}
	return []string{
		g.college,
		"Журнал группы " + p.Group.Name + ", " + p.Term.Label(p.Group.Year, p.Today),
		p.Teaching.Title(),
		lead + strings.Join(teachers, ", "),
	}
}

func (g *gradebook) putTitles(sheet string) error {
	for i, text := range g.titles() {
		style := g.styles.plain
		if i == 1 {
			style = g.styles.title
		}
		if err := g.text(sheet, 1, i+1, text, style); err != nil {
			return err
		}
	}
	return nil
}

// text puts a text into a cell as a text.
func (g *gradebook) text(sheet string, col, row int, text string, style int) error {
	cell, err := excelize.CoordinatesToCellName(col, row)
	if err != nil {
		return err
	}
	if err := g.book.SetCellStr(sheet, cell, text); err != nil {
		return err
	}
	return g.book.SetCellStyle(sheet, cell, cell, style)
}

// number puts a number or a day into a cell.
func (g *gradebook) number(sheet string, col, row int, value any, style int) error {
	cell, err := excelize.CoordinatesToCellName(col, row)
	if err != nil {
		return err
	}
	if err := g.book.SetCellValue(sheet, cell, value); err != nil {
		return err
	}
	return g.book.SetCellStyle(sheet, cell, cell, style)
}

// average puts an average in hundredths, or nothing where there are no marks.
func (g *gradebook) average(col, row int, marks []model.Mark) error {
	hundredths, ok := model.Average(marks)
	if !ok {
		return g.text(marksSheet, col, row, "", g.styles.average)
	}
	return g.number(marksSheet, col, row, float64(hundredths)/100, g.styles.average)
}

// marks fills the sheet of marks.
func (g *gradebook) marks() error {
	if err := g.putTitles(marksSheet); err != nil {
		return err
	}
	p := g.page
	last := lessonCol + len(p.Lessons) // of the averages
	for i, label := range []string{"Дата занятия", "Вид занятия", "Часов"} {
		if err := g.text(marksSheet, nameCol, headRow+i, label, g.styles.headLeft); err != nil {
			return err
		}
		for _, col := range []int{1, last} {
			text := map[int]string{1: "№", last: "Средний балл"}[col]
			if i > 0 {
				text = ""
			}
			if err := g.text(marksSheet, col, headRow+i, text, g.styles.head); err != nil {
				return err
			}
		}
	}
	for i, l := range p.Lessons {
		col := lessonCol + i
		if err := g.number(marksSheet, col, headRow, l.Date, g.styles.headDay); err != nil {
			return err
		}
		if err := g.text(marksSheet, col, headRow+1, l.Kind.Short(), g.styles.head); err != nil {
			return err
		}
		if err := g.number(marksSheet, col, headRow+2, l.Hours, g.styles.head); err != nil {
			return err
		}
	}
	byLesson := make([][]model.Mark, len(p.Lessons))
	for n, s := range p.Students {
		if err := g.student(n, s, byLesson); err != nil {
			return err
		}
	}
	row := firstRow + len(p.Students)
	if err := g.text(marksSheet, 1, row, "", g.styles.head); err != nil {
		return err
	}
	if err := g.text(marksSheet, nameCol, row, "Средний балл", g.styles.headLeft); err != nil {
		return err
	}
	var all []model.Mark
	for i, marks := range byLesson {
		all = append(all, marks...)
		if err := g.average(lessonCol+i, row, marks); err != nil {
			return err
		}
	}
	return g.average(last, row, all)
}

// student fills a student's row and adds the marks to those of their lessons.
func (g *gradebook) student(n int, s model.JournalStudent, byLesson [][]model.Mark) error {
	row := firstRow + n
	name := s.Name.String()
	if s.Left {
		name += " (больше не учится)"
	}
	if err := g.number(marksSheet, 1, row, n+1, g.styles.cell); err != nil {
		return err
	}
	if err := g.text(marksSheet, nameCol, row, name, g.styles.name); err != nil {
		return err
	}
	var own []model.Mark
	for i, l := range g.page.Lessons {
		c := g.page.Cells[model.CellKey{Lesson: l.ID, Person: s.Person}]
		own, byLesson[i] = append(own, c.Marks()...), append(byLesson[i], c.Marks()...)
		var err error
		if marks := c.Marks(); c.Absence == 0 && len(marks) == 1 && marks[0] <= 5 {
			err = g.number(marksSheet, lessonCol+i, row, int(marks[0]), g.styles.cell)
		} else {
			err = g.text(marksSheet, lessonCol+i, row, c.String(), g.styles.cell)
		}
		if err != nil {
			return err
		}
	}
	return g.average(lessonCol+len(g.page.Lessons), row, own)
}

// lessons fills the sheet of lessons.
func (g *gradebook) lessons() error {
	if err := g.putTitles(lessonsSheet); err != nil {
		return err
	}
	for i, label := range []string{"№", "Дата", "Часов", "Вид занятия", "Тема занятия", "Задания"} {
		if err := g.text(lessonsSheet, i+1, headRow, label, g.styles.head); err != nil {
			return err
		}
	}
	hours := 0
	for i, l := range g.page.Lessons {
		row := headRow + 1 + i
		hours += l.Hours
		tasks := model.Each(l.Tasks, func(t model.Task) string { return strings.Trim(t.Kind.String()+": "+t.Title, " :") })
		for col, value := range map[int]any{1: i + 1, 3: l.Hours} {
			if err := g.number(lessonsSheet, col, row, value, g.styles.cell); err != nil {
				return err
			}
		}
		if err := g.number(lessonsSheet, 2, row, l.Date, g.styles.day); err != nil {
			return err
		}
		for k, text := range []string{l.Kind.String(), l.Title, strings.Join(tasks, "\n")} {
			if err := g.text(lessonsSheet, 4+k, row, text, g.styles.wrapped); err != nil {
				return err
			}
		}
	}
	total := fmt.Sprintf("Всего в семестре: %d ч., по факту: %d ч., по плану: %d ч.", hours, g.page.FactHours, g.page.PlanHours)
	return g.text(lessonsSheet, 1, headRow+2+len(g.page.Lessons), total, g.styles.plain)
}
