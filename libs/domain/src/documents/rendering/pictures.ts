import type { Picture } from '../blocks/pictures.ts';
import { normalizedAddress } from '../link.ts';
import { escapeHtml } from '../../shared/index.ts';
import { escaped } from '../rich-text/rich-text-html.ts';
import type { Alignment } from '../style.ts';
import { quoted } from '../variable.ts';
import { cssAttribute, mj, type RenderingContext, sideOf } from './context.ts';
import { placeholderPicture } from './placeholder-picture.ts';

interface Shown {
  /** Of the block that shows it. */
  readonly id: string;
  readonly picture: Picture;
  /** Escaped. */
  readonly alt: string;
  /** Escaped; undefined without a link. */
  readonly href?: string | undefined;
  readonly align: Alignment;
  /** Percent of what there is. */
  readonly percent: number;
  readonly corners: number;
  readonly padding: string;
}

/** A picture as MJML. One that has another in dark mode becomes two, of which a mail program shows one. */
export function pictureMjml(shown: Shown, context: RenderingContext): string {
  const { picture, percent, align, corners, href, alt, padding } = shown;
  if (picture.from === 'logo') return logoMjml(shown, context);
  const width = Math.round((context.width * percent) / 100);
  if (picture.from === 'web' && picture.dark !== null)
    return twoPictures(shown, { light: picture.url, dark: picture.dark, width }, context);
  return mj('image', {
    src: sourceOf(shown.id, picture, context),
    alt,
    href,
    align: sideOf(align, context.direction),
    padding,
    width: percent < 100 ? `${width}px` : undefined,
    'border-radius': corners > 0 ? `${corners}px` : undefined,
  });
}

/** The address of a picture, escaped, with Liquid where it depends on the person. */
export function sourceOf(id: string, picture: Exclude<Picture, { from: 'logo' }>, context: RenderingContext): string {
  switch (picture.from) {
    case 'web':
      return addressOf(picture.url);
    case 'variable':
      return picture.fallback === null
        ? `{{ ${picture.variable} }}`
        : `{{ ${picture.variable} | default: ${quoted(normalizedAddress(picture.fallback) ?? '')} }}`;
    case 'placeholder':
      context.report({ severity: 'error', id, message: 'Choose a picture: this one only marks its place.' });
      return placeholderPicture(picture, context.brand.colors.light);
  }
}

function addressOf(url: string): string {
  return escapeHtml(normalizedAddress(url) ?? '');
}

/** The brand's logo, or the organization's name. */
function logoMjml(shown: Shown, context: RenderingContext): string {
  const { logo } = context.brand;
  const alt = logo.alt ? escaped(logo.alt) : '{{ organization.name }}';
  const percent = Math.min(100, (logo.width / context.width) * 100);
  if (logo.light) {
    const picture = { from: 'web', url: logo.light, dark: logo.dark } as const;
    return pictureMjml({ ...shown, picture, alt, percent, corners: 0 }, context);
  }
  const { paint, ground, fonts, direction } = context;
  const color = paint.text('brand', 'text', ground);
  const name = '{{ organization.name }}';
  const inside = shown.href ? `<a href="${shown.href}" style="color:inherit;text-decoration:none">${name}</a>` : name;
  return mj(
    'text',
    {
      align: sideOf(shown.align, direction),
      padding: shown.padding,
      color: color.light,
      'css-class': paint.classFor('text', color),
      'font-family': cssAttribute(fonts.headings),
      'font-size': '20px',
      'font-weight': '700',
      'line-height': '1.3',
      'letter-spacing': '-0.2px',
    },
    inside,
  );
}

interface TwoPictures {
  readonly light: string;
  readonly dark: string;
  readonly width: number;
}

function twoPictures(shown: Shown, { light, dark, width }: TwoPictures, context: RenderingContext): string {
  const img = (url: string, className: string, css: string) =>
    `<img src="${addressOf(url)}" alt="${shown.alt}" width="${width}" class="${className}" style="${css}max-width:100%;height:auto;border-radius:${shown.corners}px" />`;
  const both =
    img(light, 'only-light', '') +
    // Outlook for Windows would show both.
    `<!--[if !mso]><!-->${img(dark, 'only-dark', 'display:none;')}<!--<![endif]-->`;
  const inside = shown.href ? `<a href="${shown.href}">${both}</a>` : both;
  return mj('text', { align: sideOf(shown.align, context.direction), padding: shown.padding }, inside);
}
