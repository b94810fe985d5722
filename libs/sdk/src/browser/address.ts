const redacted = 'redacted';

/**
 * The address of a page without what may be secret or personal in it: no fragment, of the query only `utm_…`, and no
 * segment that looks like a token or an email address, as links for new passwords have.
 */
export function safeAddress(address: string): URL | null {
  try {
    const url = new URL(address);
    url.hash = url.username = url.password = '';
    const campaign = [...url.searchParams].filter(([name]) => name.startsWith('utm_'));
    url.search = new URLSearchParams(campaign).toString();
    url.pathname = url.pathname.split('/').map(withoutToken).join('/');
    return url;
  } catch {
    return null;
  }
}

/** Words of a readable address are short and stand between dashes; a token is one long run with digits in it. */
function withoutToken(segment: string): string {
  const isToken = /@|%40/i.test(segment) || /(?=\w*\d)(?=\w*[a-z])\w{16,}/i.test(segment);
  return isToken ? redacted : segment;
}
