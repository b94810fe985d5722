/** The mark, with the name beside it: rows of a ledger that add up. */
export function Logo() {
  return (
    <span className="inline-flex items-center gap-2 text-lg font-semibold tracking-tight">
      <svg aria-hidden viewBox="0 0 32 32" className="size-7">
        <rect width="32" height="32" rx="8" fill="var(--accent-solid)" />
        <g fill="var(--on-solid)">
          <rect x="7" y="8" width="18" height="4" rx="2" />
          <rect x="7" y="14" width="11" height="4" rx="2" />
          <rect x="20" y="14" width="5" height="4" rx="2" opacity=".55" />
          <rect x="7" y="20" width="18" height="4" rx="2" />
        </g>
      </svg>
      EngageX
    </span>
  );
}
