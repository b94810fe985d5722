import { hasLiquid } from '../opaque-liquid.ts';
import { hexOf } from './css-color.ts';

/** What decides whether words can be read. Null for what is not known. */
export interface Style {
  readonly color: string | null;
  readonly background: string | null;
  readonly hasBackground: boolean;
  readonly pixels: number;
  readonly isBold: boolean;
}

type Declarations = ReadonlyMap<string, string>;

const bold = new Set(['b', 'strong', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'th']);
const sizes: Readonly<Record<string, number>> = { h1: 32, h2: 24, h3: 18.7, small: 13 };

/** The rules of style sheets as far as mail uses them: elements and classes, outside of media queries. */
export class StyleSheet {
  readonly #rules = new Map<string, Map<string, string>>();

  constructor(css: string) {
    const plain = withoutAtRules(css.replaceAll(/\/\*[^*]*\*+(?:[^/*][^*]*\*+)*\//g, ''));
    for (const [, selectors = '', body = ''] of plain.matchAll(/([^{}]+)\{([^{}]*)\}/g))
      for (const selector of selectors.split(',')) {
        const last = /(?:^|[\s>+~])(?:[a-z][a-z0-9]*)?((?:\.[\w-]+)+|[a-z][a-z0-9]*)$/i.exec(selector.trim())?.[1];
        if (!last || selector.includes('[data-ogs')) continue; // of Outlook's dark mode
        const key = last.startsWith('.') ? (last.split('.').at(-1) ?? '') : `<${last.toLowerCase()}`;
        const known = this.#rules.get(key) ?? new Map<string, string>();
        for (const [name, value] of declarationsIn(body)) known.set(name, value);
        this.#rules.set(key, known);
      }
  }

  styleOf(element: string, attributes: ReadonlyMap<string, string>, above: Style): Style {
    const said = this.#declarations(element, attributes);
    const pictured = attributes.get('background') ?? '';
    return {
      ...backgroundOf(said, attributes.get('bgcolor'), pictured !== '', above),
      color: colorOf(element, said, attributes, above),
      pixels: pixelsOf(said.get('font-size'), above.pixels) ?? sizes[element] ?? above.pixels,
      isBold: isBold(said.get('font-weight')) ?? (bold.has(element) || above.isBold),
    };
  }

  isHidden(attributes: ReadonlyMap<string, string>): boolean {
    const said = this.#declarations('', attributes);
    const isNothing = (name: string) => /^0(px)?\b/.test(said.get(name) ?? '');
    return (
      attributes.has('hidden') ||
      said.get('display')?.startsWith('none') === true ||
      said.get('visibility')?.startsWith('hidden') === true ||
      isNothing('opacity') ||
      (isNothing('max-height') && /hidden/.test(said.get('overflow') ?? ''))
    );
  }

  #declarations(element: string, attributes: ReadonlyMap<string, string>): Declarations {
    const classes = (attributes.get('class') ?? '').split(/\s+/);
    const rules = [`<${element}`, ...classes].map((key) => this.#rules.get(key) ?? new Map<string, string>());
    return new Map([...rules.flatMap((rule) => [...rule]), ...declarationsIn(attributes.get('style') ?? '')]);
  }
}

/** Rules of media queries and others that hold only sometimes are left out. */
function withoutAtRules(css: string): string {
  let result = '';
  let depth = 0;
  let skipped = 0;
  let from = 0;
  for (let at = 0; at < css.length; at += 1) {
    const character = css[at];
    if (character === '@' && depth === 0) {
      result += css.slice(from, at);
      const semicolon = css.indexOf(';', at);
      const brace = css.indexOf('{', at);
      if (brace < 0 || (semicolon >= 0 && semicolon < brace)) {
        at = semicolon < 0 ? css.length : semicolon;
        from = at + 1;
        continue;
      }
      skipped = 1;
    }
    if (character === '{') depth += 1;
    if (character === '}') depth -= 1;
    if (character === '}' && depth === 0 && skipped > 0) {
      skipped = 0;
      from = at + 1;
    }
  }
  return skipped > 0 ? result : result + css.slice(from);
}

function* declarationsIn(body: string): Generator<[string, string]> {
  for (const part of body.split(';')) {
    const at = part.indexOf(':');
    if (at > 0)
      yield [
        part.slice(0, at).trim().toLowerCase(),
        part
          .slice(at + 1)
          .replace(/!important/i, '')
          .trim(),
      ];
  }
}

function backgroundOf(said: Declarations, attribute: string | undefined, isPictured: boolean, above: Style) {
  const value = said.get('background-color') ?? said.get('background') ?? attribute;
  const isPicture =
    isPictured || /url\(|gradient/i.test(`${said.get('background') ?? ''}${said.get('background-image') ?? ''}`);
  if (isPicture) return { background: null, hasBackground: true };
  if (value === undefined || /^(transparent|none|inherit|initial|unset)\b/i.test(value))
    return { background: above.background, hasBackground: above.hasBackground };
  const first = value.startsWith('#') ? (value.split(/\s/)[0] ?? value) : value;
  return { background: hasLiquid(value) ? null : hexOf(first), hasBackground: true };
}

function colorOf(element: string, said: Declarations, attributes: ReadonlyMap<string, string>, above: Style) {
  const value = said.get('color') ?? (element === 'font' ? attributes.get('color') : undefined);
  if (value === undefined) return element === 'a' ? '#0000ee' : above.color;
  if (/^(inherit|currentcolor)/i.test(value)) return above.color;
  return hasLiquid(value) ? null : hexOf(value);
}

function pixelsOf(value: string | undefined, above: number): number | null {
  const [, number, unit = 'px'] = /^([\d.]+)(px|pt|em|rem|%)?/.exec(value ?? '') ?? [];
  if (number === undefined) return null;
  const factor = { px: 1, pt: 4 / 3, em: above, rem: 16, '%': above / 100 }[unit] ?? 1;
  return Number(number) * factor;
}

function isBold(value: string | undefined): boolean | null {
  if (value === undefined) return null;
  return /bold/i.test(value) || Number.parseInt(value, 10) >= 600;
}
