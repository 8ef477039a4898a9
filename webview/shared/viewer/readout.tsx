/** What the viewer shows, in figures and, a moment after the last change, in words for those who hear the page. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { GreyWindow } from './greyWindow';
import type { Sight } from './sight';

/** A reader is told where a drag or a row of key presses led, not every step. */
const QUIET_MS = 600;

/** `W 0.62 L 0.48 · 2.4×`. */
export function readoutText({ zoom }: Sight, { width, level }: GreyWindow): string {
  return `W ${width.toFixed(2)} L ${level.toFixed(2)} · ${zoom.toFixed(1)}×`;
}

/** `Window 0.62, level 0.48, enlarged 2.4 times.` */
export function readoutWords({ zoom }: Sight, { width, level }: GreyWindow): string {
  const size = zoom === 1 ? 'whole view' : `enlarged ${zoom.toFixed(1)} times`;
  return `Window ${width.toFixed(2)}, level ${level.toFixed(2)}, ${size}.`;
}

export function Readout({ sight, greys }: { sight: Sight; greys: GreyWindow }) {
  const words = readoutWords(sight, greys);
  const [said, setSaid] = useState('');
  const known = useRef(words);
  useEffect(() => {
    if (words === known.current) return;
    const timer = setTimeout(() => {
      known.current = words;
      setSaid(words);
    }, QUIET_MS);
    return () => clearTimeout(timer);
  }, [words]);
  return (
    <p class="readout">
      <span aria-hidden="true">{readoutText(sight, greys)}</span>
      <span class="heard-only" aria-live="polite">
        {said}
      </span>
    </p>
  );
}
