import { useMemo } from 'react';
import { sourceFor } from './message-source.ts';

/** A small picture of a message: the message itself in a sandboxed frame, which nobody can click or tab into. */
export function MessageThumbnail({ html, scheme = 'light' }: { html: string; scheme?: 'light' | 'dark' }) {
  const source = useMemo(() => sourceFor(html, { scheme, images: 'shown' }), [html, scheme]);
  return (
    <div aria-hidden inert className="absolute inset-0 overflow-hidden bg-white">
      <iframe
        title="Picture of the message"
        tabIndex={-1}
        sandbox=""
        loading="lazy"
        srcDoc={source}
        className="pointer-events-none h-[250%] w-[250%] origin-top-left scale-40 border-0"
        style={{ colorScheme: scheme }}
      />
    </div>
  );
}
