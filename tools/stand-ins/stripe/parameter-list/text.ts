import type { ParameterList } from './shapes.ts';

/** One line for each route and each object, so that a new version of the package can be read as a difference. */
export function textOf({ apiVersion, routes, shapes }: ParameterList): string {
  const lines = [
    '{',
    `"apiVersion": ${JSON.stringify(apiVersion)},`,
    '"routes": {',
    Object.entries(routes)
      .map(([route, place]) => `${JSON.stringify(route)}: ${place}`)
      .join(',\n'),
    '},',
    '"shapes": [',
    shapes.map((shape) => JSON.stringify(shape)).join(',\n'),
    ']',
    '}',
  ];
  return `${lines.join('\n')}\n`;
}
