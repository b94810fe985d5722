import type { Block, BlockOf, BlockType } from '../blocks/block.ts';
import { socialNetworks } from '../brand/brand-kit.ts';
import { liquidAround } from '../condition.ts';
import type { PlainLine } from '../rich-text/rich-text.ts';
import { escaped, hrefAttribute, htmlOf, htmlOfPlainLine } from '../rich-text/rich-text-html.ts';
import { buttonMjml } from './button.ts';
import { cssAttribute, mj, mjRaw, paddingOf, type RenderingContext, sideOf, textLookOf } from './context.ts';
import { linkHtml } from './link-html.ts';
import { pictureMjml } from './pictures.ts';
import { textLineHeight, textSizes } from './type-scale.ts';
import { tableMjml } from './table.ts';
import { headingMjml, richTextMjml, textMjml } from './words.ts';

type Renderers = { readonly [Type in BlockType]: (block: BlockOf<Type>, context: RenderingContext) => string };

/** A block as MJML elements of a column, with the Liquid of its condition and repeat around it. */
export function blockMjml(block: Block, context: RenderingContext): string {
  const { before, after } = liquidAround(block);
  return mjRaw(before) + elementsOf(block, context) + mjRaw(after);
}

function elementsOf<Type extends BlockType>(block: BlockOf<Type>, context: RenderingContext): string {
  const render: (block: BlockOf<Type>, context: RenderingContext) => string = renderers[block.type];
  return render(block, context);
}

