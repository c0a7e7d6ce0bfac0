package vkmessenger_test

import (
	"bytes"
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/encoding/charmap"

	"zvonok/model"
	"zvonok/model/roster"
	"zvonok/model/roster/listfile"
	"zvonok/model/store"
)

// orderTypes are the words of the export of orders.
var orderTypes = map[model.OrderKind][]string{
	model.OrderEnroll: {"Зачислить"}, model.OrderEnrollTransfer: {"Зачислить переводом", "зачислить  переводом"},
	model.OrderWithdraw: {"Отчислить", "Считать выбывшим (шей)"}, model.OrderTransfer: {"Перевести", "ПЕРЕВЕСТИ"},
	model.OrderAcademicLeave: {"Предоставить"}, model.OrderReturn: {"Восстановить", "Считать приступившим (шей) к занятиям"},
	model.OrderGraduate: {"Отчислить"},
}

// loadFile loads an export of orders: rows that the program does not take are written by hand.
func (b *orderBook) loadFile(s *standing, rows int) {
	b.t.Helper()
	var drafts, byHand []model.OrderEdit
	for range rows {
		if e := b.draft(s); e.Kind != 0 {
			drafts = append(drafts, e)
		}
	}
	for len(drafts) > 0 {
		files, err := b.admin.ReadFiles(b.t.Context(), []string{b.orderFile(s, drafts)})
		b.must(err)
		preview, err := b.admin.PreviewOrders(b.admin.As(b.t.Context()), files)
		b.must(err)
		if len(preview.Problems) == 0 {
			b.mended += len(preview.Notices)
			b.must(b.admin.ApplyOrders(b.admin.As(b.t.Context()), files, false, preview.Fingerprint))
			taken := map[string]bool{} // what people have come to already, by a cancelled order
			for _, p := range preview.Taken {
				taken[drafts[p.Row-2].Number] = true // below the header
				b.taken++
			}
			drafts = slices.DeleteFunc(drafts, func(e model.OrderEdit) bool { return taken[e.Number] })
			break
		}
		bad := map[int]bool{}
		for _, p := range preview.Problems {
			bad[p.Row-2] = true
			b.mended++
		}
		var good []model.OrderEdit
		for i, e := range drafts {
			if bad[i] {
				byHand = append(byHand, e)
			} else {
				good = append(good, e)
			}
		}
		if len(good) == len(drafts) {
			b.t.Fatalf("a file of orders is wrong as a whole: %+v", preview.Problems)
		}
		drafts = good
	}
	ids := map[string]model.OrderID{}
	b.view(func(tx *store.Tx) error {
		all, err := tx.OrderRows(b.today())
		for _, o := range all {
			ids[o.Number] = o.ID
		}
		return err
	})
	for _, e := range drafts {
		if ids[e.Number] == 0 {
			b.t.Fatalf("order %s of a file was not written", e.Number)
		}
		b.byFile++
		b.remember(ids[e.Number], e)
	}
	for _, e := range byHand {
		b.write(e)
	}
}

// orderFile writes orders as other systems export them, a few of the rows shifted by a column.
func (b *orderBook) orderFile(s *standing, drafts []model.OrderEdit) string {
	rows := [][]string{strings.Split("ДатаПриказа;НомерПриказа;Тип;ФИО;ГруппаДо;СпециальностьДо;ГруппаПосле;СпециальностьПосле;"+
		"Причина;Основание;ДатаВступления", ";")}
	for i, e := range drafts {
		types := orderTypes[e.Kind]
		name, before, reason := "", "", ""
		if len(e.New) > 0 {
			name = e.New[0].Name.String()
		} else {
			name = b.source.spell(s.people[e.People[0]].Name.String())
			if e.Kind != model.OrderReturn {
				before = b.source.spell(s.names[s.last[e.People[0]]])
			}
		}
		if e.Kind == model.OrderGraduate {
			reason = "в связи с завершением обучения"
		}
		row := []string{e.Date.Format("02.01.2006"), e.Number, types[i%len(types)], name, before, "",
			b.source.spell(s.names[e.To]), "", reason, "заявление", e.Effective.Format("02.01.2006")}
		if i%25 == 7 {
			row = append([]string{""}, row...)
		}
		rows = append(rows, row)
	}
	path := filepath.Join(b.t.TempDir(), "приказы.csv")
	b.source.table(path, rows)
	return path
}

