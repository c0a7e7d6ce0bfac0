package model

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"time"
)

// BackupWhy says what a copy of the college was made for. It is part of the copy's file name.
type BackupWhy string

// The reasons for which copies are made.
const (
	BackupDaily      BackupWhy = "daily"
	BackupByHand     BackupWhy = "hand"
	BackupImport     BackupWhy = "import"     // before rosters are loaded
	BackupInitialise BackupWhy = "initialise" // before «Инициализировать список»
	BackupOrders     BackupWhy = "orders"     // before orders are loaded from a file
	BackupYear       BackupWhy = "year"       // before the year's turn
	BackupUndo       BackupWhy = "undo"       // before a change is taken back
	BackupChats      BackupWhy = "chats"      // before several chats are deleted
	BackupRestore    BackupWhy = "restore"    // before another copy takes the college's place
)

// String is the reason as the window shows it.
func (w BackupWhy) String() string {
	switch w {
	case BackupDaily:
		return "ежедневная"
	case BackupByHand:
		return "сделана вручную"
	case BackupImport:
		return "перед загрузкой списков"
	case BackupInitialise:
		return "перед инициализацией чатов"
	case BackupOrders:
		return "перед загрузкой приказов"
	case BackupYear:
		return "перед переходом на новый учебный год"
	case BackupUndo:
		return "перед отменой изменения"
	case BackupChats:
		return "перед удалением чатов"
	case BackupRestore:
		return "перед восстановлением из копии"
	}
	return "перед изменением"
}

// Backup is a copy of the college in its folder of copies.
type Backup struct {
	Name string    // of the file, without a folder
	At   time.Time // UTC, to the second
	Why  BackupWhy
	N    int   // tells apart copies of the same second: 1 for the first that was made
	Size int64 // bytes
}

const backupTime = "20060102-150405"

var backupName = regexp.MustCompile(`^(\d{8}-\d{6})-([a-z]+)(?:-(\d{1,4}))?\.db$`)

// BackupName is the file name of the n-th copy, from 1, of a second.
func BackupName(at time.Time, why BackupWhy, n int) string {
	tail := ""
	if n > 1 {
		tail = "-" + strconv.Itoa(n)
	}
	return fmt.Sprintf("%s-%s%s.db", at.UTC().Format(backupTime), string(why), tail)
}

// ParseBackupName reads a copy's file name; ok is false for any other file.
func ParseBackupName(name string) (b Backup, ok bool) {
	parts := backupName.FindStringSubmatch(name)
	if parts == nil {
		return b, false
	}
	at, err := time.Parse(backupTime, parts[1])
	n, _ := strconv.Atoi(parts[3]) // digits or nothing
	return Backup{Name: name, At: at, Why: BackupWhy(parts[2]), N: max(n, 1)}, err == nil
}

// SortBackups puts copies in order, the newest first.
func SortBackups(backups []Backup) {
	Sort(backups, func(a, b Backup) int {
		return cmp.Or(b.At.Compare(a.At), cmp.Compare(b.N, a.N), cmp.Compare(a.Name, b.Name))
	})
}

// How many copies are kept.
const (
	recentBackups = 10 // of the last 24 hours
	backupDays    = 14 // one a calendar day, today included
	backupMonths  = 12 // one a calendar month, this one included
)

// ExpiredBackups are the copies that need not be kept any longer: of the last 24 hours the ten newest stay, of the
// last 14 days the last of each, of the last 12 months the last of each. Days and months are those of zone. The
// newest copy always stays, and so does one from the future: the clock was wrong then or is wrong now.
func ExpiredBackups(backups []Backup, now time.Time, zone *time.Location) []Backup {
	ordered := slices.Clone(backups)
	SortBackups(ordered)
	y, m, d := now.In(zone).Date()
	firstDay := time.Date(y, m, d-backupDays+1, 0, 0, 0, 0, zone)
	firstMonth := time.Date(y, m-backupMonths+1, 1, 0, 0, 0, 0, zone)
	recent, seen := 0, map[string]bool{}
	// first reports whether the copy is the last of its day or month, for the newer ones were seen before it.
	first := func(key string) bool {
		was := seen[key]
		seen[key] = true
		return !was
	}
	var expired []Backup
	for i, b := range ordered {
		at := b.At.In(zone)
		keep := i == 0 || b.At.After(now)
		if !b.At.After(now) && now.Sub(b.At) < 24*time.Hour && recent < recentBackups {
			recent++
			keep = true
		}
		// Both are asked, so that the day's last copy counts for the month as well.
		ofDay, ofMonth := first(at.Format(time.DateOnly)), first(at.Format("2006-01"))
		keep = keep || ofDay && !at.Before(firstDay) || ofMonth && !at.Before(firstMonth)
		if !keep {
			expired = append(expired, b)
		}
	}
	return expired
}

// BackupLoss is what of the college is not in a copy.
type BackupLoss struct {
	Done []DoneSince // the latest first
	// Chats counts the chats in the messenger that the copy does not know: they would be made again.
	Chats int
}

// BackupFile is a copy of a college in a file outside the folder of copies.
type BackupFile struct {
	Name    string    // without a folder
	College string    // whose copy it is
	Other   bool      // it is the copy of a college with another name
	At      time.Time // the last line of its «Журнал изменений», in the college's time zone; zero when it has none
	Loss    BackupLoss
}

// DoneSince counts how often something was done since a copy was made.
type DoneSince struct {
	Action string // as «Журнал изменений» calls it
	Count  int
}
