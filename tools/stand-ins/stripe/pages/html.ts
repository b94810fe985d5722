/** What the pages have in common. They are plain, and say on top that they are not Stripe's. */

/** Text that was made safe for a page. */
export interface Html {
  readonly html: string;
}

/** Everything that is put in is escaped, unless it was made in this way itself. */
export function html(
  strings: TemplateStringsArray,
  ...values: readonly (Html | readonly Html[] | string | number | null)[]
): Html {
  const parts = strings.map((string, index) => string + textOf(values[index] ?? ''));
  return { html: parts.join('') };
}

function textOf(value: Html | readonly Html[] | string | number): string {
  if (typeof value === 'string' || typeof value === 'number') return escape(String(value));
  return 'html' in value ? value.html : value.map((one) => one.html).join('');
}

function escape(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? '');
}

export function page(title: string, body: Html): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <style>
          ${{ html: STYLE }}
        </style>
      </head>
      <body>
        <p class="notice" role="note">Test payments. This page stands in for Stripe: no money moves.</p>
        <main>${body}</main>
      </body>
    </html>`.html;
}

const STYLE = `
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif;
    --text: #1a1a24; --muted: #5c5c6b; --page: #f6f6f9; --card: #fff; --line: #d6d6df; --accent: #4a51d1; --bad: #b3261e; }
  @media (prefers-color-scheme: dark) { :root {
    --text: #ededf2; --muted: #a5a5b3; --page: #131318; --card: #1d1d25; --line: #3a3a46; --accent: #8288f0; --bad: #f2867f; } }
  * { box-sizing: border-box; }
  body { margin: 0; color: var(--text); background: var(--page); }
  .notice { margin: 0; padding: 8px 16px; text-align: center; font-size: 14px; background: #ffe9a8; color: #3d2f00; }
  main { max-width: 560px; margin: 0 auto; padding: 24px 16px 48px; display: grid; gap: 24px; }
  section { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 20px; display: grid; gap: 16px; }
  h1, h2, p, ul, dl { margin: 0; }
  h1 { font-size: 24px; line-height: 1.3; } h2 { font-size: 17px; }
  .muted { color: var(--muted); font-size: 14px; }
  .total { font-size: 28px; font-weight: 600; }
  .lines { list-style: none; padding: 0; display: grid; gap: 8px; }
  .lines li { display: flex; gap: 16px; justify-content: space-between; }
  .lines li > span:last-child { white-space: nowrap; }
  form { display: grid; gap: 16px; }
  label { display: grid; gap: 4px; font-weight: 500; min-width: 0; }
  .pair { display: grid; grid-template-columns: 1fr 1fr; gap: 16px; }
  input, select, button { font: inherit; color: inherit; width: 100%; padding: 10px 12px; border-radius: 8px;
    border: 1px solid #8a8a98; background: var(--card); }
  button { background: var(--accent); border-color: var(--accent); color: #fff; font-weight: 600; cursor: pointer; }
  button.plain { background: transparent; color: var(--text); border-color: #8a8a98; }
  @media (prefers-color-scheme: dark) { button { color: #10101a; } button.plain { color: var(--text); } }
  a { color: var(--accent); }
  .error { color: var(--bad); font-weight: 500; }
  .scroll { overflow-x: auto; }
  table { width: 100%; border-collapse: collapse; font-size: 15px; }
  th, td { text-align: left; padding: 8px 12px 8px 0; border-bottom: 1px solid var(--line); white-space: nowrap; }
  :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
`;

/** In the currency's own smallest unit, which some do not have. */
export function money(amount: number, currency: string): string {
  const format = new Intl.NumberFormat('en-US', { style: 'currency', currency });
  return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}

export function day(at: number): string {
  return new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(at * 1000));
}

export function errorText(message: string | null): Html {
  return message === null ? html`` : html`<p class="error" role="alert">${message}</p>`;
}

export const COUNTRIES: readonly (readonly [string, string])[] = [
  ['AT', 'Austria'],
  ['CH', 'Switzerland'],
  ['DE', 'Germany'],
  ['ES', 'Spain'],
  ['FR', 'France'],
  ['GB', 'United Kingdom'],
  ['IE', 'Ireland'],
  ['JP', 'Japan'],
  ['NL', 'Netherlands'],
  ['SE', 'Sweden'],
  ['US', 'United States'],
];
