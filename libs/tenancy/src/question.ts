import type { Rows, Statement } from './pipeline.ts';

/** A statement, and what its rows say: questions that do not depend on each other can be asked in one message. */
export interface Question<Answer> {
  readonly statement: Statement;
  answerIn(rows: Rows): Answer;
}

export type AnswersTo<Questions extends readonly Question<unknown>[]> = {
  -readonly [Place in keyof Questions]: Questions[Place] extends Question<infer Answer> ? Answer : never;
};

/** A statement of fixed text, planned once per connection, and its rows as they are. The caller names their columns. */
export function rowsOf<Row>(text: string, values: readonly unknown[]): Question<Row[]> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the caller names the columns it asked for
  return { statement: { text, values, isKept: true }, answerIn: (rows) => rows as unknown as Row[] };
}
