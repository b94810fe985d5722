import type { TemplateProblem } from '@engagex/domain/templates';
import { type Check, problemIn } from './checked-message.ts';

/** Elements that mail programs drop with what is in them. */
const dropped: Readonly<Record<string, string>> = {
  video: 'Most mail apps do not play videos. Show a picture that links to it.',
  audio: 'Mail apps do not play audio. Link to it instead.',
  svg: 'Gmail and Outlook do not show SVG drawings. Use a PNG image.',
  canvas: 'Mail apps do not draw on a canvas. Use an image.',
};

/** CSS that Outlook on Windows or Gmail leaves out, so that the message falls apart. */
const unsupported: readonly (readonly [RegExp, string])[] = [
  [/display\s*:\s*(?:inline-)?flex/i, 'display: flex'],
  [/display\s*:\s*(?:inline-)?grid/i, 'display: grid'],
  [/position\s*:\s*(?:absolute|fixed|sticky)/i, 'position: absolute'],
  [/var\(\s*--/i, 'CSS variables'],
  [/(?:margin|padding)[^:;]*:[^;]*calc\(|width\s*:\s*calc\(/i, 'calc()'],
];

/** What one mail program or another does not show. */
export const checkMailPrograms: Check = ({ content, read, made: { liquid } }) => {
  const found: TemplateProblem[] = [];
  const say = (problem: Parameters<typeof problemIn>[1]) => void found.push(problemIn(content, problem));
  const [behind] = read.backgrounds;
  if (behind && !read.hasVml)
    say({
      code: 'background_image',
      message:
        'Outlook on Windows does not show background images without VML. Choose a background color in which the text can be read, too.',
      at: liquid.show(behind),
    });
  for (const [element, message] of Object.entries(dropped))
    if (read.elements.has(element)) say({ code: 'element_unsupported', message, at: `<${element}` });
  const inline = read.inlineStyles.join(';');
  const names = unsupported.filter(([css]) => css.test(inline)).map(([, name]) => name);
  if (names.length > 0)
    say({
      code: 'css_unsupported',
      message: `Outlook on Windows does not support ${names.join(', ')}. Lay it out with tables.`,
    });
  const sheet = read.externalStyles.find((href) => !/fonts\.|font/i.test(href));
  if (sheet !== undefined)
    say({
      code: 'css_external',
      message: 'Mail apps do not load style sheets. Put the styles into the message.',
      at: liquid.show(sheet),
    });
  return found;
};
