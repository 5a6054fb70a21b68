/** The mark: a sheet of agreement on a seal. Drawn here so that it needs no request. */
export function Logo({ className }: { className?: string }) {
  return (
    <svg className={className} viewBox="0 0 64 64" aria-hidden="true">
      <rect width="64" height="64" rx="13" fill="var(--crm-stamp)" />
      <path
        fill="none"
        stroke="#fff"
        strokeWidth="4.5"
        strokeLinecap="round"
        strokeLinejoin="round"
        d="M18 14h20l9 9v27H18zM38 14v9h9M25 32h15M25 40h9"
      />
    </svg>
  );
}
