/** A table that may be larger than its place: scrolled by pointer and by keys. */
import type { ComponentChildren } from 'preact';

export function Scrolls({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
    <section class="scrolls" tabIndex={0} aria-label={label}>
      {children}
    </section>
  );
}
