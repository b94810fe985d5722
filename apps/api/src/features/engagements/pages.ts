/** The pages of unsubscribing. */

import { htmlOf, type Branding, page, type Speech } from '@engagex/domain/recipients';
import { domainOf, escapeHtml } from '@engagex/domain/shared';

/** An address as it is shown to anyone who has a link: enough to recognize oneself by, and nothing to write to. */
export function maskedAddress(email: string): string {
  return `${email.slice(0, 1)}•••@${domainOf(email)}`;
}

/** Whom a page is for, and in whose name. */
export interface Shown extends Branding {
  readonly email: string;
  readonly organization: string;
  /** Unsubscribed just now by this message's link, which can bring back what it took. */
  readonly isUndoable: boolean;
}

/** `preferences` is where the preference centre is, seen from this page. */
export function confirmUnsubscribePage(shown: Shown, speech: Speech, preferences: string): string {
  const html = htmlOf(speech);
  return page({
    title: speech.say('unsubscribeTitle'),
    content: `<h1>${html('unsubscribeHeading', shown)}</h1>
     <p>${html('unsubscribeText', namesOf(shown))}</p>
     <form method="post"><div class="row middle"><button>${html('unsubscribeButton')}</button></div></form>
     <p><a href="${escapeHtml(preferences)}">${html('chooseInstead')}</a></p>`,
    speech,
    branding: shown,
  });
}

/** With a way back, as long as there is one; `notice` says that it is too late for it. */
export function unsubscribedPage(shown: Shown, speech: Speech, notice: string | null = null): string {
  const html = htmlOf(speech);
  return page({
    title: speech.say('unsubscribedTitle'),
    content: `<h1>${html('unsubscribedHeading')}</h1>
     <p>${html('unsubscribedText', namesOf(shown))}</p>
     ${notice ? `<p class="notice" role="status">${escapeHtml(notice)}</p>` : ''}
     ${shown.isUndoable ? undoForm(speech) : ''}`,
    speech,
    branding: shown,
  });
}

/** What the button of the way back sends, beside whatever else. */
export const undoAction = 'subscribe-again';

function undoForm(speech: Speech): string {
  const html = htmlOf(speech);
  return `<form method="post"><div class="middle">${html('mistakeText')}</div>
       <div class="row middle"><button class="quiet" name="action" value="${undoAction}">${html('subscribeAgainButton')}</button></div></form>`;
}

/** `preferences` as above: in another language, the page of the preferences shows what has become. */
export function subscribedPage(shown: Shown, speech: Speech, preferences: string, here: string): string {
  const html = htmlOf(speech);
  return page({
    title: speech.say('subscribedTitle'),
    content: `<h1>${html('subscribedHeading')}</h1>
     <p>${html('subscribedText', namesOf(shown))}</p>
     <p><a href="${escapeHtml(preferences)}">${html('changePreferences')}</a></p>`,
    speech,
    branding: shown,
    here,
  });
}

export function unknownLinkPage(speech: Speech): string {
  const html = htmlOf(speech);
  return page({
    title: speech.say('unknownLinkTitle'),
    content: `<h1>${html('unknownLinkHeading')}</h1><p>${html('unknownLinkText')}</p>`,
    speech,
  });
}

export function goneMessagePage(speech: Speech): string {
  const html = htmlOf(speech);
  return page({
    title: speech.say('goneMessageTitle'),
    content: `<h1>${html('goneMessageHeading')}</h1><p>${html('goneMessageText')}</p>`,
    speech,
  });
}

function namesOf({ email, organization }: Shown): { address: string; organization: string } {
  return { address: maskedAddress(email), organization };
}
