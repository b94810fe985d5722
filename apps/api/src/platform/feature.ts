import type { Type } from '@nestjs/common';
import type { EntitySchema } from 'typeorm';
import type { Content } from './contents.ts';
import type { Table } from './tables/table.ts';

/** What the application takes of a feature; its `index.ts` exports it. */
export interface Feature {
  readonly module: Type;
  readonly entities?: readonly EntitySchema[];
  /** Those it owns: nobody else writes them. */
  readonly tables?: readonly Table[];
  /** Its objects that notifications can be about. */
  readonly contents?: readonly Content[];
}
