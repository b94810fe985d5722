import { type DomainView, domainsRoutes } from '@engagex/domain/domains';
import { LoaderCircle, RotateCw } from 'lucide-react';
import { useRouteMutation } from '../../../shared/query.ts';
import { Button } from '../../../ui/button.tsx';
import { Time } from '../../../ui/time.tsx';
import { notifyFailure } from '../../../ui/toast.tsx';

/** Asks the name servers now; the page shows what they say as soon as they have. */
export function CheckNow({ domain: { id, isChecking } }: { domain: DomainView }) {
  const check = useRouteMutation(domainsRoutes.check, { onError: notifyFailure('The records were not checked') });
  return (
    <Button
      variant="primary"
      icon={RotateCw}
      loading={check.isPending || isChecking}
      onClick={() => check.mutate({ id })}
    >
      Check now
    </Button>
  );
}

/** When the records were last checked, or that they are being checked. Read out as it changes. */
export function CheckProgress({
  isChecking,
  checkedAt,
  records,
}: Pick<DomainView, 'isChecking' | 'checkedAt'> & { records: number }) {
  return (
    <span role="status">
      {isChecking ? (
        <span className="inline-flex items-center gap-1.5">
          <LoaderCircle aria-hidden className="size-3.5 animate-spin motion-reduce:animate-none" />
          Checking {records} records…
        </span>
      ) : checkedAt ? (
        <>
          Checked <Time value={checkedAt} />
        </>
      ) : (
        'Not checked yet'
      )}
    </span>
  );
}
