package listfile

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"zvonok/model"
	"zvonok/model/roster"
	"zvonok/model/roster/table"
)

// Write writes a snapshot as our workbook, which formats.Read reads back as the same snapshot if its
// people have codes. It fails, in Russian, on what the workbook has no place for: students and
// teachings without a group, and references that lead nowhere.
func Write(w io.Writer, s roster.Snapshot) error {
	book := excelize.NewFile()
	defer func() { _ = book.Close() }()
	b, err := newBookWriter(book, &s)
	if err != nil {
		return err
	}
	for i, def := range ownSheets {
		if i == 0 {
			err = book.SetSheetName(book.GetSheetName(0), def.Title)
		} else {
			_, err = book.NewSheet(def.Title)
		}
		if err == nil {
			err = b.sheet(def)
		}
		if err != nil {
			return err
		}
	}
	return book.Write(w)
}

// bookWriter is the state of writing a workbook.
type bookWriter struct {
	book       *excelize.File
	s          *roster.Snapshot
	bold, date int // styles
	groups     map[roster.Key]string
	students   map[roster.Key]*roster.Student
	staff      map[roster.Key]*roster.StaffMember
	namesakes  map[string]int // students by folded name and group, staff by folded name
	skip       map[int]bool   // columns that the sheet goes without
	out        *excelize.StreamWriter
	row        int
	cells      []any
}

func newBookWriter(book *excelize.File, s *roster.Snapshot) (*bookWriter, error) {
	b := &bookWriter{
		book: book, s: s, groups: map[roster.Key]string{}, students: map[roster.Key]*roster.Student{}, staff: map[roster.Key]*roster.StaffMember{},
		namesakes: map[string]int{},
	}
	for i := range s.Groups {
		b.groups[s.Groups[i].Key] = s.Groups[i].Name
	}
	for i := range s.Students {
		p := &s.Students[i]
		b.students[p.Key] = p
		b.namesakes[string(roster.StudentNameKey(p.Name, b.groups[p.Group]))]++
	}
	for i := range s.Staff {
		p := &s.Staff[i]
		b.staff[p.Key] = p
		b.namesakes[string(roster.StaffNameKey(p.Name))]++
	}
	var err error
	if b.bold, err = table.HeaderStyle(book); err != nil {
		return nil, err
	}
	format := "dd.mm.yyyy"
	b.date, err = book.NewStyle(&excelize.Style{CustomNumFmt: &format})
	return b, err
}

// sheet writes one sheet with its header.
func (b *bookWriter) sheet(def *sheetDef) error {
	out, err := b.book.NewStreamWriter(def.Title)
	if err != nil {
		return err
	}
	b.out, b.row, b.skip = out, 0, map[int]bool{}
	switch lacks := b.s.Lacks; def.Section {
	case roster.Groups:
		b.skip[groupCurator], b.skip[groupSpecialty] = lacks.Has(roster.FieldCurator), lacks.Has(roster.FieldSpecialty)
	case roster.Teachings:
		b.skip[teachingHours] = lacks.Has(roster.FieldHours)
	}
	header := make([]any, len(def.columns))
	at := 0
	for i, c := range def.columns {
		header[i] = excelize.Cell{StyleID: b.bold, Value: c.Name}
		if !b.skip[i] {
			at++
			if err := out.SetColWidth(at, at, columnWidth(c.Name)); err != nil {
				return err
			}
		}
	}
	if err := out.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	if err := b.write(header...); err != nil {
		return err
	}
	if err := b.rows(def.Section); err != nil {
		return err
	}
	return out.Flush()
}

func columnWidth(name string) float64 {
	switch {
	case strings.HasPrefix(name, "ФИО"), name == "Преподаватель", name == "Куратор", name == "Предмет", name == "Роли":
		return 36
	case name == "Специальность", name == "Студенты":
		return 44
	case len([]rune(name)) > 10:
		return 20
	}
	return 13
}

func (b *bookWriter) write(cells ...any) error {
	b.row++
	b.cells = b.cells[:0]
	for i, c := range cells {
		if !b.skip[i] {
			b.cells = append(b.cells, c)
		}
	}
	return b.out.SetRow(fmt.Sprintf("A%d", b.row), b.cells)
}

