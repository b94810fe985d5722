import { imagesRoutes } from '@engagex/domain/images';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { routePages } from '../../shared/query.ts';
import { useCan } from '../../shared/session.ts';
import { useUrlState } from '../../shared/url-state.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { SearchInput } from '../../ui/search-input.tsx';
import { notify } from '../../ui/toast.tsx';
import { useChosen } from '../../ui/use-chosen.ts';
import { ImageDialog } from './components/image-dialog.tsx';
import { ImageGrid } from './components/image-grid.tsx';
import { ChooseFiles, FromWeb, UploadArea } from './components/upload-area.tsx';
import { UploadList } from './components/upload-list.tsx';
import { WebImageDialog } from './components/web-image-dialog.tsx';
import { useUploads } from './use-uploads.ts';

/** The library of images: what messages can show. */
export function ImagesPage() {
  const [search, setSearch] = useUrlState('search');
  const [isFromWeb, setFromWeb] = useState(false);
  const canWrite = useCan('templates:write');
  const images = useInfiniteQuery(routePages(imagesRoutes.list, { search }));
  const [shown, show] = useChosen(images.data, ({ id }) => id);
  const { uploads, add, dismiss } = useUploads();
  const page = (
    <Page>
      <PageHeader
        title="Images"
        trail={[{ name: 'Templates', href: '/templates' }]}
        state="Resized for email, and hosted for as long as your messages show them"
        action={
          canWrite && (
            <>
              <FromWeb onOpen={() => setFromWeb(true)} />
              <ChooseFiles onAdd={add} primary />
            </>
          )
        }
      />
      <SearchInput label="Search images" value={search} onSearch={setSearch} />
      <UploadList uploads={uploads} onDismiss={dismiss} />
      <ImageGrid
        query={images}
        verb="Open"
        onChoose={show}
        empty={
          search ? (
            <EmptyState picture="search">No image matches “{search}”.</EmptyState>
          ) : (
            <EmptyState picture="layout" action={canWrite && <ChooseFiles onAdd={add} />}>
              Drop images here, paste them, or choose files: JPEG, PNG, GIF, WebP, AVIF, TIFF or SVG up to 20 MB.
            </EmptyState>
          )
        }
      />
      <ImageDialog image={shown} onClose={() => show(null)} />
      <WebImageDialog open={isFromWeb} onOpenChange={setFromWeb} onUploaded={({ name }) => notify(`“${name}” added`)} />
    </Page>
  );
  return canWrite ? (
    <UploadArea onAdd={add} className="min-h-full">
      {page}
    </UploadArea>
  ) : (
    page
  );
}
