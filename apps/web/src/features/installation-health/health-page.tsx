import { type InstallationHealth, installationHealthRoutes } from '@engagex/domain/installation-health';
import { useQuery } from '@tanstack/react-query';
import { formatBytes, formatClock, formatCount, formatNumber } from '../../shared/format.ts';
import { routeQuery } from '../../shared/query.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { Stat } from '../../ui/stat.tsx';
import { Time } from '../../ui/time.tsx';
import { ErrorsCard } from './components/errors-card.tsx';
import { LanesCard } from './components/lanes-card.tsx';
import { ProcessesCard } from './components/processes-card.tsx';
import { QueuesCard } from './components/queues-card.tsx';
import { SlowRoutesCard } from './components/slow-routes-card.tsx';
import { problemInWords, statusName } from './health-words.ts';

const everyMs = 15_000;

/** How the installation is, without any other tool. */
export function HealthPage() {
  const query = useQuery({ ...routeQuery(installationHealthRoutes.get, {}), refetchInterval: everyMs });
  const { data, error } = query;
  return (
    <Page>
      <PageHeader title="Health" state={data && `As of ${formatClock(data.at)}. Updated every 15 seconds.`} />
      {error && !data && (
        <ErrorState error={error} what="The numbers could not be loaded." onRetry={() => void query.refetch()} />
      )}
      {!data && !error && <SkeletonLines label="Loading the numbers" lines={10} />}
      {data && error && (
        <Notice meaning="warning">The numbers could not be updated. They are shown as they were.</Notice>
      )}
      {data && <Health health={data} />}
    </Page>
  );
}

function Health({ health }: { health: InstallationHealth }) {
  const { problems, processes, campaigns, database, failedEvents, certificateExpiresAt, backup } = health;
  return (
    <>
      {problems.length === 0 && <Notice meaning="good">Everything works as it should.</Notice>}
      {problems.map((problem) => (
        <Notice key={`${problem.code} ${problem.about}`} meaning="danger">
          {problemInWords(problem)}
        </Notice>
      ))}
      <dl className="grid grid-cols-2 gap-3 md:grid-cols-4">
        <Stat
          label="Processes"
          value={formatNumber(processes.filter(({ isSilent }) => !isSilent).length)}
          detail={[...new Set(processes.map(({ version }) => version))].join(', ')}
        />
        <Stat
          label="Campaigns under way"
          value={formatNumber(campaigns.reduce((sum, each) => sum + each.campaigns, 0))}
          detail={campaigns
            .map((each) => `${formatNumber(each.campaigns)} ${statusName(each.status).toLowerCase()}`)
            .join(', ')}
        />
        <Stat
          label="Failed events"
          value={formatNumber(failedEvents.count)}
          detail={failedEvents.since ? <Time value={failedEvents.since} /> : 'None is waiting'}
        />
        <Stat
          label="Database"
          value={formatBytes(database.bytes)}
          detail={`${formatNumber(database.connections)} of ${formatCount(database.mostConnections, 'connection')}${standbysInWords(database)}`}
        />
        <Stat
          label="Newest backup"
          value={backup.takenAt ? <Time value={backup.takenAt} /> : 'None yet'}
          detail={
            backup.verifiedAt ? (
              <>
                Verified <Time value={backup.verifiedAt} />
              </>
            ) : (
              'Not verified'
            )
          }
        />
        {certificateExpiresAt && (
          <Stat label="Next certificate expires" value={<Time value={certificateExpiresAt} as="date" />} />
        )}
      </dl>
      <ProcessesCard processes={processes} />
      <div className="grid items-start gap-5 md:grid-cols-2">
        <QueuesCard title="Queues" queues={health.queues} empty="There is no work." />
        <QueuesCard title="Events" queues={health.stages} empty="Every stage is up to date." />
      </div>
      <LanesCard lanes={health.lanes} />
      <SlowRoutesCard processes={processes} />
      <ErrorsCard processes={processes} />
    </>
  );
}

function standbysInWords({ standbys, lagBytes }: InstallationHealth['database']): string {
  if (standbys === 0) return '';
  return `; ${formatCount(standbys, 'standby', 'standbys')}${lagBytes === null ? '' : `, ${formatBytes(lagBytes)} behind`}`;
}
