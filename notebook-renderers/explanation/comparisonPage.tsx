/** Two explanations side by side: what differs, then the panels of each, drawn alike. */
import { useState } from 'preact/hooks';
import type { Comparison } from '../../src/protocol/comparison';
import type { Explanation } from '../../src/protocol/explanation';
import type { ExplainedUnit } from '../../src/protocol/rendererMessages';
import { adoptStyles } from '../../webview/shared/adoptStyles';
import { COMPARISON_STYLES } from './comparisonStyles';
import { Differences } from './differences';
import { useDrawn } from './drawn';
import { ExplanationHead } from './explanationHead';
import type { HostLink } from './hostLink';
import type { Looks } from './looks';
import { Panels } from './panels';
import { readAloud } from './readAloud';
import { SaveButtons } from './saveButtons';
import { Toolbar } from './toolbar';
import { UnitDrawerLater } from './unitDrawerLater';
import { useSight } from './useSight';

adoptStyles(COMPARISON_STYLES);

interface Props {
  comparison: Comparison;
  looks: Looks;
  onLooks(looks: Looks): void;
  host?: HostLink;
}

const TITLES: Record<Comparison['of'], string> = { views: 'Two views', classes: 'Two classes', networks: 'Two networks' };

export function ComparisonPage({ comparison, looks: remembered, onLooks, host }: Props) {
  const [looks, setLooks] = useState(remembered);
  const explanations = useDrawn(comparison.explanations, looks);
  const c = { ...comparison, explanations };
  const [first, second] = explanations;
  const [chosen, setChosen] = useState<ExplainedUnit>();
  const left = useSight(first, (at) => c.explanations.map((e) => readAloud(e, at)).join('. '));
  const own = useSight(second, (at) => readAloud(second, at));
  const linked = sameView(first, second);
  const right = linked ? left : own;
  const change = (next: Looks) => {
    setLooks(next);
    onLooks(next);
  };
  return (
    <article class="dm-explanation dm-comparison" aria-label={`${TITLES[c.of] ?? 'Two explanations'}: ${namesOfSides(c).join(' and ')}`}>
      <header>
        <p class="dm-source">
          <b>{TITLES[c.of] ?? 'Two explanations'}</b> {linked ? <span>one cursor and zoom in both</span> : null}
        </p>
        {c.warnings.map((warning) => (
          <p key={warning} class="dm-warning" role="note">
            {warning}
          </p>
        ))}
      </header>
      <Toolbar
        explanation={comparison.explanations[first.findings.length > 0 ? 0 : 1]}
        looks={looks}
        onLooks={change}
        sightings={linked ? [left] : [left, own]}
      >
        <SaveButtons explanations={c.explanations} looks={looks} host={host} />
      </Toolbar>
      <div class="dm-sides">
        {c.explanations.map((e, i) => (
          <section key={i === 0 ? 'left' : 'right'} class="dm-side" aria-label={namesOfSides(c)[i]}>
            <h3>{namesOfSides(c)[i]}</h3>
            <ExplanationHead explanation={e} />
            <Panels
              explanation={e}
              looks={looks}
              sighting={i === 0 ? left : right}
              onUnit={host && ((unit) => setChosen({ unit, run: e.source.run, network: e.source.network }))}
            />
          </section>
        ))}
      </div>
      <p class="dm-hidden" role="status">
        {[left.spoken, linked ? '' : own.spoken].filter(Boolean).join('. ')}
      </p>
      {host && chosen ? <UnitDrawerLater chosen={chosen} host={host} onClose={() => setChosen(undefined)} /> : null}
      <Differences comparison={c} names={namesOfSides(c)} />
      <footer class="dm-foot">
        <span>{c.notice}</span>
        {c.explanations.map(({ source }, i) => (
          <span key={i === 0 ? 'left' : 'right'}>
            Run {source.run}, network {source.network.slice(0, 8)}, mining {source.mining.slice(0, 8)}
          </span>
        ))}
      </footer>
    </article>
  );
}

function sameView(a: Explanation, b: Explanation): boolean {
  return a.viewId === b.viewId && a.view.width === b.view.width && a.view.height === b.view.height;
}

/** What tells the two apart, each in a word. */
function namesOfSides({ of, explanations }: Comparison): [string, string] {
  const name = (e: Explanation) => (of === 'classes' ? e.explainedClass : of === 'networks' ? e.source.run : e.viewId);
  const [a, b] = explanations.map(name);
  return a === b ? [`${a} (first)`, `${b} (second)`] : [a, b];
}
