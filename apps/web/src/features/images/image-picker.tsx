import { imagesRoutes, type ImageView } from '@engagex/domain/images';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { routePages } from '../../shared/query.ts';
import { useCan } from '../../shared/session.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogBody, DialogFooter } from '../../ui/dialog.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { SearchInput } from '../../ui/search-input.tsx';
import { ImageGrid } from './components/image-grid.tsx';
import { ChooseFiles, FromWeb, UploadArea } from './components/upload-area.tsx';
import { UploadList } from './components/upload-list.tsx';
import { WebImageDialog } from './components/web-image-dialog.tsx';
import type { ImageSource } from './upload-image.ts';
import { useUploads } from './use-uploads.ts';

interface ImagePickerProps {
  readonly onPick: (image: ImageView) => void;
  readonly onClose: () => void;
}

/** Chooses an image of the library, or uploads one, which is then chosen: `{isPicking && <ImagePicker onPick={…} onClose={…} />}` */
export function ImagePicker({ onPick, onClose }: ImagePickerProps) {
  return (
    <Dialog open onOpenChange={onClose} title="Choose an image" className="sm:w-200">
      <Picker
        onPick={(image) => {
          onPick(image);
          onClose();
        }}
        onClose={onClose}
      />
    </Dialog>
  );
}

function Picker({ onPick, onClose }: ImagePickerProps) {
  const [search, setSearch] = useState('');
  const [isFromWeb, setFromWeb] = useState(false);
  const canWrite = useCan('templates:write');
  const images = useInfiniteQuery(routePages(imagesRoutes.list, { search }));
  const isSeveral = useRef(false);
  const { uploads, add, dismiss } = useUploads((image) => {
    if (!isSeveral.current) onPick(image); // of several, one is chosen from the list
  });
  const take = (sources: readonly ImageSource[]) => {
    isSeveral.current = sources.length > 1;
    add(sources);
  };
  const content = (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-2">
        <SearchInput label="Search images" value={search} onSearch={setSearch} className="sm:mr-auto" />
        {canWrite && (
          <>
            <FromWeb onOpen={() => setFromWeb(true)} />
            <ChooseFiles onAdd={take} />
          </>
        )}
      </div>
      <UploadList uploads={uploads} onDismiss={dismiss} />
      <ImageGrid
        query={images}
        verb="Choose"
        onChoose={onPick}
        empty={
          search ? (
            <EmptyState picture="search">No image matches “{search}”.</EmptyState>
          ) : (
            <EmptyState picture="layout">Drop an image here, or paste one.</EmptyState>
          )
        }
      />
    </div>
  );
  return (
    <>
      <DialogBody>{canWrite ? <UploadArea onAdd={take}>{content}</UploadArea> : content}</DialogBody>
      <DialogFooter>
        <Button onClick={onClose}>Cancel</Button>
      </DialogFooter>
      <WebImageDialog open={isFromWeb} onOpenChange={setFromWeb} onUploaded={onPick} />
    </>
  );
}
