import { useState } from 'react';
import { TabPanel, Tabs } from '../../../ui/tabs.tsx';

const views = [
  { value: 'desktop', label: 'Desktop' },
  { value: 'mobile', label: 'Mobile' },
  { value: 'text', label: 'Plain text' },
] as const;
type View = (typeof views)[number]['value'];

/** A rendered message, as programs for mail show it. */
export function MessageViews({ html, text }: { html: string; text: string }) {
  const [view, setView] = useState<View>('desktop');
  return (
    <Tabs label="Views of the message" tabs={views} value={view} onChange={setView}>
      <TabPanel value="desktop">
        <Frame html={html} width="100%" />
      </TabPanel>
      <TabPanel value="mobile">
        <Frame html={html} width="375px" />
      </TabPanel>
      <TabPanel value="text">
        <pre className="min-h-130 rounded-md border border-line p-3 text-sm wrap-anywhere whitespace-pre-wrap">
          {text}
        </pre>
      </TabPanel>
    </Tabs>
  );
}

/** Sandboxed without scripts, forms or our origin: whatever the message contains stays in its frame. */
function Frame({ html, width }: { html: string; width: string }) {
  return (
    <iframe
      title="The message"
      sandbox=""
      srcDoc={html}
      className="mx-auto h-130 max-w-full rounded-md border border-line bg-white"
      style={{ width }}
    />
  );
}
