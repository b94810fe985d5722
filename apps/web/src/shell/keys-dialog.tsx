import { Dialog, DialogBody } from '../ui/dialog.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { useDestinations } from './navigation.ts';

const anywhere = [
  { keys: 'mod+k', does: 'Search, go anywhere, run an action' },
  { keys: 'mod+s', does: 'Save, in an editor' },
  { keys: '?', does: 'Show keyboard shortcuts' },
  { keys: '↓ ↑', does: 'Move between rows of a table' },
  { keys: 'Enter', does: 'Open the row' },
];

export function KeysDialog(props: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const destinations = useDestinations().map(({ key, name }) => ({
    keys: `g ${key}`,
    does: `Go to ${name}`,
  }));
  return (
    <Dialog {...props} title="Keyboard shortcuts">
      <DialogBody className="pb-5">
        <dl className="flex flex-col">
          {[...anywhere, ...destinations].map(({ keys, does }) => (
            <div
              key={keys}
              className="flex items-center justify-between gap-4 border-b border-line py-2 last:border-b-0"
            >
              <dt>{does}</dt>
              <dd>
                <Kbd keys={keys} />
              </dd>
            </div>
          ))}
        </dl>
      </DialogBody>
    </Dialog>
  );
}
