import type { World } from '../world/world.ts';
import { type PageAnswer, shown } from './answer.ts';
import { checkoutPage } from './checkout-page.ts';
import { html, page } from './html.ts';
import { invoicePage } from './invoice-page.ts';
import { portalPage } from './portal-page.ts';

/** Null for what is no page but part of the API. */
export function servePage(world: World, method: string, path: string, body: string): PageAnswer | null {
  const typed = new URLSearchParams(body);
  const [, kind = '', second = '', third = '', fourth = ''] = path.split('/');
  if (kind === 'c' && second === 'pay') {
    const session = world.checkoutSessions.get(third);
    return session ? checkoutPage(world, session, method, typed) : nothing();
  }
  if (kind === 'p' && second === 'session') {
    const session = world.portalSessions.get(third);
    return session ? portalPage(world, session, method, fourth, typed) : nothing();
  }
  if (kind === 'i') {
    const invoice = world.invoices.get(second);
    return invoice && invoice.number !== null ? invoicePage(world, invoice, method, third, typed) : nothing();
  }
  return path.startsWith('/v') ? null : nothing();
}

function nothing(): PageAnswer {
  const body = page(
    'Not found',
    html`<section>
      <h1>There is nothing here</h1>
      <p>The link is wrong or has expired.</p>
    </section>`,
  );
  return shown(body, 404);
}
