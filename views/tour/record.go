package tour

import (
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"time"

	"zvonok/views/tour/world"
)

// Step is a step in the report.
type Step struct {
	Name     string        `json:"name"`
	OK       bool          `json:"ok"`
	Error    string        `json:"error,omitempty"`
	Pictures []string      `json:"pictures,omitempty"`
	Seconds  float64       `json:"seconds"`
	Done     any           `json:"done,omitempty"`
	Counts   *world.Counts `json:"counts,omitempty"`
}

// Report is report.json.
type Report struct {
	OK    bool   `json:"ok"`
	Steps []Step `json:"steps"`
}

// ErrFailed says that a step of the tour failed; report.json says which.
var ErrFailed = errors.New("показ не удался: смотрите report.json")

// record is what a tour leaves behind in its folder: numbered pictures, and the report of its steps.
type record struct {
	out    string
	report Report
	step   *Step // the step that is being made
	number int   // of the latest picture
}

func newRecord(out string) (record, error) {
	r := record{out: out, report: Report{OK: true}}
	if err := os.MkdirAll(out, 0o755); err != nil {
		return r, fmt.Errorf("не удалось создать папку %s: %w", out, err)
	}
	return r, nil
}

// take makes one step, puts it into the report and says whether it went well; failed is called where it did not.
func (r *record) take(name string, do func() error, failed func()) bool {
	started := time.Now()
	r.step = &Step{Name: name}
	err := do()
	if r.step.OK = err == nil; err != nil {
		r.step.Error = err.Error()
		r.report.OK = false
		failed()
	}
	r.step.Seconds = time.Since(started).Seconds()
	r.report.Steps = append(r.report.Steps, *r.step)
	return r.step.OK
}

// finish writes the report; the error is ErrFailed where a step has failed.
func (r *record) finish() error {
	text, err := json.MarshalIndent(r.report, "", "  ")
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(r.out, "report.json"), append(text, '\n'), 0o644); err != nil {
		return fmt.Errorf("не удалось записать отчёт: %w", err)
	}
	if !r.report.OK {
		return ErrFailed
	}
	return nil
}

// numbered is the next picture's name.
func (r *record) numbered(name string) string {
	r.number++
	return fmt.Sprintf("%02d-%s", r.number, name)
}

// picture keeps a picture of the step.
func (r *record) picture(name string, picture image.Image) (err error) {
	name += ".png"
	r.step.Pictures = append(r.step.Pictures, name)
	f, err := os.Create(filepath.Join(r.out, name))
	if err != nil {
		return err
	}
	quick := png.Encoder{CompressionLevel: png.BestSpeed} // there are hundreds of them
	return errors.Join(quick.Encode(f, picture), f.Close())
}
