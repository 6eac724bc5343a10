// Package whomade holds the nouns of the program: what was given (artifact,
// locator), what was seen (subject, observation, diagnostic), what follows for
// a network element (claim, element) and what the rules say of it (verdict).
//
// Data flows one way: bytes -> observations -> claims -> elements -> verdicts
// -> views. Nothing here reads, prints or decides; only the standard library
// is imported.
package whomade

// ReportSchema names the version of the report's JSON form.
const ReportSchema = "whomade.report/v1"

// Version is the version of the program. Releases set it at link time.
var Version = "0.1.0-dev"
