import type { PathsAnswer } from '@engagex/domain/explore';
import { formatNumber } from '../../../shared/format.ts';
import { nodeInWords } from '../explore-words.ts';
import { drawing, layOut } from './path-layout.ts';

const longest = 22;

/** What people do next: each column is a place on their way. */
export function PathsChart({ answer }: { answer: PathsAnswer }) {
  const { nodes, links } = layOut(answer);
  const height = Math.max(drawing.height, ...nodes.map((each) => each.y + each.height + 4));
  return (
    <svg viewBox={`0 0 ${drawing.width} ${height}`} className="h-full w-full" preserveAspectRatio="xMinYMin meet">
      {links.map(({ key, path, thickness }) => (
        <path
          key={key}
          d={path}
          fill="none"
          stroke="var(--accent-solid)"
          strokeOpacity={0.22}
          strokeWidth={thickness}
        />
      ))}
      {nodes.map(({ node, x, y, height: size }) => (
        <g key={`${node.place} ${node.name} ${node.value}`}>
          <rect x={x} y={y} width={drawing.node} height={size} rx={2} fill="var(--accent-solid)" />
          <text x={x} y={y - 5} fontSize={12} fill="var(--ink)">
            {shortened(nodeInWords(node))} <tspan fill="var(--muted)">{formatNumber(node.people)}</tspan>
          </text>
        </g>
      ))}
    </svg>
  );
}

function shortened(text: string): string {
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}
