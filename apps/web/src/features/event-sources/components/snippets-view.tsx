import { useState } from 'react';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { TabPanel, Tabs } from '../../../ui/tabs.tsx';
import { snippetOf, type Way, wayNames, wayNotes, ways } from '../snippets.ts';

/** How to send events with this key, to copy. */
export function SnippetsView({ name, apiKey }: { name: string; apiKey: string }) {
  const [way, setWay] = useState<Way>('script');
  return (
    <Tabs
      label={`Ways to send events from ${name}`}
      tabs={ways.map((value) => ({ value, label: wayNames[value] }))}
      value={way}
      onChange={setWay}
    >
      {ways.map((each) => {
        const snippet = snippetOf(each, { key: apiKey, host: location.origin });
        return (
          <TabPanel key={each} value={each}>
            <p className="mb-2 max-w-prose text-sm text-muted">{wayNotes[each]}</p>
            <div className="relative">
              <pre
                // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
                tabIndex={0}
                aria-label={`${wayNames[each]} snippet`}
                className="overflow-x-auto rounded-md border border-line bg-hover p-3 pr-12 font-mono text-xs leading-5"
              >
                {snippet}
              </pre>
              <span className="absolute top-2 right-2 rounded-md bg-surface">
                <CopyButton text={snippet} label={`Copy the ${wayNames[each]} snippet`} />
              </span>
            </div>
          </TabPanel>
        );
      })}
    </Tabs>
  );
}
