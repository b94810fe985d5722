import { importLimits, importsRoutes } from '@engagex/domain/contacts';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { messageOf } from '../../shared/api-error.ts';
import { upload } from '../../shared/files.ts';
import { invalidateNoun } from '../../shared/query.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { Card, CardBody } from '../../ui/card.tsx';
import { DropZone } from '../../ui/drop-zone.tsx';
import { Field } from '../../ui/field.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { ImportSteps } from './components/import-steps.tsx';

/** The first step: the file is uploaded and read; nothing is imported yet. */
export function ImportPage() {
  const [, go] = useLocation();
  const [share, setShare] = useState<number | null>(null);
  const [refusal, setRefusal] = useState<string | undefined>();
  const take = async (file: File) => {
    setRefusal(undefined);
    setShare(0);
    try {
      const stored = await upload(importsRoutes.upload, { file }, { onProgress: setShare });
      void invalidateNoun('imports');
      go(`/contacts/imports/${stored.id}`, { replace: true });
    } catch (error) {
      setRefusal(messageOf(error));
    } finally {
      setShare(null);
    }
  };
  return (
    <Page>
      <PageHeader
        title="Import contacts"
        trail={[{ name: 'Contacts', href: '/contacts' }]}
        state="A CSV or Excel file; each row is one person"
        action={<ButtonLink href="/contacts/imports">Earlier imports</ButtonLink>}
      />
      <ImportSteps current={0} />
      <Card>
        <CardBody className="flex flex-col gap-4">
          <Field
            label="File of contacts"
            error={refusal}
            help="Up to 200 MB and 1,000,000 rows, as CSV in any common encoding or as an Excel workbook (.xlsx). You see what will happen before anything is imported."
          >
            <DropZone
              accept={['.csv', '.xlsx', '.txt', '.tsv']}
              maxBytes={importLimits.fileBytes}
              disabled={share !== null}
              onFile={(file) => void take(file)}
              onRefuse={setRefusal}
            />
          </Field>
          {share !== null && (
            <ProgressBar
              label={share < 1 ? 'Uploading' : 'Reading the file'}
              value={Math.round(share * 100)}
              total={100}
            />
          )}
        </CardBody>
      </Card>
    </Page>
  );
}
