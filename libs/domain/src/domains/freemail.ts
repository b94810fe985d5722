/** Where people get addresses for themselves; nobody but the provider can publish records there. */
const freemail = new Set(
  `gmail.com googlemail.com outlook.com hotmail.com live.com msn.com passport.com icloud.com me.com mac.com aol.com aim.com
   ymail.com rocketmail.com gmx.com gmx.de gmx.net gmx.at gmx.ch web.de t-online.de freenet.de mail.de posteo.de mailbox.org
   arcor.de online.de mail.com email.com usa.com proton.me protonmail.com protonmail.ch pm.me tutanota.com tuta.io tuta.com
   fastmail.com fastmail.fm hey.com zoho.com zohomail.com zohomail.eu mail.ru bk.ru inbox.ru list.ru internet.ru rambler.ru
   yandex.ru yandex.com ya.ru ukr.net qq.com foxmail.com 163.com 126.com yeah.net sina.com sina.cn sohu.com 139.com 189.cn
   aliyun.com naver.com hanmail.net daum.net nate.com kakao.com docomo.ne.jp ezweb.ne.jp softbank.ne.jp i.softbank.jp
   orange.fr wanadoo.fr laposte.net free.fr sfr.fr neuf.fr bbox.fr libero.it virgilio.it tiscali.it alice.it tin.it
   seznam.cz email.cz centrum.cz wp.pl o2.pl onet.pl interia.pl op.pl gazeta.pl comcast.net verizon.net att.net sbcglobal.net
   bellsouth.net cox.net charter.net earthlink.net optonline.net juno.com btinternet.com sky.com virginmedia.com ntlworld.com
   talktalk.net bluewin.ch sunrise.ch telenet.be skynet.be ziggo.nl kpnmail.nl planet.nl xs4all.nl telia.com bigpond.com
   optusnet.com.au xtra.co.nz shaw.ca rogers.com sympatico.ca rediffmail.com uol.com.br bol.com.br terra.com.br ig.com.br
   globo.com r7.com abv.bg mail.bg freemail.hu citromail.hu walla.co.il walla.com in.gr otenet.gr duck.com privaterelay.appleid.com`
    .split(/\s+/)
    .filter(Boolean),
);
/** Providers with a domain for each country: yahoo.co.jp, hotmail.fr. */
const inCountries = /^(yahoo|hotmail|outlook|live|gmx|yandex)\.(?:com?\.)?[a-z]{2}$/;

/** Whether a domain belongs to a provider of addresses for everybody. */
export function isFreemail(domain: string): boolean {
  return freemail.has(domain) || domain === 'yahoo.com' || inCountries.test(domain);
}

export const freemailWords = (domain: string) =>
  `${domain} belongs to a provider of addresses for everybody, so you cannot publish records there. Use a domain of your own.`;
