import type { Security } from '@engagex/domain/transports';
import type { Mail } from './mail.ts';

/** How to reach the server of an organization's own transport. */
export type MailServer =
  | {
      readonly kind: 'smtp';
      readonly host: string;
      readonly port: number;
      readonly security: Security;
      readonly username: string | null;
      readonly secret: string | null;
    }
  | { readonly kind: 'sendgrid'; readonly secret: string };

/** Makes transports for servers that organizations name. They never lead into a private network, unless that is allowed. */
export abstract class MailServers {
  abstract connect(server: MailServer): Mail;
}