const renderers: Renderers = {
  text: ({ content, style }, context) => richTextMjml(content, style, context, { size: style.size }),

  heading: ({ content, level, style }, context) => headingMjml(content, level, style, context),

  image: ({ id, picture, alt, link, style }, context) =>
    pictureMjml(
      {
        id,
        picture,
        alt: htmlOfPlainLine(alt),
        href: link ? hrefAttribute(link) : undefined,
        align: style.align,
        percent: style.width,
        corners: style.corners,
        padding: paddingOf(style.padding),
      },
      context,
    ),

  button: ({ label, link, style }, context) => buttonMjml({ label, link }, style, context),

  divider: ({ style }, context) => {
    const color = context.paint.plain(style.color, 'border', context.ground);
    return mj('divider', {
      'border-color': color.light,
      'border-width': `${style.thickness}px`,
      width: `${style.width}%`,
      align: sideOf(style.align, context.direction),
      padding: paddingOf(style.padding),
      'css-class': context.paint.classFor('rule', color),
    });
  },

  spacer: ({ style }) => mj('spacer', { height: `${style.height}px` }),

  social: ({ links, style }, context) => {
    const shown = links === 'brand' ? context.brand.social : links;
    const items = shown.map(({ network, label, link }) =>
      linkHtml(link, label ? htmlOfPlainLine(label) : socialNetworks[network], style, context),
    );
    return items.length === 0
      ? ''
      : textMjml(items.join(' &nbsp;·&nbsp; '), style, context, { size: 'small', usual: 'muted' });
  },

  menu: ({ items, style }, context) => {
    const links = items.map(({ label, link }) => linkHtml(link, htmlOfPlainLine(label), style, context));
    return textMjml(links.join(' &nbsp;&nbsp;&nbsp; '), style, context, { weight: 600 });
  },

  hero: ({ id, picture, alt, heading, text, button, style }, context) => {
    const above = picture && style.picture === 'above';
    const words = { ...style, padding: { top: 0, bottom: 14 } };
    const picturePart = above
      ? pictureMjml(
          {
            id,
            picture,
            alt: htmlOfPlainLine(alt),
            align: style.align,
            percent: 100,
            corners: style.corners,
            padding: '0 0 28px',
          },
          context,
        )
      : '';
    const end = style.padding.bottom;
    return (
      picturePart +
      headingMjml(
        heading,
        1,
        { ...words, padding: { top: above ? 0 : style.padding.top, bottom: text || button ? 14 : end } },
        context,
      ) +
      (text ? richTextMjml(text, { ...words, padding: { top: 0, bottom: button ? 24 : end } }, context) : '') +
      (button
        ? buttonMjml(
            button,
            { ...style.button, align: style.align, width: 'label', padding: { top: 0, bottom: end } },
            context,
          )
        : '')
    );
  },

  card: ({ id, picture, alt, title, text, price, button, style }, context) => {
    const part = (bottom: number) => ({ color: style.color, align: style.align, padding: { top: 0, bottom } });
    const small = textLookOf(context);
    const href = button ? hrefAttribute(button.link) : undefined;
    const picturePart = picture
      ? pictureMjml(
          {
            id,
            picture,
            alt: htmlOfPlainLine(alt),
            href,
            align: style.align,
            percent: 100,
            corners: style.corners,
            padding: '0 0 14px',
          },
          context,
        )
      : '';
    return (
      picturePart +
      headingMjml({ type: 'doc', content: title.content }, 3, part(price || text ? 4 : 12), context) +
      (text ? textMjml(htmlOf(text, small), part(price ? 4 : 12), context, { usual: 'muted', size: 'normal' }) : '') +
      (price ? textMjml(htmlOfPlainLine(price), part(12), context, { weight: 600 }) : '') +
      (button
        ? buttonMjml(button, { ...style.button, align: style.align, width: 'label', padding: style.padding }, context)
        : '')
    );
  },

  table: ({ header, rows, style }, context) => tableMjml({ header, rows, style }, context),

  video: ({ id, picture, alt, label, link, style }, context) => {
    const href = hrefAttribute(link);
    const align = 'center';
    return (
      pictureMjml(
        {
          id,
          picture,
          alt: htmlOfPlainLine(alt),
          href,
          align,
          percent: 100,
          corners: style.corners,
          padding: `${style.padding.top}px 0 10px`,
        },
        context,
      ) +
      textMjml(
        linkHtml(link, `&#9654;&nbsp; ${htmlOfPlainLine(label)}`, { color: 'brand' }, context, 'primary'),
        { color: 'brand', align, padding: { top: 0, bottom: style.padding.bottom } },
        context,
        { weight: 600 },
      )
    );
  },

  coupon: ({ code: words, note, style }, context) => {
    const { paint, direction, fonts } = context;
    const ground = paint.ground(style.background, 'soft');
    const inside = { ...context, ground };
    const color = paint.text(style.color, 'text', ground);
    const isOnPrimary = context.ground.light === context.brand.colors.light.primary;
    const line = paint.plain('brand', isOnPrimary ? 'border' : 'primary', ground);
    const side = sideOf(style.align, direction);
    const classes = [paint.classFor('panel', ground), paint.classFor('line', line), paint.classFor('inline', color)]
      .filter(Boolean)
      .join(' ');
    const below = note
      ? `<div style="font-size:14px;line-height:1.5;padding-top:6px">${htmlOf(note, textLookOf(inside))}</div>`
      : '';
    const css = `background:${ground.light};border:2px dashed ${line.light};border-radius:10px;padding:20px 24px;text-align:${side};color:${color.light};font-family:${cssAttribute(fonts.body)}`;
    const code = `<div style="font-size:26px;line-height:1.3;font-weight:700;letter-spacing:2px">${htmlOfPlainLine(words)}</div>`;
    const cell = `<td class="${classes}" align="${side}" style="${css}">${code}${below}</td>`;
    // Its own table: borders that collapse have no round corners.
    const card = `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="border-collapse:separate"><tr>${cell}</tr></table>`;
    return mj('table', { padding: paddingOf(style.padding), role: 'presentation' }, `<tr><td>${card}</td></tr>`);
  },

  footer: ({ text, unsubscribe, preferences, style }, context) => {
    const look = textLookOf(context);
    const link = (to: 'unsubscribe' | 'preferences', label: PlainLine) =>
      linkHtml({ to }, htmlOfPlainLine(label), style, context, 'muted');
    const links = [link('unsubscribe', unsubscribe), ...(preferences ? [link('preferences', preferences)] : [])];
    const address = `{{ organization.name }}${
      context.address
        ? `<br />${escaped(context.address)}`
        : '{% if organization.postal_address %}<br />{{ organization.postal_address }}{% endif %}'
    }`;
    const inside =
      (text ? `<div style="margin:0 0 12px">${htmlOf(text, look)}</div>` : '') +
      `<p style="margin:0 0 12px">${address}</p><p style="margin:0">${links.join(' &nbsp;·&nbsp; ')}</p>`;
    return textMjml(inside, style, context, { size: 'small', usual: 'muted' });
  },

  raw: ({ language, source }, context) => {
    if (language === 'mjml') return source;
    const color = context.paint.text('brand', 'text', context.ground);
    const name = context.paint.classFor('inline', color);
    // MJML's own cells have a font size of 0, in which words that say none of their own would not be seen.
    const css = `font-family:${cssAttribute(context.fonts.body)};font-size:${textSizes.normal}px;line-height:${textLineHeight};color:${color.light}`;
    return mjRaw(`<tr><td${name ? ` class="${name}"` : ''} style="${css}">${source}</td></tr>`);
  },

  saved: ({ id, savedBlockId }, context) => {
    const blocks = context.savedBlocks(savedBlockId);
    if (!blocks) {
      context.report({
        severity: 'error',
        id,
        message: 'This saved block no longer exists. Remove it or choose another.',
      });
      return '';
    }
    // A saved block has no saved blocks in it.
    return blocks.flatMap((each) => (each.type === 'saved' ? [] : blockMjml(each, context))).join('');
  },
};
