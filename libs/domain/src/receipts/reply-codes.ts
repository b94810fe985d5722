const maxWords = 2_000;

/** Enhanced status code (RFC 3463) in a server's words, such as `5.1.1`; no part of a longer number. */
export function statusOf(words: string): string | null {
  return /(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.]*\d)/.exec(words.slice(0, maxWords))?.[1] ?? null;
}

/** Reply code (RFC 5321) in a server's words: at their beginning or after a sign that sets it apart. */
export function replyCodeOf(words: string): number | null {
  const found = /(?:^|[\s:;>[(="'#-])([45]\d\d)(?=[\s\-:;,.)\]'"]|$)(?!\.\d)/.exec(words.slice(0, maxWords))?.[1];
  return found ? Number(found) : null;
}
