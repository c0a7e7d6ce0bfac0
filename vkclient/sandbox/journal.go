package sandbox

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// journal is the state file: one event a line, the first line a snapshot. Every event reaches the file before it is
// answered, so a killed sandbox has lost nothing that anyone was told of.
type journal struct {
	file *os.File // nil: nothing is kept
	err  error    // a failed write may have left half a line: nothing may follow it
}

// openJournal replays the state file, if there is one, and writes it again as one snapshot.
func openJournal(path string) (*world, *journal, error) {
	if path == "" {
		return newWorld(), &journal{}, nil
	}
	w, err := replay(path)
	if err != nil {
		return nil, nil, err
	}
	if err := compact(path, w); err != nil {
		return nil, nil, fmt.Errorf("sandbox: state file: %w", err)
	}
	file, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, nil, fmt.Errorf("sandbox: state file: %w", err)
	}
	return w, &journal{file: file}, nil
}

func (j *journal) append(e event) error {
	if j.file == nil || j.err != nil {
		return j.err
	}
	line, err := json.Marshal(e)
	if err != nil {
		return err
	}
	_, j.err = j.file.Write(append(line, '\n'))
	return j.err
}

func (j *journal) close() error {
	if j.file == nil {
		return nil
	}
	j.err = errors.New("state file is closed")
	return j.file.Close()
}

// replay is the world of the file; no file is an empty world. A last line that was cut short is dropped.
func replay(path string) (*world, error) {
	w := newWorld()
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return w, nil
	}
	if err != nil {
		return nil, fmt.Errorf("sandbox: state file: %w", err)
	}
	defer file.Close()
	lines := bufio.NewReader(file)
	for number := 1; ; number++ {
		line, err := lines.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			return w, nil
		}
		if err != nil {
			return nil, fmt.Errorf("sandbox: state file: %w", err)
		}
		var e event
		if err := json.Unmarshal(bytes.TrimSpace(line), &e); err != nil {
			return nil, fmt.Errorf("sandbox: state file %s, line %d: %w", path, number, err)
		}
		if e.Op == opSnapshot {
			if e.World == nil {
				return nil, fmt.Errorf("sandbox: state file %s, line %d: empty snapshot", path, number)
			}
			w = e.World
			w.index()
			continue
		}
		w.apply(e)
	}
}

// compact puts a snapshot in the file's place, by a rename, so that a kill leaves one or the other.
func compact(path string, w *world) error {
	line, err := json.Marshal(event{Op: opSnapshot, World: w})
	if err != nil {
		return err
	}
	fresh, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*") // mode 0600: it holds tokens
	if err != nil {
		return err
	}
	_, err = fresh.Write(append(line, '\n'))
	if err == nil {
		err = fresh.Sync()
	}
	if err = errors.Join(err, fresh.Close()); err == nil {
		err = os.Rename(fresh.Name(), path)
	}
	if err != nil {
		_ = os.Remove(fresh.Name())
	}
	return err
}
