import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Call } from './api.ts';

/** A call that changed something, and when it was made, in seconds. */
export interface KeptCall extends Call {
  readonly at: number;
}

/** What was asked of the stand-in. Asked again at the same times, with the same seed, it makes the same objects. */
export interface Memory {
  readonly seed: string;
  readonly past: readonly KeptCall[];
  readonly keep: (call: KeptCall) => void;
}

/** Headers that an answer depends on. */
const read = ['authorization', 'content-type', 'idempotency-key', 'stripe-version'] as const;

/** In a folder, which is made when it is not there. A line that a crash cut off is left out: nobody got its answer. */
export function memoryIn(folder: string): Memory {
  mkdirSync(folder, { recursive: true });
  const [seedFile, callsFile] = [join(folder, 'seed'), join(folder, 'calls.jsonl')];
  if (!existsSync(seedFile)) writeFileSync(seedFile, randomBytes(8).toString('hex'));
  return {
    seed: readFileSync(seedFile, 'utf8'),
    past: existsSync(callsFile) ? readCalls(callsFile) : [],
    keep: ({ headers, ...call }) => {
      const kept = Object.fromEntries(read.flatMap((name) => (headers[name] ? [[name, headers[name]]] : [])));
      appendFileSync(callsFile, `${JSON.stringify({ ...call, headers: kept })}\n`);
    },
  };
}

function readCalls(file: string): KeptCall[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  const whole = lines.slice(0, -1).filter(Boolean); // after the last line break there is nothing, or half a line
  if (lines.at(-1)) writeFileSync(file, whole.map((line) => `${line}\n`).join(''));
  return whole.map((line) => JSON.parse(line) as KeptCall); // nobody but `keep` writes it
}
