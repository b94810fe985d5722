/** A short hash of JSON whose properties may be in any order: the database keeps none. Not against forgery. */
export function fingerprint(value: unknown): string {
  return hashOf(canonical(value));
}

function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  const entries = Object.entries(value)
    .filter(([, each]) => each !== undefined)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, each]) => `${JSON.stringify(name)}:${canonical(each)}`);
  return `{${entries.join(',')}}`;
}

/** Two FNV-1a hashes over UTF-16 with different multipliers: 64 bits together. */
function hashOf(text: string): string {
  let one = 0x811c9dc5;
  let other = 0xc2b2ae35;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    one = Math.imul(one ^ unit, 0x01000193);
    other = Math.imul(other ^ unit, 0x85ebca6b);
  }
  return (one >>> 0).toString(16).padStart(8, '0') + ((other ^ (other >>> 13)) >>> 0).toString(16).padStart(8, '0');
}
