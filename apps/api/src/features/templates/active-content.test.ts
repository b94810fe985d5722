import { expect, test } from 'vitest';
import { activeContent } from './active-content.ts';
import { OpaqueLiquid } from './opaque-liquid.ts';

const problemsIn = (html: string) => activeContent(new OpaqueLiquid().hide(html));

test.each([
  '<script>alert(1)</script>',
  '<SCRIPT src="https://a.example/x.js"></SCRIPT>',
  '<svg><script>alert(1)</script></svg>',
  '<svg:script>alert(1)</svg:script>',
  '<img src="x.png" onerror="alert(1)">',
  '<svg/onload=alert(1)>',
  '<body ONLOAD="alert(1)">',
  '<a href="javascript:alert(1)">x</a>',
  '<a href=" JavaScript:alert(1)">x</a>',
  '<a href="java\nscript:alert(1)">x</a>',
  '<a href="&#106;avascript:alert(1)">x</a>',
  '<a href="java&Tab;script:alert(1)">x</a>',
  '<a href="\u0001javascript:alert(1)">x</a>',
  `<a href="java{{ '' }}script:alert(1)">x</a>`,
  '<a href="{% if a %}{% endif %}vbscript:x">x</a>',
  '<a xlink:href="javascript:alert(1)">x</a>',
  '<area href="data:text/html,<b>x</b>">',
  '<img src="data:text/html;base64,PGI+">',
  '<form action="javascript:alert(1)"></form>',
  '<button formaction="javascript:alert(1)">x</button>',
  '<iframe src="https://a.example"></iframe>',
  '<object data="https://a.example/x.swf"></object>',
  '<embed src="https://a.example/x.swf">',
  '<base href="https://a.example/">',
  '<meta http-equiv="Refresh" content="0;url=https://a.example">',
  '<p style="width:expression(alert(1))">x</p>',
  '<p style="background:url(java/**/script:alert(1))">x</p>',
  '<style>a{-moz-binding:url(https://a.example)}</style>',
  '<!--[if mso]><a href="javascript:alert(1)">x</a><![endif]-->',
])('%s keeps a message from being sent', (html) => {
  expect(problemsIn(html)).toContainEqual(
    expect.objectContaining({ severity: 'error', path: ['body'], message: expect.stringMatching(/\.$/) }),
  );
});

test.each([
  '<a href="https://a.example/?q=javascript:1">x</a>',
  '<a href="{{ unsubscribe_url }}">x</a>',
  '<a href="mailto:a@b.example">x</a> <a href="tel:+4420">x</a> <a href="#top">x</a>',
  '<img src="data:image/png;base64,iVBORw0KGgo=" alt="">',
  '<td background="https://a.example/x.png" style="color:red">on click = now</td>',
  '<p>&lt;script&gt; and javascript: in words</p>',
  '<style>a{color:red}</style><meta http-equiv="Content-Type" content="text/html">',
  '<!-- <script> in a comment that nobody reads -->',
])('%s is what messages are made of', (html) => {
  expect(problemsIn(html)).toEqual([]);
});

test('a form is remarked on, and a line is named where it means something', () => {
  expect(activeContent('<form></form>')).toMatchObject([{ severity: 'warning' }]);
  expect(activeContent('<p>\n<p>\n<script></script>', { lineOf: (line) => line })).toMatchObject([{ line: 3 }]);
});
