/** The head of the page: which unit, its places, the way to its neighbours, and what can be done with it. */
import type { UnitId } from '../../src/protocol/unit';
import type { UnitPageState } from '../../src/protocol/unitPage';
import type { UnitDetail } from '../../src/protocol/units';
import { sentenceCase } from '../shared/wording';

interface Props {
  state: UnitPageState;
  unit: UnitId;
  /** 0-based in survey order. */
  place: number;
  detail?: UnitDetail;
  onOpen(unit: UnitId): void;
  onMove(by: number): void;
  onAnnotate(): void;
  onCopy(): void;
}

export function UnitHeader({ state, unit, place, detail, onOpen, onMove, onAnnotate, onCopy }: Props) {
  const listed = state.units[place];
  const places = detail?.unit.ranks ?? [listed];
  return (
    <header class="unit-header">
      <div class="unit-title">
        <h1 id="unit-name" tabIndex={-1}>
          {unit}
        </h1>
        <p class="places">
          {places.map((p) => (
            <span key={p.className}>
              {sentenceCase(p.className)} <b>#{p.rank}</b>
            </span>
          ))}
        </p>
      </div>
      <nav class="unit-steps" aria-label="Units">
        <button type="button" class="secondary" disabled={place <= 0} onClick={() => onMove(-1)}>
          Previous <kbd>Alt+P</kbd>
        </button>
        <select aria-label="Go to unit" value={unit} onChange={(event) => onOpen(event.currentTarget.value as UnitId)}>
          {state.units.map((u) => (
            <option key={u.unit} value={u.unit}>
              {u.unit} · {u.className} #{u.rank}
              {u.name ? ` · ${u.name}` : ''}
            </option>
          ))}
        </select>
        <span class="quiet">
          {place + 1} of {state.units.length}
        </span>
        <button type="button" class="secondary" disabled={place >= state.units.length - 1} onClick={() => onMove(1)}>
          Next <kbd>Alt+N</kbd>
        </button>
      </nav>
      <div class="unit-actions">
        <button type="button" class="quiet-button" onClick={onCopy}>
          Copy name
        </button>
        <button type="button" onClick={onAnnotate}>
          Annotate <kbd>Alt+A</kbd>
        </button>
      </div>
    </header>
  );
}
