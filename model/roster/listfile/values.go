package listfile

import (
	"strconv"
	"strings"

	"zvonok/model"
	"zvonok/model/roster/table"
)

// yesNo reads «да» or «нет». It is not stated when the value is empty.
func yesNo(rec *table.Record, col int) (yes, stated bool) {
	switch model.Fold(rec.Values[col]) {
	case "":
		return false, false
	case "да", "1", "true", "истина", "+":
		return true, true
	case "нет", "0", "false", "ложь", "-":
		return false, true
	}
	rec.Problem(col, "Непонятное значение: напишите «да» или «нет»")
	return false, false
}

// messengerID reads a VK ID: «123», «id123» or the address of a page with it.
func messengerID(rec *table.Record, col int) model.MessengerID {
	text := table.WholeNumber(rec.Values[col])
	if text == "" {
		return 0
	}
	digits := strings.ToLower(text)
	if slash := strings.LastIndexByte(digits, '/'); slash >= 0 {
		digits = digits[slash+1:]
	}
	digits = strings.TrimPrefix(digits, "id")
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || n <= 0 || n >= 1<<40 || digits[0] == '+' {
		rec.Problem(col, "Это не VK ID: нужно число, например 123456 или id123456")
		return 0
	}
	return model.MessengerID(n)
}

// roles reads roles by comma. They are stated unless the value is empty; «нет» states that there are
// none.
func roles(rec *table.Record, col int) (roles model.Roles, stated bool) {
	text := rec.Values[col]
	if text == "" {
		return 0, false
	}
	for _, part := range strings.FieldsFunc(text, table.IsComma) {
		switch model.Fold(part) {
		case "", "нет":
		case "администратор поо", "администратор":
			roles |= model.RoleAdmin
		case "куратор":
			roles |= model.RoleCurator
		case "преподаватель-предметник", "преподаватель предметник", "преподаватель":
			roles |= model.RoleTeacher
		default:
			rec.Reader.Problems.Add(rec.At(col), model.Squeeze(part), "Неизвестная роль: бывают «Администратор ПОО», «Куратор» и "+
				"«Преподаватель-предметник», несколько через запятую")
			rec.Ok = false
		}
	}
	return roles, true
}
