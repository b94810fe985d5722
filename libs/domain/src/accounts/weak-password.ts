const shortestWord = 4;
/** As they stand on keyboards, in the alphabet and among the digits, forwards and backwards. */
const runs = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'qwertzuiop',
  'zyxwvutsrqponmlkjihgfedcba',
  '09876543210',
  'poiuytrewq',
  'lkjhgfdsa',
  'mnbvcxz',
  'poiuztrewq',
];

/**
 * Why a new password is easy to guess: one character or a short piece over and over, a run of the keyboard, or what
 * everybody can look up about the person (NIST SP 800-63B, 5.1.1.2). Null when nothing of that holds; whether many
 * others have it needs a list.
 */
export function weaknessOfPassword(password: string, known: readonly (string | null)[]): string | null {
  const text = password.toLowerCase();
  if (/^(.{1,4})\1+$/su.test(text)) return 'This repeats itself and is easy to guess. Use a few words in a row.';
  if (isRun(text)) return 'This is a run of keys on the keyboard and easy to guess. Use a few words in a row.';
  const rest = wordsOf(known).reduce((left, word) => left.replaceAll(word, ''), text);
  if (rest !== text && lettersIn(rest) < 3)
    return 'This is your name, address or organization and easy to guess. Use a few words in a row.';
  return null;
}

function isRun(text: string): boolean {
  return runs.some((run) => run.repeat(2).includes(text));
}

/** Longest first, so that an address goes before its parts. */
function wordsOf(known: readonly (string | null)[]): string[] {
  const words = known.flatMap((each) => {
    const text = (each ?? '').toLowerCase().trim();
    return [text, text.replaceAll(/\s+/g, ''), ...text.split(/[\s@._+-]+/)];
  });
  return [...new Set(words)].filter((word) => word.length >= shortestWord).toSorted((a, b) => b.length - a.length);
}

function lettersIn(text: string): number {
  return text.replaceAll(/[^\p{L}]/gu, '').length;
}
