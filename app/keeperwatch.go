package app

import (
	"context"
	"time"

	"zvonok/model"
	"zvonok/model/store"
)

// watchEvery is how often the Keeper looks whether another process has changed the college.
const watchEvery = 3 * time.Second

// watch tells everybody here, until ctx ends, that another process has changed the college. What people changed there
// wakes the agent; what an agent wrote there does not, or two of them would wake each other for ever.
func (k *Keeper) watch(ctx context.Context) {
	seen, line, read := k.elsewhere(ctx)
	for k.clock.Sleep(ctx, watchEvery) == nil {
		version, last, ok := k.elsewhere(ctx)
		if !ok {
			continue // whoever works with the file is told what is wrong with it
		}
		if read && version != seen {
			k.look(ctx)
			k.store.Publish(model.Change{All: true, Roster: true, Lessons: true})
			if last != line {
				k.Wake()
			}
		}
		seen, line, read = version, last, true
	}
}

// elsewhere is how far other processes have changed the file, and the latest line of «Журнал изменений».
func (k *Keeper) elsewhere(ctx context.Context) (version, line int64, ok bool) {
	version, err := k.store.Elsewhere(ctx)
	if err != nil {
		return 0, 0, false
	}
	err = k.store.View(ctx, func(tx *store.Tx) (err error) {
		line, err = tx.LastAudit()
		return err
	})
	return version, line, err == nil
}
