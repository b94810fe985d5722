/** Shown by mail programs after the subject, hidden in the message; the padding keeps the body's text out of it. */
export function addPreheader(html: string, preheader: string): string {
  if (!preheader) return html;
  const padding = '&#847;&zwnj;&nbsp;'.repeat(60);
  const hidden = `<div style="display:none;max-height:0;overflow:hidden;mso-hide:all">${preheader}${padding}</div>`;
  const body = /<body\b[^>]*>/i.exec(html);
  const at = body ? body.index + body[0].length : 0;
  return html.slice(0, at) + hidden + html.slice(at);
}

/** A picture of one transparent pixel at the end: a mail program that loads it has opened the message. */
export function addOpenPixel(html: string): string {
  const pixel = '<img src="{{ tracking }}/open.gif" width="1" height="1" alt="" style="display:block" />';
  const end = html.toLowerCase().lastIndexOf('</body>');
  return end === -1 ? html + pixel : html.slice(0, end) + pixel + html.slice(end);
}
