/** What may leave the process of an error: where it happened and what kind it is, never what it was about. */

export interface Frame {
  readonly function: string;
  /** From the folder of the product on; of the web application, its path. */
  readonly filename: string;
  readonly lineno: number;
  readonly colno: number;
}

/** A code where there is one, such as PostgreSQL's, and the name of the class. */
export function kindOf(error: unknown): string {
  return [typeOf(error), codeOf(error)].filter(Boolean).join(' ');
}

export function typeOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  return error.constructor.name.slice(0, 60) || 'Error';
}

/** Codes are words of programs; anything else is not taken for one. */
export function codeOf(error: unknown): string | null {
  if (!error || typeof error !== 'object' || !('code' in error)) return null;
  return typeof error.code === 'string' && /^[\w.-]{1,60}$/.test(error.code) ? error.code : null;
}

const frameLine = /^\s+at (?:async )?(?:(.+?) \()?(?:file:\/\/)?([^\s()]+):(\d+):(\d+)\)?$/;
const mostFrames = 30;

/** The innermost first. The message, which the stack begins with, is not in it. */
export function framesOf(error: unknown): readonly Frame[] {
  if (!(error instanceof Error) || !error.stack) return [];
  return error.stack
    .split('\n')
    .flatMap((line): Frame[] => {
      const [, called = '', file = '', row = '', column = ''] = frameLine.exec(line) ?? [];
      if (file === '') return [];
      const filename = file.replace(/^.*?\/(?=(?:apps|libs|node_modules|migrations|tools)\/)/, '');
      return [{ function: wordsOnly(called), filename, lineno: Number(row), colno: Number(column) }];
    })
    .slice(0, mostFrames);
}

function wordsOnly(name: string): string {
  return name.replaceAll(/[^\w.$<>#[\] ]/g, '').slice(0, 100);
}

/** SQLSTATE classes whose messages name only objects and states of the database, never values. */
const withoutValues = /^(?:08|40|42|53|55|57|58|XX)/;

/**
 * The message for the log. Texts in quotes may be somebody's input, such as a value that PostgreSQL refused or the
 * beginning of a body that is no JSON; addresses may be anywhere.
 */
export function messageForLog(error: Error): string {
  const code = codeOf(error);
  const isSafe = code !== null && /^[0-9A-Z]{5}$/.test(code) && withoutValues.test(code);
  const message = isSafe ? error.message : error.message.replaceAll(/(["“'`])(?:(?!["”'`]).)*["”'`]?/g, '$1…');
  return message.replaceAll(/[^\s<>"(),:;]+@[^\s<>"(),:;]+/g, '[address]').slice(0, 500);
}

/** For the logger: what helps to find the cause. Parameters of queries, and whatever else an error carries, stay out. */
export function errorForLog(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const stack = framesOf(error).map(({ function: called, filename, lineno }) => `${called} (${filename}:${lineno})`);
  return {
    type: typeOf(error),
    ...(codeOf(error) ? { code: codeOf(error) } : {}),
    message: messageForLog(error),
    ...namesIn(error),
    stack,
    ...(error.cause === undefined ? {} : { cause: errorForLog(error.cause) }),
  };
}

/** Names of the database's own things, in PostgreSQL's errors. */
function namesIn(error: Error): Record<string, string> {
  const said = new Map<string, unknown>(Object.entries(error));
  return Object.fromEntries(
    ['table', 'column', 'constraint', 'routine'].flatMap((name) => {
      const value = said.get(name);
      return typeof value === 'string' && /^\w{1,63}$/.test(value) ? [[name, value] as const] : [];
    }),
  );
}
