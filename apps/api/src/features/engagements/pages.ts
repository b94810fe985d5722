/** The pages of unsubscribing. */

import { escapeHtml, type Look, page } from '../../platform/http/public-page.ts';

/** An address as it is shown to whoever has a link: enough to recognize oneself by, and nothing to write to. */
export function maskedAddress(email: string): string {
  return `${email.slice(0, 1)}•••${email.slice(email.lastIndexOf('@'))}`;
}

/** Whom a page is for, and in whose name. */
export interface Shown extends Look {
  readonly email: string;
  readonly organization: string;
}

/** `preferences` is where the preference centre is, seen from this page. */
export function confirmUnsubscribePage(shown: Shown, preferences: string): string {
  const { email, organization } = shown;
  return page(
    'Unsubscribe',
    `<h1>Unsubscribe from ${escapeHtml(organization)}?</h1>
     <p>${escapeHtml(maskedAddress(email))} will get no more marketing email from them.</p>
     <form method="post"><button type="submit">Unsubscribe</button></form>
     <p><a href="${escapeHtml(preferences)}">Choose what you get instead</a></p>`,
    shown,
  );
}

export function unsubscribedPage(shown: Shown): string {
  const { email, organization } = shown;
  return page(
    'Unsubscribed',
    `<h1>You are unsubscribed</h1>
     <p>${escapeHtml(organization)} will send no more marketing email to ${escapeHtml(maskedAddress(email))}.</p>`,
    shown,
  );
}

export function unknownLinkPage(): string {
  return page(
    'Link not found',
    `<h1>This link leads nowhere</h1>
     <p>It may have been cut off by your mail program. Open it again from the message itself.</p>`,
  );
}
