/**
 * How much a template may ask for. Whatever goes beyond is refused with words when it is saved, previewed or reviewed,
 * and what a person's data brings beyond ends the rendering for that person. `docs/limits.md` lists all of them.
 */
export const templateLimits = {
  /** Characters of one part's source, once compiled. */
  sourceCharacters: 2_000_000,
  /** `{{ … }}` and `{% … %}` in one part, before and after MJML is compiled. */
  tags: 5_000,
  /** Characters of one of them. */
  tagCharacters: 10_000,
  /** Blocks such as `if` and `for` inside one another. */
  nesting: 50,
  /** Elements of an MJML document. */
  mjmlElements: 3_000,
  /** Numbers in a range such as `(1..10)`. */
  rangeItems: 10_000,
  /** Work of one rendering: a character counts 1, an item of a list that a filter looks at 30, a tag or text in between 50. */
  work: 5_000_000,
  /** The same for the people looked at in a review, so that nobody else comes near the limit. */
  workAtReview: 1_000_000,
  /** Characters of one person's rendered part. */
  outputCharacters: 2_000_000,
  /** Milliseconds of one rendering: a last resort, for the limits above are reached long before. */
  renderMs: 2_000,
} as const;
