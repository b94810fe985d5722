import type { PathsAnswer } from '@engagex/domain/explore';
import { useLayoutEffect, useRef, useState } from 'react';
import { formatNumber } from '../../../shared/format.ts';
import { nodeInWords } from '../explore-words.ts';
import { drawing, layOut } from './path-layout.ts';

const longest = 22;
const leastColumn = 110;
const fontSize = 12;

/** What people do next: each column is a place on their way. Scrolls sideways where its columns do not fit. */
export function PathsChart({ answer }: { answer: PathsAnswer }) {
  const [size, measured] = useSize();
  return (
    <div ref={measured} className="h-full w-full overflow-x-auto overflow-y-hidden">
      {size && <Drawn answer={answer} {...size} />}
    </div>
  );
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** As high as there is room; letters are as large as elsewhere. */
function Drawn({ answer, ...room }: { answer: PathsAnswer } & Size) {
  const columns = new Set(answer.nodes.map(({ place }) => place)).size;
  const width = Math.max(room.width, columns * leastColumn);
  const height = Math.max(drawing.height, ...layOut(answer).nodes.map((each) => each.y + each.height + 4));
  const scale = room.height / height;
  const { nodes, links } = layOut(answer, width / scale);
  return (
    <svg viewBox={`0 0 ${width / scale} ${height}`} width={width} height={room.height} className="block">
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
          <text x={x} y={y - 5} fontSize={fontSize / scale} fill="var(--ink)">
            {shortened(nodeInWords(node))} <tspan fill="var(--muted)">{formatNumber(node.people)}</tspan>
          </text>
        </g>
      ))}
    </svg>
  );
}

function useSize() {
  const ref = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState<Size | null>(null);
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => {
      const { clientWidth: width, clientHeight: height } = element;
      if (width > 0 && height > 0) setSize({ width, height });
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [size, ref] as const;
}

function shortened(text: string): string {
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}
