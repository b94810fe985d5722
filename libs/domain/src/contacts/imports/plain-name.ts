/** Without case, accents and punctuation: `Prénom ` and `PRENOM` are one name. */
export function plainName(text: string): string {
  return text
    .replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2') // doNotContact
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[łøđßæœ]/g, (letter) => unaccented[letter] ?? letter)
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

const unaccented: Readonly<Record<string, string>> = { ł: 'l', ø: 'o', đ: 'd', ß: 'ss', æ: 'ae', œ: 'oe' };

/** What spreadsheets, databases and people write for "there is nothing". Names are not among them: some people are called Null. */
const placeholders = new Set(
  `n/a n.a. n.a #n/a #na #value! #ref! #name? #div/0! #null! #num! null (null) nil undefined nan (empty) (blank) (none) \\n none
  - -- --- – — . .. ... ? ?? k.a. k.a k/a na entf. n.v. n.v n/b s/o s/d nd n.d. n.d b/d brak - . * x.x unknown unbekannt inconnu
  desconocido sconosciuto desconhecido onbekend nieznany okänd ukendt keine keiner`
    .trim()
    .split(/\s+/),
);
const placeholdersOfNames = new Set(
  '#N/A #n/a N/A n/a #VALUE! #REF! #NAME? NULL (null) undefined NaN (blank) (empty) \\N - -- --- – — . ?'.split(' '),
);

/** Whether a cell that should be a number, a date, a phone number and the like says that there is none. */
export function isPlaceholder(cell: string): boolean {
  return cell.length <= 12 && placeholders.has(cell.toLowerCase());
}

/** The same of a name or another free text, in which `none` or `unknown` may be meant. */
export function isPlaceholderOfText(cell: string): boolean {
  return cell.length <= 9 && placeholdersOfNames.has(cell);
}

const meantAsText = /^'+(?!')/;

/** A free text for a cell: one that would stand for no value gets an apostrophe in front, which `textIn` takes away again. */
export function cellOfText(text: string): string {
  return isPlaceholderOfText(text.replace(meantAsText, '')) ? `'${text}` : text;
}

/** The free text of a cell that `cellOfText` wrote, or somebody's spreadsheet; null when it stands for no value. */
export function textIn(cell: string): string | null {
  if (isPlaceholderOfText(cell)) return null;
  return isPlaceholderOfText(cell.replace(meantAsText, '')) ? cell.slice(1) : cell;
}