func (b *bookWriter) rows(sec roster.Section) error {
	switch sec {
	case roster.Groups:
		return each(b.s.Groups, b.writeGroup)
	case roster.Students:
		return each(b.s.Students, b.writeStudent)
	case roster.Parents:
		return each(b.s.Parents, b.writeParent)
	case roster.Staff:
		return each(b.s.Staff, b.writeStaff)
	}
	return each(b.s.Teachings, b.writeTeaching)
}

func each[T any](list []T, do func(*T) error) error {
	for i := range list {
		if err := do(&list[i]); err != nil {
			return err
		}
	}
	return nil
}

var errNoReference = errors.New("в данных есть ссылка на запись, которой нет")

func (b *bookWriter) writeGroup(g *roster.Group) error {
	curator, err := b.staffName(g.Curator)
	if err != nil {
		return err
	}
	return b.write(g.Name, orNothing(g.Year), g.Specialty, curator)
}

func (b *bookWriter) writeStudent(s *roster.Student) error {
	group, ok := b.groups[s.Group]
	if !ok {
		return fmt.Errorf("у студента «%s» нет группы, а в нашей книге она обязательна", s.Name)
	}
	return b.write(s.Code, s.Name.String(), group, b.dateCell(s.From), b.dateCell(s.To), orNothing(s.Messenger))
}

func (b *bookWriter) writeParent(p *roster.Parent) error {
	for _, c := range p.Children {
		student := b.students[c.Student]
		if student == nil {
			return errNoReference
		}
		if err := b.write(p.Code, p.Name.String(), c.Relation, b.studentName(student), b.groups[student.Group],
			orNothing(p.Messenger)); err != nil {
			return err
		}
	}
	return nil
}

func (b *bookWriter) writeStaff(m *roster.StaffMember) error {
	roles, manages := "", ""
	if m.Stated.Any(model.RoleAdmin | model.RoleCurator | model.RoleTeacher) {
		if roles = roster.RolesText(m.Roles &^ model.RightManageChats); roles == "" {
			roles = "нет"
		}
	}
	if m.Stated.Has(model.RightManageChats) {
		manages = "нет"
		if m.Roles.Has(model.RightManageChats) {
			manages = "да"
		}
	}
	return b.write(m.Code, m.Name.String(), roles, manages, orNothing(m.Messenger))
}

func (b *bookWriter) writeTeaching(t *roster.Teaching) error {
	group, ok := b.groups[t.Group]
	if !ok {
		return fmt.Errorf("у нагрузки «%s» нет группы, а в нашей книге она обязательна", t.Subject)
	}
	var learners strings.Builder
	for _, k := range t.Learners {
		student := b.students[k]
		if student == nil {
			return errNoReference
		}
		if learners.Len() > 0 {
			learners.WriteString(", ")
		}
		learners.WriteString(b.studentName(student))
	}
	for _, k := range t.Teachers {
		teacher, err := b.staffName(k)
		if err != nil {
			return err
		}
		if err := b.write(group, t.Subject, t.Index, teacher, orNothing(t.Hours), t.Subgroup, learners.String()); err != nil {
			return err
		}
	}
	return nil
}

// studentName is a reference to a student within the group.
func (b *bookWriter) studentName(s *roster.Student) string {
	if b.namesakes[string(roster.StudentNameKey(s.Name, b.groups[s.Group]))] > 1 {
		return s.Name.String() + " [" + s.Code + "]"
	}
	return s.Name.String()
}

func (b *bookWriter) staffName(k roster.Key) (string, error) {
	if k == "" {
		return "", nil
	}
	m := b.staff[k]
	if m == nil {
		return "", errNoReference
	}
	if b.namesakes[string(roster.StaffNameKey(m.Name))] > 1 {
		return m.Name.String() + " [" + m.Code + "]", nil
	}
	return m.Name.String(), nil
}

func (b *bookWriter) dateCell(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return excelize.Cell{StyleID: b.date, Value: t}
}

// orNothing leaves the cell of a zero empty.
func orNothing[T ~int | ~int64](n T) any {
	if n == 0 {
		return nil
	}
	return int64(n)
}
