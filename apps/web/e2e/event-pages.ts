import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BrowserContext, type CDPSession, expect, type Page } from '@playwright/test';
import type { Client } from '../../../libs/sdk/src/browser/index.ts';
import { type FaultyDoor, openFaultyDoor } from '../../../libs/sdk/src/testing/faulty-door.ts';

declare global {
  interface Window {
    engagex: Client;
  }
}

const script = readFileSync(join(import.meta.dirname, '../../../libs/sdk/dist/engagex.js'));

/** What the pages of the test shop say in their script tag. */
const attributes: Readonly<Record<string, string>> = {
  '/': 'data-consent="granted" data-page-views="off"',
  '/memory': 'data-page-views="off"',
  '/views': 'data-consent="granted"',
};

interface ShopOptions {
  /** The real door. */
  readonly behind?: string;
  readonly key?: string;
}

/** A shop with the script in its pages, and a door for events that fails as it is told to. */
export function openShop({ behind, key = 'egx_pub_test' }: ShopOptions = {}): Promise<FaultyDoor> {
  return openFaultyDoor({
    ...(behind ? { behind } : {}),
    page(path, response) {
      if (path === '/sdk/engagex.js')
        return void response.writeHead(200, { 'content-type': 'text/javascript' }).end(script);
      if (path === '/favicon.ico') return void response.writeHead(404).end();
      const tag = `<script src="/sdk/engagex.js" data-key="${key}" ${attributes[path] ?? attributes['/']}></script>`;
      response
        .writeHead(200, { 'content-type': 'text/html', 'cache-control': path === '/bare' ? 'no-store' : 'max-age=60' })
        .end(`<!doctype html><title>Shop ${path}</title>${path === '/bare' ? '' : tag}`);
    },
  });
}

/** Tracks so many events in one go, each with its own number. */
export function trackMany(page: Page, count: number, from = 0): Promise<void> {
  return page.evaluate(
    ([count, from]) => {
      for (let n = from; n < from + count; n++) window.engagex.track('numbered', { n });
    },
    [count, from] as const,
  );
}

/** The numbers that arrived, each once. */
export function numbersIn(door: FaultyDoor): number[] {
  return [...door.stored.values()]
    .filter(({ event }) => event === 'numbered')
    .map(({ properties }) => Number(properties?.['n']))
    .toSorted((a, b) => a - b);
}

export const upTo = (count: number) => Array.from({ length: count }, (_, n) => n);

/** Nothing lost and nothing doubled. */
export async function expectNumbers(door: FaultyDoor, count: number): Promise<void> {
  await expect.poll(() => door.stored.size, `${count} events`).toBeGreaterThanOrEqual(count);
  expect(numbersIn(door)).toEqual(upTo(count));
}

export async function devtools(context: BrowserContext, page: Page): Promise<CDPSession> {
  return context.newCDPSession(page);
}
