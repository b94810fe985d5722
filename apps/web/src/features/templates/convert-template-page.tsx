import {
  templateConversionRoutes,
  type TemplateDraft,
  templateDraftsRoutes,
  templatesRoutes,
} from '@engagex/domain/templates';
import { useQuery } from '@tanstack/react-query';
import { useLocation, useParams } from 'wouter';
import { routeQuery, useRouteMutation } from '../../shared/query.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { FailedPage } from '../../ui/failed-page.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { notify, notifyFailure } from '../../ui/toast.tsx';
import { BeforeAndAfter } from './conversion/before-and-after.tsx';
import { Receipt } from './conversion/receipt.tsx';

const templates = { name: 'Templates', href: '/templates' };

/** What would become of a template's code, before a visual copy of it is created. */
export function ConvertTemplatePage() {
  const { id = '' } = useParams();
  const query = useQuery({ ...routeQuery(templateDraftsRoutes.get, { id }), refetchOnWindowFocus: false });
  if (query.error && !query.data)
    return <FailedPage error={query.error} noun="template" trail={[templates]} onRetry={() => void query.refetch()} />;
  if (!query.data)
    return (
      <Page wide>
        <PageHeader title="Convert a template" trail={[templates]} />
        <SkeletonLines label="Loading the template" lines={10} />
      </Page>
    );
  return <Conversion template={query.data} />;
}

/** Of the draft, which is what its editor shows. */
function Conversion({ template }: { template: TemplateDraft }) {
  const { templateId: id, name, subject, preheader, kind, textBody } = template;
  const code = { preheader, format: template.format ?? 'html', body: template.body ?? '', textBody };
  const [, go] = useLocation();
  const conversion = useQuery({
    ...routeQuery(templateConversionRoutes.convert, code),
    enabled: kind === 'code',
  });
  const create = useRouteMutation(templatesRoutes.create, {
    onSuccess: (copy) => {
      notify(`“${copy.name}” created`, { detail: 'The original is unchanged.' });
      go(`/templates/${copy.id}`, { replace: true });
    },
    onError: notifyFailure('The copy was not created'),
  });
  const { data } = conversion;
  const createCopy = () => {
    if (!data) return;
    const copyName = `${name.slice(0, 91)} (visual)`;
    create.mutate({ kind: 'visual', name: copyName, subject, preheader: data.preheader, document: data.document });
  };
  return (
    <Page wide>
      <PageHeader
        title={`Convert “${name}”`}
        trail={[templates, { name, href: `/templates/${id}` }]}
        state="A visual copy to edit with blocks. The original stays as it is."
        action={
          <>
            <ButtonLink href={`/templates/${id}`}>Cancel</ButtonLink>
            <Button variant="primary" disabled={!data} loading={create.isPending} onClick={createCopy}>
              Create visual copy
            </Button>
          </>
        }
      />
      {kind === 'visual' && <Notice meaning="info">This template is visual already.</Notice>}
      {conversion.error && (
        <ErrorState
          error={conversion.error}
          what="This code could not be converted."
          onRetry={() => void conversion.refetch()}
        />
      )}
      {conversion.isLoading && <SkeletonLines label="Converting the code" lines={8} />}
      {data && (
        <>
          <Receipt receipt={data.receipt} />
          <BeforeAndAfter
            before={{ subject, ...code }}
            after={{ kind: 'visual', subject, preheader: data.preheader, document: data.document }}
          />
        </>
      )}
    </Page>
  );
}
