import { allKinds, categories, type Category, notificationKinds } from '@engagex/domain/notifications';
import { useOrganization } from '../../shared/session.ts';

/** The categories of which this member can be told something here: no billing where nobody pays, no money for those who do not see it. */
export function useCategories(): readonly Category[] {
  const { can } = useOrganization();
  return categories.filter((category) =>
    allKinds.some(
      (kind) => notificationKinds[kind].category === category && can.includes(notificationKinds[kind].permission),
    ),
  );
}
