/** What a mail app is set to that shows a message. */
export interface MailApp {
  readonly scheme: 'light' | 'dark';
  readonly images: 'shown' | 'off';
}

/**
 * The HTML of a message as a mail app with these settings would show it, for a sandboxed frame. Browsers give a frame the
 * scheme of the device, so its media queries for schemes are decided here; nothing else in the message is touched.
 */
export function sourceFor(html: string, { scheme, images }: MailApp): string {
  const decided = html
    .replaceAll(/(<style\b[^>]*>)([\s\S]*?)(<\/style\s*>)/gi, (_, open: string, css: string, close: string) =>
      [decideScheme(open, scheme), decideScheme(css, scheme), close].join(''),
    )
    .replaceAll(/<(?:link|source)\b[^>]*>/gi, (tag) => decideScheme(tag, scheme));
  const added = [
    `<meta name="color-scheme" content="${hasDarkStyles(html) ? scheme : 'light'}">`,
    `<style>:root{color-scheme:${hasDarkStyles(html) ? scheme : 'light'}!important}</style>`,
    images === 'off' ? `<meta http-equiv="Content-Security-Policy" content="img-src 'none'">` : '',
  ].join('');
  return insertIntoHead(decided, added);
}

/** Whether a message says itself how it looks in dark mode. */
export function hasDarkStyles(html: string): boolean {
  return /prefers-color-scheme\s*:\s*dark|name=["']?(?:supported-)?color-schemes?\b[^>]*\bdark|color-scheme\s*:[^;}]*\bdark/i.test(
    html,
  );
}

/** Bytes of HTML in UTF-8, as mailbox providers count them. */
export function bytesOf(html: string): number {
  return new TextEncoder().encode(html).length;
}

/** A condition that is always or never met stands where the scheme was asked for. */
function decideScheme(css: string, scheme: MailApp['scheme']): string {
  return css.replaceAll(/\(\s*prefers-color-scheme\s*:\s*(dark|light)\s*\)/gi, (_, asked: string) =>
    asked.toLowerCase() === scheme ? '(min-width:0px)' : '(max-width:0px)',
  );
}

/** Before the styles of the message where it has a head, or else in front of everything but its doctype. */
function insertIntoHead(html: string, added: string): string {
  const place = /<head\b[^>]*>/i.exec(html) ?? /<html\b[^>]*>/i.exec(html) ?? /^\s*<!doctype[^>]*>/i.exec(html);
  const at = place ? place.index + place[0].length : 0;
  return html.slice(0, at) + added + html.slice(at);
}
