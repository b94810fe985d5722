import type { FormView } from '@engagex/domain/forms';
import type { Branding } from '@engagex/domain/recipients';

/** In whose name forms speak. */
export interface Sender extends Branding {
  readonly organization: string;
  readonly senderName: string | null;
  readonly senderEmail: string | null;
}

/** A form as visitors meet it. */
export interface OpenForm {
  readonly organizationId: string;
  readonly form: FormView;
  readonly sender: Sender;
}
