/** How many of a unit's top patches are shown: a choice that is kept. */
import { useState } from 'preact/hooks';

export const PATCH_COUNTS = [8, 16, 32, 64] as const;
export type PatchCount = (typeof PATCH_COUNTS)[number];
/** SPEC 7: dozens. */
export const USUAL_COUNT: PatchCount = 32;

const KEPT_AS = 'deepminer.patchCount';

/** The reader's choice, kept over a reload of the page where the browser keeps anything. */
export function usePatchCount(): [PatchCount, (count: PatchCount) => void] {
  const [count, setCount] = useState(keptCount);
  const choose = (chosen: PatchCount) => {
    setCount(chosen);
    try {
      localStorage.setItem(KEPT_AS, String(chosen));
    } catch (error) {
      console.warn('The number of patches is not kept.', error);
    }
  };
  return [count, choose];
}

/** The number that was kept; the usual one where none was, or none that can be chosen. */
function keptCount(): PatchCount {
  try {
    const kept = Number(localStorage.getItem(KEPT_AS));
    return PATCH_COUNTS.find((count) => count === kept) ?? USUAL_COUNT;
  } catch (error) {
    console.warn('The number of patches was not kept.', error);
    return USUAL_COUNT;
  }
}

export function PatchCountChoice({ count, onCount }: { count: PatchCount; onCount(count: PatchCount): void }) {
  return (
    <fieldset class="display-choice count-choice">
      <legend>Top patches</legend>
      {PATCH_COUNTS.map((value) => (
        <label key={value}>
          <input type="radio" name="patch-count" value={value} checked={count === value} onChange={() => onCount(value)} />
          <span class="segment">{value}</span>
        </label>
      ))}
    </fieldset>
  );
}
