import { limit, problem, type StandardFinding } from './standard.ts';

const recommendedBytes = 32 * 1024;

/**
 * The basics of SVG Tiny Portable/Secure (draft-svg-tiny-ps-abrotman): what mailbox providers refuse a logo for most often. The
 * profile has more rules, and an authority that issues a certificate checks all of them.
 */
export function problemsWithLogo(svg: string, bytes: number): StandardFinding[] {
  const text = svg.replaceAll(/<!--[\s\S]*?-->/g, '');
  const root = /<svg\b[^>]*>/i.exec(text)?.[0];
  if (!root) return [problem('not_svg', 'The logo is not an SVG image.')];
  const findings: StandardFinding[] = [];
  if (attributeOf(root, 'baseProfile') !== 'tiny-ps' || attributeOf(root, 'version') !== '1.2')
    findings.push(
      problem(
        'not_tiny_ps',
        'The logo must be SVG Tiny PS: its first element needs version="1.2" and baseProfile="tiny-ps".',
      ),
    );
  if (!/<title\b[^>]*>\s*[^<\s]/i.test(text))
    findings.push(problem('no_title', 'The logo needs a <title> with the name of your company.'));
  if (/<script\b|\son[a-z]+\s*=/i.test(text))
    findings.push(problem('script', 'The logo contains scripts. Remove them.'));
  if (/<(animate\w*|set|image|foreignObject|a|video|audio|iframe)\b/i.test(text))
    findings.push(
      problem('element', 'The logo contains images, links or animations, which SVG Tiny PS does not allow.'),
    );
  if (
    /(?:xlink:)?href\s*=\s*["'](?!#)|url\(\s*["']?(?!#|["'])/i.test(
      text.replaceAll(/\sxmlns(:\w+)?\s*=\s*["'][^"']*["']/g, ''),
    )
  )
    findings.push(
      problem('external', 'The logo refers to something outside of itself. Everything must be in the file.'),
    );
  if (attributeOf(root, 'x') !== null || attributeOf(root, 'y') !== null)
    findings.push(problem('position', 'The first element of the logo must not have x or y.'));
  findings.push(...aboutShape(root));
  if (bytes > recommendedBytes)
    findings.push(limit('large', `The logo has ${Math.ceil(bytes / 1024)} KB. Keep it below 32 KB.`));
  return findings;
}

function aboutShape(root: string): StandardFinding[] {
  const [, , width, height] = (attributeOf(root, 'viewBox') ?? '')
    .trim()
    .split(/[\s,]+/)
    .map(Number);
  if (!width || !height) return [limit('no_view_box', 'The logo has no viewBox. Add one that is square.')];
  return width === height ? [] : [limit('not_square', 'The logo is not square. Mailbox providers cut or shrink it.')];
}

function attributeOf(element: string, name: string): string | null {
  return new RegExp(`\\s${name}\\s*=\\s*["']([^"']*)["']`).exec(element)?.[1] ?? null;
}
