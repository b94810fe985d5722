/** What of an element's look is written into the picture: there are no style sheets in it. */
const looks = [
  'fill',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-opacity',
  'font-size',
  'font-family',
] as const;
const sharpness = 2;
const edge = 16;

/** The drawing as a PNG on the page's ground, with its title above. */
export async function pictureOf(svg: SVGSVGElement, title: string): Promise<Blob> {
  const { width, height } = svg.getBoundingClientRect();
  const copy = withItsLooks(svg);
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  const image = await loaded(`data:image/svg+xml;charset=utf-8,${encodeURIComponent(copy.outerHTML)}`);
  const page = getComputedStyle(document.body);
  const top = edge + 24;
  const canvas = document.createElement('canvas');
  canvas.width = (width + 2 * edge) * sharpness;
  canvas.height = (height + top + edge) * sharpness;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This browser cannot draw pictures.');
  context.scale(sharpness, sharpness);
  context.fillStyle = page.backgroundColor;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = page.color;
  context.font = `600 14px ${page.fontFamily}`;
  context.fillText(title, edge, edge + 10);
  context.drawImage(image, edge, top);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('The picture could not be made.'))), 'image/png');
  });
}

function withItsLooks(svg: SVGSVGElement): Element {
  const copy = svg.cloneNode(true) as SVGSVGElement; // a clone is of its kind
  const originals = [svg, ...svg.querySelectorAll('*')];
  const copies = [copy, ...copy.querySelectorAll('*')];
  for (const [index, original] of originals.entries()) {
    const style = getComputedStyle(original);
    copies[index]?.removeAttribute('class');
    for (const look of looks) copies[index]?.setAttribute(look, style.getPropertyValue(look));
  }
  return copy;
}

function loaded(url: string): Promise<HTMLImageElement> {
  return new Promise((resolve, reject) => {
    const image = new Image();
    image.addEventListener('load', () => resolve(image));
    image.addEventListener('error', () => reject(new Error('The chart could not be drawn as a picture.')));
    image.src = url;
  });
}
