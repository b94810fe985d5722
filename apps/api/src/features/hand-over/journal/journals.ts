import { Inject, Injectable } from '@nestjs/common';
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, readSync, statSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { currentScope, type DueRow } from '@engagex/tenancy';
import type { Config } from '../../../config.ts';
import { CONFIG } from '../../../platform/tokens.ts';
import type { HandOver } from '../../../ports/mail.ts';
import { Journal } from './journal.ts';
import { hasEnded, isSameBoot, thisProcess } from './owner.ts';

/** Room for one message: its id twice, and the server's words. */
const bytesPerMessage = 256;
const mostOfHead = 1_024;
/** Nobody comes back to a journal whose owner is on a machine that is gone. */
const keptForMs = 7 * 86_400_000;

const claim = z.object({
  kind: z.enum(['deliveries', 'messages', 'notifications', 'notification-digests', 'dashboard-mails']),
  claimId: z.uuid(),
  /** Null for mail of no campaign. */
  campaignId: z.uuid().nullable(),
});
export type JournalClaim = z.output<typeof claim>;

const head = claim.extend({
  organizationId: z.uuid(),
  owner: z.object({
    host: z.string(),
    boot: z.string(),
    namespace: z.string(),
    pid: z.int(),
    started: z.string(),
  }),
});

const kinds = {
  accepted: 'accepted',
  deferred: 'deferred',
  rejected: 'rejected',
  unreachable: 'unreachable',
  refused: 'refused',
  unknown: 'unknown',
  withheld: 'withheld',
} as const satisfies { [Kind in HandOver['kind']]: Kind };
const answer = z.tuple([z.uuid(), z.enum(kinds), z.string()]);

/** What a journal tells. */
export interface Noted extends z.output<typeof head> {
  /** Whoever may have left. */
  readonly left: ReadonlySet<string>;
  readonly answers: ReadonlyMap<string, HandOver>;
  /** Whether everybody who left is in it. Otherwise only the answers can be believed. */
  readonly isComplete: boolean;
}

/** The journals of hand-overs, one file for each claim; all workers with the same data folder see each other's. */
@Injectable()
export class Journals {
  readonly #folder: string;
  /** Claims whose journal this process writes. */
  readonly #open = new Set<string>();

  constructor(@Inject(CONFIG) config: Config) {
    this.#folder = join(config.FILES_DIR, 'journal');
  }

  /** For a claim of the scope's organization on so many messages at most. */
  open(claim: JournalClaim, messages: number): Journal {
    const { claimId } = claim;
    this.#open.add(claimId);
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    const { organizationId } = currentScope();
    return new Journal(this.#pathOf(claimId), JSON.stringify({ ...claim, organizationId, owner: thisProcess }), {
      bytes: messages * bytesPerMessage,
      close: () => this.#open.delete(claimId),
    });
  }

  /** What is noted of a claim; null when nothing is, or nothing that can be read. */
  read(claimId: string): Noted | null {
    try {
      return notedIn(readFileSync(this.#pathOf(claimId), 'utf8'));
    } catch {
      return null;
    }
  }

  /** Claims of a kind that nobody will end: their process has, or could not record everything. */
  abandoned(kind: JournalClaim['kind']): DueRow[] {
    return this.#claims().flatMap((claimId) => {
      if (this.#open.has(claimId)) return [];
      const noted = this.#headOf(claimId);
      if (noted?.kind !== kind) return [];
      const isMine = noted.owner.pid === thisProcess.pid && noted.owner.started === thisProcess.started;
      return isMine || hasEnded(noted.owner) ? [{ organizationId: noted.organizationId, id: claimId }] : [];
    });
  }

  remove(claimId: string): void {
    try {
      unlinkSync(this.#pathOf(claimId));
    } catch {
      // Another worker was faster.
    }
  }

  /** Old ones that cannot be read, or whose process cannot be asked about from here. */
  removeOld(now: number): void {
    for (const claimId of this.#claims())
      if (!this.#open.has(claimId) && now - this.#changedAt(claimId) > keptForMs) this.remove(claimId);
  }

  #headOf(claimId: string): z.output<typeof head> | null {
    try {
      const start = Buffer.alloc(mostOfHead);
      const file = openSync(this.#pathOf(claimId), 'r');
      try {
        readSync(file, start, 0, start.length, 0);
      } finally {
        closeSync(file);
      }
      return headIn(start.toString('utf8'));
    } catch {
      return null;
    }
  }

  #claims(): string[] {
    try {
      return readdirSync(this.#folder);
    } catch {
      return []; // nothing was ever handed over here
    }
  }

  #changedAt(claimId: string): number {
    try {
      return statSync(this.#pathOf(claimId)).mtimeMs;
    } catch {
      return Infinity;
    }
  }

  #pathOf(claimId: string): string {
    return join(this.#folder, claimId);
  }
}

function headIn(text: string): z.output<typeof head> {
  return head.parse(JSON.parse(text.slice(0, text.indexOf('\n'))));
}

function notedIn(file: string): Noted | null {
  const end = file.indexOf('\0');
  const lines = (end === -1 ? file : file.slice(0, end)).split('\n');
  lines.pop(); // empty, or cut in the middle of a write: then nothing has come of it
  const first = headIn(file);
  const left = new Set<string>();
  const answers = new Map<string, HandOver>();
  let isReadable = true;
  for (const line of lines.slice(1)) {
    if (!line.startsWith('[')) {
      left.add(line);
      answers.delete(line); // it leaves once more
      continue;
    }
    const noted = answerIn(line);
    if (noted) answers.set(...noted);
    else isReadable = false; // written by another version, or damaged: the others still tell the truth
  }
  return { ...first, left, answers, isComplete: isReadable && isSameBoot(first.owner) };
}

function answerIn(line: string): [string, HandOver] | null {
  try {
    const [id, kind, response] = answer.parse(JSON.parse(line));
    return [id, { kind, response }];
  } catch {
    return null;
  }
}
