/** The few pages that recipients see. They stand alone: no script, no cookie, nothing loaded from elsewhere, so a logo is in the page. */

const style = `
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: Canvas; color: CanvasText; }
  main { max-width: 26rem; padding: 2rem 1.5rem; text-align: center; }
  img { display: block; max-width: 12rem; max-height: 4rem; margin: 0 auto 1.5rem; border-radius: 8px; background: #fff; }
  h1 { font-size: 1.375rem; line-height: 1.3; margin: 0 0 .5rem; }
  p { margin: 0 0 1.5rem; opacity: .8; overflow-wrap: anywhere; }
  button { font: inherit; font-weight: 600; padding: .625rem 1.25rem; border-radius: 8px; border: 1px solid #3730a3; background: #4338ca; color: #fff; cursor: pointer; }
  button:focus-visible { outline: 3px solid #818cf8; outline-offset: 2px; }`;

interface Shown {
  readonly email: string;
  readonly organization: string;
  readonly logo: string | null;
}

export function confirmUnsubscribePage({ email, organization, logo }: Shown): string {
  return page(
    'Unsubscribe',
    `${imageOf(logo)}<h1>Unsubscribe from ${escapeHtml(organization)}?</h1>
     <p>${escapeHtml(email)} will get no more marketing email from them.</p>
     <form method="post"><button type="submit">Unsubscribe</button></form>`,
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

/** The name stands below it, so the picture says nothing more. */
function imageOf(logo: string | null): string {
  return logo ? `<img src="${escapeHtml(logo)}" alt="" />` : '';
}

function page(title: string, content: string): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="robots" content="noindex" />
    <title>${title}</title>
    <style>${style}</style>
  </head>
  <body><main>${content}</main></body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
