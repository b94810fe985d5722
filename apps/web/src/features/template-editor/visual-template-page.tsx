import { brandRoutes } from '@engagex/domain/brand';
import { type Mend, mendedDraft } from '@engagex/domain/templates';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { routeQuery } from '../../shared/query.ts';
import { useCan } from '../../shared/session.ts';
import { FailedPage } from '../../ui/failed-page.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { DocumentEditor, DocumentPreview } from './document-editor.tsx';
import { EditorHeader } from './editor-header.tsx';
import type { EditorStore } from './state/editor-store.ts';
import { useDraft } from '../template-drafts/index.ts';

const trail = [{ name: 'Templates', href: '/templates' }];

interface VisualTemplatePageProps {
  readonly id: string;
  /** What else can be done with the template. */
  readonly action?: ReactNode;
}

/** The editor of a template made of blocks. */
export function VisualTemplatePage({ id, action }: VisualTemplatePageProps) {
  const [store, setStore] = useState<EditorStore | null>(null);
  const { draft, error, retry } = useDraft(id, {
    onMerged: ({ document }) => document && store?.replace(document),
  });
  const canWrite = useCan('templates:write');
  const brand = useQuery(routeQuery(brandRoutes.get, {}));
  const failure = error ?? (brand.data ? null : brand.error);
  if (failure) {
    const again = () => {
      retry();
      void brand.refetch();
    };
    return <FailedPage error={failure} noun="template" trail={trail} onRetry={again} />;
  }
  if (!draft?.content.document || !brand.data)
    return (
      <Page wide>
        <PageHeader title="Template" trail={trail} />
        <SkeletonLines label="Loading the template" lines={10} />
      </Page>
    );
  const fix = ({ mend }: { readonly mend: Mend }) => {
    const next = mendedDraft(draft.content, mend);
    draft.change(next);
    if (next.document) store?.replace(next.document);
  };
  return (
    <DocumentEditor
      document={draft.content.document}
      onChange={(document) => draft.change({ ...draft.content, document })}
      onStore={setStore}
      brand={brand.data.kit}
      header={<EditorHeader id={id} draft={draft} action={action} />}
      preview={<DocumentPreview {...draft.content} onFix={canWrite ? fix : undefined} />}
    />
  );
}
