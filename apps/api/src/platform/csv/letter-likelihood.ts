/** How likely a text is in a language, in nats; only characters beyond ASCII count, for the others are read alike everywhere. */
export type Likelihood = (text: string) => number;

interface Alphabet {
  /** Small letters beyond ASCII, the frequent ones first. */
  readonly alphabet: string;
  readonly script: 'Latin' | 'Cyrillic' | 'Greek' | 'Hebrew' | 'Arabic' | 'Thai';
  /** The likelihood of the first, and how much less each further one has. */
  readonly start: number;
  readonly step: number;
}

const unlikely = {
  lost: -10, // U+FFFD, control characters
  inWord: -8, // a sign beside a letter
  sign: -6,
  foreignLetter: -7,
  mixedScripts: -7,
  capitalInWord: -4,
  smallBeginning: -1, // names begin with a capital
  allCapitals: -1.5,
  noVowel: -2,
  noAccent: -2, // words of Greek have one
  neighbours: -1.5,
} as const;

/** Signs that stand between words, and how likely they are. */
const usualSigns: Readonly<Record<string, number>> = Object.fromEntries(
  Array.from('’‘“”„–—…€«»°§·\u00a0№´', (sign) => [sign, -3.5]),
);

/** Texts of a language that is written with letters. */
export function letters({ alphabet, script, start, step }: Alphabet): Likelihood {
  const own = new Map(Array.from(alphabet, (letter, rank) => [letter, start + step * rank]));
  const isScript = new RegExp(`^[\\p{Script=${script}}\\p{M}]$`, 'u');
  return (text) => {
    let score = 0;
    for (const [word] of text.matchAll(/[\p{L}\p{M}]+/gu)) score += ofWord(word);
    for (const [sign] of text.matchAll(/[^\p{L}\p{M}\p{ASCII}]/gu)) score += usualSigns[sign] ?? unlikely.sign;
    return score + shared(text);
  };

  function ofWord(word: string): number {
    let score = 0;
    let previous = '';
    for (const letter of word) {
      if (letter > '\u007f') {
        score +=
          own.get(letter.toLowerCase()) ?? own.get(letter) ?? (isScript.test(letter) ? unlikely.foreignLetter : -12);
        if (script === 'Latin' && previous > '\u007f') score += unlikely.neighbours;
        if (previous !== '' && isCapital(letter) && !isShouted(word)) score += unlikely.capitalInWord;
      }
      if (script !== 'Latin' && previous !== '' && letter > '\u007f' !== previous > '\u007f')
        score += unlikely.mixedScripts;
      previous = letter;
    }
    const [first = ''] = word;
    if (first > '\u007f' && first !== first.toUpperCase()) score += unlikely.smallBeginning;
    if (script === 'Greek' && word.length > 2 && !isShouted(word) && !/[άέήίόύώΆΈΉΊΌΎΏΐΰ]/.test(word))
      score += unlikely.noAccent;
    if (script !== 'Latin' && isShouted(word) && word.length > 1 && first !== first.toLowerCase())
      score += unlikely.allCapitals;
    if (score < 0 && (script === 'Latin' || script === 'Cyrillic') && word.length > 2 && !hasVowel(word))
      score += unlikely.noVowel;
    return score;
  }
}

/** Texts of a language with thousands of characters: those of names, and the blocks that the others are in. */
export function ideographs({
  common,
  commonShare,
  blocks,
}: {
  readonly common: string;
  /** The likelihood of each common one. */
  readonly commonShare: number;
  readonly blocks: readonly (readonly [RegExp, number])[];
}): Likelihood {
  const names = new Set(Array.from(common).filter((character) => character.trim() !== ''));
  return (text) => {
    let score = 0;
    let previous = '';
    for (const character of text) {
      if (character > '\u007f') {
        const isWide = /[\p{L}ー々]/u.test(character);
        const block = blocks.find(([pattern]) => pattern.test(character))?.[1];
        score += names.has(character) ? commonShare : (block ?? (wideSigns.has(character) ? -6 : -13));
        if (isWide && /[a-z]/i.test(previous)) score += unlikely.mixedScripts;
      } else if (/[a-z]/i.test(character) && previous > '\u007f' && /\p{L}/u.test(previous))
        score += unlikely.mixedScripts;
      previous = character;
    }
    return score + shared(text, false);
  };
}

const wideSigns = new Set('\u3000、。・「」（）【】－ー～！？：；，．　');

/** What no language has: characters that were lost, signs within words. */
function shared(text: string, hasSigns = true): number {
  let score = 0;
  for (const _ of text.matchAll(/[\ufffd\u0080-\u009f\ue000-\uf8ff]/gu)) score += unlikely.lost;
  if (hasSigns)
    for (const [pair] of text.matchAll(
      /\p{L}(?=[^\p{L}\p{M}\p{N}\p{ASCII}’´·\u00ad])|[^\p{L}\p{M}\p{N}\p{ASCII}„“«‘’°§№\u00a0](?=\p{L})/gu,
    ))
      score += pair ? unlikely.inWord : 0;
  return score;
}

function isCapital(letter: string): boolean {
  return letter !== letter.toLowerCase();
}

function isShouted(word: string): boolean {
  return word === word.toUpperCase();
}

function hasVowel(word: string): boolean {
  return /[aeiouyæœøåıаеиоуыэюяіє]/i.test(word.normalize('NFD'));
}
