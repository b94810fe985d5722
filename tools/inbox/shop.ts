import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Which key the demo shop sends its events with, and where to. */
export interface ShopSettings {
  readonly key: string;
  readonly host: string;
}

/** Kept with the mail, because the demo is set up once. */
export class Shop {
  readonly #file: string | null;
  #settings: ShopSettings | null = null;

  constructor(dir: string | undefined) {
    this.#file = dir === undefined ? null : join(dir, 'shop.json');
    if (this.#file && existsSync(this.#file)) this.#settings = readSettings(readFileSync(this.#file, 'utf8'));
  }

  get settings(): ShopSettings | null {
    return this.#settings;
  }

  connect(text: string): boolean {
    const settings = readSettings(text);
    if (!settings) return false;
    this.#settings = settings;
    if (this.#file) writeFileSync(this.#file, JSON.stringify(settings));
    return true;
  }
}

/** Null for anything else: the host becomes part of the page's policy. */
function readSettings(text: string): ShopSettings | null {
  try {
    const { key, host } = Object(JSON.parse(text)) as Partial<Record<keyof ShopSettings, unknown>>; // checked below
    const isKey = typeof key === 'string' && /^egx_pub_[\w-]+$/.test(key);
    return isKey && typeof host === 'string' && URL.canParse(host) ? { key, host: new URL(host).origin } : null;
  } catch {
    return null;
  }
}
