import { formFields, type FormView, longestName, trapField } from '@engagex/domain/forms';
import { type RecipientLanguage, speechIn } from '@engagex/domain/recipients';
import { escapeHtml } from '@engagex/domain/shared';

/**
 * The HTML to paste into a page: plain, without scripts, to be styled there. What comes after it is in the language of the
 * page, too.
 */
export function snippetOf({ id, fields, wording }: FormView, origin: string, language: RecipientLanguage): string {
  const { say } = speechIn(language);
  const asked = formFields
    .filter((field) => fields.includes(field))
    .map((field) => `  <label>${say(field)} <input name="${field}" maxlength="${longestName}"></label>\n`);
  return `<form action="${origin}/f/${id}?lang=${language}" method="post" lang="${language}">
  <label>${say('email')} <input name="email" type="email" required></label>
${asked.join('')}  <p>${escapeHtml(wording)}</p>
  <div style="position:absolute;left:-100vw" aria-hidden="true">
    <input name="${trapField}" tabindex="-1" autocomplete="off">
  </div>
  <button>${say('signUpButton')}</button>
</form>`;
}
