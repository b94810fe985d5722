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
  return atEndOfBody(html, '<img src="{{ tracking }}/open.gif" width="1" height="1" alt="" style="display:block" />');
}

const postalAddress = '{{ organization.name }}, {{ organization.postal_address }}';

/** The sender's postal address, which many laws ask for in bulk mail (CAN-SPAM, 15 U.S.C. 7704), unless the author placed it. */
export function addPostalAddress(html: string): string {
  if (mentionsPostalAddress(html)) return html;
  const line = `<p style="margin:24px 16px;text-align:center;font:13px/1.5 Helvetica,Arial,sans-serif;color:#6b7280">${postalAddress}</p>`;
  return atEndOfBody(html, `{% if organization.postal_address %}${line}{% endif %}`);
}

/** The same for a text the author wrote. */
export function addPostalAddressToText(text: string): string {
  if (mentionsPostalAddress(text)) return text;
  return `${text}{% if organization.postal_address %}\n\n${postalAddress}{% endif %}`;
}

function mentionsPostalAddress(source: string): boolean {
  return source.includes('organization.postal_address');
}

function atEndOfBody(html: string, part: string): string {
  const end = html.toLowerCase().lastIndexOf('</body>');
  return end === -1 ? html + part : html.slice(0, end) + part + html.slice(end);
}
