import { Parser } from 'htmlparser2';
import { escapeHtml } from '@engagex/domain/shared';
import type { OpaqueLiquid } from './opaque-liquid.ts';

/** All of these take and give HTML in which Liquid is hidden. */

/** Shown by mail programs after the subject, hidden in the message; the padding keeps the body's text out of it. */
export function addPreheader(html: string, preheader: string, liquid: OpaqueLiquid): string {
  if (!preheader) return html;
  const padding = '&#847;&zwnj;&nbsp;'.repeat(60);
  const words = escapeHtml(liquid.hide(preheader));
  const hidden = `<div style="display:none;max-height:0;overflow:hidden;mso-hide:all">${words}${padding}</div>`;
  const { start } = bodyOf(html);
  return html.slice(0, start) + hidden + html.slice(start);
}

/** A picture of one transparent pixel at the end: a mail program that loads it has opened the message. */
export function addOpenPixel(html: string, liquid: OpaqueLiquid): string {
  return atEndOfBody(html, openPixel(liquid.hideOurs('{{ tracking }}')));
}

/** `tracking` is what the tracked addresses of the message begin with. */
export function openPixel(tracking: string): string {
  return `<img src="${tracking}/open.gif" width="1" height="1" alt="" style="display:block" />`;
}

const postalAddress = '{{ organization.name }}, {{ organization.postal_address }}';

/** The sender's postal address, which many laws ask for in bulk mail (CAN-SPAM, 15 U.S.C. 7704), unless the author placed it. */
export function addPostalAddress(html: string, liquid: OpaqueLiquid): string {
  if (mentionsPostalAddress(html, liquid)) return html;
  const line = `<p style="margin:24px 16px;text-align:center;font:13px/1.5 Helvetica,Arial,sans-serif;color:#4b5563">${postalAddress}</p>`;
  return atEndOfBody(html, liquid.hideOurs(`{% if organization.postal_address %}${line}{% endif %}`));
}

/** The same for a text the author wrote. */
export function addPostalAddressToText(text: string, liquid: OpaqueLiquid): string {
  if (mentionsPostalAddress(text, liquid)) return text;
  return text + liquid.hideOurs(`{% if organization.postal_address %}\n\n${postalAddress}{% endif %}`);
}

function mentionsPostalAddress(text: string, liquid: OpaqueLiquid): boolean {
  return liquid.in(text).some(({ source }) => source.includes('organization.postal_address'));
}

function atEndOfBody(html: string, part: string): string {
  const { end } = bodyOf(html);
  return html.slice(0, end) + part + html.slice(end);
}

/** Where the inside of `<body>` begins and ends; of HTML without one, all of it. */
function bodyOf(html: string): { start: number; end: number } {
  const place = { start: 0, end: html.length };
  const parser = new Parser({
    onopentag(name) {
      if (name === 'body') place.start = parser.endIndex + 1;
    },
    onclosetag(name, isImplied) {
      if (name === 'body' && !isImplied) place.end = parser.startIndex;
    },
  });
  parser.end(html);
  return place;
}
