import type { Picture } from '../blocks/pictures.ts';
import { mixed, type Palette } from '../brand/palette.ts';

type Placeholder = Extract<Picture, { from: 'placeholder' }>;

const width = 1_200;

/** A drawing in the brand's colors, as the address of an SVG picture. Mail programs do not show it: it stands in for a picture. */
export function placeholderPicture({ motif, tint, ratio }: Placeholder, palette: Palette): string {
  const height = Math.round(width / ratio);
  const color = tint === 'page' || tint === 'surface' || tint === 'onPrimary' ? palette.primary : palette[tint];
  const shade = (share: number) => mixed(color, '#ffffff', share);
  const shapes = motifs[motif](width, height, shade, palette);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><rect width="${width}" height="${height}" fill="${shade(0.16)}"/>${shapes}</svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg).replaceAll(/['()]/g, (each) => `%${each.charCodeAt(0).toString(16)}`)}`;
}

/** Whether an address is that of such a drawing. */
export function isPlaceholderPicture(address: string): boolean {
  return address.startsWith(
    `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}"`)}`,
  );
}

type Draw = (w: number, h: number, shade: (share: number) => string, palette: Palette) => string;

const circle = (x: number, y: number, r: number, fill: string) =>
  `<circle cx="${Math.round(x)}" cy="${Math.round(y)}" r="${Math.round(r)}" fill="${fill}"/>`;
const box = (x: number, y: number, w: number, h: number, r: number, fill: string) =>
  `<rect x="${Math.round(x)}" y="${Math.round(y)}" width="${Math.round(w)}" height="${Math.round(h)}" rx="${Math.round(r)}" fill="${fill}"/>`;
const path = (d: string, fill: string) => `<path d="${d}" fill="${fill}"/>`;

const motifs: Readonly<Record<Placeholder['motif'], Draw>> = {
  hills: (w, h, shade, { accent }) =>
    circle(w * 0.74, h * 0.32, h * 0.16, mixed(accent, '#ffffff', 0.75)) +
    path(
      `M0 ${h * 0.62}C${w * 0.2} ${h * 0.4} ${w * 0.38} ${h * 0.46} ${w * 0.56} ${h * 0.6}S${w * 0.86} ${h * 0.7} ${w} ${h * 0.5}V${h}H0Z`,
      shade(0.38),
    ) +
    path(
      `M0 ${h * 0.78}C${w * 0.24} ${h * 0.62} ${w * 0.42} ${h * 0.86} ${w * 0.64} ${h * 0.76}S${w * 0.9} ${h * 0.62} ${w} ${h * 0.7}V${h}H0Z`,
      shade(0.62),
    ) +
    path(`M0 ${h * 0.92}C${w * 0.3} ${h * 0.82} ${w * 0.6} ${h * 0.98} ${w} ${h * 0.86}V${h}H0Z`, shade(0.88)),
  product: (w, h, shade, { accent }) => {
    const s = Math.min(w, h);
    const [x, y] = [w / 2, h / 2];
    return (
      circle(x, y, s * 0.38, shade(0.3)) +
      `<ellipse cx="${x}" cy="${Math.round(y + s * 0.3)}" rx="${Math.round(s * 0.24)}" ry="${Math.round(s * 0.03)}" fill="${shade(0.5)}"/>` +
      box(x - s * 0.13, y - s * 0.14, s * 0.26, s * 0.44, s * 0.04, shade(0.9)) +
      box(x - s * 0.06, y - s * 0.26, s * 0.12, s * 0.13, s * 0.02, shade(0.7)) +
      box(x - s * 0.13, y + s * 0.02, s * 0.26, s * 0.14, 0, mixed(accent, '#ffffff', 0.6))
    );
  },
  portrait: (w, h, shade, { accent }) => {
    const s = Math.min(w, h);
    return (
      circle(w * 0.5, h * 0.46, s * 0.4, mixed(accent, '#ffffff', 0.35)) +
      path(
        `M${w / 2 - s * 0.34} ${h}C${w / 2 - s * 0.34} ${h - s * 0.34} ${w / 2 + s * 0.34} ${h - s * 0.34} ${w / 2 + s * 0.34} ${h}Z`,
        shade(0.85),
      ) +
      circle(w * 0.5, h - s * 0.52, s * 0.17, shade(0.55))
    );
  },
  table: (w, h, shade, { accent }) =>
    box(w * 0.1, h * 0.64, w * 0.8, h * 0.05, 8, shade(0.85)) +
    box(w * 0.16, h * 0.69, w * 0.03, h * 0.31, 0, shade(0.7)) +
    box(w * 0.81, h * 0.69, w * 0.03, h * 0.31, 0, shade(0.7)) +
    box(w * 0.22, h * 0.42, w * 0.09, h * 0.22, 14, shade(0.55)) +
    path(
      `M${w * 0.46} ${h * 0.64}C${w * 0.42} ${h * 0.5} ${w * 0.47} ${h * 0.46} ${w * 0.5} ${h * 0.4}C${w * 0.53} ${h * 0.46} ${w * 0.58} ${h * 0.5} ${w * 0.54} ${h * 0.64}Z`,
      mixed(accent, '#ffffff', 0.8),
    ) +
    circle(w * 0.72, h * 0.57, h * 0.07, shade(0.7)) +
    circle(w * 0.63, h * 0.6, h * 0.04, shade(0.45)) +
    circle(w * 0.84, h * 0.2, h * 0.12, mixed(accent, '#ffffff', 0.5)),
  confetti: (w, h, shade, { accent }) => {
    const fills = [shade(0.85), mixed(accent, '#ffffff', 0.8), shade(0.45), mixed(accent, '#ffffff', 0.45)];
    return Array.from({ length: 34 }, (_, at) => {
      // A sequence that fills a plane evenly.
      const [x, y] = [(at * 0.754_877_666) % 1, (at * 0.569_840_291) % 1];
      const fill = fills[at % fills.length] ?? shade(0.5);
      const size = 14 + ((at * 7) % 5) * 7;
      if (at % 3 === 0) return circle(x * w, y * h, size * 0.7, fill);
      return `<g transform="rotate(${(at * 47) % 180} ${Math.round(x * w)} ${Math.round(y * h)})">${box(x * w, y * h, size * 2.4, size * 0.8, 6, fill)}</g>`;
    }).join('');
  },
  chart: (w, h, shade, { accent }) =>
    box(w * 0.1, h * 0.12, w * 0.8, h * 0.76, 28, '#ffffff') +
    [0.3, 0.46, 0.38, 0.6, 0.5, 0.72]
      .map((share, at) => {
        const height = h * 0.76 * 0.8 * share;
        const fill = at === 5 ? mixed(accent, '#ffffff', 0.85) : shade(0.35 + at * 0.1);
        return box(w * (0.17 + at * 0.115), h * 0.8 - height, w * 0.07, height, 10, fill);
      })
      .join(''),
  screen: (w, h, shade) => {
    const s = Math.min(w, h);
    return (
      box(w * 0.08, h * 0.1, w * 0.84, h * 0.8, 28, shade(0.85)) +
      circle(w / 2, h / 2, s * 0.16, '#ffffff') +
      path(
        `M${w / 2 - s * 0.05} ${h / 2 - s * 0.08}L${w / 2 + s * 0.09} ${h / 2}L${w / 2 - s * 0.05} ${h / 2 + s * 0.08}Z`,
        shade(1),
      )
    );
  },
};
