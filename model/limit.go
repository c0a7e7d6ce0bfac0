package model

// Loss is how many records of one kind a change removes, and of how many.
type Loss struct{ Gone, From int }

// Count counts one more record, which goes or stays.
func (l *Loss) Count(goes bool) {
	l.From++
	if goes {
		l.Gone++
	}
}

// Limit is how many records of one kind a change may remove without a question.
type Limit struct {
	Percent int // of all
	Free    int // so many may go whatever their share
	Most    int // at most so many may go, whatever their share; zero: no such limit
}

// ByShare reports whether too large a share goes.
func (l Limit) ByShare(of Loss) bool { return of.Gone > l.Free && of.Gone*100 > of.From*l.Percent }

// Exceeded reports whether more go than may.
func (l Limit) Exceeded(of Loss) bool { return l.ByShare(of) || l.Most > 0 && of.Gone > l.Most }
