import { htmlOf, page, type Speech } from '@engagex/domain/recipients';
import { escapeHtml } from '@engagex/domain/shared';
import { maskedAddress, type Shown } from './pages.ts';

export interface PreferencesShown extends Shown {
  /** By the link of the unsubscribe page, which people pass on: neither name nor address are shown. */
  readonly isMasked: boolean;
  readonly firstName: string | null;
  readonly lastName: string | null;
  /** As a day (`2026-12-31`), when a break is going on. */
  readonly pausedUntil: string | null;
  /** Names and descriptions are the organization's words. */
  readonly topics: readonly { id: string; name: string; description: string; wanted: boolean }[];
}

/** What one person wants from an organization, in plain forms. Each button says what it does, and does only that. */
export function preferencesPage(shown: PreferencesShown, speech: Speech, notice: string | null = null): string {
  const { email, organization, pausedUntil, isMasked } = shown;
  const html = htmlOf(speech);
  const address = isMasked ? maskedAddress(email) : email;
  return page({
    title: speech.say('preferencesTitle'),
    content: `<h1>${html('preferencesHeading')}</h1>
     <p>${html('preferencesText', { organization, address })}</p>
     ${notice ? `<p class="notice" role="status">${escapeHtml(notice)}</p>` : ''}
     ${topicsForm(shown, speech)}
     <form method="post">
       <h2>${html('pauseHeading')}</h2>
       ${pausedUntil ? `<div>${html('pausedUntil', { date: speech.day(pausedUntil) })}</div>` : ''}
       <div class="row">
         <button class="quiet" name="action" value="pause-30">${html('pauseButton', { days: 30 })}</button>
         <button class="quiet" name="action" value="pause-90">${html('pauseButton', { days: 90 })}</button>
         ${pausedUntil ? `<button class="quiet" name="action" value="resume">${html('resumeButton')}</button>` : ''}
       </div>
     </form>
     <form method="post">
       <h2>${html('leaveHeading')}</h2>
       <div>${html('leaveText', { organization })}</div>
       <div class="row"><button class="quiet" name="action" value="leave">${html('leaveButton')}</button></div>
     </form>`,
    speech,
    branding: shown,
  });
}

/** Which topics were shown goes along: one that is new by then was not turned down. */
function topicsForm({ topics, firstName, lastName, isMasked }: PreferencesShown, speech: Speech): string {
  const html = htmlOf(speech);
  const choices = topics.map(
    ({ id, name, description, wanted }) => `<label class="choice">
         <input type="hidden" name="shown" value="${escapeHtml(id)}" />
         <input type="checkbox" name="wanted" value="${escapeHtml(id)}"${wanted ? ' checked' : ''} />
         <span>${escapeHtml(name)}</span>${description ? `<small>${escapeHtml(description)}</small>` : ''}</label>`,
  );
  const names = `<label>${html('firstName')} <input name="firstName" maxlength="100" autocomplete="given-name" value="${escapeHtml(firstName ?? '')}" /></label>
       <label>${html('lastName')} <input name="lastName" maxlength="100" autocomplete="family-name" value="${escapeHtml(lastName ?? '')}" /></label>`;
  return `<form method="post">
       <fieldset><legend>${html('topics')}</legend>${choices.join('')}</fieldset>
       ${isMasked ? '' : names}
       <div class="row"><button name="action" value="save">${html('saveButton')}</button></div>
     </form>`;
}
