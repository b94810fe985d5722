import type { RichLine, RichText } from '../rich-text/rich-text.ts';
import type { ColorRole } from '../brand/palette.ts';
import { htmlOf, htmlOfLine } from '../rich-text/rich-text-html.ts';
import type { Alignment, ColorChoice } from '../style.ts';
import { classesOf, cssAttribute, mj, paddingOf, type RenderingContext, sideOf, textLookOf } from './context.ts';
import { headingSizes, textLineHeight, textSizes } from './type-scale.ts';

interface Style {
  readonly color: ColorChoice;
  readonly align: Alignment;
  readonly padding: { readonly top: number; readonly bottom: number };
}

interface Options {
  readonly size?: keyof typeof textSizes;
  readonly usual?: ColorRole;
  readonly weight?: number;
}

/** A text as MJML; `inside` is HTML. */
export function textMjml(inside: string, style: Style, context: RenderingContext, options: Options = {}): string {
  const { size = 'normal', usual = 'text', weight } = options;
  const color = context.paint.text(style.color, usual, context.ground);
  return mj(
    'text',
    {
      align: sideOf(style.align, context.direction),
      padding: paddingOf(style.padding),
      color: color.light,
      'css-class': context.paint.classFor('text', color),
      'font-size': `${textSizes[size]}px`,
      'line-height': textLineHeight,
      'font-weight': weight,
    },
    inside,
  );
}

export function richTextMjml(text: RichText, style: Style, context: RenderingContext, options?: Options): string {
  return textMjml(htmlOf(text, textLookOf(context)), style, context, options);
}

/** A heading keeps its level in HTML, for people who listen. */
export function headingMjml(content: RichLine, level: 1 | 2 | 3, style: Style, context: RenderingContext): string {
  const { size, lineHeight, letterSpacing } = headingSizes[level];
  const color = context.paint.text(style.color, 'text', context.ground);
  const inside = `<h${level} style="margin:0;font:inherit;letter-spacing:inherit">${htmlOfLine(content, textLookOf(context))}</h${level}>`;
  return mj(
    'text',
    {
      align: sideOf(style.align, context.direction),
      padding: paddingOf(style.padding),
      color: color.light,
      'css-class': classesOf(`h${level}`, context.paint.classFor('text', color)),
      'font-family': cssAttribute(context.fonts.headings),
      'font-size': `${size}px`,
      'font-weight': 700,
      'line-height': lineHeight,
      'letter-spacing': letterSpacing === '0' ? undefined : letterSpacing,
    },
    inside,
  );
}
