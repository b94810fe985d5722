import { accentOn, defaultColour, pageColours, type Scheme } from '../accounts/index.ts';
import { escapeHtml } from '../shared/index.ts';
import { recipientLanguages } from './languages.ts';
import type { Say, Speech } from './speech.ts';

/** The frame of the few pages that recipients see. They stand alone: no script, no cookie, nothing loaded from elsewhere, so a logo is in the page. */

/** How an organization's pages look. */
export interface Branding {
  /** As a `data:` URL. */
  readonly logo: string | null;
  /** As `#rrggbb`. */
  readonly colour: string | null;
}

const style = `
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: var(--page); color: var(--ink); }
  main { box-sizing: border-box; width: 100%; max-width: 28rem; padding: 2rem 1.5rem; text-align: center; }
  img { display: block; max-width: 12rem; max-height: 4rem; margin: 0 auto 1.5rem; border-radius: 8px; background: #fff; }
  h1 { font-size: 1.375rem; line-height: 1.3; text-wrap: balance; margin: 0 0 .5rem; overflow-wrap: anywhere; hyphens: auto; }
  div, label, legend { overflow-wrap: anywhere; }
  p { margin: 0 0 1.5rem; color: var(--muted); overflow-wrap: anywhere; }
  button { font: inherit; font-weight: 600; padding: .625rem 1.25rem; border-radius: 8px; border: 1px solid var(--edge); background: var(--fill); color: var(--on-fill); cursor: pointer; }
  form, fieldset { display: grid; gap: .75rem; margin: 0 0 1.75rem; padding: 0; border: 0; text-align: left; }
  legend, h2 { font-weight: 600; font-size: 1rem; margin: 0 0 .5rem; padding: 0; }
  label { display: grid; gap: .25rem; }
  label.choice { grid-template-columns: auto 1fr; gap: 0 .625rem; align-items: start; }
  label.choice input { width: 1.25rem; height: 1.25rem; margin: .125rem 0 0; accent-color: var(--edge); }
  small { grid-column: 2; color: var(--muted); overflow-wrap: anywhere; }
  input:not([type=checkbox]) { font: inherit; min-width: 0; padding: .5rem .625rem; border: 1px solid #8b8fa3; border-radius: 8px; background: Field; color: FieldText; }
  button.quiet { background: transparent; color: inherit; border-color: #8b8fa3; }
  .row { display: flex; flex-wrap: wrap; gap: .625rem; }
  .middle { justify-content: center; text-align: center; }
  .notice { padding: .625rem .875rem; border: 1px solid #8b8fa3; border-radius: 8px; color: inherit; }
  nav { display: flex; flex-wrap: wrap; justify-content: center; gap: 0 .75rem; font-size: .8125rem; }
  nav a, nav span { padding: .25rem; color: var(--muted); }
  nav span { font-weight: 600; }
  .trap { position: absolute; left: -100vw; }
  a { color: var(--link); }
  a:focus-visible, input:focus-visible, button:focus-visible { outline: 3px solid var(--edge); outline-offset: 2px; }`;

/** Pages in nobody's name. */
const plain: Branding = { logo: null, colour: null };

export interface PageParts {
  readonly title: string;
  /** HTML in which everything from outside went through `escapeHtml`. */
  readonly content: string;
  readonly speech: Speech;
  readonly branding?: Branding;
  /** Where this page is shown again by GET, seen from itself, so that another language can be chosen; null for a page in one language. */
  readonly here?: string | null;
}

export function page({ title, content, speech, branding: { logo, colour } = plain, here = '' }: PageParts): string {
  return `<!doctype html>
<html lang="${speech.language}">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="robots" content="noindex" />
    <title>${escapeHtml(title)}</title>
    <style>${coloursOf(colour ?? defaultColour)}${style}</style>
  </head>
  <body><main>${imageOf(logo)}${content}${here === null ? '' : languageSwitch(speech, here)}</main></body>
</html>
`;
}

/** Plain links: a GET of the same page, which changes nothing. */
function languageSwitch({ language, say }: Speech, here: string): string {
  const choices = Object.entries(recipientLanguages).map(([code, name]) =>
    code === language
      ? `<span lang="${code}" aria-current="true">${name}</span>`
      : `<a lang="${code}" hreflang="${code}" href="${escapeHtml(here)}?lang=${code}">${name}</a>`,
  );
  return `<nav aria-label="${escapeHtml(say('language'))}">${choices.join('')}</nav>`;
}

/** Whoever reads the organization's name below the logo needs no words for the picture. */
function imageOf(logo: string | null): string {
  return logo ? `<img src="${escapeHtml(logo)}" alt="" />` : '';
}

function coloursOf(colour: string): string {
  const on = (scheme: Scheme) => {
    const { fill, onFill, edge, link } = accentOn(scheme, colour);
    const { page: background, ink, muted } = pageColours[scheme];
    return `:root { --page: ${background}; --ink: ${ink}; --muted: ${muted}; --fill: ${fill}; --on-fill: ${onFill}; --edge: ${edge}; --link: ${link}; }`;
  };
  return `
  ${on('light')}
  @media (prefers-color-scheme: dark) { ${on('dark')} }`;
}

/** Says the same as HTML. */
export function htmlOf({ say }: Speech): Say {
  return (key, ...values) => escapeHtml(say(key, ...values));
}
