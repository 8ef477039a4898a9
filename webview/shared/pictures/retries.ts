/**
 * Pictures that could not be had are asked for again: with growing pauses, when the reader comes back to the page or asks for it, and when
 * whoever serves the page is heard again.
 */
import { useEffect, useState } from 'preact/hooks';

/** From pause to pause twice as long, to bridge half a minute; one that is missing for good is left at that. */
const PAUSES_MS = [500, 1000, 2000, 4000, 8000, 16_000];

const hearers = new Set<(attempt: number) => void>();
/** How often pictures were asked for anew. */
let attempt = 0;
let pauses = 0;
let failed = false;
let timer: ReturnType<typeof setTimeout> | undefined;

/** A picture could not be had. */
export function pictureFailed(): void {
  failed = true;
  if (timer !== undefined || pauses >= PAUSES_MS.length) return;
  timer = setTimeout(again, PAUSES_MS[pauses++]);
}

/** Asks at once for all pictures that could not be had, and goes on with short pauses. */
export function retryPictures(): void {
  pauses = 0;
  if (failed) again();
}

/** A number that grows with every new attempt. */
export function usePictureAttempt(): number {
  const [seen, setSeen] = useState(attempt);
  useEffect(() => {
    hearers.add(setSeen);
    setSeen(attempt);
    return () => {
      hearers.delete(setSeen);
    };
  }, []);
  return seen;
}

/** Has pictures asked for again when the reader comes back to the page, or the network does. */
export function usePictureRetries(): void {
  useEffect(() => {
    const shown = () => document.hidden || retryPictures();
    window.addEventListener('focus', retryPictures);
    window.addEventListener('online', retryPictures);
    document.addEventListener('visibilitychange', shown);
    return () => {
      window.removeEventListener('focus', retryPictures);
      window.removeEventListener('online', retryPictures);
      document.removeEventListener('visibilitychange', shown);
    };
  }, []);
}

function again(): void {
  clearTimeout(timer);
  timer = undefined;
  failed = false;
  attempt++;
  for (const hear of hearers) hear(attempt);
}
