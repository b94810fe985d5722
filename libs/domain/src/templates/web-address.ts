/** Where a browser would go (WHATWG URL), in ASCII; null for what is no address of a web page. */
export function webAddress(href: string): string | null {
  if (!URL.canParse(href)) return null;
  const url = new URL(href);
  return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : null;
}

/** What is not a web page and still leads somewhere: a message to write, a number to call, a place in the message. */
export function isOtherwiseReachable(href: string): boolean {
  return /^\s*(?:(?:mailto|tel|sms):|#)/i.test(href);
}

/** A normalized web address with more in its query, such as `utm_source=x`; one that has UTM parameters of its own is left as it is. */
export function withUtm(url: string, utm: string): string {
  if (utm === '') return url;
  const at = url.indexOf('#');
  const [page, fragment] = at < 0 ? [url, ''] : [url.slice(0, at), url.slice(at)];
  if (/[?&;]utm_[a-z]/i.test(page)) return url;
  const joint = !page.includes('?') ? '?' : /[?&]$/.test(page) ? '' : '&';
  return page + joint + utm + fragment;
}
