package model

import "time"

// InitialiseOptions are the choices of «Создание/синхронизация чатов».
type InitialiseOptions struct {
	Types      []ChatType // none means all
	KeepManual bool
	// Ordinary only corrects the lists, as the agent does by itself: what was done by hand stays.
	Ordinary bool
	// OverLimit confirms a run that the safety limit would stop.
	OverLimit bool
	// Fingerprint is that of the summary which the user confirmed: a run whose plan would delete or
	// remove something else stops before it begins. Empty accepts any plan.
	Fingerprint string
}

// PlanLine is one line of a preview: somebody in a chat and why.
type PlanLine struct {
	Chat   string
	Person string
	Why    string
}

// PlanSummary is a plan in words and numbers, for a preview.
type PlanSummary struct {
	NewChats []string
	Renamed  []PlanLine // Chat is the old title, Why the new one
	Deleted  []string
	Add      []PlanLine
	Remove   []PlanLine
	Kept     []PlanLine // added by hand and kept
	// AdminsSet and AdminsUnset count administrators to name and to take back.
	AdminsSet, AdminsUnset int
	Chats                  int // chats that the plan looked at
	Existing               int // of them those that exist in the messenger already
	Requests               int // requests that carrying it takes, at least
	Strangers              StrangerCount
	Limit                  SafetyLimit
	// Fingerprint tells this plan from any that deletes or removes something else.
	Fingerprint string
}

// Nothing reports whether carrying the plan would change nothing.
func (p PlanSummary) Nothing() bool {
	return len(p.NewChats)+len(p.Renamed)+len(p.Deleted)+len(p.Add)+len(p.Remove)+p.AdminsSet+p.AdminsUnset == 0
}

// SafetyLimit is the check that a shrunken roster does not empty the chats, nor those of one type.
type SafetyLimit struct {
	Loss        // of automatic members
	Percent int // of them that may be removed
	// Types holds the same for each type of chats.
	Types map[ChatType]Loss
}

// typeLeast is how many people may always be removed from the chats of one type, whatever their share.
const typeLeast = 20

// count adds an automatic member to the members before, and to those who would be removed unless they stay.
func (l *SafetyLimit) count(t ChatType, stays bool) {
	if l.Types == nil {
		l.Types = map[ChatType]Loss{}
	}
	of := l.Types[t]
	l.Count(!stays)
	of.Count(!stays)
	l.Types[t] = of
}

// Exceeded reports whether more would be removed than the limit allows, of all or of one type.
func (l SafetyLimit) Exceeded() bool { return l.OverAll() || len(l.ExceededTypes()) > 0 }

// OverAll reports whether more would be removed than the limit allows of all.
func (l SafetyLimit) OverAll() bool { return Limit{Percent: l.Percent}.Exceeded(l.Loss) }

// ExceededTypes are the types of chats that would lose more people than the limit allows.
func (l SafetyLimit) ExceededTypes() (types []ChatType) {
	for _, t := range ChatTypes {
		if (Limit{Percent: l.Percent, Free: typeLeast}).Exceeded(l.Types[t]) {
			types = append(types, t)
		}
	}
	return types
}

// Stage is a part of the agent's run.
type Stage uint8

// The stages of a run, in order.
const (
	StageRead Stage = iota + 1 // reads the actual state in the messenger
	StagePlan
	StageCarry // carries the plan
	StageDone
)

// Progress is how far a run has come.
type Progress struct {
	Stage       Stage
	Done, Total int           // chats in StageRead, steps in StageCarry
	Left        time.Duration // estimated, 0 while unknown
}

// Report is what a run did; its JSON is what `zvonok sync --json` prints.
type Report struct {
	Chats struct {
		Created   int `json:"created"`
		Renamed   int `json:"renamed"`
		Deleted   int `json:"deleted"`
		Unchanged int `json:"unchanged"`
	} `json:"chats"`
	Members struct {
		Added   int `json:"added"`
		Removed int `json:"removed"`
		Waiting int `json:"waiting"`
		NoVK    int `json:"no_vk"`
		Refused int `json:"refused"`
	} `json:"members"`
	Admins struct {
		Set   int `json:"set"`
		Unset int `json:"unset"`
	} `json:"admins"`
	Requests int64     `json:"requests"`
	Calls    int64     `json:"calls"`
	Seconds  float64   `json:"seconds"`
	Refusals []Refusal `json:"refusals"`
	// Held: it was stopped before it sent anything, because it would have removed too many.
	Held bool `json:"held,omitempty"`
	// Strangers are those who are left in the chats after the run.
	Strangers StrangerCount `json:"strangers"`
	// Cancelled says that the user stopped the run; what was done stays done.
	Cancelled bool `json:"cancelled,omitempty"`
}

// Refusal is one thing that the messenger refused, in words.
type Refusal struct {
	Chat    string `json:"chat"`
	Person  string `json:"person"`
	Code    int    `json:"code"`
	Message string `json:"message"`
}

// SyncStatus is the state of synchronisation for the top bar.
type SyncStatus struct {
	Running   bool
	Progress  Progress
	LastRun   time.Time // UTC, zero when there was none
	Pending   int       // changes that wait for the agent
	Missing   MissingCount
	Problem   string // Russian, why the last run failed or stopped; empty when it did not
	Held      bool   // Problem says that too many people would be removed: somebody has to confirm it
	AgentHere bool   // the community's token is on this machine
	// Unconfirmed are the chats for which the agent may send nothing before somebody has looked at the plan.
	Unconfirmed Unconfirmed
}

// Unconfirmed are chats whose plan somebody has to look at first.
type Unconfirmed struct {
	Types []ChatType
	Chats int
	// Again says that the college had chats before, so that the plan of an ordinary run is enough.
	Again bool
}
