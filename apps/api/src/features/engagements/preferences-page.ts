import { escapeHtml, page } from '../../platform/http/public-page.ts';
import { maskedAddress, type Shown } from './pages.ts';

export interface PreferencesShown extends Shown {
  /** By the link of the unsubscribe page, which people pass on: neither name nor address are shown. */
  readonly isMasked: boolean;
  readonly firstName: string | null;
  readonly lastName: string | null;
  /** As a day, when a break is going on. */
  readonly pausedUntil: string | null;
  readonly topics: readonly { id: string; name: string; description: string; wanted: boolean }[];
}

/** What one person wants from an organization, in plain forms. Each button says what it does, and does only that. */
export function preferencesPage(shown: PreferencesShown, notice: string | null = null): string {
  const { email, organization, pausedUntil, isMasked } = shown;
  return page(
    'What you get',
    `<h1>What you get from ${escapeHtml(organization)}</h1>
     <p>${escapeHtml(isMasked ? maskedAddress(email) : email)}</p>
     ${notice ? `<p class="notice" role="status">${escapeHtml(notice)}</p>` : ''}
     ${topicsForm(shown)}
     <form method="post">
       <h2>Take a break</h2>
       ${pausedUntil ? `<div>You get nothing until ${escapeHtml(pausedUntil)}.</div>` : ''}
       <div class="row">
         <button class="quiet" name="action" value="pause-30">For 30 days</button>
         <button class="quiet" name="action" value="pause-90">For 90 days</button>
         ${pausedUntil ? '<button class="quiet" name="action" value="resume">End the break</button>' : ''}
       </div>
     </form>
     <form method="post">
       <h2>Leave</h2>
       <div>${escapeHtml(organization)} will send no more marketing email, whatever is chosen above.</div>
       <div class="row"><button class="quiet" name="action" value="leave">Unsubscribe from everything</button></div>
     </form>`,
    shown,
  );
}

/** Which topics were shown goes along: one that is new by then was not turned down. */
function topicsForm({ topics, firstName, lastName, isMasked }: PreferencesShown): string {
  const choices = topics.map(
    ({ id, name, description, wanted }) => `<label class="choice">
         <input type="hidden" name="shown" value="${escapeHtml(id)}" />
         <input type="checkbox" name="wanted" value="${escapeHtml(id)}"${wanted ? ' checked' : ''} />
         <span>${escapeHtml(name)}</span>${description ? `<small>${escapeHtml(description)}</small>` : ''}</label>`,
  );
  const names = `<label>First name <input name="firstName" maxlength="100" autocomplete="given-name" value="${escapeHtml(firstName ?? '')}" /></label>
       <label>Last name <input name="lastName" maxlength="100" autocomplete="family-name" value="${escapeHtml(lastName ?? '')}" /></label>`;
  return `<form method="post">
       <fieldset><legend>Topics</legend>${choices.join('')}</fieldset>
       ${isMasked ? '' : names}
       <div class="row"><button name="action" value="save">Save</button></div>
     </form>`;
}
