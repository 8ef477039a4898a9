/** The explanation of one view (SPEC 8; paper, Figures 4 and 5): a sentence, the panels, and the numbers behind them. */
import { useState } from 'preact/hooks';
import type { Explanation } from '../../src/protocol/explanation';
import type { UnitId } from '../../src/protocol/unit';
import { useDrawn } from './drawn';
import { ExplanationHead } from './explanationHead';
import { FeaturesLater } from './featuresLater';
import { Balance, ClassScores } from './figures';
import type { HostLink } from './hostLink';
import type { Looks } from './looks';
import { OtherUnits } from './otherUnits';
import { Panels } from './panels';
import { readAloud } from './readAloud';
import { SaveButtons } from './saveButtons';
import { Toolbar } from './toolbar';
import { UnitDrawerLater } from './unitDrawerLater';
import { useSight } from './useSight';

interface Props {
  explanation: Explanation;
  looks: Looks;
  onLooks(looks: Looks): void;
  host?: HostLink;
}

export function ExplanationPage({ explanation, looks: remembered, onLooks, host }: Props) {
  const [looks, setLooks] = useState(remembered);
  const [chosen, setChosen] = useState<UnitId>();
  const [against, setAgainst] = useState<readonly UnitId[]>([]);
  const e = useDrawn(explanation, looks);
  const sighting = useSight(e, (at) => readAloud(e, at));
  const change = (next: Looks) => {
    setLooks(next);
    onLooks(next);
  };
  const { run, network } = e.source;
  return (
    <article class="dm-explanation" aria-label={`Explanation of ${e.viewId}`}>
      <ExplanationHead explanation={e} />
      <Toolbar explanation={explanation} looks={looks} onLooks={change} sightings={[sighting]}>
        <SaveButtons explanations={[e]} looks={looks} host={host} />
      </Toolbar>
      <Panels
        explanation={e}
        looks={looks}
        sighting={sighting}
        against={e.against.filter(({ unit }) => against.includes(unit))}
        onUnit={host && setChosen}
      />
      <p class="dm-hidden" role="status">
        {sighting.spoken}
      </p>
      {e.evidence.length === 0 ? <p class="dm-quiet">None of the eight most influential units is annotated.</p> : null}
      {host && chosen ? <UnitDrawerLater chosen={{ unit: chosen, run, network }} host={host} onClose={() => setChosen(undefined)} /> : null}
      <div class="dm-figures">
        <ClassScores explanation={e} />
        <Balance explanation={e} />
        <FeaturesLater explanation={e} />
        <OtherUnits explanation={e} shown={against} onShown={setAgainst} onUnit={host && setChosen} />
      </div>
      <footer class="dm-foot">
        <span>{e.notice}</span>
        <span>
          Run {e.source.run}, network {e.source.network.slice(0, 8)}, mining {e.source.mining.slice(0, 8)}
        </span>
      </footer>
    </article>
  );
}
