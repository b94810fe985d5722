import { uploadableImages } from '@engagex/domain/images';
import { ImageUp, Link as LinkIcon, Upload as UploadIcon } from 'lucide-react';
import { type ClipboardEvent, type DragEvent, type ReactNode, useRef, useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { cn } from '../../../ui/class-names.ts';
import { addressIn, filesIn } from '../images-in.ts';
import type { ImageSource } from '../upload-image.ts';

interface UploadAreaProps {
  readonly onAdd: (sources: readonly ImageSource[]) => void;
  readonly className?: string;
  readonly children: ReactNode;
}

/** Takes images by drop and by paste anywhere inside it. */
export function UploadArea({ onAdd, className, children }: UploadAreaProps) {
  const [isOver, setIsOver] = useState(false);

  function onDrop(event: DragEvent) {
    event.preventDefault();
    setIsOver(false);
    take(event.dataTransfer);
  }

  function onPaste(event: ClipboardEvent) {
    const isTyping = event.target instanceof HTMLElement && event.target.matches('input, textarea');
    if (isTyping && event.clipboardData.files.length === 0) return;
    if (take(event.clipboardData)) event.preventDefault();
  }

  function take(data: DataTransfer): boolean {
    const files = filesIn(data);
    const address = addressIn(data);
    if (files.length > 0) onAdd(files);
    else if (address) onAdd([{ url: address }]);
    return files.length > 0 || address !== null;
  }

  return (
    // It has no role of its own: everything it takes can also be chosen with the buttons in it.
    <div
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={(event) => {
        const isInside = event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget);
        if (!isInside) setIsOver(false);
      }}
      onDrop={onDrop}
      onPaste={onPaste}
      className={cn('relative', className)}
    >
      {children}
      {isOver && (
        <div className="pointer-events-none absolute inset-0 z-10 flex items-center justify-center rounded-md border-2 border-dashed border-accent bg-accent-soft/90">
          <p className="flex items-center gap-2 font-medium text-accent">
            <ImageUp aria-hidden className="size-5" />
            Drop to upload
          </p>
        </div>
      )}
    </div>
  );
}

/** Chooses files of this computer. */
export function ChooseFiles({ onAdd, primary = false }: { onAdd: UploadAreaProps['onAdd']; primary?: boolean }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button variant={primary ? 'primary' : 'secondary'} icon={UploadIcon} onClick={() => input.current?.click()}>
        Upload images
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        multiple
        aria-label="Image files"
        accept={uploadableImages.join(',')}
        onChange={(event) => {
          onAdd([...(event.target.files ?? [])]);
          event.target.value = ''; // the same file may be chosen again
        }}
      />
    </>
  );
}

export function FromWeb({ onOpen }: { onOpen: () => void }) {
  return (
    <Button icon={LinkIcon} onClick={onOpen}>
      From a URL
    </Button>
  );
}
