import { type Context, evalTokenValue, Expression, Token, Tokenizer, TokenKind } from 'liquidjs';

/**
 * Two places of the library that no option reaches: it makes any range into a list, one between numbers too large to
 * count for ever, and it counts lines from the top for each variable it finds.
 */

type CheckRange = (low: number, high: number, context: Context) => void;

const readRange = Tokenizer.prototype.readGroupOrRange;

/** Has `check` look at every range before it becomes a list: in tags, filters and expressions that filters are given. */
export function onRange(check: CheckRange): void {
  Tokenizer.prototype.readGroupOrRange = function readChecked(this: Tokenizer) {
    const token = readRange.call(this);
    if (!token || !('rhs' in token)) return token;
    const { input, begin, end, file, lhs, rhs } = token;
    const checked = Object.assign(new CheckedToken(TokenKind.FilteredValue, input, begin, end, file), {
      initial: new RangeEnd(lhs, rhs, check),
      filters: [],
    });
    return Object.assign(token, { rhs: checked });
  };
}

class CheckedToken extends Token {}

/** The end of a range, which is looked at together with its beginning. */
class RangeEnd extends Expression {
  readonly #low: Token;
  readonly #high: Token;
  readonly #check: CheckRange;

  constructor(low: Token, high: Token, check: CheckRange) {
    super([high][Symbol.iterator]());
    this.#low = low;
    this.#high = high;
    this.#check = check;
  }

  override *evaluate(context: Context): Generator<unknown, unknown, unknown> {
    const low = Number(yield evalTokenValue(this.#low, context));
    const high = Number(yield evalTokenValue(this.#high, context));
    this.#check(low, high, context);
    return high;
  }
}

/** Keeps the lines of the text that was asked about last. */
export function countLinesOnce(): void {
  let text: string | null = null;
  let starts: readonly number[] = [];
  Token.prototype.getPosition = function position(this: Token) {
    if (this.input !== text) {
      text = this.input;
      starts = [0, ...Array.from(text.matchAll(/\n/g), ({ index }) => index + 1)];
    }
    const line = lineAt(starts, this.begin);
    return [line + 1, this.begin - (starts[line] ?? 0) + 1];
  };
}

/** The position of the last line that starts at or before `at`. */
function lineAt(starts: readonly number[], at: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}
