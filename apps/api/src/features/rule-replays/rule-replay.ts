import type { ReplayKind } from '@engagex/domain/rule-replays';

/** Up to where a replay has come; what is in it is the kind's own. */
export type ReplayPlace = Readonly<Record<string, string>>;

export interface ReplayStep {
  readonly place: ReplayPlace | null;
  readonly examined: number;
  readonly changed: number;
  readonly isDone: boolean;
}

/** A number with a name, as a member sees it. Keys are the same before and after. */
export interface ReplayNumber {
  readonly what: 'report' | 'campaign' | 'total';
  readonly id: string | null;
  readonly name: string;
  readonly label: string;
  readonly value: string;
}

/** Rules of one kind that can be applied to what is stored. Everything runs in the open transaction. */
export abstract class RuleReplay {
  abstract readonly kind: ReplayKind;

  /** The rules of today, as JSON. */
  abstract rules(): Promise<object>;

  /** Before anything is read that is changed. */
  abstract begin(): Promise<void>;

  /** Applies the rules to the next rows after `place`, at most so many. */
  abstract next(replayId: string, rules: unknown, place: ReplayPlace | null, most: number): Promise<ReplayStep>;

  /** What it changes besides saved reports. */
  abstract numbers(): Promise<readonly ReplayNumber[]>;

  /** Puts back up to so many rows; resolves to how many there were. Null where it cannot be undone. */
  abstract readonly undo: ((replayId: string, most: number) => Promise<number>) | null;
}
