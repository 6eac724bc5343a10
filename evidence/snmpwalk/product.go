package snmpwalk

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/whomade/whomade/internal/lazyregexp"
)

// What texts of private objects look like that name a product. The names of the
// objects are not known, so that a text must speak for itself; what might be a
// password, a community, a person or a subscriber is not taken.
var (
	secretWord = lazyregexp.New(`(?i)communit|passw|passphrase|secret|\bpwd\b|\bpsk\b|\bkeys?\b|token|credential|\b(imsi|imei|iccid|msisdn|sim)\b|@`)
	longNumber = lazyregexp.New(`\d{12,}`)
	dressed    = lazyregexp.New(`^[\d\s.,:;/+*%()xX-]*$|^(0x)?[0-9A-Fa-f]{2}([\s:-]?[0-9A-Fa-f]{2})+$`) // numbers, times, addresses, octets
	version    = lazyregexp.New(`\b[VvRr]?\d+\.\d+`)
	model      = lazyregexp.New(`^[A-Z0-9][A-Z0-9 ./_()+-]{2,39}$`)
	company    = lazyregexp.New(`(?i)\b(inc|ltd|llc|corp|corporation|co|gmbh|ag|sa|s\.a|ab|oy|limited|company|technolog(y|ies)|systems?|networks?|networking|` +
		`communications?|electronics?|electric|telecom|wireless|digital|industries|solutions|international)\b`)
	product = lazyregexp.New(`(?i)\b(switch|router|gateway|firewall|modem|olt|onu|ont|access point|base station|radio|camera|printer|ups|pdu|server|storage|controller|` +
		`firmware|software|hardware|bootrom|boot ?loader|uboot|kernel|linux|release|version|build|revision|rev|model|series|platform|sensor|appliance|chassis|line card)\b`)
	proper = lazyregexp.New(`^[A-Z][A-Za-z]{2,20}([ -][A-Z0-9][A-Za-z0-9]{1,20}){0,3}$`)
)

// common are words that stand in private objects of all makers, and communities
// and passwords that devices come with.
var common = map[string]bool{
	"public": true, "private": true, "community": true, "secret": true, "admin": true, "administrator": true, "manager": true, "monitor": true,
	"security": true, "guest": true, "root": true, "user": true, "default": true, "operator": true, "write": true, "read": true, "readonly": true,
	"none": true, "null": true, "unknown": true, "enabled": true, "disabled": true, "enable": true, "disable": true, "true": true, "false": true,
	"yes": true, "normal": true, "good": true, "fail": true, "failed": true, "active": true, "inactive": true, "online": true,
	"offline": true, "running": true, "idle": true, "present": true, "empty": true, "other": true, "master": true, "slave": true, "standby": true,
	"primary": true, "secondary": true, "auto": true, "manual": true, "not available": true, "no error": true, "internet": true,
}

// tellsOfProduct reports whether a text looks like a maker, model or version.
func tellsOfProduct(s string) bool {
	n := utf8.RuneCountInString(s)
	if n < 3 || n > 200 || !utf8.ValidString(s) || strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsPrint(r) && r != '\n' && r != '\r' && r != '\t' }) {
		return false
	}
	if common[strings.ToLower(s)] || secretWord().MatchString(s) || longNumber().MatchString(s) || dressed().MatchString(s) {
		return false
	}
	return version().MatchString(s) || company().MatchString(s) || product().MatchString(s) || proper().MatchString(s) ||
		model().MatchString(s) && strings.ContainsFunc(s, func(r rune) bool { return r >= 'A' && r <= 'Z' }) ||
		strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}
