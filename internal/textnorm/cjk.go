package textnorm

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Chinese, Japanese and Korean names are written without blanks. Their order is
// place, name, business, legal form (Japanese and Korean forms may lead), so
// that they are taken apart from both ends.

var eastForms = []string{
	"股份有限公司", "有限责任公司", "有限責任公司", "有限公司", "股份公司", "集团公司", "公司", "株式会社", "有限会社", "合同会社",
	"주식회사", "유한회사", "(주)", "(株)", "(有)",
}

var eastWeak = []string{
	"技术", "技術", "科技", "通信", "通讯", "通訊", "电子", "電子", "网络", "網路", "網絡", "数码", "數碼", "数字", "信息", "資訊", "系统", "系統",
	"国际", "國際", "集团", "集團", "股份", "实业", "實業", "设备", "設備", "工业", "工業", "控股", "软件", "軟體", "智能", "电气", "電機", "电器", "光电", "光電",
	"工程", "研究所", "製作所", "ホールディングス", "テクノロジーズ", "テクノロジー", "システムズ", "システム", "エレクトロニクス", "工業", "電気", "電器",
	"전자", "통신", "기술", "테크놀로지", "시스템", "네트웍스", "네트워크", "정보통신", "코리아",
}

var eastPlaces = []string{
	"深圳市", "深圳", "北京市", "北京", "上海市", "上海", "广州市", "广州", "杭州市", "杭州", "南京市", "南京", "苏州市", "苏州", "武汉市", "武汉",
	"成都市", "成都", "重庆市", "重庆", "天津市", "天津", "东莞市", "东莞", "厦门市", "厦门", "宁波", "青岛", "无锡", "西安", "福州", "合肥", "长沙", "珠海",
	"浙江省", "浙江", "江苏省", "江苏", "广东省", "广东", "四川", "福建", "湖南", "湖北", "山东",
}

// isEast reports whether s begins with a Chinese, Japanese or Korean character.
func isEast(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul)
}

// splitEast takes such a word apart. At least two characters stay as its name,
// or a single one where nothing else is left.
func splitEast(word string) []Token {
	var front, back []Token
	for again := true; again; {
		again = false
		for _, f := range eastForms {
			if rest, ok := cut(strings.CutSuffix(word, f)); ok {
				back, word, again = append(back, Token{f, Legal}), rest, true
			} else if rest, ok := cut(strings.CutPrefix(word, f)); ok {
				front, word, again = append(front, Token{f, Legal}), rest, true
			}
		}
	}
	for _, p := range eastPlaces {
		if rest, ok := cut(strings.CutPrefix(word, p)); ok && !onlyWeakEast(rest) {
			front, word = append(front, Token{p, Place}), rest
			break
		}
	}
	for again := true; again; {
		again = false
		for _, w := range eastWeak {
			if rest, ok := cut(strings.CutSuffix(word, w)); ok && utf8.RuneCountInString(rest) >= 2 {
				back, word, again = append(back, Token{w, Weak}), rest, true
			}
		}
	}
	kind := Distinct
	for _, f := range eastForms {
		if word == f {
			kind = Legal
		}
	}
	if kind == Distinct && onlyWeakEast(word) {
		kind = Weak
	}
	out := append(front, Token{word, kind})
	for i := len(back) - 1; i >= 0; i-- {
		out = append(out, back[i])
	}
	return out
}

// cut passes on the result of strings.CutPrefix or CutSuffix unless it is empty.
func cut(rest string, ok bool) (string, bool) { return rest, ok && rest != "" }

func onlyWeakEast(s string) bool {
	for _, w := range eastWeak {
		if s == w {
			return true
		}
	}
	return false
}
