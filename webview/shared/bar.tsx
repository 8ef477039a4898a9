/** A horizontal bar for one number; the number itself stands beside it in words. */

/** Length is |value| of `largest`; negative values are hatched, so that sign is not told by colour alone. */
export function Bar({ value, largest }: { value: number; largest: number }) {
  const width = largest > 0 ? Math.min(Math.abs(value) / largest, 1) * 100 : 0;
  return (
    <span class="dm-bar" aria-hidden="true">
      <i class={value < 0 ? 'dm-negative' : undefined} style={{ width: `${width}%` }} />
    </span>
  );
}
