import { domainReportsRoutes } from '@engagex/domain/domain-reports';
import { useQuery } from '@tanstack/react-query';
import { Upload } from 'lucide-react';
import { useState } from 'react';
import { routeQuery } from '../../shared/query.ts';
import { useCan } from '../../shared/session.ts';
import { Button } from '../../ui/button.tsx';
import { Card, CardHeader } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { SettingsPage } from '../../ui/settings-page.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { DomainRow } from './components/domain-row.tsx';
import { UploadDialog } from './components/upload-dialog.tsx';
import { usePeriod } from './period.tsx';

/** Every domain that receivers report on. */
export function DomainReportsPage() {
  const [isUploading, setUploading] = useState(false);
  const canUpload = useCan('domain-reports:write');
  const { days, words, select } = usePeriod();
  const query = useQuery(routeQuery(domainReportsRoutes.list, { days }));
  const begin = canUpload && (
    <Button variant="primary" icon={Upload} onClick={() => setUploading(true)}>
      Upload report
    </Button>
  );
  return (
    <SettingsPage action={begin}>
      <p className="text-muted">
        Mailbox providers report which servers send mail from your domains and whether it passes DMARC, and whether mail
        to you could be encrypted. Reports are kept for 400 days.
      </p>
      {query.error && !query.data && (
        <ErrorState error={query.error} what="The reports could not be loaded." onRetry={() => void query.refetch()} />
      )}
      {query.isPending && <SkeletonLines label="Loading the reports" lines={4} />}
      {query.data && (
        <Card>
          <CardHeader title="Domains" state={`Reports of the ${words}`} action={select} />
          {query.data.items.length === 0 ? (
            <div className="p-4">
              <EmptyState picture="circles">
                No reports in this period. Mailbox providers send them to the address in the DMARC record of a domain
                (rua=); upload the files here.
              </EmptyState>
            </div>
          ) : (
            <ul className="divide-y divide-line">
              {query.data.items.map((domain) => (
                <DomainRow key={domain.domain} domain={domain} days={days} />
              ))}
            </ul>
          )}
        </Card>
      )}
      <UploadDialog open={isUploading} onOpenChange={setUploading} />
    </SettingsPage>
  );
}
