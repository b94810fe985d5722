import {
  type Alignment,
  type BrandKit,
  buttonCorners,
  buttonSizes,
  type Color,
  type ColorChoice,
  colorRoles,
  fontsOf,
  type Ground,
  headingSizes,
  Paint,
  textLineHeight,
  textSizes,
} from '@engagex/domain/documents';
import { createContext, type CSSProperties, use } from 'react';

/** How blocks look where they stand: the brand kit, the direction, and the ground under them. */
export interface Look {
  readonly brand: BrandKit;
  readonly paint: Paint;
  readonly fonts: { readonly headings: string; readonly body: string };
  readonly direction: 'ltr' | 'rtl';
  readonly ground: Ground;
  readonly mode: 'light' | 'dark';
  readonly isPhone: boolean;
}

export type LookOptions = Pick<Look, 'brand' | 'direction' | 'mode' | 'isPhone'>;

export function lookOf(options: LookOptions): Look {
  const paint = new Paint(options.brand);
  return { ...options, paint, fonts: fontsOf(options.brand), ground: paint.ground('brand', 'page') };
}

const LookContext = createContext<Look | null>(null);
export const LookProvider = LookContext.Provider;

export function useLook(): Look {
  const look = use(LookContext);
  if (!look) throw new Error('useLook is only for what is on the canvas.');
  return look;
}

/** The brand's colors as variables, for the marks of texts. */
export function variablesOf({ brand, paint, ground, fonts, mode }: Look): CSSProperties {
  const colors = colorRoles.map((role) => [`--mail-${role}`, brand.colors[mode][role]]);
  return {
    ...Object.fromEntries(colors),
    '--mail-link': paint.text('brand', 'primary', ground)[mode],
    '--mail-headings': fonts.headings,
  };
}

export function shade(color: Color, { mode }: Pick<Look, 'mode'>): string {
  return color[mode];
}

interface TextStyle {
  readonly color: ColorChoice;
  readonly align: Alignment;
  readonly padding: { readonly top: number; readonly bottom: number };
}

interface TextOptions {
  readonly size?: keyof typeof textSizes;
  readonly usual?: 'text' | 'muted' | 'primary';
  readonly weight?: number;
}

/** A text as `textMjml` has it. */
export function textCss(style: TextStyle, look: Look, { size = 'normal', usual = 'text', weight }: TextOptions = {}) {
  return {
    ...spaceCss(style.padding),
    color: shade(look.paint.text(style.color, usual, look.ground), look),
    textAlign: style.align,
    fontSize: textSizes[size],
    lineHeight: textLineHeight,
    fontWeight: weight,
  } satisfies CSSProperties;
}

/** A heading as `headingMjml` has it. */
export function headingCss(level: 1 | 2 | 3, style: TextStyle, look: Look) {
  const { size, onPhones, lineHeight, letterSpacing } = headingSizes[level];
  return {
    ...textCss(style, look),
    fontFamily: look.fonts.headings,
    fontSize: look.isPhone ? onPhones : size,
    fontWeight: 700,
    lineHeight,
    letterSpacing,
  } satisfies CSSProperties;
}

interface ButtonStyle {
  readonly background: ColorChoice;
  readonly color: ColorChoice;
  readonly shape: 'brand' | keyof typeof buttonCorners;
  readonly size: keyof typeof buttonSizes;
}

/** A button as `buttonMjml` has it: one of the brand's color on that color is turned around. */
export function buttonCss(style: ButtonStyle, look: Look): CSSProperties {
  const { paint, brand, ground } = look;
  const surface = paint.ground(style.background, 'primary');
  const isOnItself = style.background === 'brand' && ground.light === surface.light;
  const { light, dark } = brand.colors;
  const background = isOnItself ? { light: light.onPrimary, dark: dark.onPrimary, isFixed: false } : surface;
  const onFixed = ground.isFixed ? { ...background, dark: background.light } : background;
  const { size, padding } = buttonSizes[style.size];
  return {
    display: 'inline-block',
    background: shade(onFixed, look),
    color: shade(paint.text(style.color, isOnItself ? 'primary' : 'onPrimary', onFixed), look),
    borderRadius: buttonCorners[style.shape === 'brand' ? brand.buttonShape : style.shape],
    fontSize: size,
    fontWeight: 600,
    lineHeight: 1.25,
    padding,
  };
}

export function spaceCss({ top, bottom }: TextStyle['padding']): CSSProperties {
  return { paddingTop: top, paddingBottom: bottom };
}

/** `start` and `end` of something narrower than its column. */
export function marginCss(align: Alignment): CSSProperties {
  return {
    marginInlineStart: align === 'start' ? 0 : 'auto',
    marginInlineEnd: align === 'end' ? 0 : 'auto',
  };
}
