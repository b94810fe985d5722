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
const line = 22;

interface Caption {
  readonly title: string;
  /** Colours as style sheets have them. */
  readonly legend: readonly { readonly name: string; readonly colour: string; readonly dash?: string | undefined }[];
}

/** The drawing as a PNG on the page's ground, with its title and legend above. */
export async function pictureOf(svg: SVGSVGElement, { title, legend }: Caption): Promise<Blob> {
  const { width, height } = svg.getBoundingClientRect();
  const copy = withItsLooks(svg);
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  const image = await loaded(`data:image/svg+xml;charset=utf-8,${encodeURIComponent(copy.outerHTML)}`);
  const page = getComputedStyle(document.body);
  const top = edge + 24 + (legend.length > 0 ? line : 0);
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
  drawLegend(context, legend, page);
  context.drawImage(image, edge, top);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('The picture could not be made.'))), 'image/png');
  });
}

/** In one line: what does not fit is in the table. */
function drawLegend(context: CanvasRenderingContext2D, legend: Caption['legend'], page: CSSStyleDeclaration): void {
  const y = edge + 24 + line / 2;
  let x = edge;
  context.font = `13px ${page.fontFamily}`;
  for (const { name, colour, dash } of legend) {
    context.strokeStyle = computed(colour);
    context.lineWidth = 3;
    context.setLineDash(dash ? dash.split(' ').map(Number) : []);
    context.beginPath();
    context.moveTo(x, y - 4);
    context.lineTo(x + 20, y - 4);
    context.stroke();
    context.fillText(name, x + 26, y);
    x += 26 + context.measureText(name).width + 18;
  }
}

/** What a `var(…)` is on this page. */
function computed(colour: string): string {
  const probe = document.body.appendChild(Object.assign(document.createElement('span'), { style: `color: ${colour}` }));
  const is = getComputedStyle(probe).color;
  probe.remove();
  return is;
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
