package agent

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"slices"

	"zvonok/model"
)

// summarise puts a plan into words and numbers.
func (r *run) summarise(plan model.Plan, roster model.Roster) model.PlanSummary {
	s := model.PlanSummary{Limit: plan.Limit, Chats: len(plan.Chats), Add: make([]model.PlanLine, 0, plan.RowChanges())}
	why := reasons(roster)
	calls := 0
	for i := range plan.Chats {
		c := &plan.Chats[i]
		calls += len(c.Steps)
		switch {
		case c.Deleted:
			s.Existing++
			s.Deleted = append(s.Deleted, c.Title)
			calls += len(c.Members) + 1
			for _, m := range c.Members {
				if m.InChatAs != 0 {
					s.Remove = append(s.Remove, model.PlanLine{Chat: c.Title, Person: r.names[m.Person], Why: "чат удаляется"})
				}
			}
			continue
		case c.Peer == 0:
			s.NewChats = append(s.NewChats, c.Title)
			calls++ // the invite link
		default:
			s.Existing++
			if c.Title != c.ActualTitle {
				s.Renamed = append(s.Renamed, model.PlanLine{Chat: c.ActualTitle, Why: c.Title})
			}
		}
		calls += r.summariseMembers(&s, c, why)
	}
	batch := max(1, r.Messenger.Batch())
	s.Requests = (calls + batch - 1) / batch
	s.Fingerprint = fingerprint(s)
	return s
}

// summariseMembers adds the lines of one chat and gives the number of calls that its steps do not count.
func (r *run) summariseMembers(s *model.PlanSummary, c *model.PlannedChat, why func(model.Member, model.ChatKey) string) (calls int) {
	rows := c.Rows
	for _, m := range c.Members {
		for len(rows) > 0 && rows[0].Person < m.Person {
			r.summariseLeaving(s, c, rows[0].Member, why)
			rows = rows[1:]
		}
		if len(rows) > 0 && rows[0].Person == m.Person {
			rows = rows[1:]
		}
		line := model.PlanLine{Chat: c.Title, Person: r.names[m.Person]}
		profile := r.profiles[m.Person]
		in := m.InChatAs != 0 && m.InChatAs == profile
		if !m.Origin.Wanted() {
			r.summariseLeaving(s, c, m, why)
			continue
		}
		if m.Origin == model.OriginManual && c.Auto {
			line.Why = "добавлен вручную"
			s.Kept = append(s.Kept, line)
		}
		if m.Admin && (in && !m.AdminInChat || c.Peer == 0 && profile != 0) {
			s.AdminsSet++
			if c.Peer == 0 {
				calls++
			}
		}
		if in && !m.Admin && m.AdminInChat {
			s.AdminsUnset++
		}
		if in || m.Presence == model.PresenceWaiting && !slices.ContainsFunc(c.Rows, func(row model.RowChange) bool { return row.Person == m.Person }) {
			continue
		}
		switch {
		case profile == 0:
			line.Why = "нет VK ID: войдёт после привязки"
		case c.Peer == 0:
			line.Why = "вместе с созданием чата"
		case r.Messenger.Capabilities().AddDirectly:
			line.Why = "будет добавлен"
		default:
			line.Why = "войдёт по ссылке"
		}
		if profile != 0 || c.Peer == 0 {
			s.Add = append(s.Add, line)
		}
	}
	for _, row := range rows {
		r.summariseLeaving(s, c, row.Member, why)
	}
	return calls
}

// summariseLeaving adds a person who is no longer wanted in a chat.
func (r *run) summariseLeaving(s *model.PlanSummary, c *model.PlannedChat, m model.Member, why func(model.Member, model.ChatKey) string) {
	if m.Origin != model.OriginLeaving && (m.Origin != model.OriginExcluded || m.InChatAs == 0) {
		return
	}
	s.Remove = append(s.Remove, model.PlanLine{Chat: c.Title, Person: r.names[m.Person], Why: why(m, c.Key)})
}

// reasons gives the words for somebody's leaving a chat.
func reasons(roster model.Roster) func(model.Member, model.ChatKey) string {
	groupOf := map[model.PersonID]string{}
	for _, g := range roster.Groups {
		for _, id := range roster.Students[g.ID] {
			groupOf[id] = g.Name
		}
	}
	staff := model.Set(slices.Concat(roster.Teachers, roster.Curators, roster.Admins), func(id model.PersonID) model.PersonID { return id })
	return func(m model.Member, key model.ChatKey) string {
		group, enrolled := groupOf[m.Person]
		switch {
		case m.Origin == model.OriginExcluded:
			return "удалён из чата вручную"
		case key.Type == model.ChatSubject && staff[m.Person]:
			return "больше не ведёт этот предмет"
		case key.Type == model.ChatParents && !staff[m.Person]:
			return "ребёнок больше не учится в группе"
		case staff[m.Person]:
			return "здесь больше не преподаватель и не куратор"
		case key.Type == model.ChatSubject && enrolled:
			return fmt.Sprintf("не учится по предмету, группа %s", group)
		case enrolled:
			return "сейчас в группе " + group
		}
		return "выбыл из колледжа"
	}
}

// fingerprint tells plans apart by what they take away: what they add does no harm.
func fingerprint(s model.PlanSummary) string {
	sum := sha256.New()
	for _, title := range s.Deleted {
		_, _ = fmt.Fprintln(sum, "-", title)
	}
	for _, l := range s.Remove {
		_, _ = io.WriteString(sum, l.Chat+"\x00"+l.Person+"\x00")
	}
	return hex.EncodeToString(sum.Sum(nil)[:8])
}
