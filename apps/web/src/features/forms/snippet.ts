import { formFields, type FormView, trapField } from '@engagex/domain/forms';

const labels: Readonly<Record<(typeof formFields)[number], string>> = {
  firstName: 'First name',
  lastName: 'Last name',
};

/** The HTML to paste into a page: plain, without scripts, to be styled there. */
export function snippetOf({ id, fields, wording }: FormView, origin: string): string {
  const asked = formFields
    .filter((field) => fields.includes(field))
    .map((field) => `  <label>${labels[field]} <input name="${field}" maxlength="100"></label>\n`);
  return `<form action="${origin}/f/${id}" method="post">
  <label>Email address <input name="email" type="email" required></label>
${asked.join('')}  <p>${escaped(wording)}</p>
  <div style="position:absolute;left:-100vw" aria-hidden="true">
    <input name="${trapField}" tabindex="-1" autocomplete="off">
  </div>
  <button>Sign up</button>
</form>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
