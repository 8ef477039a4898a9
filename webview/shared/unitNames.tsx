/** What experts call a unit: their words, what they associate them with, and their BI-RADS category. */
import type { UnitNaming } from '../../src/protocol/units';
import { ASSOCIATIONS, CATEGORIES, plainTerm, sentenceCase } from './wording';

export function UnitNames({ annotations, unrecognized = [] }: Pick<UnitNaming, 'annotations'> & Partial<Pick<UnitNaming, 'unrecognized'>>) {
  return (
    <div class="dm-names">
      {annotations.flatMap(({ expert, phenomena }) =>
        phenomena.map((p) => (
          <p key={`${expert} ${p.description} ${p.terms.join()}`}>
            <b>{sentenceCase(p.description.trim() || p.terms.map(plainTerm).join(', '))}</b>{' '}
            <span class="dm-quiet">
              {[ASSOCIATIONS.find(({ value }) => value === p.association)?.text, p.category && CATEGORIES[p.category], expert]
                .filter(Boolean)
                .join(' · ')}
            </span>
          </p>
        )),
      )}
      {unrecognized.length > 0 ? <p class="dm-quiet">Nothing recognizable to {unrecognized.join(', ')}.</p> : null}
      {annotations.length + unrecognized.length === 0 ? <p class="dm-quiet">Not annotated yet.</p> : null}
    </div>
  );
}