// table writes a file of rows, in windows-1251 or in UTF-8.
func (s *source) table(path string, rows [][]string) {
	s.t.Helper()
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.Comma = ';'
	s.must(w.WriteAll(rows))
	data := b.Bytes()
	if s.dice.IntN(2) == 0 {
		var err error
		data, err = charmap.Windows1251.NewEncoder().Bytes(data)
		s.must(err)
	}
	s.must(os.WriteFile(path, data, 0o600))
}

// snapshot is what the system says of the college, in no order.
func (s *source) snapshot() roster.Snapshot {
	out := s.base
	here := map[roster.Key]bool{}
	group := map[roster.Key][]*record{}
	for _, r := range s.students {
		if !r.there || r.missing {
			continue
		}
		u := r.Student
		if u.Code == "" {
			u.Messenger = 0
		}
		here[r.Key] = true
		group[r.Group] = append(group[r.Group], r)
		out.Students = append(out.Students, u)
	}
	out.Parents = nil
	for _, p := range s.base.Parents {
		p.Children = slices.DeleteFunc(slices.Clone(p.Children), func(c roster.Child) bool { return !here[c.Student] })
		if len(p.Children) > 0 {
			out.Parents = append(out.Parents, p)
		}
	}
	out.Groups, out.Staff, out.Teachings = slices.Clone(out.Groups), slices.Clone(out.Staff), slices.Clone(out.Teachings)
	for i := range out.Teachings {
		t := &out.Teachings[i]
		if t.WholeGroup {
			continue
		}
		t.Learners = nil
		for _, r := range group[t.Group] {
			if t.Subgroup == "" || t.Subgroup == strconv.Itoa(r.half) {
				t.Learners = append(t.Learners, r.Key)
			}
		}
		if len(t.Learners) == 0 && len(group[t.Group]) > 0 {
			t.Learners = []roster.Key{group[t.Group][0].Key}
		}
	}
	shuffle(s, out.Groups)
	shuffle(s, out.Students)
	shuffle(s, out.Parents)
	shuffle(s, out.Staff)
	shuffle(s, out.Teachings)
	return out
}

func shuffle[T any](s *source, list []T) {
	s.dice.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
}

// export writes a roster: one in five as a workbook, the others as a folder of tables.
func (s *source) export(x roster.Snapshot) string {
	s.t.Helper()
	dir := s.t.TempDir()
	if s.dice.IntN(5) == 0 {
		var b bytes.Buffer
		s.must(listfile.Write(&b, x))
		path := filepath.Join(dir, "колледж.xlsx")
		s.must(os.WriteFile(path, b.Bytes(), 0o600))
		return path
	}
	e := newExporter(s, x)
	for _, sheet := range []struct {
		name string
		rows [][]string
	}{
		{"Группы", e.groupRows()}, {"Студенты", e.studentRows()}, {"Родители", e.parentRows()}, {"Сотрудники", e.staffRows()}, {"Нагрузка", e.teachingRows()},
	} {
		s.table(filepath.Join(dir, sheet.name+".csv"), sheet.rows)
	}
	return dir
}

// exporter writes the tables of a roster. What names a record is only given spaces too many; where one refers to
// another, it may be spelled in any way.
type exporter struct {
	*source
	x                       roster.Snapshot
	groups, students, staff map[roster.Key]string
	place                   map[roster.Key]roster.Key // of a student, the group
}

func newExporter(s *source, x roster.Snapshot) *exporter {
	e := &exporter{s, x, map[roster.Key]string{}, map[roster.Key]string{}, map[roster.Key]string{}, map[roster.Key]roster.Key{}}
	for _, g := range x.Groups {
		e.groups[g.Key] = g.Name
	}
	for _, m := range x.Staff {
		e.staff[m.Key] = m.Name.String()
	}
	times := map[string]int{}
	at := func(u roster.Student) string { return model.Fold(u.Name.String()) + string(u.Group) }
	for _, u := range x.Students {
		times[at(u)]++
	}
	for _, u := range x.Students {
		e.students[u.Key], e.place[u.Key] = u.Name.String(), u.Group
		if times[at(u)] > 1 {
			e.students[u.Key] += " [" + u.Code + "]"
		}
	}
	return e
}

