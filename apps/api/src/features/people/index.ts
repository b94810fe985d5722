import type { Feature } from '../../platform/feature.ts';
import { PeopleModule } from './people.module.ts';
import { peopleTables } from './people.tables.ts';

export const people: Feature = { module: PeopleModule, tables: peopleTables };
