export const demoTemplate = {
  name: 'Collection announcement',
  subject: '{{ contact.first_name | default: "Hello" }}, the autumn collection is here',
  preheader: 'Warm colours, soft wool, free shipping until Sunday',
  format: 'mjml',
  body: `<mjml>
  <mj-head>
    <mj-attributes>
      <mj-all font-family="Helvetica, Arial, sans-serif" />
      <mj-text font-size="16px" line-height="1.6" color="#292524" />
    </mj-attributes>
  </mj-head>
  <mj-body background-color="#f5f5f4">
    <mj-section background-color="#ffffff" padding="32px 24px">
      <mj-column>
        <mj-text font-size="26px" font-weight="700">The autumn collection</mj-text>
        <mj-text>
          Hello {{ contact.first_name | default: "there" }},<br />
          forty new pieces have arrived in the shop, made in small runs from wool and linen.
          {% if contact.attributes.city %}We ship to {{ contact.attributes.city }} within three days.{% endif %}
        </mj-text>
        <mj-button background-color="#9a3412" border-radius="8px" href="https://shop.example/collections/autumn?utm_source=email&amp;utm_medium=campaign">
          See the collection
        </mj-button>
        <mj-text>
          Prefer to look around? <a href="https://shop.example/new">Everything new</a> or
          <a href="https://shop.example/journal/wool">how our wool is made</a>.
        </mj-text>
      </mj-column>
    </mj-section>
    <mj-section>
      <mj-column>
        <mj-text font-size="13px" color="#78716c" align="center">
          {{ organization.name }}, {{ organization.postal_address | default: "Example Street 1, 8000 Zürich" }}<br />
          You get this because you shopped with us. <a href="{{ unsubscribe_url }}" style="color:#78716c">Unsubscribe</a>
        </mj-text>
      </mj-column>
    </mj-section>
  </mj-body>
</mjml>`,
} as const;
