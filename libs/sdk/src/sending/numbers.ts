import { newId } from '../ids.ts';

/** What an event says of its place among the others. */
export interface Place {
  /** Of one page load or process; random, in memory only, and another one for another person and every day. */
  readonly boot: string;
  /** From 1, without gaps: by a gap the server knows that an event was lost on the way. */
  readonly sequence: number;
  /** Events that were given up here so far, which are not lost on the way. */
  readonly dropped?: number | undefined;
}

export interface Numbers {
  next(): Place;
  drop(count: number): void;
  /** Begins again, so that nothing links what follows to what was before. */
  restart(): void;
}

/** The server decides what is lost a day after a boot was last heard of, and its numbers are bounded. */
const [longestMs, most] = [864e5, 10_000];

export function createNumbers(): Numbers {
  let boot: string;
  let [sequence, dropped, since] = [0, 0, 0];
  const restart = () => {
    boot = newId();
    [sequence, dropped, since] = [0, 0, Date.now()];
  };
  restart();
  return {
    next() {
      if (sequence >= most || Date.now() - since > longestMs) restart();
      return { boot, sequence: ++sequence, dropped: dropped || undefined };
    },
    drop: (count) => void (dropped += count),
    restart,
  };
}
