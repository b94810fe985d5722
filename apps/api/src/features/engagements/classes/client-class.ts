/** What can be told of a client from its name. */

/** `program`: a library for fetching pages, without a browser. `none`: it says nothing. */
export const agentClasses = ['browser', 'image_proxy', 'privacy_proxy', 'scanner', 'program', 'none'] as const;
export type AgentClass = (typeof agentClasses)[number];

/** Gateways that follow links before or instead of a person, previews of messengers, and robots that say so. */
const scanners =
  /barracuda|mimecast|proofpoint|urldefense|safelinks|symantec|messagelabs|trendmicro|trend micro|fortinet|fortimail|sophos|ironport|zscaler|checkpoint|check point|forcepoint|cloudmark|vipre|virustotal|cyren|hornetsecurity|retarus|spamexperts|spamhaus|urlscan|fireeye|trellix|avanan|ironscales|perception ?point|darktrace|microsoft office existence|msoffice existence|skypeuripreview|facebookexternalhit|whatsapp\/|headlesschrome|phantomjs|puppeteer|playwright|^[a-z]*bot\b|[a-z](?:bot|crawler|spider|preview)[/-]|\b(?:bot|crawler|spider|scanner|linkcheck\w*)\b/i;
/** Gmail looks at messages that arrive with this name, before anybody opens them. */
const prefetchers = /edge\/12\.246 mozilla\/5\.0$/i;
const programs =
  /^(?:curl|wget|python|aiohttp|httpx|go-http-client|java|apache-httpclient|libwww-perl|lwp|php|guzzlehttp|ruby|faraday|axios|node-fetch|undici|scrapy|postman\w*|insomnia|httpie|powershell|winhttp|microsoft-cryptoapi|mozilla\/[45]\.0 \(windows; u;? .*powershell)\b/i;
/** They fetch pictures when a person opens the message. */
const imageProxies = /googleimageproxy|yahoomailproxy|ggpht\.com|outlook-?imageproxy/i;

/** @param userAgent as the client says it; null when it says nothing. */
export function agentOf(userAgent: string | null): AgentClass {
  const name = userAgent?.trim() ?? '';
  if (name === '') return 'none';
  if (imageProxies.test(name)) return 'image_proxy';
  if (scanners.test(name) || prefetchers.test(name)) return 'scanner';
  if (programs.test(name)) return 'program';
  // Apple's Mail Privacy Protection says no more than this.
  return name === 'Mozilla/5.0' ? 'privacy_proxy' : 'browser';
}

/** Browsers renew themselves; these were years old, and gateways keep such names for a long time. */
const firstOfToday: readonly (readonly [RegExp, number])[] = [
  [/\b(?:Chrome|CriOS|Edg|EdgA)\/(\d+)/, 100],
  [/\bFirefox\/(\d+)/, 100],
  [/\bMSIE (\d+)/, 100],
];

/** Whether a browser of that name is no longer in use. Outlook for Windows calls itself an old Internet Explorer, and is not. */
export function isOutdated(userAgent: string | null): boolean {
  const name = userAgent ?? '';
  if (/outlook|ms-?office|googleimageproxy|ggpht/i.test(name)) return false;
  const [found] = firstOfToday.flatMap(([pattern, least]) => {
    const version = pattern.exec(name)?.[1];
    return version === undefined ? [] : [Number(version) < least];
  });
  return found ?? false;
}

/** Apple Mail, not Safari: both are WebKit, and only a browser says which version it is. */
export function isAppleMail(userAgent: string | null): boolean {
  return /AppleWebKit\/[\d.]+ \(KHTML, like Gecko\)(?: Mobile\/\w+)?$/.test(userAgent?.trim() ?? '');
}
