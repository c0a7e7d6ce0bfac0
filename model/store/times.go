package store

import "time"

// The database holds days as ГГГГ-ММ-ДД and moments as Unix seconds; '' and 0 are the zero time.

const dateLayout = time.DateOnly

func formatDate(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(dateLayout)
}

func parseDate(s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	return time.Parse(dateLayout, s)
}

func dateOrNull(day time.Time) any {
	if day.IsZero() {
		return nil
	}
	return formatDate(day)
}

// seconds is the opposite of fromUnix.
func seconds(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.Unix()
}

func fromUnix(seconds int64) time.Time {
	if seconds == 0 {
		return time.Time{}
	}
	return time.Unix(seconds, 0).UTC()
}

// toDay scans a day, toMoment a moment in UTC; NULL is the zero time.
type (
	toDay    struct{ to *time.Time }
	toMoment struct{ to *time.Time }
)

// Scan implements sql.Scanner.
func (d toDay) Scan(value any) (err error) {
	text, _ := value.(string)
	*d.to, err = parseDate(text)
	return err
}

// Scan implements sql.Scanner.
func (m toMoment) Scan(value any) error {
	seconds, _ := value.(int64)
	*m.to = fromUnix(seconds)
	return nil
}
