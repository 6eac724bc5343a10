package textnorm

import "strings"

// set makes a table of words from text in which blanks and newlines part them.
func set(text string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(text) {
		m[w] = true
	}
	return m
}

// legalForms are forms of companies as one folded word: dots, slashes and blanks
// between single letters are gone ("S.p.A." is "spa", "s r. o." is "sro").
var legalForms = set(`
	inc incorporated incorporation corp corporation corporate co company companies cie cia ltd limited lmtd llc llp lp lllp plc pllc pc
	pty pte pvt dba bhd berhad sdn tbk pt
	gmbh mbh ggmbh gesmbh gmbhco ag kg kgaa ohg gbr ug ek ev eg se haftungsbeschrankt aktiengesellschaft
	sa sas sasu sarl sprl bvba scrl snc eurl sca srl srls spa sapa sl slu slne sau scl ltda lda eireli epp sapi sab cv sadecv ca
	nv bv vof cvba ab hb oy oyj oyab as asa aps ks ans hf ehf
	kft zrt rt nyrt kkt bt doo dd ad ood eood sro vos spol zoo spzoo spj spk sti anonim sirketi sanayi ticaret
	ou uab sia jsc ojsc cjsc pjsc ooo oao zao pao ao tov tdv fgup nao
	kk yk gk kabushiki kaisha kabushikikaisha godo
	ооо оао зао пао ао нао тов ип фгуп нпо тоо оод еоод ад ат тдв дп чп уп одо зат
	شركة شرکت المحدودة ذمم مؤسسة محدودة
	บริษัท จำกัด จํากัด มหาชน
	בעמ`)

// firmForms are those legal forms that end a name wherever they stand: what
// follows is a branch, a description or an owner.
var firmForms = set(`inc incorporated corp corporation ltd limited gmbh llc plc srl sarl ltda pty pvt pte kft oyj sdn`)

// leadingForms are the legal forms that stand before a name.
var leadingForms = set(`pt ooo oao zao pao ao nao tov jsc ojsc cjsc pjsc llc fgup ооо оао зао пао ао нао тов ип фгуп нпо тоо тдв дп чп уп одо
	شركة شرکت مؤسسة บริษัท kabushiki kaisha the firma ditta sc cv ud`)

// weakWords say what many organisations do; alone they distinguish none.
var weakWords = set(`
	technology technologies technologie technologia technical tech tecnologia tecnologias tecnologie technologien technik teknoloji teknik tekniska tekhnologii
	technika technic technics techno tecnica
	communication communications comm comms comunicaciones communicaciones telecommunication telecommunications telecommunicaciones telecom telecoms
	telekom telecomunicaciones telecomunicacoes telekommunikation telekommunikations telekomunikasyon kommunikation kommunikations kommunikationstechnik
	electronic electronics electronique elektronik elettronica electronica electric electrical elektro elektronika microelectronics microelectronic semiconductor semiconductors
	system systems systeme systemes sistemas sistemi systemy sistem sistemleri systemtechnik network networks networking netzwerk netzwerke redes reseaux
	software hardware computer computers computing informatik informatica informatique information info data internet online web digital it ict edv iot ai
	solution solutions service services servicos servicios dienstleistungen consulting consultants consultancy consultant beratung
	international internacional internationale global worldwide group groupe gruppe grupo gruppo holding holdings enterprise enterprises
	industry industries industrial industria industrie development research laboratory laboratories labs lab institute engineering ingenieria
	design designs product products produkte devices device equipment instrument instruments control controls automation manufacturing manufacture production factory
	wireless mobile broadband broadcast broadcasting video audio media multimedia optical optics photonics photoelectric microwave radio security imaging
	energy power intelligent intelligence smart science sciences scientific innovation innovations innovative
	trading trade import export business management partners partner associates team division div branch office center centre department
	hi high new and und et y e of for de des du la der fur
	технологии технология системы система телеком связь электроника компания группа
	التقنية للتقنية للاتصالات الاتصالات`)

// places are countries and regions that follow a name to tell its branches apart.
var places = set(`
	usa us america americas uk europe european eu emea asia pacific apac latam china taiwan japan korea india indonesia malaysia singapore thailand vietnam philippines
	australia zealand nz canada mexico brasil brazil argentina chile colombia peru
	deutschland germany osterreich austria schweiz suisse switzerland svizzera france italia italy espana spain portugal nederland netherlands holland belgium belgique luxembourg
	sverige sweden norge norway danmark denmark suomi finland polska poland cesko czech magyarorszag hungary romania bulgaria ukraine russia rus turkiye turkey israel ireland
	hong kong hongkong hk prc roc`)

// cities are the places that Chinese names of companies begin with, in the order
// place, name, business, form.
var cities = set(`
	shenzhen beijing shanghai guangzhou hangzhou nanjing suzhou wuhan chengdu chongqing tianjin dongguan xiamen ningbo qingdao wuxi xian fuzhou hefei changsha
	zhuhai foshan huizhou zhongshan jinan dalian shenyang harbin changchun zhengzhou kunming guiyang nanchang nanning taiyuan shijiazhuang yantai weifang
	changzhou nantong yangzhou zhenjiang taizhou wenzhou jiaxing shaoxing jinhua huzhou quanzhou dongying mianyang guilin haikou lanzhou urumqi taicang kunshan
	zhejiang jiangsu guangdong sichuan fujian hunan hubei shandong henan hebei anhui shaanxi shanxi jiangxi liaoning jilin heilongjiang yunnan guangxi hainan
	china taipei hsinchu`)

// twoWordCities are cities also written as two words.
var twoWordCities = map[string]bool{"shen zhen": true, "hong kong": true, "guang zhou": true, "bei jing": true, "shang hai": true, "hang zhou": true, "xi an": true}

// Common reports whether a folded word is one that many names begin with and
// that names nobody without the word after it: united, northern, digital.
func Common(word string) bool { return commonWords[word] }

// commonWords are words that many names begin with and that are no name without
// the word after them.
var commonWords = set(`
	advanced american applied asia pacific atlantic blue business central city clear core creative cube cyber data deep direct dynamic east eastern
	embedded european fast first general gold great green high innovative integrated inter interactive open modern modular multi national net new next
	north northern nova one optimum orange park planet power precision premier prime pro pure quantum radio rapid real red remote research robust royal
	secure silicon silver simple smart soft solid sound south southern space standard star state sun super swift tele top total trans true ultra uni united
	universal virtual vision visual west western white wide world analog array circuit connection cable`)
