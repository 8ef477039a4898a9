/** Words that a page says in passing. */
import { useEffect, useState } from 'preact/hooks';

/** A text that is empty again after so many milliseconds, and what sets it. */
export function usePassing(milliseconds: number): [text: string, say: (text: string) => void] {
  const [text, say] = useState('');
  useEffect(() => {
    if (!text) return;
    const timer = setTimeout(() => say(''), milliseconds);
    return () => clearTimeout(timer);
  }, [text, milliseconds]);
  return [text, say];
}
