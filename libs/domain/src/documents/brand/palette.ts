/** What a brand's colors are for. */
export const colorRoles = [
  'page', // around the message
  'surface', // behind the text
  'soft', // panels that stand out a little
  'text',
  'muted', // text that matters less
  'primary', // buttons and links
  'onPrimary', // text on primary
  'accent', // a second color for panels and small labels
  'border',
] as const;
export type ColorRole = (typeof colorRoles)[number];

/** A color for each role: `#rrggbb`. */
export type Palette = Readonly<Record<ColorRole, string>>;

/** Contrast of two colors from 1 to 21 (WCAG 2.2, 1.4.3); text needs 4.5. */
export function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** The first of the colors that can be read on a background, or else the most legible of them. */
export function legible(background: string, colors: readonly [string, ...string[]]): string {
  const enough = colors.find((color) => contrast(color, background) >= 4.5);
  return (
    enough ?? colors.reduce((best, color) => (contrast(color, background) > contrast(best, background) ? color : best))
  );
}

/** A mixture of two colors; `share` of the first, from 0 to 1. */
export function mixed(one: string, other: string, share: number): string {
  const [first, second] = [channelsOf(one), channelsOf(other)];
  return hexOf(first.map((value, at) => value * share + (second[at] ?? 0) * (1 - share)));
}

/**
 * Palettes for light and dark made of one color. Neutral colors carry a trace of it; in dark mode it is made lighter
 * until it can be read.
 */
export function palettesFrom(
  primary: string,
  accent: string = mixed(primary, '#ffffff', 0.35),
): { light: Palette; dark: Palette } {
  return { light: lightFrom(primary, accent), dark: darkFrom(primary, accent) };
}

function lightFrom(color: string, accent: string): Palette {
  const page = mixed(color, '#f3f3f1', 0.04);
  const soft = mixed(color, '#ffffff', 0.07);
  const grounds = [page, soft, '#ffffff'];
  const primary = untilLegible(color, grounds, '#000000');
  return {
    page,
    surface: '#ffffff',
    soft,
    text: mixed(color, '#16181d', 0.08),
    muted: untilLegible(mixed(color, '#5b616b', 0.06), grounds, '#000000'),
    primary,
    onPrimary: legible(primary, ['#ffffff', '#111318']),
    accent,
    border: mixed(color, '#e4e4e1', 0.06),
  };
}

function darkFrom(color: string, accent: string): Palette {
  const page = mixed(color, '#0f1114', 0.03);
  const surface = mixed(color, '#191b20', 0.05);
  const soft = mixed(color, '#23262d', 0.1);
  const grounds = [page, surface, soft];
  const primary = untilLegible(color, grounds, '#ffffff');
  return {
    page,
    surface,
    soft,
    text: '#eceef1',
    muted: untilLegible('#a3a9b4', grounds, '#ffffff'),
    primary,
    onPrimary: legible(primary, ['#111318', '#ffffff']),
    accent: mixed(accent, '#191b20', 0.55),
    border: mixed(color, '#343840', 0.08),
  };
}

/** A color moved towards another in small steps, until it can be read on all backgrounds. */
function untilLegible(color: string, backgrounds: readonly string[], towards: string): string {
  for (let share = 1; share > 0; share -= 0.05) {
    const candidate = mixed(color, towards, share);
    if (backgrounds.every((background) => contrast(candidate, background) >= 4.6)) return candidate;
  }
  return towards;
}

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = channelsOf(color).map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function channelsOf(color: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
}

function hexOf(channels: readonly number[]): string {
  return `#${channels.map((value) => Math.round(value).toString(16).padStart(2, '0')).join('')}`;
}
