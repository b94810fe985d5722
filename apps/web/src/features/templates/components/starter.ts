import type { z } from 'zod';
import type { templateInput } from '@engagex/domain/templates';

/** What a new template begins with: complete enough to be sent, short enough to be read. */
export const starter: z.input<typeof templateInput> = {
  name: '',
  subject: 'Hello {{ contact.first_name | default: "there" }}',
  preheader: '',
  format: 'mjml',
  textBody: '',
  body: `<mjml>
  <mj-body background-color="#f4f4f5">
    <mj-section background-color="#ffffff" padding="32px 24px">
      <mj-column>
        <mj-text font-size="24px" font-weight="700">Your headline</mj-text>
        <mj-text font-size="16px" line-height="1.6">
          Hello {{ contact.first_name | default: "there" }},<br />
          write your message here.
        </mj-text>
        <mj-button href="https://www.example.com">Read more</mj-button>
      </mj-column>
    </mj-section>
    <mj-section>
      <mj-column>
        <mj-text align="center" font-size="13px" color="#52525b">
          {{ organization.name }} · <a href="{{ preferences_url }}" style="color:#52525b">Email preferences</a> ·
          <a href="{{ unsubscribe_url }}" style="color:#52525b">Unsubscribe</a>
        </mj-text>
      </mj-column>
    </mj-section>
  </mj-body>
</mjml>
`,
};
