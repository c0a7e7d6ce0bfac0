package roster_test

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"zvonok/model/roster"
)

// exchanged is a college of one group of so many students, and its roster with as many others.
func exchanged(tb testing.TB, n int) (roster.College, roster.Snapshot) {
	dice := rand.New(rand.NewPCG(1, 2))
	f := folk{students: map[string][]string{"АМ-19-1": {}}}
	fill := func() roster.Snapshot {
		f.students["АМ-19-1"] = nil
		for _, name := range roster.Strangers(dice, n) {
			f.students["АМ-19-1"] = append(f.students["АМ-19-1"], name.String())
		}
		return f.snapshot()
	}
	ch, problems := roster.Compare(roster.College{}, fill(), roster.Decisions{})
	if len(problems) > 0 && testing.Verbose() {
		tb.Log(problems[:1])
	}
	return apply(tb, roster.College{}, ch), fill()
}

// BenchmarkExchanged compares a group all of whose students are others now; slope is by how much the time grows from one
// size to one four times as big, at best: 1 is in proportion. The limit is 1.1.
func BenchmarkExchanged(b *testing.B) {
	const small, big = 1500, 6000
	took := map[int]time.Duration{}
	for b.Loop() {
		for _, n := range []int{small, big} {
			b.StopTimer()
			c, s := exchanged(b, n)
			b.StartTimer()
			start := time.Now()
			roster.Compare(c, s, roster.Decisions{})
			if t := time.Since(start); took[n] == 0 || t < took[n] {
				took[n] = t
			}
		}
	}
	b.ReportMetric(slope(took[small], took[big], big/small), "slope(limit-1.1)")
}

// slope is the power of the size with which what takes small comes to take big, at times that size.
func slope(small, big time.Duration, times float64) float64 {
	return math.Log(float64(big)/float64(small)) / math.Log(times)
}
