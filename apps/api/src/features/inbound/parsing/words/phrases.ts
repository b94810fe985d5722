/** Lists of what mails say, a bar or a line between each: many are short, and read better side by side. */
export function phrases(text: string): readonly string[] {
  return text
    .split(/[|\n]/)
    .map((phrase) => phrase.trim())
    .filter(Boolean);
}
