/** The words of a case: one entry a unit, the most influential first; with the picture, each with its colour and the key that shows and hides it. */
import { UNIT_KEYS } from './shortcuts';
import { unitColor } from './unitColors';

interface Props {
  /** By unit: every name that experts gave it. */
  words: readonly (readonly string[])[];
  /** With the picture: which units are outlined, and the one that is pointed at. */
  outlined?: { shown: readonly boolean[]; onToggle(unit: number): void; onPoint(unit: number | undefined): void };
}

export function UnitWords({ words, outlined }: Props) {
  return (
    <ol class="unit-words">
      {words.map((names, unit) => {
        const text = names.map((name, i) => (
          <span key={name}>
            {i > 0 ? <span class="or"> or </span> : null}
            {name}
          </span>
        ));
        return (
          <li key={unit}>
            {outlined ? (
              <button
                type="button"
                class="unit-toggle"
                aria-pressed={outlined.shown[unit]}
                onClick={() => outlined.onToggle(unit)}
                onPointerEnter={() => outlined.onPoint(unit)}
                onPointerLeave={() => outlined.onPoint(undefined)}
              >
                <span class="place" style={{ '--unit': unitColor(unit) }} aria-hidden="true">
                  {unit + 1}
                </span>
                <span class="names">{text}</span>
                {outlined.shown[unit] ? null : <span class="hidden">hidden</span>}
                {UNIT_KEYS[unit] ? <kbd>{UNIT_KEYS[unit].toUpperCase()}</kbd> : null}
              </button>
            ) : (
              <>
                <span class="place" aria-hidden="true">
                  {unit + 1}
                </span>
                <span class="names">{text}</span>
              </>
            )}
          </li>
        );
      })}
    </ol>
  );
}
