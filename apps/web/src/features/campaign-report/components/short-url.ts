/** An address as people read it: without its scheme. */
export function shortUrl(url: string): string {
  return url.replace(/^https?:\/\//, '');
}
