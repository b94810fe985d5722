import { Parser } from 'htmlparser2';
import { attributesOf } from '../find-links.ts';
import { prints } from '../liquid-blocks.ts';
import { hasLiquid, type OpaqueLiquid, withoutLiquid } from '../opaque-liquid.ts';
import { type Style, StyleSheet } from './style-sheet.ts';

/** Words as they are shown, with what they stand on as far as that is known. */
export interface ShownText {
  readonly words: string;
  readonly color: string | null;
  /** Null where it is a picture, comes from Liquid or is not known. */
  readonly background: string | null;
  /** Whether an element says what is behind the words. */
  readonly hasBackground: boolean;
  readonly pixels: number;
  readonly isBold: boolean;
  /** Of the link it stands in. */
  readonly href: string | null;
}

export interface ShownImage {
  readonly src: string;
  /** Null without an alternative text; empty for decoration. */
  readonly alt: string | null;
  /** All that a link has in it: its address. */
  readonly onlyOneOf: string | null;
  readonly isPixel: boolean;
}

/** What checks look at in HTML in which Liquid is hidden; read once. */
export interface ReadHtml {
  readonly texts: readonly ShownText[];
  readonly images: readonly ShownImage[];
  /** Addresses of pictures behind others. */
  readonly backgrounds: readonly string[];
  readonly hasVml: boolean;
  /** Of <html>; null without the element, empty without the attribute. */
  readonly language: string | null;
  readonly colorSchemes: string;
  readonly elements: ReadonlySet<string>;
  readonly inlineStyles: readonly string[];
  readonly css: string;
  readonly externalStyles: readonly string[];
}

interface Open {
  readonly name: string;
  readonly style: Style;
  readonly isHidden: boolean;
  readonly href: string | null;
}

const none = new Set(['head', 'script', 'style', 'title', 'template', 'noscript']);
const voids = new Set(['area', 'base', 'br', 'col', 'embed', 'hr', 'img', 'input', 'link', 'meta', 'source', 'wbr']);
const root: Style = { color: '#000000', background: '#ffffff', hasBackground: false, pixels: 16, isBold: false };

export function readHtml(html: string, liquid: OpaqueLiquid): ReadHtml {
  const css = [...html.matchAll(/<style\b[^>]*>([^<]*(?:<(?!\/style)[^<]*)*)<\/style/gi)].map(([, text = '']) => text);
  const sheet = new StyleSheet(css.join('\n'));
  const texts: ShownText[] = [];
  const images: ShownImage[] = [];
  let link: { href: string; hasWords: boolean; image: number | null } | null = null;
  const backgrounds: string[] = [];
  const elements = new Set<string>();
  const inlineStyles: string[] = [];
  const externalStyles: string[] = [];
  let language: string | null = null;
  let colorSchemes = '';
  const open: Open[] = [];
  const parser = new Parser(
    {
      onopentag(name, raw) {
        const attributes = attributesOf(raw);
        elements.add(name);
        const inline = attributes.get('style') ?? '';
        if (inline) inlineStyles.push(inline);
        if (name === 'html') language = withoutLiquid(attributes.get('lang') ?? attributes.get('xml:lang') ?? '');
        if (name === 'html' && hasLiquid(attributes.get('lang') ?? '')) language = 'liquid';
        if (name === 'meta' && /color-scheme/i.test(attributes.get('name') ?? ''))
          colorSchemes += ` ${attributes.get('content') ?? ''}`;
        if (name === 'link' && /stylesheet/i.test(attributes.get('rel') ?? ''))
          externalStyles.push(attributes.get('href') ?? '');
        const above = open.at(-1);
        const style = sheet.styleOf(name, attributes, above?.style ?? root);
        const behind = attributes.get('background') ?? /url\(\s*['"]?([^'")]*)/i.exec(inline)?.[1];
        if (behind && !behind.startsWith('data:image/svg')) backgrounds.push(behind);
        const href = name === 'a' ? (attributes.get('href') ?? '') : (above?.href ?? null);
        if (name === 'a') link = { href: attributes.get('href') ?? '', hasWords: false, image: null };
        if (name === 'img') {
          if (link) link.image = images.length;
          const [width, height] = ['width', 'height'].map((side) => attributes.get(side));
          images.push({
            src: attributes.get('src') ?? '',
            alt: attributes.get('alt') ?? null,
            onlyOneOf: null,
            isPixel: width === '1' && height === '1',
          });
        }
        if (voids.has(name)) return;
        const isHidden = (above?.isHidden ?? false) || none.has(name) || sheet.isHidden(attributes);
        open.push({ name, style, isHidden, href });
      },
      onclosetag(name) {
        if (!voids.has(name)) open.pop();
        if (name !== 'a' || !link) return;
        const image = images[link.image ?? -1];
        if (image && link.image !== null && !link.hasWords) images[link.image] = { ...image, onlyOneOf: link.href };
        link = null;
      },
      ontext(text) {
        const inside = open.at(-1);
        if (inside?.isHidden || inside?.style.pixels === 0) return;
        const words = text.replaceAll(/(?:\s|\u200b|\u200c|\u200d|\u034f|\u00ad)+/g, ' ').trim();
        if (words === '' || isOnlyTags(words, liquid)) return;
        if (link) link.hasWords = true;
        texts.push({ words, href: inside?.href ?? null, ...(inside?.style ?? root) });
      },
    },
    { decodeEntities: true, recognizeSelfClosing: true },
  );
  parser.end(html);
  return {
    texts,
    images,
    backgrounds,
    hasVml: /<v:(?:fill|background|rect|image|roundrect)\b/i.test(html),
    language,
    colorSchemes: colorSchemes + (/color-scheme\s*:[^;}]*dark/i.test(css.join('\n')) ? ' dark' : ''),
    elements,
    inlineStyles,
    css: css.join('\n'),
    externalStyles,
  };
}

/** Liquid that shows nothing itself. */
function isOnlyTags(words: string, liquid: OpaqueLiquid): boolean {
  if (!hasLiquid(words) || withoutLiquid(words).trim() !== '') return false;
  return liquid.in(words).every(({ name }) => name !== null && !prints(name));
}
