import { Parser } from 'htmlparser2';
import { everyPart, type Part, textOf } from './mime.ts';

/** What a mail says in words: its first text part, else its first HTML part. Attached messages are not part of it. */
export function plainText(root: Part): string {
  let html: Part | undefined;
  for (const part of everyPart(root)) {
    if (part.parts.length > 0) continue;
    if (part.type === 'text/html') html ??= part;
    else if (isText(part)) {
      const text = textOf(part);
      if (text.trim() !== '') return text;
    }
  }
  return html ? textOfHtml(textOf(html)) : '';
}

/** A multipart whose parts cannot be told apart is read as it is. */
function isText({ type }: Part): boolean {
  return (
    type === 'text/plain' || type === 'text' || type.startsWith('multipart/') || type === 'message/delivery-report'
  );
}

const breaks = new Set([
  'address',
  'blockquote',
  'br',
  'div',
  'dd',
  'dt',
  'h1',
  'h2',
  'h3',
  'h4',
  'hr',
  'li',
  'p',
  'pre',
  'td',
  'th',
  'tr',
  'ul',
]);
const unseen = new Set(['head', 'script', 'style', 'title']);
const maxHtml = 300_000;

function textOfHtml(html: string): string {
  let text = '';
  let hidden = 0;
  const line = (name: string) => {
    if (breaks.has(name)) text += '\n';
  };
  const parser = new Parser({
    onopentagname: (name) => {
      if (unseen.has(name)) hidden += 1;
      line(name);
    },
    ontext: (words) => {
      if (hidden === 0) text += words;
    },
    onclosetag: (name) => {
      if (unseen.has(name)) hidden -= 1;
      line(name);
    },
  });
  parser.end(html.slice(0, maxHtml));
  return text
    .replaceAll('\u00a0', ' ')
    .split('\n')
    .map((words) => words.trim())
    .filter((words, at, lines) => words !== '' || lines[at - 1] !== '')
    .join('\n');
}
