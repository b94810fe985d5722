import { useMemo } from 'react';
import { type MailApp, sourceFor } from './message-source.ts';

interface MessageFrameProps {
  readonly html: string;
  readonly app: MailApp;
  /** As CSS: what the mail app has for the message. */
  readonly width: string;
}

/** Sandboxed without scripts, forms or our origin: whatever the message contains stays in its frame. */
export function MessageFrame({ html, app, width }: MessageFrameProps) {
  const { scheme, images } = app;
  const source = useMemo(() => sourceFor(html, { scheme, images }), [html, scheme, images]);
  return (
    <iframe
      title="The message"
      sandbox=""
      srcDoc={source}
      className="mx-auto h-130 max-w-full rounded-md border border-line"
      style={{ width, colorScheme: scheme, backgroundColor: scheme === 'dark' ? '#1c1c1e' : '#ffffff' }}
    />
  );
}
