package model

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestBackupNames(t *testing.T) {
	at := time.Date(2026, 11, 25, 23, 5, 9, 700, time.FixedZone("", 3*3600))
	for _, c := range []struct {
		name string
		want Backup
		ok   bool
	}{
		{BackupName(at, BackupImport, 1), Backup{At: time.Date(2026, 11, 25, 20, 5, 9, 0, time.UTC), Why: BackupImport, N: 1}, true},
		{BackupName(at, BackupDaily, 12), Backup{At: time.Date(2026, 11, 25, 20, 5, 9, 0, time.UTC), Why: BackupDaily, N: 12}, true},
		{"20261125-200509-import.db.part", Backup{}, false},
		{"20261399-200509-import.db", Backup{}, false},
		{"../20261125-200509-import.db", Backup{}, false},
		{"college.db", Backup{}, false},
	} {
		got, ok := ParseBackupName(c.name)
		c.want.Name = c.name
		if ok != c.ok || ok && got != c.want {
			t.Errorf("%s is %+v, %v", c.name, got, ok)
		}
	}
	same := []Backup{{At: at, N: 2}, {At: at, N: 10}, {At: at.Add(time.Second), N: 1}, {At: at, N: 1}}
	SortBackups(same)
	if same[0].N != 1 || same[1].N != 10 || same[3].N != 1 {
		t.Errorf("sorted: %+v", same)
	}
	if words := BackupWhy("later").String(); words != "перед изменением" {
		t.Errorf("a reason of a later version reads %q", words)
	}
}

func TestExpiredBackups(t *testing.T) {
	zone := time.FixedZone("Омск", 6*3600)
	now := time.Date(2026, 11, 25, 10, 0, 0, 0, zone)
	made := func(times ...time.Time) (backups []Backup) {
		for _, at := range times {
			backups = append(backups, Backup{Name: BackupName(at, BackupDaily, 1), At: at.UTC()})
		}
		return backups
	}
	every := func(n int, step time.Duration) (times []time.Time) {
		for i := range n {
			times = append(times, now.Add(-time.Duration(i)*step))
		}
		return times
	}
	for _, c := range []struct {
		name    string
		backups []Backup
		want    []time.Time // what expires, the newest first
	}{
		{"none", nil, nil},
		{"the only one stays however old", made(now.AddDate(-5, 0, 0)), nil},
		{"ten of the last day", made(every(10, time.Hour)...), nil},
		// All twelve fell on this calendar day, whose last is kept anyway.
		{"the eleventh of the last day goes", made(every(12, 30*time.Minute)...), []time.Time{now.Add(-300 * time.Minute), now.Add(-330 * time.Minute)}},
		{"a day old to the second is not of the last day", made(now, now.Add(-24*time.Hour), now.Add(-24*time.Hour-time.Minute)),
			[]time.Time{now.Add(-24*time.Hour - time.Minute)}},
		{"a day's last stays for fourteen days", made(now, now.AddDate(0, 0, -13), now.AddDate(0, 0, -13).Add(-time.Hour), now.AddDate(0, 0, -14)),
			[]time.Time{now.AddDate(0, 0, -13).Add(-time.Hour), now.AddDate(0, 0, -14)}},
		{"a month's last stays for twelve", made(now,
			time.Date(2026, 10, 31, 20, 0, 0, 0, zone), time.Date(2026, 10, 30, 20, 0, 0, 0, zone),
			time.Date(2025, 12, 1, 0, 0, 0, 0, zone), time.Date(2025, 11, 30, 23, 59, 59, 0, zone)),
			[]time.Time{time.Date(2026, 10, 30, 20, 0, 0, 0, zone), time.Date(2025, 11, 30, 23, 59, 59, 0, zone)}},
		// 20:00 in UTC is the next day in the college.
		{"days are the college's", made(now, time.Date(2026, 11, 20, 17, 59, 0, 0, time.UTC), time.Date(2026, 11, 20, 18, 1, 0, 0, time.UTC)), nil},
		{"the future stays", made(now.AddDate(1, 0, 0), now.AddDate(0, 0, 2), now), nil},
		{"order does not matter", made(now.AddDate(-2, 0, 0), now, now.AddDate(-3, 0, 0)), []time.Time{now.AddDate(-2, 0, 0), now.AddDate(-3, 0, 0)}},
	} {
		var got []string
		for _, b := range ExpiredBackups(c.backups, now, zone) {
			got = append(got, b.Name)
		}
		var want []string
		for _, at := range c.want {
			want = append(want, BackupName(at, BackupDaily, 1))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: expired %s, want %s", c.name, strings.Join(got, " "), strings.Join(want, " "))
		}
	}
}

// TestExpiredBackupsInTime lives through two years of a copy every three hours: the number of copies stays small,
// the newest is always there, and no month of the last twelve is without one.
func TestExpiredBackupsInTime(t *testing.T) {
	var kept []Backup
	start := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	for now := start; now.Before(start.AddDate(2, 0, 0)); now = now.Add(3 * time.Hour) {
		kept = append(kept, Backup{Name: BackupName(now, BackupDaily, 1), At: now})
		gone := ExpiredBackups(kept, now, time.UTC)
		kept = slices.DeleteFunc(kept, func(b Backup) bool { return slices.Contains(gone, b) })
		if len(kept) > recentBackups+backupDays+backupMonths || kept[len(kept)-1].At != now {
			t.Fatalf("%v: %d copies, the last of %v", now, len(kept), kept[len(kept)-1].At)
		}
	}
	months := map[string]bool{}
	for _, b := range kept {
		months[b.At.Format("2006-01")] = true
	}
	if len(months) != backupMonths {
		t.Errorf("copies of %d months are left", len(months))
	}
}
