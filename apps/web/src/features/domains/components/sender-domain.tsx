import { domainsRoutes } from '@engagex/domain/domains';
import { domainName } from '@engagex/domain/shared';
import { useQuery } from '@tanstack/react-query';
import { CircleCheck } from 'lucide-react';
import { Link } from 'wouter';
import { formatDateTime } from '../../../shared/format.ts';
import { routeQuery } from '../../../shared/query.ts';
import { useCan } from '../../../shared/session.ts';
import { Notice } from '../../../ui/notice.tsx';

/** Whether messages from an address are signed by its domain; nothing while there is no whole address, or nobody knows. */
export function SenderDomain({ address }: { address: string }) {
  const canWrite = useCan('domains:write');
  const { data } = useQuery(routeQuery(domainsRoutes.list, {}));
  const name = domainName('').safeParse(address.slice(address.lastIndexOf('@') + 1));
  if (!data || !address.includes('@') || !name.success) return null;
  const domain = data.items.find((each) => each.domain === name.data);
  const link = (words: string) => (
    <Link href={domain ? `/settings/domains/${domain.id}` : '/settings/domains'} className="text-accent underline">
      {words}
    </Link>
  );
  if (!domain)
    return (
      <Notice meaning="warning" title={`${name.data} is not one of your sending domains`}>
        {withoutSignature} {canWrite ? link('Add the domain') : 'Ask an admin to add the domain.'}
      </Notice>
    );
  switch (domain.state) {
    case 'verified':
      return (
        <p className="flex items-center gap-2 text-sm text-muted">
          <CircleCheck aria-hidden className="size-4 shrink-0 text-good" />
          <span>{domain.displayName} is verified.</span>
        </p>
      );
    case 'degraded':
      return (
        <Notice meaning="warning" title={`${domain.displayName} needs attention`}>
          {domain.problem} {domain.failsAt && `Campaigns are still sent until ${formatDateTime(domain.failsAt)}.`}{' '}
          {link('See the records')}
        </Notice>
      );
    case 'pending':
    case 'failed':
      return (
        <Notice meaning="warning" title={`${domain.displayName} is not verified`}>
          {withoutSignature} {link('See the records to publish')}
        </Notice>
      );
  }
}

const withoutSignature =
  'Gmail, Yahoo and Microsoft reject bulk mail that is not signed by its sender’s domain, or deliver it to spam.';
