/** About 7 kB of a message as shops send it: two parts, five links, three variables. */
const paragraph =
  'Forty new pieces have arrived in the shop, made in small runs from wool and linen by people we know by name. ' +
  'Each of them can be repaired, and most can be returned to us at the end of their life.';

const article = (index: number) => `
      <tr>
        <td style="padding:16px 24px;font-family:Helvetica,Arial,sans-serif;font-size:16px;line-height:1.6;color:#292524">
          <h2 style="font-size:20px;margin:0 0 8px">Number ${index}: wool, linen &amp; felt</h2>
          <p style="margin:0 0 8px">${paragraph}</p>
          <p style="margin:0">${paragraph} <a href="https://shop.example/collections/autumn/${index}?utm_source=email" style="color:#9a3412">See it</a></p>
        </td>
      </tr>`;

export const campaignTemplate = {
  name: 'Bench',
  subject: '{{ contact.first_name | default: "Hello" }}, the autumn collection is here',
  preheader: 'Warm colours, soft wool',
  format: 'html',
  body: `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8"><title>The autumn collection</title></head>
  <body style="margin:0;background:#f5f5f4">
    <table role="presentation" width="600" align="center" style="background:#ffffff">
      <tr><td style="padding:24px">Hello {{ contact.first_name | default: "there" }} {{ contact.last_name }},</td></tr>${[1, 2, 3, 4, 5].map(article).join('')}
    </table>
    <p style="font-size:13px">{{ organization.name }}, {{ organization.postal_address | default: "Example Street 1, 8000 Zürich" }} · for {{ contact.email }} · <a href="{{ unsubscribe_url }}">Unsubscribe</a></p>
  </body>
</html>`,
} as const;
