/** Our mark. */
export function Brand({ size = 24 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="var(--fw-accent)" />
      <path d="M9 8h14v4H13v3h8v4h-8v6H9z" fill="var(--fw-on-accent)" />
    </svg>
  )
}
