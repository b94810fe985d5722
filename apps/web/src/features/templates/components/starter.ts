import type { InputOf } from '@engagex/domain/shared';
import type { templatesRoutes } from '@engagex/domain/templates';

interface CodeStarter {
  readonly key: string;
  readonly description: string;
  readonly input: InputOf<typeof templatesRoutes.create>;
}

const subject = 'Hello {{ contact.first_name | default: "there" }}';

const mjml = `<mjml>
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
`;

const html = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title></title>
  </head>
  <body style="margin: 0; padding: 24px; background: #ffffff; font-family: Helvetica, Arial, sans-serif; font-size: 16px; line-height: 1.6; color: #18181b">
    <h1 style="font-size: 24px">Your headline</h1>
    <p>Hello {{ contact.first_name | default: "there" }},<br />write your message here.</p>
    <p style="font-size: 13px; color: #52525b">
      {{ organization.name }} · <a href="{{ preferences_url }}" style="color: #52525b">Email preferences</a> ·
      <a href="{{ unsubscribe_url }}" style="color: #52525b">Unsubscribe</a>
    </p>
  </body>
</html>
`;

/** What a template that is code begins with: complete enough to be sent, short enough to be read. */
export const codeStarters: readonly CodeStarter[] = [
  {
    key: 'mjml',
    description: 'Markup for mail that looks right in every mail app',
    input: { name: 'MJML template', subject, format: 'mjml', body: mjml },
  },
  {
    key: 'html',
    description: 'Exactly what you write or paste',
    input: { name: 'HTML template', subject, format: 'html', body: html },
  },
];
