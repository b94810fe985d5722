/** The pages of unsubscribing. */

import { escapeHtml, imageOf, page } from '../../platform/http/public-page.ts';

/** Whom a page is for, and in whose name. */
export interface Shown {
  readonly email: string;
  readonly organization: string;
  readonly logo: string | null;
}

/** `preferences` is where the preference centre is, seen from this page. */
export function confirmUnsubscribePage({ email, organization, logo }: Shown, preferences: string): string {
  return page(
    'Unsubscribe',
    `${imageOf(logo)}<h1>Unsubscribe from ${escapeHtml(organization)}?</h1>
     <p>${escapeHtml(email)} will get no more marketing email from them.</p>
     <form method="post"><button type="submit">Unsubscribe</button></form>
     <p><a href="${escapeHtml(preferences)}">Choose what you get instead</a></p>`,
  );
}

export function unsubscribedPage({ email, organization, logo }: Shown): string {
  return page(
    'Unsubscribed',
    `${imageOf(logo)}<h1>You are unsubscribed</h1>
     <p>${escapeHtml(organization)} will send no more marketing email to ${escapeHtml(email)}.</p>`,
  );
}

export function unknownLinkPage(): string {
  return page(
    'Link not found',
    `<h1>This link leads nowhere</h1>
     <p>It may have been cut off by your mail program. Open it again from the message itself.</p>`,
  );
}
