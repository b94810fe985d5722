import { segmentsRoutes } from '@engagex/domain/segments';
import { useQuery } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { useLocation, useParams } from 'wouter';
import { routeQuery, useRouteMutation } from '../../shared/query.ts';
import { Button } from '../../ui/button.tsx';
import { FailedPage } from '../../ui/failed-page.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { notify, notifyFailure } from '../../ui/toast.tsx';
import { TrackingSection } from '../segment-memberships/index.ts';
import { SegmentEditor } from './components/segment-editor.tsx';

const trail = [{ name: 'Segments', href: '/segments' }];

export function SegmentPage() {
  const { id = '' } = useParams();
  const query = useQuery({ ...routeQuery(segmentsRoutes.get, { id }), refetchOnWindowFocus: false });
  if (query.error && !query.data) {
    return <FailedPage error={query.error} noun="segment" trail={trail} onRetry={() => void query.refetch()} />;
  }
  if (!query.data) {
    return (
      <Page wide>
        <PageHeader title="Segment" trail={trail} />
        <SkeletonLines label="Loading the segment" lines={8} />
      </Page>
    );
  }
  const { name, tree, problem } = query.data;
  return (
    <SegmentEditor
      key={id}
      id={id}
      stored={query.data}
      initial={{ name, tree }}
      problem={problem}
      onSaved={() => {}}
      action={<DeleteSegment id={id} name={name} />}
    >
      <TrackingSection id={id} />
    </SegmentEditor>
  );
}

function DeleteSegment({ id, name }: { id: string; name: string }) {
  const [, go] = useLocation();
  const restore = useRouteMutation(segmentsRoutes.restore, { onError: notifyFailure('The segment was not restored') });
  const remove = useRouteMutation(segmentsRoutes.delete, {
    onError: notifyFailure('The segment was not deleted'),
    onSuccess: () => {
      notify(`“${name}” deleted`, { detail: 'Its contacts are kept.', undo: () => restore.mutate({ id }) });
      go('/segments');
    },
  });
  return (
    <Button icon={Trash2} variant="ghost" loading={remove.isPending} onClick={() => remove.mutate({ id })}>
      Delete
    </Button>
  );
}
