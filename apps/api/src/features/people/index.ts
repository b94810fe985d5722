import type { Feature } from '../../platform/feature.ts';
import { PeopleModule } from './people.module.ts';
import { peopleTables } from './people.tables.ts';

export { PeopleModule } from './people.module.ts';
export { idsOfPerson, linksOnJourney } from './people.queries.ts';
export { RewriteTraits } from './rewrite-traits.ts';

export const people: Feature = { module: PeopleModule, tables: peopleTables };
