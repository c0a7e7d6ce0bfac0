package server

import (
	"fmt"
	"io"
	"time"

	"github.com/VictoriaMetrics/metrics"

	"zvonok/app/agent"
	"zvonok/app/remote"
)

// Counts are what a server has done since its start, as Prometheus reads it. Labels are names of methods, outcomes and VK's codes: they
// never name a person, a group, a chat or an address. Its methods are safe for concurrent use.
type Counts struct{ set *metrics.Set }

// NewCounts are those of a server that has done nothing yet.
func NewCounts() *Counts {
	metrics.ExposeMetadata(true)
	return &Counts{metrics.NewSet()}
}

// The upper bounds, in seconds, by which the lengths of calls and runs are counted.
var (
	callTimes = []float64{.005, .025, .1, .25, .5, 1, 5, 30}
	runTimes  = []float64{1, 10, 60, 600, 3600}
)

// call counts a call of a desk.
func (c *Counts) call(method string, how remote.Outcome, took time.Duration) {
	c.set.GetOrCreatePrometheusHistogramExt(fmt.Sprintf(`zvonok_call_seconds{method=%q,outcome=%q}`, method, how), callTimes).Update(took.Seconds())
}

// page counts a request of a browser for the page for the phone.
func (c *Counts) page(pattern string, status int, took time.Duration) {
	c.set.GetOrCreatePrometheusHistogramExt(fmt.Sprintf(`zvonok_phone_seconds{page=%q,status="%d"}`, pattern, status), callTimes).Update(took.Seconds())
}

// Run counts a run of the agent.
func (c *Counts) Run(how agent.Outcome, took time.Duration) {
	c.set.GetOrCreatePrometheusHistogramExt(fmt.Sprintf(`zvonok_agent_run_seconds{outcome=%q}`, how), runTimes).Update(took.Seconds())
}

// VK counts what a call of VK's API has come to: its code, 0 where it did what was asked; a negative one where no answer came.
func (c *Counts) VK(method string, code int) {
	answer := fmt.Sprint(code)
	if code < 0 {
		answer = "none"
	}
	c.set.GetOrCreateCounter(fmt.Sprintf(`zvonok_vk_answers_total{method=%q,code=%q}`, method, answer)).Inc()
}

// write writes the counts, how the server is just now, and what Go knows of the process.
func (s *Server) write(w io.Writer) {
	all := s.parts.Areas
	sync := all.SyncStatus()
	metrics.WriteGaugeUint64(w, fmt.Sprintf(`zvonok_info{version=%q,engine=%q}`, s.parts.Version, all.College.Store.Engine()), 1)
	metrics.WriteGaugeUint64(w, "zvonok_desks", uint64(all.Desks()))
	metrics.WriteCounterUint64(w, "zvonok_events_total", all.Position().Number)
	metrics.WriteGaugeUint64(w, "zvonok_agent_here", number(all.Keeper.Here()))
	metrics.WriteGaugeUint64(w, "zvonok_agent_problem", number(sync.Problem != ""))
	metrics.WriteGaugeUint64(w, "zvonok_agent_pending", uint64(sync.Pending))
	metrics.WriteGaugeUint64(w, "zvonok_agent_unconfirmed", uint64(sync.Unconfirmed.Chats))
	if !sync.LastRun.IsZero() {
		metrics.WriteGaugeUint64(w, "zvonok_agent_last_run_timestamp_seconds", uint64(sync.LastRun.Unix()))
	}
	s.parts.Counts.set.WritePrometheus(w)
	metrics.WriteProcessMetrics(w)
}

func number(yes bool) uint64 {
	if yes {
		return 1
	}
	return 0
}
