import type { ReactNode } from 'react';

const line = 'var(--line-strong)';
const quiet = 'var(--line)';
const accent = 'var(--accent-solid)';
const soft = 'var(--accent-soft)';

/** Drawn in tokens, so that they follow the theme. Each shows the shape of what will be in its place. */
const drawings = {
  people: (
    <>
      {[20, 48, 76].map((y) => (
        <g key={y}>
          <circle cx="38" cy={y + 8} r="8" fill={y === 20 ? soft : 'none'} stroke={y === 20 ? accent : line} />
          <path d={`M56 ${y + 4}h${y === 48 ? 48 : 60}`} stroke={y === 20 ? accent : line} strokeWidth="3" />
          <path d={`M56 ${y + 12}h${y === 48 ? 66 : 42}`} stroke={quiet} strokeWidth="3" />
        </g>
      ))}
    </>
  ),
  circles: (
    <>
      <circle cx="64" cy="50" r="30" fill={soft} stroke={accent} />
      <circle cx="98" cy="50" r="30" stroke={line} />
      {[
        [52, 44],
        [60, 60],
        [81, 50],
        [104, 40],
        [110, 58],
      ].map(([x, y]) => (
        <circle key={`${x}-${y}`} cx={x} cy={y} r="4" fill={x === 81 ? accent : line} />
      ))}
    </>
  ),
  key: (
    <>
      <circle cx="52" cy="40" r="16" fill={soft} stroke={accent} />
      <circle cx="52" cy="40" r="5" stroke={accent} />
      <path d="M68 40h56v12M108 40v10" stroke={accent} />
      <path d="M40 76h80M40 88h52" stroke={quiet} strokeWidth="3" />
    </>
  ),
  layout: (
    <>
      <rect x="40" y="10" width="80" height="84" rx="8" fill="var(--surface)" stroke={line} />
      <rect x="50" y="20" width="60" height="20" rx="4" fill={soft} stroke={accent} />
      <path d="M50 52h60M50 62h46" stroke={quiet} strokeWidth="3" />
      <rect x="50" y="74" width="28" height="10" rx="4" fill={accent} />
    </>
  ),
  envelope: (
    <>
      <rect x="28" y="14" width="104" height="50" rx="8" fill="var(--surface)" stroke={line} />
      <path d="m30 18 50 28 50-28" stroke={line} />
      <rect x="28" y="80" width="66" height="8" rx="4" fill={accent} />
      <rect x="97" y="80" width="20" height="8" rx="4" fill={line} />
      <rect x="120" y="80" width="12" height="8" rx="4" fill={quiet} />
    </>
  ),
  search: (
    <>
      <circle cx="74" cy="46" r="26" fill={soft} stroke={accent} />
      <path d="m93 65 22 22" stroke={line} strokeWidth="5" />
      <path d="M62 46h24" stroke={accent} />
    </>
  ),
  file: (
    <>
      <path
        d="M52 10h38l22 22v54a8 8 0 0 1-8 8H52a8 8 0 0 1-8-8V18a8 8 0 0 1 8-8Z"
        fill="var(--surface)"
        stroke={line}
      />
      <path d="M90 10v22h22" stroke={line} />
      <path d="M56 50h44M56 62h44M56 74h28" stroke={quiet} strokeWidth="3" />
      <path d="M56 50h14M56 62h14M56 74h14" stroke={accent} strokeWidth="3" />
    </>
  ),
} as const satisfies Record<string, ReactNode>;

export type PictureName = keyof typeof drawings;

export function Picture({ name }: { name: PictureName }) {
  return (
    <svg
      aria-hidden
      viewBox="0 0 160 104"
      fill="none"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
      className="h-26 w-40"
    >
      {drawings[name]}
    </svg>
  );
}
