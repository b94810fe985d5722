import { linkHostsRoutes } from '@engagex/domain/link-hosts';
import { useQuery } from '@tanstack/react-query';
import { routeQuery, useRouteMutation } from '../../../shared/query.ts';
import { useCan } from '../../../shared/session.ts';
import { Button } from '../../../ui/button.tsx';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { SkeletonLines } from '../../../ui/skeleton.tsx';
import { notifyFailure } from '../../../ui/toast.tsx';
import { FeatureNotice, useIsMissing } from '../../plans/index.ts';
import { LinkHostBody } from './link-host-body.tsx';
import { RetiredHosts } from './retired-hosts.tsx';

/** The host that links in mail from a domain lead to: `<LinkHostCard domain="shop.example" />` */
export function LinkHostCard({ domain }: { domain: string }) {
  const canWrite = useCan('domains:write');
  const isMissing = useIsMissing('link_hosts');
  const query = useQuery(routeQuery(linkHostsRoutes.list, {}));
  const create = useRouteMutation(linkHostsRoutes.create, { onError: notifyFailure('The host was not added') });
  const hosts = query.data?.items.filter((each) => each.domain === domain) ?? [];
  const current = hosts.find(({ retiredAt }) => retiredAt === null);
  const retired = hosts.filter(({ retiredAt }) => retiredAt !== null);
  return (
    <Card>
      <CardHeader
        title="Links"
        state={
          current?.state === 'live' && current.isDomainOwned
            ? `Links in new mail show ${current.host}`
            : 'Links in new mail show the address of this installation'
        }
      />
      <CardBody className="flex flex-col gap-3">
        {query.error && !query.data && (
          <ErrorState error={query.error} what="The host could not be loaded." onRetry={() => void query.refetch()} />
        )}
        {query.isPending && <SkeletonLines label="Loading the link host" lines={3} />}
        {query.data && !current && (
          <>
            <p className="max-w-prose text-muted">
              With a host of your own, such as links.{domain}, links in your mail show your domain. You publish one DNS
              record. Mail uses the host once it works over HTTPS.
            </p>
            <FeatureNotice feature="link_hosts" />
            {canWrite && !isMissing && (
              <Button className="self-start" loading={create.isPending} onClick={() => create.mutate({ domain })}>
                Use links.{domain}
              </Button>
            )}
          </>
        )}
        {current && <LinkHostBody host={current} />}
        {retired.length > 0 && <RetiredHosts hosts={retired} />}
      </CardBody>
    </Card>
  );
}
