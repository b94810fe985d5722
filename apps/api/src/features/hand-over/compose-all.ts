import { setImmediate } from 'node:timers/promises';
import type { OutgoingMessage } from '../../ports/mail.ts';
import type { Outcome } from './outcome.ts';

/** Messages written before others of this process have a turn. */
const composedAtOnce = 25;

/** Makes the message of a row; throws when it cannot be made, with words for whoever looks why. */
export type Compose<Row> = (row: Row) => OutgoingMessage | Promise<OutgoingMessage>;

interface Composed {
  readonly messages: readonly OutgoingMessage[];
  /** What became of the others. */
  readonly failures: readonly Outcome[];
}

/**
 * A few at a time: meanwhile a transaction may be waiting to be told to commit, with rows locked that others wait for,
 * and a mail server to be answered.
 */
export async function composeAll<Row extends { readonly id: string }>(
  rows: readonly Row[],
  compose: Compose<Row>,
): Promise<Composed> {
  const messages: OutgoingMessage[] = [];
  const failures: Outcome[] = [];
  for (const [index, row] of rows.entries()) {
    if (index % composedAtOnce === composedAtOnce - 1) await setImmediate();
    try {
      messages.push(await composeWithPatience(row, compose));
    } catch (error) {
      const response = error instanceof Error ? error.message : String(error);
      failures.push({ id: row.id, state: 'failed', reason: 'content', response, counted: 0, nextAttemptAt: null });
    }
  }
  return { messages, failures };
}

/** Templates have a time limit, and a process that was frozen meanwhile used it up for nothing: so what fails is tried twice. */
async function composeWithPatience<Row>(row: Row, compose: Compose<Row>): Promise<OutgoingMessage> {
  try {
    return await compose(row);
  } catch {
    return compose(row);
  }
}
