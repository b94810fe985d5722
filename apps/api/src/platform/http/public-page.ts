import type { FastifyReply } from 'fastify';

/** The frame of the few pages that recipients see. They stand alone: no script, no cookie, nothing loaded from elsewhere, so a logo is in the page. */

const style = `
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: Canvas; color: CanvasText; }
  main { box-sizing: border-box; width: 100%; max-width: 28rem; padding: 2rem 1.5rem; text-align: center; }
  img { display: block; max-width: 12rem; max-height: 4rem; margin: 0 auto 1.5rem; border-radius: 8px; background: #fff; }
  h1 { font-size: 1.375rem; line-height: 1.3; margin: 0 0 .5rem; }
  p { margin: 0 0 1.5rem; opacity: .8; overflow-wrap: anywhere; }
  button { font: inherit; font-weight: 600; padding: .625rem 1.25rem; border-radius: 8px; border: 1px solid #3730a3; background: #4338ca; color: #fff; cursor: pointer; }
  form, fieldset { display: grid; gap: .75rem; margin: 0 0 1.75rem; padding: 0; border: 0; text-align: left; }
  legend, h2 { font-weight: 600; font-size: 1rem; margin: 0 0 .5rem; padding: 0; }
  label { display: grid; gap: .25rem; }
  label.choice { grid-template-columns: auto 1fr; gap: 0 .625rem; align-items: start; }
  label.choice input { width: 1.25rem; height: 1.25rem; margin: .125rem 0 0; }
  small { grid-column: 2; opacity: .8; overflow-wrap: anywhere; }
  input:not([type=checkbox]) { font: inherit; min-width: 0; padding: .5rem .625rem; border: 1px solid #8b8fa3; border-radius: 8px; background: Field; color: FieldText; }
  button.quiet { background: transparent; color: inherit; border-color: #8b8fa3; }
  .row { display: flex; flex-wrap: wrap; gap: .625rem; }
  .notice { padding: .625rem .875rem; border: 1px solid #8b8fa3; border-radius: 8px; opacity: 1; }
  .trap { position: absolute; left: -100vw; }
  a { color: LinkText; }
  a:focus-visible, input:focus-visible, button:focus-visible { outline: 3px solid #818cf8; outline-offset: 2px; }`;

/** The organization's logo, a `data:` URL. The name stands below it, so the picture says nothing more. */
export function imageOf(logo: string | null): string {
  return logo ? `<img src="${escapeHtml(logo)}" alt="" />` : '';
}

/** `title` is ours; `content` is HTML in which everything from outside went through `escapeHtml`. */
export function page(title: string, content: string): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="robots" content="noindex" />
    <title>${escapeHtml(title)}</title>
    <style>${style}</style>
  </head>
  <body><main>${content}</main></body>
</html>
`;
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** Answers a page that nobody keeps. */
export function sendPage(reply: FastifyReply, status: number, html: string): void {
  void reply.status(status).header('cache-control', 'no-store').type('text/html; charset=utf-8').send(html);
}
