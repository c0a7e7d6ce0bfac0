package viewtest

import "zvonok/model"

// Changes are the news of a college, which come when the test says so.
type Changes struct {
	told map[int]func(model.Change)
	last int
}

// Subscribe calls do at every change until cancel is called.
func (c *Changes) Subscribe(do func(model.Change)) (cancel func()) {
	if c.told == nil {
		c.told = map[int]func(model.Change){}
	}
	c.last++
	id := c.last
	c.told[id] = do
	return func() { delete(c.told, id) }
}

// Subscribed counts the subscribers.
func (c *Changes) Subscribed() int { return len(c.told) }

// Publish tells all of a change.
func (c *Changes) Publish(change model.Change) {
	for _, do := range c.told {
		do(change)
	}
}
