import { templateLimits } from './limits.ts';

interface SizeProblem {
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

const opens = new Set(['if', 'unless', 'case', 'for', 'tablerow', 'capture', 'block', 'liquid']);

/** Whether there is more Liquid in a text, or deeper, than is read at all, and from where on. Looks at each character once. */
export function problemWithSize(source: string): SizeProblem | null {
  const { sourceCharacters, tags, tagCharacters, nesting } = templateLimits;
  if (source.length > sourceCharacters)
    return problemAt(
      source,
      sourceCharacters,
      `This is longer than the limit of ${inWords(sourceCharacters)} characters.`,
    );
  let count = 0;
  let depth = 0;
  for (const found of source.matchAll(/\{(?:\{|%-?\s{0,20}(\w{0,20}))/g)) {
    const [, name = ''] = found;
    count += 1;
    if (name.startsWith('end')) depth -= 1;
    else if (opens.has(name)) depth += 1;
    if (count > tags)
      return problemAt(source, found.index, `There are more Liquid tags than the limit of ${inWords(tags)}.`);
    if (depth > nesting)
      return problemAt(source, found.index, `Liquid blocks are nested deeper than the limit of ${nesting}.`);
  }
  const long = longTag(source, tagCharacters);
  return long === null
    ? null
    : problemAt(source, long, `A Liquid tag is longer than the limit of ${inWords(tagCharacters)} characters.`);
}

/** Where a tag begins that does not end within so many characters. */
function longTag(source: string, limit: number): number | null {
  const begin = /\{[{%]/g;
  const end = /[}%]\}/g;
  for (let found = begin.exec(source); found; found = begin.exec(source)) {
    end.lastIndex = found.index + 2;
    const at = end.exec(source)?.index;
    if (at === undefined) return null; // never closed, which the parser says
    if (at - found.index > limit) return found.index;
    begin.lastIndex = at;
  }
  return null;
}

function problemAt(source: string, index: number, message: string): SizeProblem {
  const before = source.slice(0, index);
  return { message, line: before.split('\n').length, column: index - before.lastIndexOf('\n') };
}

function inWords(number: number): string {
  return number.toLocaleString('en');
}
