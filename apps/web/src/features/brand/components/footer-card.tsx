import { organizationRoutes } from '@engagex/domain/accounts';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { routeQuery } from '../../../shared/query.ts';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';

/** What the footer of every message says; the address belongs to the organization. */
export function FooterCard() {
  const { data } = useQuery(routeQuery(organizationRoutes.get, {}));
  return (
    <Card aria-label="Footer">
      <CardHeader title="Footer" />
      <CardBody className="flex flex-col gap-1">
        <p className="wrap-anywhere whitespace-pre-line">
          {data?.postalAddress ?? (data ? 'No postal address yet. Many laws require one in bulk mail.' : '\u00a0')}
        </p>
        <p className="text-sm text-muted">
          Every message ends with your postal address and a link to unsubscribe.{' '}
          <Link href="/settings" className="text-accent underline">
            Change the address
          </Link>
        </p>
      </CardBody>
    </Card>
  );
}
