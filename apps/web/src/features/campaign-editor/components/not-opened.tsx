import { campaignsRoutes } from '@engagex/domain/campaigns';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { routeQuery } from '../../../shared/query.ts';
import { Button } from '../../../ui/button.tsx';
import { Notice } from '../../../ui/notice.tsx';

interface NotOpenedProps {
  /** The campaign that was not opened. */
  readonly id: string;
  readonly isSaving: boolean;
  readonly onRemove: () => void;
}

/** Says that a draft is only for those who did not open another campaign. */
export function NotOpened({ id, isSaving, onRemove }: NotOpenedProps) {
  const { data } = useQuery(routeQuery(campaignsRoutes.get, { id }));
  return (
    <Notice
      meaning="info"
      title="Only people who got another campaign and have not opened it"
      action={
        <Button size="small" loading={isSaving} onClick={onRemove}>
          Send to all of them
        </Button>
      }
    >
      Of the people below, only those who got{' '}
      <Link href={`/campaigns/${id}`} className="underline">
        {data ? `“${data.name}”` : 'that campaign'}
      </Link>{' '}
      and have not opened it by the time this one is sent.
    </Notice>
  );
}
