/** The charts of the runs, and the epoch that is read in all of them: by the pointer, or by the slider's arrow keys. */
import { useState } from 'preact/hooks';
import type { RunHistory } from '../../src/protocol/runHistory';
import { Segments } from '../shared/evaluation/segments';
import { sentenceCase } from '../shared/wording';
import { type AucOf, aucValue, chartsOf, lastEpoch } from './curves';
import { LineChart } from './lineChart';
import { figure } from './words';

interface Props {
  histories: readonly RunHistory[];
  aucOf: AucOf;
  onAucOf(of: string): void;
}

export function Curves({ histories, aucOf, onAucOf }: Props) {
  const done = Math.max(0, ...histories.map(({ epochs }) => epochs.at(-1)?.epoch ?? 0));
  const last = lastEpoch(histories);
  // Until an epoch is chosen, the latest is read, also when a further one is done.
  const [chosen, setChosen] = useState<number>();
  const epoch = Math.min(chosen ?? done, Math.max(done, 1));
  const classes = [...new Set(histories.flatMap(({ epochs }) => Object.keys(epochs[0]?.holdout.auc ?? {})))];
  const of = aucOf === 'mean' || classes.includes(aucOf) ? aucOf : 'mean';
  if (done === 0)
    return <p class="waiting">Curves begin with the first epoch, whose training and hold-out part are measured when it is done.</p>;
  const choose = (e: number): void => setChosen(Math.min(e, done) === done ? undefined : e);
  return (
    <section aria-label="Curves">
      <div class="reading">
        <label class="dm-slider">
          <span>Epoch</span>
          <input
            type="range"
            min="1"
            max={done}
            value={epoch}
            aria-valuetext={inWords(histories, epoch, of)}
            onInput={(event) => choose(Number(event.currentTarget.value))}
          />
          <output>
            {epoch} of {last}
          </output>
        </label>
        <p class="key quiet">
          <i class="stroke dashed" /> training <i class="stroke" /> hold-out <i class="ring" /> best epoch
        </p>
        {classes.length > 0 ? (
          <Segments
            name="auc"
            legend="AUC of"
            value={of}
            choices={[['mean', 'Mean'], ...classes.map((name) => [name, sentenceCase(name)] as const)]}
            onChoice={onAucOf}
          />
        ) : null}
      </div>
      <div class="charts">
        {chartsOf(histories, of).map((chart) => (
          <LineChart
            key={chart.id}
            chart={chart}
            runs={histories.map(({ summary }) => summary.run)}
            last={last}
            epoch={epoch}
            reading={chosen === undefined ? 'latest' : epoch}
            onEpoch={choose}
          />
        ))}
      </div>
    </section>
  );
}

/** What the slider says at an epoch. */
function inWords(histories: readonly RunHistory[], epoch: number, of: AucOf): string {
  const told = histories.map(({ summary, epochs }) => {
    const at = epochs.find((e) => e.epoch === epoch);
    const name = histories.length > 1 ? `${summary.run} ` : '';
    if (!at) return `${name}without this epoch`;
    const { train, holdout } = at;
    return `${name}loss training ${figure(train.loss, 'number')}, hold-out ${figure(holdout.loss, 'number')}, hold-out accuracy ${figure(holdout.accuracy, 'share')}, AUC ${figure(aucValue(holdout.auc, of), 'number')}`;
  });
  return `epoch ${epoch}: ${told.join('; ')}`;
}
