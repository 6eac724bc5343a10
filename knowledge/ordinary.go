package knowledge

import "strings"

// Ordinary reports whether a folded word is too common to stand for a company
// by itself, though it may be a company's name: ordinary words, and names of
// those whose parts and software are in other makers' devices.
func Ordinary(word string) bool { return len(word) < 4 && word != "" || ordinary[word] }

var ordinary = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(`
		linux intel amd arm marvell broadcom realtek qualcomm mediatek microsoft redhat suse ubuntu debian centos oracle apache openssl nginx
		delta alpha planet pulse legend telco develop smart power energy network networks system systems server router switch gateway device
		digital data global direct link core edge cloud access control monitor management manager general electric standard signal ray bison
		terra apple oki sharp brother canon ray vos fs rs ge ict deva halon halo orange sky meta motion vision focus view origin unity
		corp proxy linksys enterprise version software hardware model series type unit card module board port ethernet optical wireless
		mobile radio antenna base station remote local master slave primary secondary active standby test demo sample default generic none
		integrated advanced universal international national american china japan korea taiwan india europe asia pacific
		first premier prime plus ultra super nova star sun moon titan atlas apex summit vertex matrix vector quantum fusion
		extreme dynamic rapid swift flash spark comet storm thunder lightning eagle falcon hawk
		command center industry house home life play spirit time space world open free libre build release compiled copyright
		bridge firewall printer camera phone storage array cluster node agent client service
		honor nokia-siemens express basic connect target foundation lancer saturn mercury venus mars jupiter neptune pluto fortune
		embedded packet open loop western pacific super array blade array video audio light lite signal line point
		data group solid sound south north east west micro macro meter sensor sensors camera cameras phone vendor
		seagate philips corning symantec leviton tenable bastion merging silex winegard cayman proteon diamond carrier eastern engage skyline cray
		multi multifunction functional vmware virtual connection connections fortress closed smartedge alta team total trans tech micros infra intra inter auto auto-id control controls dual triple single double main
		gateway gateways building buildings telecom telecommunications raid disk drive drives array arrays tape library
		broadband icom
		green blue red black white silver gold golden orange purple yellow zhongxing
		protection appliance appliances virtual machine machines platform orion venturi patton vanguard trango comet`) {
		m[w] = true
	}
	return m
}()
