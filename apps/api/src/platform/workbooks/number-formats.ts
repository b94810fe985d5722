import { readAllXml } from './read-xml.ts';

/** What a number in a cell stands for, by how it is shown: an amount, a moment, how long something took, or digits with zeros in front. */
export type NumberMeaning = 'number' | 'date' | 'time' | 'datetime' | 'duration' | { readonly digits: number };

/** Formats that every workbook has without naming them (ECMA-376, 18.8.30, with those of East Asia). */
function builtIn(id: number): NumberMeaning {
  if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || id === 36 || (id >= 50 && id <= 58)) return 'date';
  if (id === 46) return 'duration';
  if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || (id >= 45 && id <= 47)) return 'time';
  return id === 22 ? 'datetime' : 'number';
}

/** What a format code such as `[$-407]d. mmmm yyyy;@` makes of a number; only what it says of positive ones counts. */
export function meaningOfFormat(code: string): NumberMeaning {
  const plain = code
    .slice(0, 255) // more than Excel takes
    .replaceAll(/"[^"]*"|[\\_*]./g, '')
    .split(';')[0]!
    .toLowerCase()
    .replaceAll(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/g, '')
    .replaceAll(/am\/pm|a\/p|general/g, '');
  if (/^0{2,15}$/.test(plain)) return { digits: plain.length };
  if (plain.includes('[')) return 'duration';
  const hasTime = /[hs]/.test(plain);
  const hasDate = /[yd]/.test(plain) || (!hasTime && plain.includes('m')); // m is a month, or a minute beside an hour
  if (hasDate) return hasTime ? 'datetime' : 'date';
  return hasTime ? 'time' : 'number';
}

/** The meaning of a number by the style of its cell, which is an index into the answer. */
export async function readNumberFormats(part: AsyncIterable<Buffer>): Promise<readonly NumberMeaning[]> {
  const codes = new Map<number, NumberMeaning>();
  const styles: NumberMeaning[] = [];
  let isInside = false;
  await readAllXml(part, {
    open(name, { numFmtId, formatCode }) {
      if (name === 'cellXfs') isInside = true;
      if (name === 'numFmt' && formatCode !== undefined) codes.set(Number(numFmtId), meaningOfFormat(formatCode));
      if (name === 'xf' && isInside) styles.push(codes.get(Number(numFmtId)) ?? builtIn(Number(numFmtId)));
    },
    close(name) {
      if (name === 'cellXfs') isInside = false;
    },
  });
  return styles;
}
