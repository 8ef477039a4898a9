/** The page of an evaluation: its figures, whether they are of the present network, and buttons to take them along. */

import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { EvaluatedPart } from '../../src/protocol/evaluation';
import type { HostToEvaluation, ShownEvaluation } from '../../src/protocol/evaluationPage';
import { EvaluationView } from '../shared/evaluation/evaluationView';
import type { EvaluationLooks } from '../shared/evaluation/looks';
import { Segments } from '../shared/evaluation/segments';
import { evaluationProblem } from '../shared/evaluation/shape';
import { usePassing } from '../shared/passing';
import type { HostLink } from './hostLink';
import { TakeButtons } from './takeButtons';

type Unavailable = Extract<HostToEvaluation, { type: 'unavailable' }>;

/** Long enough to be read; it lies over the figures. */
const SAID_MS = 6000;

const PARTS: Record<EvaluatedPart, string> = { test: 'Test', holdout: 'Hold-out' };

export function EvaluationPage({ host }: { host: HostLink }) {
  const [shown, setShown] = useState<ShownEvaluation>();
  const [unavailable, setUnavailable] = useState<Unavailable>();
  const [looks, setLooks] = useState(() => host.kept());
  const [said, setSaid] = usePassing(SAID_MS);

  useEffect(() => {
    const stop = host.listen((message) => {
      if (message.type === 'state') {
        setShown(message.shown);
        setUnavailable(undefined);
      } else if (message.type === 'unavailable') setUnavailable(message);
      else if (message.type === 'taken') setSaid(message.where ? `Saved ${message.where}.` : `Copied ${message.file}.`);
      else setSaid(message.message);
    });
    host.post({ type: 'ready' });
    return stop;
  }, [host]);

  // VS Code brings the page back by what is kept here.
  const about = unavailable ?? shown;
  useEffect(() => {
    if (about) host.keep({ project: about.project, run: about.run, part: about.part, looks });
  }, [host, about, looks]);

  const evaluate = () => host.post({ type: 'evaluate' });
  if (unavailable)
    return (
      <Empty message={unavailable.message} onEvaluate={evaluate}>
        {shown && shown.part !== unavailable.part ? (
          <button type="button" class="secondary" onClick={() => host.post({ type: 'part', part: shown.part })}>
            Back to the {PARTS[shown.part].toLowerCase()} part
          </button>
        ) : null}
      </Empty>
    );
  if (!shown) return <p class="whole-page quiet">Opening the evaluation…</p>;
  const damage = evaluationProblem(shown.evaluation);
  if (damage) return <Empty message={`The evaluation is damaged: ${damage}. Evaluate the run again.`} onEvaluate={evaluate} />;
  return (
    <main>
      <EvaluationView
        evaluation={shown.evaluation}
        looks={looks}
        onLooks={(next: EvaluationLooks) => setLooks(next)}
        notes={
          shown.outdated ? (
            <p class="dm-warning" role="note">
              {shown.outdated}{' '}
              <button type="button" onClick={evaluate}>
                Evaluate again
              </button>
            </p>
          ) : null
        }
        choices={
          <Segments
            name="part"
            legend="Part"
            value={shown.part}
            choices={(['test', 'holdout'] as const).map((part) => [part, PARTS[part]])}
            onChoice={(part) => host.post({ type: 'part', part })}
          />
        }
        take={(table, figure) => <TakeButtons table={table} figure={figure && `${figure}-${looks.level}`} host={host} />}
      />
      <p class="said" role="status">
        {said}
      </p>
    </main>
  );
}

function Empty({ message, onEvaluate, children }: { message: string; onEvaluate(): void; children?: ComponentChildren }) {
  return (
    <main class="whole-page">
      <h1>No evaluation to show</h1>
      <p>{message}</p>
      <p class="actions">
        <button type="button" onClick={onEvaluate}>
          Evaluate
        </button>
        {children}
      </p>
    </main>
  );
}
