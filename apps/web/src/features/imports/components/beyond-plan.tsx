import { formatCount } from '../../../shared/format.ts';
import { Notice } from '../../../ui/notice.tsx';

/** People of a file whom the plan has no room for; nothing where there is. */
export function BeyondPlan({ count }: { readonly count: number }) {
  if (count === 0) return null;
  return (
    <Notice meaning="warning" title={`Your plan has no room for ${formatCount(count, 'row')} of this file`}>
      Contacts who are there already are updated, and new ones are added from the top of the file until the plan is
      full. The other rows are listed below: download them, and import that file once there is room.
    </Notice>
  );
}
