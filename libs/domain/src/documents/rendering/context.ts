import type { Block } from '../blocks/block.ts';
import type { BrandKit } from '../brand/brand-kit.ts';
import { headingSizes } from './type-scale.ts';
import type { Alignment, ColorChoice } from '../style.ts';
import { escapeHtml } from '../../shared/index.ts';
import type { Look, TextLook } from '../rich-text/rich-text-html.ts';
import type { Ground, Paint } from './paint.ts';

/** Something about a document that keeps it from being sent, or that its author should know. */
export interface DocumentProblem {
  readonly severity: 'error' | 'warning';
  /** Which check found it. */
  readonly code?: string;
  /** Of the block or section. */
  readonly id: string;
  readonly message: string;
}

/** What a block is rendered in. */
export interface RenderingContext {
  /** In the language of the words. */
  readonly brand: BrandKit;
  /** The postal address in that language; empty where it is that of the organization. */
  readonly address: string;
  readonly fonts: { readonly headings: string; readonly body: string };
  readonly direction: 'ltr' | 'rtl';
  readonly paint: Paint;
  /** What the block stands on. */
  readonly ground: Ground;
  /** Pixels that the block has from side to side. */
  readonly width: number;
  /** What is published of a saved block; null when there is none such. */
  readonly savedBlocks: (savedBlockId: string) => readonly Block[] | null;
  readonly report: (problem: DocumentProblem) => void;
}

/** An attribute of MJML with its value, already escaped where it was typed; left out when undefined. */
export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** An element of MJML. */
export function mj(name: string, attributes: Attributes, inside = ''): string {
  const written = Object.entries(attributes).map(([key, value]) => (value === undefined ? '' : ` ${key}="${value}"`));
  return `<mj-${name}${written.join('')}>${inside}</mj-${name}>`;
}

/** Liquid, or HTML, that MJML leaves alone. */
export function mjRaw(inside: string): string {
  return inside === '' ? '' : `<mj-raw>${inside}</mj-raw>`;
}

export function sideOf(align: Alignment, direction: 'ltr' | 'rtl'): 'left' | 'center' | 'right' {
  if (align === 'center') return 'center';
  return (align === 'start') === (direction === 'ltr') ? 'left' : 'right';
}

export function paddingOf({ top, bottom }: { readonly top: number; readonly bottom: number }): string {
  return `${top}px 0 ${bottom}px`;
}

/** A CSS value in an attribute. */
export function cssAttribute(css: string): string {
  return escapeHtml(css);
}

/** Several class names, of which some may be missing. */
export function classesOf(...names: readonly (string | undefined)[]): string | undefined {
  return names.filter(Boolean).join(' ') || undefined;
}

export function textLookOf(context: RenderingContext): TextLook {
  const { paint, ground, fonts, direction } = context;
  const inColor = (choice: ColorChoice, usual: 'text' | 'primary'): Look => {
    const color = paint.text(choice, usual, ground);
    return { css: `color:${color.light}`, className: paint.classFor('inline', color) };
  };
  const link = inColor('brand', 'primary');
  return {
    heading: (level) => ({ css: `font-family:${fonts.headings};${headingCss(level)}` }),
    link: { ...link, css: `${link.css};text-decoration:underline` },
    color: (choice) => inColor(choice, 'text'),
    gap: 16,
    direction,
  };
}

export function headingCss(level: 1 | 2 | 3): string {
  const { size, lineHeight, letterSpacing } = headingSizes[level];
  return `font-size:${size}px;line-height:${lineHeight};letter-spacing:${letterSpacing};font-weight:700`;
}
