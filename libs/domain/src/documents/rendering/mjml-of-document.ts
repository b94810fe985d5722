import type { Block } from '../blocks/block.ts';
import { brandIn, brandWordsIn } from '../brand/brand-in.ts';
import { type BrandKit, fontsOf } from '../brand/brand-kit.ts';
import { liquidAround } from '../condition.ts';
import type { EmailDocument, Section } from '../document.ts';
import { directionOfDocument } from '../languages/translated.ts';
import { normalizedAddress } from '../link.ts';
import { escapeHtml } from '../../shared/index.ts';
import { escaped } from '../rich-text/rich-text-html.ts';
import { blockMjml } from './blocks.ts';
import { classesOf, cssAttribute, type DocumentProblem, mj, mjRaw, type RenderingContext } from './context.ts';
import { type FaintText, Paint } from './paint.ts';
import { sourceOf } from './pictures.ts';
import { type PlaceInMjml, placeOfNode, withPlaces } from './places.ts';
import { headingSizes } from './type-scale.ts';

export interface RenderingOptions {
  readonly brand: BrandKit;
  /** Of the words, as BCP 47 says: `en`, `pt-BR`. */
  readonly language: string;
  /** Said by screen readers when the message opens; plain text. */
  readonly title?: string;
  /** What is published of a saved block; null when there is none such. */
  readonly savedBlocks?: (savedBlockId: string) => readonly Block[] | null;
}

export interface RenderedDocument {
  /** With Liquid in it, for the compiler that hides Liquid before MJML reads it. */
  readonly mjml: string;
  /** Where its sections and blocks begin in it, from the first line on. */
  readonly places: readonly PlaceInMjml[];
  readonly problems: readonly DocumentProblem[];
}

const messageWidth = 600;
const sideOnPhones = 20;
const gutter = 12; // pixels on each side of a column that has neighbors

/** A document as MJML, in the brand's colors for light and dark mode. The same document always gives the same MJML. */
export function mjmlOfDocument(document: EmailDocument, options: RenderingOptions): RenderedDocument {
  const { language, title = '', savedBlocks = () => null } = options;
  const isNamed = isWrittenIn(document, language);
  const brand = isNamed ? brandIn(options.brand, language) : options.brand;
  const problems: DocumentProblem[] = [];
  const paint = new Paint(brand);
  const direction = directionOfDocument(document, brand);
  const page = paint.ground('brand', 'page');
  const context: RenderingContext = {
    brand,
    address: isNamed ? brandWordsIn(brand, language).address : '',
    fonts: fontsOf(brand),
    direction,
    paint,
    ground: page,
    width: messageWidth,
    savedBlocks,
    report: (problem) => problems.push(problem),
  };
  const body = mj(
    'body',
    { width: `${messageWidth}px`, 'background-color': page.light, 'css-class': paint.classFor('page', page) },
    document.sections.map((section) => sectionMjml(section, context)).join(''),
  );
  const lang = /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,3}$/.test(language) ? language : 'und';
  const whole = `<mjml lang="${lang}" dir="${direction}">\n${headOf(context, title)}\n${body}\n</mjml>`;
  return { ...withPlaces(whole), problems: [...problems, ...paint.faintInDark.map(problemWithFaint)] };
}

/** What does not say its language follows no words of the brand: it may be any. */
function isWrittenIn({ languages }: EmailDocument, language: string): boolean {
  return languages !== undefined && (languages.base === language || Object.hasOwn(languages.others, language));
}

function headOf({ brand, fonts, paint }: RenderingContext, title: string): string {
  const web = brand.fonts.web;
  const sizes = ([1, 2, 3] as const).map(
    (level) => `.h${level} > div{font-size:${headingSizes[level].onPhones}px!important}`,
  );
  const sides = (name: string, px: number) =>
    `.${name} > table > tbody > tr > td,.${name} > tbody > tr > td > div > table > tbody > tr > td{padding-left:${px}px!important;padding-right:${px}px!important}`;
  return mj(
    'head',
    {},
    [
      mj('title', {}, escaped(title)),
      web ? mj('font', { name: web.name, href: escapeHtml(normalizedAddress(web.url) ?? '') }) : '',
      mjRaw(
        '<meta name="color-scheme" content="light dark" /><meta name="supported-color-schemes" content="light dark" />',
      ),
      mj('attributes', {}, `<mj-all padding="0" font-family="${cssAttribute(fonts.body)}" />`),
      mj(
        'style',
        {},
        `:root{color-scheme:light dark;supported-color-schemes:light dark}` +
          `@media (max-width:479px){ ${sizes.join('')}${sides('pad', sideOnPhones)}${sides('pads', sideOnPhones - gutter)} } ` +
          paint.css,
      ),
    ].join('\n'),
  );
}

