const queryNames = new Set(['search', 'query_string']);
const pathNames = new Set(['path', 'pathname', 'page_path', 'route']);

/** Whether a property holds the address of a page, or a part of one. */
export function isUrlText(key: string, text: string): boolean {
  return /^https?:\/\//i.test(text) || queryNames.has(key) || (pathNames.has(key) && text.startsWith('/'));
}

/** Words before a segment that is a secret, such as `/reset/8cc2f1`. */
const beforeSecrets =
  /^(?:reset|password|verify|verification|confirm|confirmation|token|tokens|invite|invitation|activate|magic|magic-link|login|unsubscribe|session|auth)/i;
const redacted = '[redacted]';

/**
 * An address of a page without what may be private in it: user and password, fragment, every parameter but `utm_*`, and segments of the
 * path that look like tokens or hold an address.
 */
export function cleanUrlText(text: string): string {
  const [, origin = '', path = '', query = ''] = /^(https?:\/\/[^/?#]*)?([^?#]*)(\?[^#]*)?/i.exec(text) ?? [];
  return withoutPassword(origin) + cleanPath(path) + campaignParameters(query);
}

function withoutPassword(origin: string): string {
  const at = origin.lastIndexOf('@');
  return at < 0 ? origin : origin.slice(0, origin.indexOf('//') + 2) + origin.slice(at + 1);
}

function cleanPath(path: string): string {
  if (path.length < 6) return path;
  const segments = path.split('/');
  return segments.map((segment, i) => (isSecret(segment, segments[i - 1] ?? '') ? redacted : segment)).join('/');
}

function isSecret(segment: string, before: string): boolean {
  if (segment.length < 6) return false;
  if (segment.includes('@') || /%40/i.test(segment)) return true;
  if (beforeSecrets.test(before) && /\d/.test(segment)) return true;
  return segment.length >= 20 && !isWords(segment) && !isUuid(segment) && looksRandom(segment);
}

/** As in the address of an article: `how-to-choose-a-bicycle-in-2026`. */
function isWords(segment: string): boolean {
  return segment.split(/[-_.]/).every((part) => /^(?:\p{L}{0,20}|\d{1,8})$/u.test(part));
}

function isUuid(segment: string): boolean {
  return /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(segment);
}

function looksRandom(segment: string): boolean {
  return /^[\w.~+=-]+$/.test(segment) && /\d/.test(segment) && /[a-z]/i.test(segment);
}

function campaignParameters(query: string): string {
  if (query.length < 2) return '';
  const kept = query
    .slice(1)
    .split('&')
    .filter((parameter) => /^utm_\w+=/i.test(parameter) && !/%40|@/.test(parameter));
  return kept.length > 0 ? `?${kept.join('&')}` : '';
}
