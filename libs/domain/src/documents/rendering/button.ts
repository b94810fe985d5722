import type { BlockOf } from '../blocks/block.ts';
import type { Link } from '../link.ts';
import type { PlainLine } from '../rich-text/rich-text.ts';
import { hrefAttribute, htmlOfPlainLine } from '../rich-text/rich-text-html.ts';
import type { Alignment } from '../style.ts';
import { cssAttribute, mj, paddingOf, type RenderingContext, sideOf } from './context.ts';
import { buttonCorners, buttonSizes } from './type-scale.ts';

interface ButtonStyle {
  readonly background: BlockOf<'button'>['style']['background'];
  readonly color: BlockOf<'button'>['style']['color'];
  readonly shape: BlockOf<'button'>['style']['shape'];
  readonly size: keyof typeof buttonSizes;
  readonly align: Alignment;
  readonly width: 'label' | 'column';
  readonly padding: { readonly top: number; readonly bottom: number };
}

/** A button as MJML; the brand says how it looks where its style does not. */
export function buttonMjml(
  { label, link }: { readonly label: PlainLine; readonly link: Link },
  style: ButtonStyle,
  { paint, brand, direction, ground, fonts }: RenderingContext,
): string {
  const surface = paint.ground(style.background, 'primary');
  const isOnItself = style.background === 'brand' && ground.light === surface.light;
  // A button of the brand's color on the brand's color is turned around, or nobody would see it.
  const background = isOnItself
    ? { light: brand.colors.light.onPrimary, dark: brand.colors.dark.onPrimary, isFixed: false }
    : surface;
  const onFixed = ground.isFixed ? { ...background, dark: background.light } : background;
  const color = paint.text(style.color, isOnItself ? 'primary' : 'onPrimary', onFixed);
  const { size, padding } = buttonSizes[style.size];
  return mj(
    'button',
    {
      href: hrefAttribute(link),
      align: sideOf(style.align, direction),
      width: style.width === 'column' ? '100%' : undefined,
      padding: paddingOf(style.padding),
      'background-color': onFixed.light,
      color: color.light,
      'css-class': paint.classForButton(onFixed, color),
      'border-radius': `${buttonCorners[style.shape === 'brand' ? brand.buttonShape : style.shape]}px`,
      'font-family': cssAttribute(fonts.body),
      'font-size': `${size}px`,
      'font-weight': 600,
      'line-height': '1.25',
      'inner-padding': padding,
    },
    htmlOfPlainLine(label),
  );
}