function sectionMjml(section: Section, context: RenderingContext): string {
  const { style, columns } = section;
  const { paint, direction } = context;
  const ground = paint.ground(style.background, 'surface');
  const isAlone = columns.length === 1;
  const sides = Math.max(0, style.padding.sides - (isAlone ? 0 : gutter));
  const isReversed = style.onPhones === 'last_on_top' && !isAlone;
  const inside = { ...context, ground, width: messageWidth - 2 * sides };
  const inOrder = isReversed ? columns.toReversed() : columns;
  const across = isReversed ? opposite(direction) : direction;
  const rendered = columnsMjml(inOrder, section, inside);
  const behind = pictureBehind(section, inside);
  const { before, after } = liquidAround(section);
  const element = mj(
    'section',
    {
      direction: across,
      'background-color': ground.light,
      ...(behind && { 'background-url': behind, 'background-size': 'cover', 'background-repeat': 'no-repeat' }),
      'full-width': style.width === 'window' ? 'full-width' : undefined,
      padding: `${style.padding.top}px ${sides}px ${style.padding.bottom}px`,
      'border-radius': style.corners > 0 ? `${style.corners}px` : undefined,
      'css-class': classesOf(
        style.padding.sides >= 24 ? (isAlone ? 'pad' : 'pads') : undefined,
        paint.classFor('section', ground),
      ),
    },
    style.onPhones === 'side_by_side' && !isAlone ? mj('group', { direction: across }, rendered) : rendered,
  );
  return placeOfNode(section.id) + mjRaw(before) + element + mjRaw(after);
}

/** In the order in which they are on phones. On wide screens the section's direction puts them where they belong. */
function columnsMjml(columns: Section['columns'], section: Section, context: RenderingContext): string {
  const total = columns.reduce((sum, { width }) => sum + width, 0);
  const isAlone = columns.length === 1;
  return columns
    .map(({ width, blocks }) => {
      const share = width / total;
      const pixels = Math.floor(context.width * share) - (isAlone ? 0 : 2 * gutter);
      return mj(
        'column',
        {
          width: isAlone ? undefined : `${Math.floor(share * 10_000) / 100}%`,
          direction: context.direction,
          padding: isAlone ? undefined : `0 ${gutter}px`,
          'vertical-align': section.style.columnsAt,
        },
        blocks.map((block) => placed(block, { ...context, width: pixels })).join(''),
      );
    })
    .join('');
}

function placed(block: Block, context: RenderingContext): string {
  context.paint.isFor(block.id);
  return placeOfNode(block.id) + blockMjml(block, context);
}

/** Of large text WCAG asks for 3, and how large a text is, is not known here. */
function problemWithFaint({ id, color, ground, reached }: FaintText): DocumentProblem {
  return {
    severity: 'warning',
    code: 'contrast_dark',
    id,
    message: `Text is hard to read in dark mode: ${color} on ${ground} has a contrast of ${reached.toFixed(1)}. Choose another color, or the brand’s.`,
  };
}

/** The picture of a hero that wants it behind its words. */
function pictureBehind({ columns }: Section, context: RenderingContext): string | undefined {
  for (const { blocks } of columns)
    for (const block of blocks)
      if (block.type === 'hero' && block.style.picture === 'behind' && block.picture && block.picture.from !== 'logo')
        return sourceOf(block.id, block.picture, context);
  return undefined;
}

function opposite(direction: 'ltr' | 'rtl'): 'ltr' | 'rtl' {
  return direction === 'ltr' ? 'rtl' : 'ltr';
}
