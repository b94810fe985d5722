import { isPlaceholderPicture } from '@engagex/domain/documents';
import type { TemplateProblem } from '@engagex/domain/templates';
import { hasLiquid } from '../opaque-liquid.ts';
import { type Check, problemIn, shortened } from './checked-message.ts';

const placeholderHosts =
  /^https?:\/\/(?:[\w-]+\.)*(?:placeholder\.com|placehold\.(?:co|it)|placekitten\.com|dummyimage\.com|picsum\.photos|lorempixel\.com|loremflickr\.com|fakeimg\.pl|example\.(?:com|net|org))(?:[/:?]|$)/i;

/** Pictures: that they are shown, say something to those who do not see them, and are not all there is. */
export const checkImages: Check = ({ content, made: { liquid }, read, words }) => {
  const seen = read.images.filter(({ isPixel }) => !isPixel);
  const found: TemplateProblem[] = [];
  const say = (problem: Parameters<typeof problemIn>[1]) => void found.push(problemIn(content, problem));
  const without = seen.filter(({ alt }) => alt === null);
  const [first] = without;
  if (first) {
    const images = without.length === 1 ? 'One image has' : `${without.length} images have`;
    say({
      code: 'alt_missing',
      message: `${images} no alternative text (alt) for people who cannot see images.`,
      at: liquid.show(first.src),
    });
  }
  const named = new Set(read.texts.map(({ href }) => liquid.show(href ?? ''))); // the same link again, with words
  const silent = seen.find(
    ({ alt, onlyOneOf }) => onlyOneOf !== null && alt?.trim() === '' && !named.has(liquid.show(onlyOneOf)),
  );
  if (silent)
    say({
      code: 'linked_image_without_alt',
      message: 'A linked image has an empty alternative text, so some people cannot tell where the link leads.',
      at: liquid.show(silent.src),
    });
  const told = new Set<string>();
  for (const { src } of seen) {
    const address = liquid.show(src).trim();
    const problem = hasLiquid(src) || isPlaceholderPicture(address) ? null : problemWith(address); // the document says so
    if (!problem || told.has(problem.code)) continue;
    told.add(problem.code);
    const https = problem.code === 'image_insecure' ? address.replace(/^http:/i, 'https:') : null;
    say({
      ...problem,
      at: address,
      fix: https
        ? { label: 'Use https', mend: { kind: 'replace', part: 'body', find: address, put: https } }
        : undefined,
    });
  }
  const letters = words.replaceAll(/[^\p{L}\p{N}]/gu, '').length;
  if (seen.length > 0 && letters < 60)
    say({
      code: 'images_only',
      message:
        'Nearly all of this message is in images. People whose mail app hides images see nothing, and spam filters distrust it.',
    });
  return found;
};

function problemWith(address: string): { code: string; message: string } | null {
  const shown = shortened(address);
  if (address === '') return { code: 'image_broken', message: 'An image has no address.' };
  if (placeholderHosts.test(address))
    return { code: 'image_placeholder', message: `An image is only a placeholder: ${shown}` };
  if (/^data:/i.test(address))
    return {
      code: 'image_embedded',
      message: 'Gmail and Outlook do not show images that are part of the HTML (data:). Upload the image instead.',
    };
  if (/^cid:/i.test(address))
    return { code: 'image_broken', message: `An image refers to an attachment that is not there: ${shown}` };
  if (!/^https?:\/\//i.test(address)) return { code: 'image_broken', message: `An image has no web address: ${shown}` };
  if (/^https?:\/\/(?:localhost|127\.|10\.|192\.168\.|[^/]*\.local\b)/i.test(address))
    return { code: 'image_broken', message: `An image is at an address that only works on your network: ${shown}` };
  if (/\.(?:webp|avif|svg|heic|tiff?)(?:[?#]|$)/i.test(address))
    return {
      code: 'image_format',
      message: `Outlook and others do not show this format of image; use JPEG, PNG or GIF: ${shown}`,
    };
  if (/^http:/i.test(address))
    return {
      code: 'image_insecure',
      message: `An image is loaded without encryption (http:); many mail apps do not show it: ${shown}`,
    };
  return null;
}
