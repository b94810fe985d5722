import { useState } from 'react';
import { TabPanel, Tabs } from '../../../ui/tabs.tsx';
import { hasDarkStyles, type MailApp } from '../preview/message-source.ts';
import { MessageFrame } from '../preview/message-frame.tsx';

const views = [
  { value: 'desktop', label: 'Desktop' },
  { value: 'mobile', label: 'Mobile' },
  { value: 'dark', label: 'Dark' },
  { value: 'no-images', label: 'Images off' },
  { value: 'text', label: 'Plain text' },
] as const;
type View = (typeof views)[number]['value'];

const usual: MailApp = { scheme: 'light', images: 'shown' };

/** A rendered message, as mail apps show it. */
export function MessageViews({ html, text }: { html: string; text: string }) {
  const [view, setView] = useState<View>('desktop');
  return (
    <Tabs label="Views of the message" tabs={views} value={view} onChange={setView}>
      <TabPanel value="desktop">
        <MessageFrame html={html} app={usual} width="100%" />
      </TabPanel>
      <TabPanel value="mobile">
        <MessageFrame html={html} app={usual} width="375px" />
      </TabPanel>
      <TabPanel value="dark">
        <p className="mb-2 text-sm text-muted">
          {hasDarkStyles(html)
            ? 'The message’s own dark styles, as Apple Mail shows them. Gmail and Outlook may change colors themselves.'
            : 'This message has no dark styles. Apple Mail shows it like this; Gmail and Outlook may change its colors themselves.'}
        </p>
        <MessageFrame html={html} app={{ ...usual, scheme: 'dark' }} width="100%" />
      </TabPanel>
      <TabPanel value="no-images">
        <p className="mb-2 text-sm text-muted">
          Some people see this first. Alternative texts have to say what the images show.
        </p>
        <MessageFrame html={html} app={{ ...usual, images: 'off' }} width="100%" />
      </TabPanel>
      <TabPanel value="text">
        <pre className="min-h-130 rounded-md border border-line p-3 text-sm wrap-anywhere whitespace-pre-wrap">
          {text}
        </pre>
      </TabPanel>
    </Tabs>
  );
}
