/** Two explanations in numbers: decision, truth, scores, and the units that are evidence in both or in one. */
import type { Comparison } from '../../src/protocol/comparison';
import type { Explanation, UnitEvidence } from '../../src/protocol/explanation';
import { chance, sentenceCase, signedNumber } from '../../webview/shared/wording';
import { namesOf } from '../shared/words';

interface Props {
  comparison: Comparison;
  names: readonly [string, string];
}

export function Differences({ comparison: { explanations, of }, names }: Props) {
  const [a, b] = explanations;
  const classes = [...new Set([...a.classes, ...b.classes])];
  const score = (e: Explanation, name: string) => (e.scores[name] === undefined ? 'none' : chance(e.scores[name]));
  const rows: [string, string, string][] = [
    ['Decided', a.decidedClass, b.decidedClass],
    ['Explained for', a.explainedClass, b.explainedClass],
    ['Truth', a.truth ?? 'unknown', b.truth ?? 'unknown'],
    ...classes.map((name): [string, string, string] => [`Score ${name}`, score(a, name), score(b, name)]),
    ['Logit where it decides', signedNumber(a.logit.value), signedNumber(b.logit.value)],
  ];
  return (
    <div class="dm-figures">
      <section>
        <h4>Differences</h4>
        <table class="dm-numbers dm-differences">
          <Heads names={names} />
          <tbody>
            {rows.map(([name, left, right]) => (
              <tr key={name} class={left === right ? undefined : 'dm-differs'}>
                <th scope="row">{name}</th>
                <td>{left}</td>
                <td>
                  {right}
                  {left === right ? null : <span class="dm-hidden"> (differs)</span>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <section>
        <h4>Units</h4>
        {of === 'networks' && a.source.network !== b.source.network ? (
          <p class="dm-quiet">Each network has units of its own: the same number is another unit.</p>
        ) : (
          <Units pair={[a, b]} names={names} />
        )}
      </section>
    </div>
  );
}

function Heads({ names }: Pick<Props, 'names'>) {
  return (
    <thead>
      <tr>
        <td />
        {names.map((name) => (
          <th key={name} scope="col">
            {name}
          </th>
        ))}
      </tr>
    </thead>
  );
}

/** Shares of the units that either names as evidence, those of both first. */
function Units({ pair, names }: { pair: readonly [Explanation, Explanation]; names: readonly [string, string] }) {
  const known = pair.map((e) => new Map([...e.evidence, ...e.unannotated, ...e.against].map((u): [string, UnitEvidence] => [u.unit, u])));
  const all = [...new Set(known.flatMap((units) => [...units.keys()]))];
  const inBoth = all.filter((unit) => known.every((units) => units.has(unit)));
  const inOne = all.filter((unit) => !inBoth.includes(unit));
  const row = (unit: string) => {
    const [left, right] = known.map((units) => units.get(unit));
    const called = namesOf((left ?? right) as UnitEvidence)
      .map(sentenceCase)
      .join('; ');
    return (
      <tr key={unit}>
        <th scope="row">
          {unit} <span class="dm-quiet">{called}</span>
        </th>
        <td>{left ? signedNumber(left.share) : '–'}</td>
        <td>{right ? signedNumber(right.share) : '–'}</td>
      </tr>
    );
  };
  if (all.length === 0) return <p class="dm-quiet">No unit is named in either.</p>;
  return (
    <>
      <p class="dm-quiet">
        {inBoth.length} in both, {inOne.length} in one. Shares of each explained logit; – is not among those that the explanation names.
      </p>
      <table class="dm-numbers dm-differences">
        <Heads names={names} />
        <tbody>
          {inBoth.map(row)}
          {inOne.map(row)}
        </tbody>
      </table>
    </>
  );
}
