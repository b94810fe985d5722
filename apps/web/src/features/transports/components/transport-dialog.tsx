import type { TransportView } from '@engagex/domain/transports';
import { Dialog } from '../../../ui/dialog.tsx';
import { LimitsForm } from './limits-form.tsx';
import { TransportForm } from './transport-form.tsx';

interface TransportDialogProps {
  /** The transport to change; null for a new one. */
  readonly transport: TransportView | null;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

export function TransportDialog({ transport, open, onOpenChange }: TransportDialogProps) {
  const close = () => onOpenChange(false);
  const isInstallation = transport?.kind === 'installation';
  const title = isInstallation ? `Limits of “${transport.name}”` : transport ? 'Change transport' : 'New transport';
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={title}>
      {isInstallation ? (
        <LimitsForm transport={transport} close={close} />
      ) : (
        <TransportForm transport={transport} close={close} />
      )}
    </Dialog>
  );
}
