import { templatesRoutes } from '@engagex/domain/templates';
import { useQuery } from '@tanstack/react-query';
import { Blocks, History, Trash2 } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { useLocation, useParams } from 'wouter';
import { routeQuery, useRouteMutation } from '../../shared/query.ts';
import { CommentsButton, CommentsProvider, CommentsSheet } from '../template-comments/index.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { FailedPage } from '../../ui/failed-page.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { notify, notifyFailure } from '../../ui/toast.tsx';
import { TemplateEditor } from './components/template-editor.tsx';

// Blocks, texts in place, dragging: what only this page needs.
const VisualTemplatePage = lazy(async () => ({
  default: (await import('../template-editor/index.ts')).VisualTemplatePage,
}));

const trail = [{ name: 'Templates', href: '/templates' }];

export function TemplatePage() {
  const { id = '' } = useParams();
  const query = useQuery({ ...routeQuery(templatesRoutes.get, { id }), refetchOnWindowFocus: false });
  if (query.error && !query.data) {
    return <FailedPage error={query.error} noun="template" trail={trail} onRetry={() => void query.refetch()} />;
  }
  if (!query.data) return <Loading />;
  if (query.data.kind === 'visual')
    return (
      <CommentsProvider key={id} templateId={id}>
        <Suspense fallback={<Loading />}>
          <VisualTemplatePage key={id} id={id} action={<DeleteTemplate id={id} name={query.data.name} />} />
        </Suspense>
      </CommentsProvider>
    );
  return (
    <CommentsProvider key={id} templateId={id}>
      <TemplateEditor
        key={id}
        stored={query.data}
        action={
          <>
            <CommentsButton />
            <ButtonLink icon={History} variant="ghost" href={`/templates/${id}/versions`}>
              Versions
            </ButtonLink>
            <ButtonLink icon={Blocks} variant="ghost" href={`/templates/${id}/convert`}>
              Convert to blocks
            </ButtonLink>
            <DeleteTemplate id={id} name={query.data.name} />
          </>
        }
      />
      <CommentsSheet />
    </CommentsProvider>
  );
}

function Loading() {
  return (
    <Page wide>
      <PageHeader title="Template" trail={trail} />
      <SkeletonLines label="Loading the template" lines={10} />
    </Page>
  );
}

function DeleteTemplate({ id, name }: { id: string; name: string }) {
  const [, go] = useLocation();
  const restore = useRouteMutation(templatesRoutes.restore, {
    onError: notifyFailure('The template was not restored'),
  });
  const remove = useRouteMutation(templatesRoutes.delete, {
    onError: notifyFailure('The template was not deleted'),
    onSuccess: () => {
      notify(`“${name}” deleted`, { undo: () => restore.mutate({ id }) });
      go('/templates');
    },
  });
  return (
    <Button icon={Trash2} variant="ghost" loading={remove.isPending} onClick={() => remove.mutate({ id })}>
      Delete
    </Button>
  );
}
