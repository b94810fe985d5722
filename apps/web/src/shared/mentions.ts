/** Whether every word of `text` is in `label`, without case and accents. */
export function mentions(label: string, text: string): boolean {
  const within = folded(label);
  return folded(text)
    .split(/\s+/)
    .every((word) => within.includes(word));
}

function folded(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
}