func (e *exporter) groupRows() [][]string {
	rows := [][]string{{"группа", "КУРС", "Специальность", "Куратор"}}
	for _, g := range e.x.Groups {
		rows = append(rows, []string{e.pad(g.Name), strconv.Itoa(g.Year), e.pad(g.Specialty), e.spell(e.staff[g.Curator])})
	}
	return rows
}

func (e *exporter) studentRows() [][]string {
	rows := [][]string{{"Код", "ФИО", "Группа", "Зачислен", "VK ID"}}
	for _, u := range e.x.Students {
		from := ""
		if !u.From.IsZero() {
			from = u.From.Format("02.01.2006")
		}
		rows = append(rows, []string{u.Code, e.pad(u.Name.String()), e.spell(e.groups[u.Group]), from, profileCell(u.Messenger)})
	}
	return rows
}

func (e *exporter) parentRows() [][]string {
	rows := [][]string{{"Код", "ФИО родителя", "Кем приходится", "ФИО студента", "Группа", "VK ID"}}
	for _, p := range e.x.Parents {
		for _, c := range p.Children {
			rows = append(rows, []string{p.Code, e.pad(p.Name.String()), c.Relation, e.spell(e.students[c.Student]),
				e.spell(e.groups[e.place[c.Student]]), profileCell(p.Messenger)})
		}
	}
	return rows
}

func (e *exporter) staffRows() [][]string {
	rows := [][]string{{"Код", "ФИО", "Роли", "Управление чатами", "VK ID"}}
	for _, m := range e.x.Staff {
		roles, manages := "", "нет"
		for _, r := range []struct {
			role  model.Roles
			title string
		}{{model.RoleAdmin, "Администратор ПОО"}, {model.RoleCurator, "Куратор"}, {model.RoleTeacher, "Преподаватель-предметник"}} {
			if m.Roles.Has(r.role) {
				roles += ", " + r.title
			}
		}
		if m.Roles.Has(model.RightManageChats) {
			manages = "ДА"
		}
		rows = append(rows, []string{m.Code, e.pad(m.Name.String()), strings.TrimPrefix(roles, ", "), manages, profileCell(m.Messenger)})
	}
	return rows
}

func (e *exporter) teachingRows() [][]string {
	rows := [][]string{{"Группа", "Предмет", "Индекс", "Преподаватель", "Часов", "Подгруппа", "Студенты"}}
	for _, t := range e.x.Teachings {
		learners := make([]string, len(t.Learners))
		for i, k := range t.Learners {
			learners[i] = e.spell(e.students[k])
		}
		for _, k := range t.Teachers {
			rows = append(rows, []string{e.spell(e.groups[t.Group]), e.pad(t.Subject), t.Index, e.spell(e.staff[k]), strconv.Itoa(t.Hours),
				t.Subgroup, strings.Join(learners, ", ")})
		}
	}
	return rows
}

func profileCell(profile model.MessengerID) string {
	if profile == 0 {
		return ""
	}
	return strconv.FormatInt(int64(profile), 10)
}

// spell writes a name as people do: in capitals, with other letters, with spaces too many.
func (s *source) spell(name string) string {
	switch s.dice.IntN(12) {
	case 0:
		return strings.ToUpper(name)
	case 1:
		return strings.ToLower(name)
	case 2:
		return strings.NewReplacer("ё", "е", "Ё", "Е").Replace(name)
	}
	return s.pad(name)
}

// pad puts spaces where they say nothing, some of them such as do not break a line.
func (s *source) pad(name string) string {
	switch s.dice.IntN(12) {
	case 0:
		return "  " + strings.ReplaceAll(name, " ", "  ")
	case 1:
		return strings.ReplaceAll(name, " ", "\u00a0") + " "
	}
	return name
}
