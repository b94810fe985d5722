import type { KnownKeys } from './judge-key.ts';
import type { FoundRecord } from './observation.ts';
import type { RecordFault } from './record-faults.ts';
import type { RecordStanding } from './record-purposes.ts';
import type { NeededRecord } from './records-to-publish.ts';

export interface Judgement {
  readonly standing: RecordStanding;
  readonly faults: readonly RecordFault[];
  readonly found: readonly FoundRecord[];
}

export interface Surroundings {
  readonly domain: string;
  readonly zone: string;
  readonly selectors: readonly string[];
  readonly keys: KnownKeys;
}

export function foundAt({ name, type }: NeededRecord, values: readonly string[]): FoundRecord[] {
  return values.map((value) => ({ name, type, value }));
}
