package whomade

import "encoding/json"

// Severities of a diagnostic.
const (
	SeverityError   = "error"   // something was not read: the result is partial
	SeverityWarning = "warning" // everything was read, but a person should know
)

// Diagnostic says what could not be read, where, and why. It never ends a run.
type Diagnostic struct {
	Severity string
	Artifact string // digest, or empty
	Name     string
	Locator  Locator
	Message  string // lower case, what and what to do
}

type diagnosticJSON struct {
	Type     string  `json:"type"`
	Severity string  `json:"severity"`
	Artifact string  `json:"artifact"`
	Name     string  `json:"name"`
	Locator  Locator `json:"locator"`
	Message  string  `json:"message"`
}

// MarshalJSON writes the record with "type":"diagnostic".
func (d Diagnostic) MarshalJSON() ([]byte, error) {
	return json.Marshal(diagnosticJSON{"diagnostic", d.Severity, d.Artifact, d.Name, d.Locator, d.Message})
}

// UnmarshalJSON reads the record form.
func (d *Diagnostic) UnmarshalJSON(b []byte) error {
	var j diagnosticJSON
	if err := json.Unmarshal(b, &j); err != nil {
		return err
	}
	*d = Diagnostic{j.Severity, j.Artifact, j.Name, j.Locator, j.Message}
	return nil
}
