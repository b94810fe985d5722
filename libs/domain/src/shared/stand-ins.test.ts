import { expect, test } from 'vitest';
import { withStandIns } from './stand-ins.ts';

test.for([
  ['Our spring offers', 'Our spring offers'],
  ['Hello {{ contact.firstName }}', 'Hello [first name]'],
  ['Hello {{contact.firstName|upcase}}!', 'Hello [first name]!'],
  ['Hello {{ contact.firstName | default: "friend" }}', 'Hello friend'],
  ["{{- contact.firstName | default: 'You' -}}, look", 'You, look'],
  ['{{ contact.firstName | default: "" }}', '[first name]'],
  ['{{ contact.attributes.shoe_size }} is in', '[shoe size] is in'],
  ['{{ contact.attributes["shoe-size"] }} is in', '[shoe size] is in'],
  ['News of {{ organization.name }}', 'News of [organization name]'],
  ['{{ "Half }} price" }} today', 'Half }} price today'],
  ['{% if contact.firstName %}{{ contact.firstName }}, hello{% else %}Hello{% endif %}', 'Hello'],
  ['{% if contact.a %}{% if contact.b %}B{% else %}A{% endif %}{% else %}Neither{% endif %} today', 'Neither today'],
  ['{% if contact.vip == "%}" %}For you: {% endif %}offers', 'For you: offers'],
  ['{% unless contact.vip %}Hello{% endunless %}', 'Hello'],
  ['{% case contact.city %}{% when "Bern" %}Bern{% else %}Your city{% endcase %}', 'Your city'],
  ['{% for city in contact.attributes.cities %}{{ city }}{% endfor %}', '[city]'],
  ['{% assign who = contact.firstName %}Hello {{ who }}', 'Hello [who]'],
  ['{% capture who %}you{% endcapture %}Hello {{ who }}', 'Hello [who]'],
  ['{% comment %}old: {{ contact.email }}{% endcomment %}New', 'New'],
  ['{% raw %}{{ braces }}{% endraw %} explained', '{{ braces }} explained'],
  ['Hello {{ contact.firstName', 'Hello {{ contact.firstName'],
  ['{% endif %}Hello{% else %}', 'Hello'],
  ['{% if contact.vip %}Hello', 'Hello'],
] as const)('%s is shown as %s', ([written, shown]) => {
  expect(withStandIns(written)).toBe(shown);
});
