import { FileUp } from 'lucide-react';
import { useRef, useState, type DragEvent } from 'react';
import { formatBytes } from '../shared/format.ts';
import { Button } from './button.tsx';
import { cn } from './class-names.ts';
import { useField } from './field.tsx';

interface DropZoneProps {
  /** File endings: `['.csv']`. */
  readonly accept: readonly string[];
  readonly maxBytes: number;
  readonly onFile: (file: File) => void;
  /** Called instead when the file cannot be taken, with what to do. */
  readonly onRefuse: (reason: string) => void;
  readonly disabled?: boolean;
}

/** Takes one file by drop or choice: `<Field label="CSV file" error={refusal}><DropZone accept={['.csv']} maxBytes={…} onFile={…} onRefuse={setRefusal} /></Field>` */
export function DropZone({ accept, maxBytes, onFile, onRefuse, disabled = false }: DropZoneProps) {
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setIsOver] = useState(false);
  const { id, ...aria } = useField();

  function take(file: File | undefined) {
    if (!file || disabled) return;
    const ending = accept.find((known) => file.name.toLowerCase().endsWith(known));
    if (!ending) return onRefuse(`“${file.name}” is not a ${accept.join(' or ')} file. Choose another.`);
    if (file.size > maxBytes)
      return onRefuse(`“${file.name}” is larger than ${formatBytes(maxBytes)}. Split it, then import the parts.`);
    if (file.size === 0) return onRefuse(`“${file.name}” is empty. Choose another.`);
    onFile(file);
  }

  function onDrop(event: DragEvent) {
    event.preventDefault();
    setIsOver(false);
    take(event.dataTransfer.files[0]);
  }

  return (
    <div
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={onDrop}
      className={cn(
        'flex flex-col items-center gap-3 rounded-md border border-dashed border-line-strong bg-surface px-6 py-10 text-center transition-colors',
        isOver && 'border-accent bg-accent-soft',
      )}
    >
      <FileUp aria-hidden className="size-7 text-muted" strokeWidth={1.5} />
      <p className="text-muted">
        Drop a file here, or choose one. {accept.join(', ')} up to {formatBytes(maxBytes)}.
      </p>
      <Button id={id} {...aria} disabled={disabled} onClick={() => input.current?.click()}>
        Choose file
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        accept={accept.join(',')}
        onChange={(event) => {
          take(event.target.files?.[0]);
          event.target.value = ''; // the same file may be chosen again after it was fixed
        }}
      />
    </div>
  );
}
