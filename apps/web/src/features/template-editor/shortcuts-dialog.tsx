import { Dialog, DialogBody } from '../../ui/dialog.tsx';
import { Kbd } from '../../ui/kbd.tsx';

const shortcuts = [
  { keys: '↑ ↓', does: 'Go to the block above or below' },
  { keys: 'Enter', does: 'Write in the block' },
  { keys: '/', does: 'Insert below; in a text also a variable' },
  { keys: 'Escape', does: 'Leave the text, then the block' },
  { keys: 'Alt ↑', does: 'Move up' },
  { keys: 'Alt ↓', does: 'Move down' },
  { keys: 'mod+d', does: 'Duplicate' },
  { keys: 'Delete', does: 'Delete' },
  { keys: 'mod+c', does: 'Copy the block, for this or another template' },
  { keys: 'mod+v', does: 'Paste below' },
  { keys: 'mod+z', does: 'Undo' },
  { keys: 'mod+Shift+z', does: 'Redo' },
  { keys: 'mod+s', does: 'Save the draft now' },
  { keys: '{ {', does: 'Insert a variable, in a text' },
] as const;

export function ShortcutsDialog(props: { open: boolean; onOpenChange: (open: boolean) => void }) {
  return (
    <Dialog {...props} title="Keys of the editor">
      <DialogBody className="pb-5">
        <dl className="flex flex-col">
          {shortcuts.map(({ keys, does }) => (
            <div
              key={does}
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
