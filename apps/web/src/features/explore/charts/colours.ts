/** Set apart by lightness and dash as well as by hue. */
const colours = ['accent', 'warning', 'good', 'info', 'danger', 'neutral'] as const;
const dashes = [undefined, '6 3', '2 3', '8 3 2 3', '1 4'] as const;

export function colourOf(index: number): string {
  return `var(--${colours[index % colours.length]}-solid)`;
}

export function dashOf(index: number): string | undefined {
  return dashes[Math.floor(index / colours.length) % dashes.length];
}
