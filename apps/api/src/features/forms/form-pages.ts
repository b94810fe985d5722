/** What visitors see of a form: plain pages in the organization's name. */

import { formFields, trapField, usualThanks } from '@engagex/domain/forms';
import { htmlOf, page, type Speech } from '@engagex/domain/recipients';
import { escapeHtml } from '@engagex/domain/shared';
import type { OpenForm } from './open-form.ts';

/** What somebody filled in, to be shown again. */
export type Filled = Readonly<Record<string, string>>;

/** The form itself, for anyone who follows a link to it or has to correct something. */
export function formPage({ form, sender }: OpenForm, speech: Speech, filled: Filled = {}, problem?: string): string {
  const html = htmlOf(speech);
  const names = formFields.filter((field) => form.fields.includes(field));
  const value = (name: string) => escapeHtml(filled[name] ?? '');
  const autocomplete = { firstName: 'given-name', lastName: 'family-name' } as const;
  return page({
    title: speech.say('formTitle'),
    content: `<h1>${html('formHeading', sender)}</h1>
     ${problem ? `<p class="notice" role="alert">${html('notSignedUp')} ${escapeHtml(problem)}</p>` : ''}
     <form method="post">
       <label>${html('email')} <input name="email" type="email" required autocomplete="email" value="${value('email')}" /></label>
       ${names.map((name) => `<label>${html(name)} <input name="${name}" maxlength="100" autocomplete="${autocomplete[name]}" value="${value(name)}" /></label>`).join('')}
       <div>${escapeHtml(form.wording)}</div>
       <div class="trap" aria-hidden="true"><input name="${trapField}" tabindex="-1" autocomplete="off" /></div>
       <div class="row"><button>${html('signUpButton')}</button></div>
     </form>`,
    speech,
    branding: sender,
  });
}

/** What the organization wrote, or what we do in the language of the reader. `here`: see `PageParts`. */
export function thanksPage({ form, sender }: OpenForm, speech: Speech, here: string): string {
  const html = htmlOf(speech);
  const thanks = usualThanks.includes(form.thanks) ? speech.say('thanksText') : form.thanks;
  return page({
    title: speech.say('thanksTitle'),
    content: `<h1>${html('thanksHeading')}</h1><p>${escapeHtml(thanks)}</p>`,
    speech,
    branding: sender,
    here,
  });
}

export function askPage({ form, sender }: OpenForm, speech: Speech, email: string): string {
  const html = htmlOf(speech);
  return page({
    title: speech.say('confirmTitle'),
    content: `<h1>${html('confirmHeading', sender)}</h1>
     <p>${escapeHtml(email)}</p><p>${escapeHtml(form.wording)}</p>
     <form method="post"><div class="row middle"><button>${html('confirmButton')}</button></div></form>`,
    speech,
    branding: sender,
  });
}

export function confirmedPage({ sender }: OpenForm, speech: Speech, here: string): string {
  const html = htmlOf(speech);
  return page({
    title: speech.say('confirmedTitle'),
    content: `<h1>${html('confirmedHeading')}</h1><p>${html('confirmedText', sender)}</p>`,
    speech,
    branding: sender,
    here,
  });
}

export function usedLinkPage(speech: Speech): string {
  const html = htmlOf(speech);
  return page({
    title: speech.say('unknownLinkTitle'),
    content: `<h1>${html('unknownLinkHeading')}</h1><p>${html('usedLinkText')}</p>`,
    speech,
  });
}

export function formGonePage(speech: Speech): string {
  const html = htmlOf(speech);
  return page({
    title: speech.say('formGoneTitle'),
    content: `<h1>${html('formGoneHeading')}</h1><p>${html('formGoneText')}</p>`,
    speech,
  });
}

/** The organization's plan has no room for more people. */
export function formFullPage({ sender }: OpenForm, speech: Speech): string {
  const html = htmlOf(speech);
  return page({
    title: speech.say('formGoneTitle'),
    content: `<h1>${html('formGoneHeading')}</h1><p>${html('formFullText', sender)}</p>`,
    speech,
    branding: sender,
  });
}
