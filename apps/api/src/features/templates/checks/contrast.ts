import { contrast } from '@engagex/domain/documents';
import type { ShownText } from './read-html.ts';
import { type Check, problemIn, shortened } from './checked-message.ts';

/** Of large text, and of all other (WCAG 2.2, 1.4.3). */
const enough = { large: 3, usual: 4.5 } as const;
/** Fainter than the grey that many footers have on purpose. */
const hardlyReadable = 2;
/** What mail programs put behind a message that says it has a dark mode. */
const darkGround = '#121212';

/** Words that can hardly be read, in light and in dark mode, as far as colors are said where the words are. */
export const checkContrast: Check = ({ content, read, made: { liquid } }) => {
  const faint = read.texts.flatMap((text) => {
    if (!text.color || !text.background) return [];
    const reached = contrast(text.color, text.background);
    return reached < neededBy(text) ? [{ text, reached }] : [];
  });
  const worst = faint.toSorted((one, other) => one.reached - other.reached)[0];
  const found = [];
  if (worst) {
    const others = faint.length > 1 ? ` and ${faint.length - 1} more` : '';
    const { words, color, background } = worst.text;
    const isInvisible = worst.reached < 1.3;
    found.push(
      problemIn(content, {
        severity: worst.reached < hardlyReadable ? 'warning' : 'advice',
        code: isInvisible ? 'text_invisible' : 'contrast_low',
        message: isInvisible
          ? `Some text has nearly the color of its background (${color} on ${background}), as spam hides text: “${shortened(liquid.show(words), 40)}”${others}`
          : `Some text is hard to read: ${color} on ${background} has a contrast of ${worst.reached.toFixed(1)}, and text needs ${neededBy(worst.text)}: “${shortened(liquid.show(words), 40)}”${others}`,
        at: [liquid.show(words), color],
      }),
    );
  }
  if (!/\bdark\b/.test(read.colorSchemes)) return found;
  const hasDarkRules = /prefers-color-scheme\s*:\s*dark|\[data-ogs[cb]\]/i.test(read.css);
  const lost = hasDarkRules
    ? undefined
    : read.texts.find(({ color, hasBackground }) => color && !hasBackground && contrast(color, darkGround) < 3);
  if (!lost) return found;
  const message = `The message says that it supports dark mode, but this text stays dark on a dark background: “${shortened(liquid.show(lost.words), 40)}”`;
  return [...found, problemIn(content, { code: 'contrast_dark', message, at: liquid.show(lost.words) })];
};

function neededBy({ pixels, isBold }: ShownText): number {
  return pixels >= 24 || (pixels >= 18.66 && isBold) ? enough.large : enough.usual;
}
