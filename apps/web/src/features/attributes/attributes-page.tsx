import { attributesRoutes } from '@engagex/domain/contacts';
import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { routeQuery } from '../../shared/query.ts';
import { useCan } from '../../shared/session.ts';
import { Button } from '../../ui/button.tsx';
import { Card, CardHeader } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { useChosen } from '../../ui/use-chosen.ts';
import { AttributeDialog } from './components/attribute-dialog.tsx';
import { AttributeRow, DeletedAttributeRow } from './components/attribute-row.tsx';

/** Which attributes contacts have: their names, types and order. */
export function AttributesPage() {
  const [isCreating, setCreating] = useState(false);
  const canWrite = useCan('contacts:write');
  const query = useQuery(routeQuery(attributesRoutes.list, {}));
  const [renaming, setRenaming] = useChosen(query.data?.items, ({ id }) => id);
  const inUse = query.data?.items.filter(({ deletedAt }) => !deletedAt) ?? [];
  const deleted = query.data?.items.filter(({ deletedAt }) => deletedAt) ?? [];
  const create = canWrite && (
    <Button variant="primary" icon={Plus} onClick={() => setCreating(true)}>
      New attribute
    </Button>
  );
  return (
    <Page>
      <PageHeader
        title="Attributes"
        trail={[{ name: 'Contacts', href: '/contacts' }]}
        state="What you know about contacts besides their name and address"
        action={create}
      />
      {query.error && !query.data && (
        <ErrorState
          error={query.error}
          what="The attributes could not be loaded."
          onRetry={() => void query.refetch()}
        />
      )}
      {query.isPending && <SkeletonLines label="Loading attributes" lines={5} />}
      {query.data && inUse.length === 0 && (
        <EmptyState picture="people" action={create}>
          Add attributes such as a city or a birthday to filter contacts and personalize messages.
        </EmptyState>
      )}
      {inUse.length > 0 && (
        <Card>
          <ol aria-label="Attributes" className="divide-y divide-line">
            {inUse.map((attribute, index) => (
              <AttributeRow
                key={attribute.id}
                attribute={attribute}
                index={index}
                count={inUse.length}
                onRename={() => setRenaming(attribute)}
              />
            ))}
          </ol>
        </Card>
      )}
      {deleted.length > 0 && canWrite && (
        <Card>
          <CardHeader title="Deleted" state="Contacts keep their values. Restore an attribute to show them again." />
          <ul className="divide-y divide-line">
            {deleted.map((attribute) => (
              <DeletedAttributeRow key={attribute.id} attribute={attribute} />
            ))}
          </ul>
        </Card>
      )}
      <AttributeDialog attribute={null} open={isCreating} onOpenChange={setCreating} />
      <AttributeDialog attribute={renaming} open={renaming !== null} onOpenChange={() => setRenaming(null)} />
    </Page>
  );
}
