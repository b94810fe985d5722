import { Tokenizer, TokenKind } from 'liquidjs';

/** A stretch of Liquid in a text: an output, a tag, or a whole block of `raw` or `comment`. */
export interface LiquidToken {
  readonly begin: number;
  readonly end: number;
  /** Of the tag; null for an output. */
  readonly name: string | null;
}

/** Blocks whose inside is no Liquid. */
const closedBy: ReadonlyMap<string, string> = new Map(Object.entries({ raw: 'endraw', comment: 'endcomment' }));

/** The Liquid of a text, in its order. Throws LiquidError when one of them has no end. */
export function liquidTokensOf(source: string): LiquidToken[] {
  const tokens: LiquidToken[] = [];
  let open: { begin: number; name: string; closing: string } | null = null;
  for (const token of new Tokenizer(source).readTopLevelTokens()) {
    const { kind, begin, end } = token;
    if (kind === TokenKind.HTML) continue;
    const name = 'name' in token ? String(token.name) : null;
    if (open) {
      if (name !== open.closing) continue;
      tokens.push({ begin: open.begin, end, name: open.name });
      open = null;
      continue;
    }
    const closing = closedBy.get(name ?? '');
    if (name !== null && closing) open = { begin, name, closing };
    else tokens.push({ begin, end, name });
  }
  return tokens;
}
