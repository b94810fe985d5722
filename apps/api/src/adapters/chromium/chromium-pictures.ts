import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { drawnAttribute, type DrawnDashboard, drawnDashboardPath } from '@engagex/domain/reports';
import type { Browser, Page, Route } from 'playwright-core';
import { PictureFailed, Pictures } from '../../ports/pictures.ts';
import { findChromium } from './find-chromium.ts';
import { ProcessGroup } from './process-group.ts';
import { webFile } from './web-files.ts';

interface Options {
  /** Of Chromium; `none` for no pictures, undefined to look for one. */
  readonly path: string | undefined;
  readonly sandbox: boolean;
  /** The built web application. */
  readonly webFolder: string;
  readonly limits?: Partial<PictureLimits>;
}

interface PictureLimits {
  /** From the start of the browser to its picture. */
  readonly ms: number;
  readonly megabytes: number;
  /** Of the picture. */
  readonly height: number;
  readonly bytes: number;
}

const usualLimits: PictureLimits = { ms: 45_000, megabytes: 700, height: 12_000, bytes: 8 * 1_024 * 1_024 };

/** Nobody's: the name is never looked up (RFC 6761, 6.4), every request is answered here. */
const origin = 'https://dashboard.invalid';
const width = 1_200;
/** A sheet of A4 lying on its side, of that width. */
const sheetHeight = 848;
const closeMs = 3_000;
const memoryEveryMs = 300;

const policy =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-src 'none'; object-src 'none'";

/**
 * Opens the page of the web application that shows a dashboard in a Chromium that has no network: this process answers each of
 * its requests, with files of the application and the numbers that were read. So there is no session, no token, and nothing to reach.
 * One at a time, each with a browser of its own that is killed when it takes too long or too much.
 */
export class ChromiumPictures extends Pictures {
  readonly #options: Options;
  readonly #limits: PictureLimits;
  #turn: Promise<unknown> = Promise.resolve();
  #kill: () => void = () => {};

  constructor(options: Options) {
    super();
    this.#options = options;
    this.#limits = { ...usualLimits, ...options.limits };
  }

  draw(dashboard: DrawnDashboard, as: 'png' | 'pdf'): Promise<Buffer> {
    const drawing = this.#turn.then(() => this.#draw(dashboard, as));
    this.#turn = drawing.catch(() => {});
    return drawing;
  }

  /** Ends the browser that is at work. */
  close(): void {
    this.#kill();
  }

  async #draw(dashboard: DrawnDashboard, as: 'png' | 'pdf'): Promise<Buffer> {
    const path = findChromium(this.#options.path);
    if (path === null) throw new PictureFailed('this server has no browser to draw the dashboard with.');
    const marker = `--engagex-picture=${randomUUID()}`;
    const tooLate = Promise.withResolvers<never>();
    const over = new AbortController();
    const end = (words: string) => {
      over.abort(); // for a browser that has not started yet
      ProcessGroup.startedWith(marker)?.kill();
      tooLate.reject(new PictureFailed(words));
    };
    this.#kill = () => end('the server was stopped.');
    const late = setTimeout(() => end('drawing the dashboard took too long.'), this.#limits.ms);
    const watch = setInterval(() => {
      const used = ProcessGroup.startedWith(marker)?.megabytes() ?? 0;
      if (used > this.#limits.megabytes) end('drawing the dashboard took too much memory.');
    }, memoryEveryMs);
    try {
      return await Promise.race([
        this.#browse(path, marker, over.signal, (page) => this.#picture(page, dashboard, as)),
        tooLate.promise,
      ]);
    } catch (error) {
      if (error instanceof PictureFailed) throw error;
      throw new PictureFailed('the browser of this server failed.', { cause: error });
    } finally {
      this.#kill = () => {};
      clearTimeout(late);
      clearInterval(watch);
    }
  }

  async #browse(
    path: string,
    marker: string,
    over: AbortSignal,
    work: (page: Page) => Promise<Buffer>,
  ): Promise<Buffer> {
    let browser: Browser | null = null;
    try {
      browser = await this.#launch(path, marker, over);
      over.throwIfAborted();
      const context = await browser.newContext({
        viewport: { width, height: sheetHeight },
        deviceScaleFactor: 1.5,
        colorScheme: 'light',
        reducedMotion: 'reduce',
        serviceWorkers: 'block',
        acceptDownloads: false,
        locale: 'en-GB',
      });
      return await work(await context.newPage());
    } finally {
      if (browser) await closed(browser);
      ProcessGroup.startedWith(marker)?.kill();
    }
  }

  async #launch(executablePath: string, marker: string, over: AbortSignal): Promise<Browser> {
    const { chromium } = await import('playwright-core'); // where it is needed, for it is large
    over.throwIfAborted();
    return chromium.launch({
      executablePath,
      timeout: this.#limits.ms,
      chromiumSandbox: this.#options.sandbox && process.getuid?.() !== 0, // for root there is none
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
      env: { HOME: tmpdir(), LANG: 'C.UTF-8' }, // none of our settings
      args: [
        marker,
        '--host-resolver-rules=MAP * ~NOTFOUND',
        '--proxy-server=http://0.0.0.0:1', // nothing leaves, not even to an address without a name
        '--proxy-bypass-list=<-loopback>',
        '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
        '--disable-dev-shm-usage',
        '--js-flags=--max-old-space-size=256',
      ],
    });
  }

  async #picture(page: Page, drawn: DrawnDashboard, as: 'png' | 'pdf'): Promise<Buffer> {
    await page.context().route('**/*', (route) => this.#answer(route, drawn));
    await page.goto(`${origin}/picture.html`, { timeout: this.#limits.ms });
    await page.waitForSelector(`html[${drawnAttribute}]`, { state: 'attached', timeout: this.#limits.ms });
    const picture = as === 'pdf' ? await pdfOf(page) : await this.#screenshot(page);
    if (picture.length > this.#limits.bytes) throw new PictureFailed('the picture is too large for a mail.');
    return picture;
  }

  async #answer(route: Route, drawn: DrawnDashboard): Promise<void> {
    const url = new URL(route.request().url());
    if (url.origin !== origin) return route.abort('blockedbyclient');
    if (url.pathname === drawnDashboardPath) return route.fulfill({ json: drawn });
    const file = await webFile(this.#options.webFolder, url.pathname);
    if (!file) return route.fulfill({ status: 404 });
    const { contentType, body } = file;
    return route.fulfill({ contentType, body, headers: { 'content-security-policy': policy } });
  }

  async #screenshot(page: Page): Promise<Buffer> {
    const height = Math.min(this.#limits.height, (await page.locator('body').boundingBox())?.height ?? 0);
    await page.setViewportSize({ width, height: Math.max(1, Math.ceil(height)) });
    return page.screenshot({ type: 'png', animations: 'disabled', timeout: this.#limits.ms });
  }
}

function pdfOf(page: Page): Promise<Buffer> {
  return page.pdf({ printBackground: true, width: `${width}px`, height: `${sheetHeight}px` });
}

/** A browser that does not close by itself is killed afterwards. */
async function closed(browser: Browser): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, closeMs);
  });
  await Promise.race([browser.close().catch(() => {}), patience]);
  clearTimeout(timer);
}
