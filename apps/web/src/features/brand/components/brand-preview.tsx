import { type BrandKit, mjmlOfDocument, starters } from '@engagex/domain/documents';
import { templatesRoutes } from '@engagex/domain/templates';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { routeQuery } from '../../../shared/query.ts';
import { useSettled } from '../../../shared/settled.ts';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { Select } from '../../../ui/select.tsx';
import { SkeletonLines } from '../../../ui/skeleton.tsx';
import { MessageViews } from '../../templates/index.ts';

const options = starters.map(({ id, name }) => ({ value: id, label: name }));

/** A starter in a brand that is not saved yet. */
export function BrandPreview({ kit }: { kit: BrandKit }) {
  const [chosen, setChosen] = useState('newsletter');
  const brand = useSettled(kit, 150);
  const body = useMemo(() => {
    const starter = starters.find(({ id }) => id === chosen) ?? starters[0];
    return starter ? mjmlOfDocument(starter.document(), { brand, language: 'en' }).mjml : '';
  }, [brand, chosen]);
  const preview = useQuery({
    ...routeQuery(templatesRoutes.preview, { format: 'mjml', body }),
    enabled: body !== '',
    placeholderData: keepPreviousData,
    gcTime: 10_000, // there is one for every color tried
  });
  return (
    <Card aria-label="Preview">
      <CardHeader
        title="Preview"
        action={
          <Select aria-label="Preview with" className="w-48" options={options} value={chosen} onChange={setChosen} />
        }
      />
      <CardBody className="flex flex-col gap-3">
        {preview.error && (
          <ErrorState
            error={preview.error}
            what="The preview could not be loaded."
            onRetry={() => void preview.refetch()}
          />
        )}
        {preview.isLoading && <SkeletonLines label="Preparing the preview" lines={8} />}
        {preview.data && <MessageViews html={preview.data.html} text={preview.data.text} />}
      </CardBody>
    </Card>
  );
}
