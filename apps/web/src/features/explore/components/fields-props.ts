import type { ExploreQuery } from '@engagex/domain/explore';

/** What the fields of each kind of question get. */
export interface FieldsProps<Query extends ExploreQuery> {
  readonly query: Query;
  /** Events that were seen. */
  readonly names: readonly string[];
  readonly onChange: (query: ExploreQuery) => void;
}
