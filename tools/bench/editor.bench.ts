import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { findChromium } from '../check/chromium.ts';
import type { Product } from './product.ts';
import type { Row } from './rounds.ts';

const root = join(import.meta.dirname, '../..');
const blocks = 60;
const letters = 200;
const pauseMs = 40; // 25 letters a second, faster than anybody types

/** From a key to the frame that shows its letter, in a message of 60 blocks, beside an element that can be edited on an empty page. */
export async function benchEditor({ browser, url, cookie }: Product): Promise<Row[]> {
  const template = await browser.post<{ id: string }>('/api/templates', {
    kind: 'visual',
    name: 'Sixty blocks',
    subject: 'News',
    document: {
      version: 1,
      languages: { base: 'en', others: { de: {}, fr: {} } },
      sections: Array.from({ length: blocks / 6 }, (_, at) => section(at)),
    },
  });
  const executablePath = await findChromium(root, () => {});
  const chrome = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  try {
    const context = await chrome.newContext({ viewport: { width: 1440, height: 900 } });
    await context.setExtraHTTPHeaders({ cookie });
    const page = await context.newPage();
    await page.goto(url);
    await page.waitForURL(/\/o\//);
    await page.goto(`${page.url().replace(/(\/o\/[\w-]+).*/, '$1')}/templates/${template.id}`);
    await page.getByText('Text 0').first().click();
    const ours = await slowest(page);
    const bare = await context.newPage();
    await bare.setContent('<p contenteditable="true">Text</p>');
    await bare.locator('p').click();
    const reference = await slowest(bare);
    const name = `editor: a letter in a message of ${blocks} blocks in three languages, 95th percentile`;
    return [{ name, value: ours, unit: 'ms', reference, ratio: ours / reference, rounds: letters }];
  } finally {
    await chrome.close();
  }
}

/** Notes for each key how long it took until its letter was on the screen. Runs in the page, whose types are not those of Node. */
const watchKeys = `
  window.times = [];
  window.addEventListener('keydown', ({ timeStamp }) => requestAnimationFrame(() => {
    const afterTheFrame = new MessageChannel();
    afterTheFrame.port1.onmessage = () => window.times.push(performance.now() - timeStamp);
    afterTheFrame.port2.postMessage(null);
  }), { capture: true });`;

/** Types, and gives the 95th percentile of the milliseconds until a letter is on the screen. */
async function slowest(page: Page): Promise<number> {
  await page.evaluate(watchKeys);
  await page.keyboard.type('Every letter of it. '.repeat(letters / 20), { delay: pauseMs });
  const times = await page.evaluate<number[]>('window.times');
  return times.toSorted((one, other) => one - other)[Math.floor(times.length * 0.95)] ?? Number.NaN;
}

function section(at: number) {
  const text = (index: number) => {
    const words = `Text ${at * 6 + index} with enough words for a paragraph of two lines, as messages have them.`;
    const content = [{ type: 'paragraph', content: [{ type: 'text', text: words }] }];
    const value = { type: 'doc', content };
    const translation = { content: { of: '0'.repeat(16), value } };
    return { id: `b${at}-${index}`, type: 'text', content: value, translations: { de: translation, fr: translation } };
  };
  const columns = [0, 1].map((column) => ({
    id: `c${at}-${column}`,
    blocks: [0, 1, 2].map((index) => text(column * 3 + index)),
  }));
  return { id: `s${at}`, columns };
}
